"""Sitemaps, their indexes and the news extension, watched like feeds."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from brinkwatch.collect.web.sitemaps import sitemap
from brinkwatch.collect.web.watching import Pace, Watcher
from brinkwatch.errors import FetchError
from brinkwatch.model.watched import FAILED, SITEMAP, Source
from brinkwatch.store import Store
from web_kit import Page, article, fetcher

NOW = datetime(2025, 11, 10, 12, tzinfo=UTC)
TEXT = ("Haven fired a missile over the Sea of Glass on Friday, the mayor said. " * 6).strip()
SPACES = ('xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
          'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
          'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"')


def urlset(*rows):
    """A sitemap of (address, what else stands in its <url>) rows."""
    inner = "".join(f"<url><loc>{url}</loc>{more}</url>" for url, more in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{inner}</urlset>'


def index(*rows):
    inner = "".join(f"<sitemap><loc>{url}</loc>{more}</sitemap>" for url, more in rows)
    return f"<sitemapindex {SPACES}>{inner}</sitemapindex>"


def changed(when):
    return f"<lastmod>{when}</lastmod>"


def news(when, title):
    return (f"<news:news><news:publication><news:name>Haven Post</news:name></news:publication>"
            f"<news:publication_date>{when}</news:publication_date>"
            f"<news:title>{title}</news:title></news:news>")


@pytest.fixture
def read(site):
    """Read what lies at an address of the site."""
    def of(path):
        with fetcher() as reaching:
            return sitemap(reaching.get(site.url + path), reaching, NOW)

    return of


def test_addresses_come_with_their_dates_the_latest_first(site, read):
    site.put("/map.xml", urlset(("/old", changed("2025-11-01")), ("/undated", ""),
                                ("/new", changed("2025-11-10T09:00:00+00:00"))))
    found = read("/map.xml")
    assert [e.url.rsplit("/", 1)[1] for e in found.entries] == ["new", "old", "undated"]
    assert found.newest == datetime(2025, 11, 10, 9, tzinfo=UTC)


def test_the_news_extension_gives_title_and_date_and_an_image_gives_neither(site, read):
    site.put("/news.xml", urlset((
        "/a", "<image:image><image:loc>https://pics.example/x.png</image:loc>"
              "<image:title>A picture</image:title></image:image>"
              + news("2025-11-10", "Haven fires") + changed("2025-11-09"))))
    (entry,) = read("/news.xml").entries
    assert (entry.url, entry.title, entry.published) == (
        f"{site.url}/a", "Haven fires", "2025-11-10")


@pytest.mark.parametrize("packed", [False, True])
def test_of_an_index_the_sitemaps_changed_last_are_looked_at(site, read, packed):
    for n in range(12):
        body = urlset((f"/p{n}", "")).encode()
        site.put(f"/m{n}.xml", Page(gzip.compress(body) if packed else body,
                                    kind="application/gzip" if packed else "text/xml"))
    site.put("/index.xml", index(*((f"/m{n}.xml", changed(f"2025-10-{n + 1:02}"))
                                   for n in range(12))))
    found = read("/index.xml")
    assert {e.url.rsplit("/", 1)[1] for e in found.entries} == {f"p{n}" for n in range(2, 12)}
    assert found.notes == ("of 12 sitemaps the 10 changed last were looked at",)


def test_a_part_that_fails_costs_no_other(site, read):
    site.put("/good.xml", urlset(("/a", "")))
    site.put("/index.xml", index(("/bad.xml", ""), ("/good.xml", "")))
    found = read("/index.xml")
    assert [e.url for e in found.entries] == [f"{site.url}/a"]
    assert "there is no such page" in found.notes[0]


def test_an_index_whose_parts_all_fail_fails(site, read):
    site.put("/index.xml", index(("/bad.xml", "")))
    with pytest.raises(FetchError, match="there is no such page"):
        read("/index.xml")


def test_a_list_of_addresses_is_a_sitemap_too(site, read):
    site.put("/map.txt", Page(f"{site.url}/a\n{site.url}/b\n", kind="text/plain"))
    assert [e.url.rsplit("/", 1)[1] for e in read("/map.txt").entries] == ["a", "b"]


@pytest.mark.parametrize(("body", "reason"), [
    ("<rss version='2.0'/>", "it is no sitemap"), ("<html><p>Sorry", "it is no sitemap"),
    ("", "cannot be read"), (b"\x00\x01\x02" * 50, "cannot be read"),
    (index(("/index.xml", "")), "an index inside an index"),
    (gzip.compress(bytes(40_000_000)), "over the limit"),
    (b"\x1f\x8b broken", "damaged"),
])
def test_what_is_no_sitemap_says_why(site, read, body, reason):
    site.put("/index.xml", Page(body, kind="text/xml"))
    with pytest.raises(FetchError, match=reason):
        read("/index.xml")


def test_entities_are_not_unfolded(site, read):
    bomb = ('<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi",
                                                                         strict=True))
            + ']><urlset><url><loc>https://x.example/&i;</loc></url>'
              '<url><loc>https://x.example/good</loc></url></urlset>')
    site.put("/map.xml", bomb)
    with pytest.raises(FetchError, match="cannot be read as a sitemap"):
        read("/map.xml")


def test_a_sitemap_that_breaks_off_gives_what_stands_before(site, read):
    whole = urlset(("/a", ""), ("/b", ""))
    site.put("/map.xml", whole[:whole.index("/b")])
    assert [e.url for e in read("/map.xml").entries] == [f"{site.url}/a"]


def test_only_what_appears_after_the_first_visit_or_has_a_late_date_is_fetched(site):
    clock = NOW

    def visit():
        with fetcher() as reaching:
            watcher = Watcher(store, reaching, Pace(), now=lambda: clock)
            return next(watcher.round(everything=True))

    for name in ("old", "dated", "fresh", "later"):
        site.put(f"/{name}", article(f"{name}. {TEXT}", name))
    first = [("/old", ""), ("/dated", changed("2024-01-01")), ("/fresh", changed("2025-11-10"))]
    with Store.open() as store:
        store.add_source(Source(url=site.put("/map.xml", urlset(*first)), kind=SITEMAP, added=NOW))
        visit()
        assert [r.text.split(".")[0] for r in store.reports()] == ["fresh"]
        assert len(list(store.articles())) == 3
        site.put("/map.xml", urlset(*first, ("/later", "")))
        clock += timedelta(hours=1)
        visit()
        assert [r.text.split(".")[0] for r in store.reports()] == ["fresh", "later"]
        site.put("/map.xml", Page("", 500))
        clock += timedelta(hours=1)
        assert visit().outcome == FAILED
