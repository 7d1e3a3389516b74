"""Feeds are read whatever they claim to be; lists of feeds come in and go out."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.collect.web.feeds import MOST, feed
from brinkwatch.collect.web.outlines import opml
from brinkwatch.collect.web.walls import wall
from brinkwatch.errors import FetchError, FormatError
from brinkwatch.export.outlines import as_opml
from brinkwatch.model.watched import Source
from web_kit import rss

URL = "https://haven.example/feed"
NOW = datetime(2025, 11, 10, tzinfo=UTC)
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Haven Post</title>
<entry><id>tag:haven.example,2025:1</id><title type="html">Haven &lt;b&gt;fires&lt;/b&gt;</title>
<link rel="alternate" href="/one?utm_medium=rss"/><published>2025-11-07T09:00:00+09:00</published>
<updated>2025-11-08T00:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;The whole article.&lt;/p&gt;</content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://haven.example/"><title>Haven Post</title></channel>
<item rdf:about="https://haven.example/one"><title>Haven fires</title>
<link>https://haven.example/one</link><dc:date>2025-11-07T09:00:00Z</dc:date></item></rdf:RDF>"""
JSON = {"version": "https://jsonfeed.org/version/1.1", "title": "Haven Post", "items": [
    {"id": "1", "url": "one", "title": "Haven fires", "date_published": "2025-11-07T09:00:00Z",
     "content_html": "<p>The whole article.</p>"},
    {"id": "2", "external_url": "https://cape.example/2", "content_text": "Elsewhere"}, "junk",
    {"id": 3, "url": ["x"]}]}


def read(body, header=""):
    return feed(body.encode() if isinstance(body, str) else body, URL, header, NOW)


def test_rss():
    made = read(rss([("/one", "Haven fires"), ("https://cape.example/two", "Cape &amp; ferry")],
                    "<pubDate>Fri, 07 Nov 2025 18:00:00 +0900</pubDate>"
                    "<description>Words.</description>"))
    assert (made.title, made.newest) == ("Haven Post", datetime(2025, 11, 7, 9, tzinfo=UTC))
    assert [(e.url, e.title) for e in made.entries] == [
        ("https://haven.example/one", "Haven fires"),
        ("https://cape.example/two", "Cape & ferry")]
    assert made.entries[0].html == "Words."


def test_atom():
    (entry,) = read(ATOM).entries
    assert (entry.url, entry.title, entry.html) == (
        "https://haven.example/one", "Haven fires", "<p>The whole article.</p>")
    assert entry.published == "2025-11-07T09:00:00+09:00"


def test_rdf():
    (entry,) = read(RDF).entries
    assert (entry.url, entry.published) == ("https://haven.example/one", "2025-11-07T09:00:00Z")


def test_json_feed():
    made = read(json.dumps(JSON))
    assert [e.url for e in made.entries] == ["https://haven.example/one", "https://cape.example/2"]
    assert made.notes == ("1 entries have no address to fetch",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1251"])
def test_encodings_that_are_told(encoding):
    title = "Гавань" if encoding == "windows-1251" else "Häfen"
    body = rss([("/one", title)]).replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    assert read(body.encode(encoding)).entries[0].title == title


@pytest.mark.parametrize("lie", ["iso-8859-1", "us-ascii", "utf-16", "nonsense", "koi8-r"])
def test_a_feed_that_lies_about_its_encoding(lie):
    body = rss([("/one", "Häfen 해")]).replace('"1.0"?', f'"1.0" encoding="{lie}"?')
    for header in ("", f"text/xml; charset={lie}"):
        assert read(body.encode(), header).entries[0].title == "Häfen 해"


def test_the_same_item_under_another_address_has_the_same_digest():
    one, two, other = (read(rss([(f"/a?session={n}", title)])).entries[0]
                       for n, title in ((1, "Haven fires"), (2, "Haven fires"), (3, "Cape")))
    assert one.digest == two.digest != other.digest
    assert one.url != two.url


@pytest.mark.parametrize(("body", "reason"), [
    ("", "it is empty"), ("  \n", "it is empty"), ("just words", "it is no feed"),
    ("<!doctype html><html><head></head></html>", "it is a web page and no feed"),
    ('{"items": ', "its JSON is broken"), ("[1]", "no JSON Feed"), ('{"a": 1}', "no JSON Feed"),
    ("[" * 100_000, "its JSON is broken"), (b"\x89PNG\r\n\x1a\n" + bytes(500), "feed"),
])
def test_what_is_no_feed_says_so(body, reason):
    with pytest.raises(FetchError, match=reason) as caught:
        read(body)
    assert caught.value.code == "format"


def test_a_page_that_names_its_feed_tells_the_address():
    page = ('<!DOCTYPE html><html><head><link rel="stylesheet" href="/x.css"><link rel="alternate" '
            'type="application/atom+xml" href="/atom.xml"></head></html>')
    with pytest.raises(FetchError, match=r"names a feed: https://haven\.example/atom\.xml"):
        read(page)


def test_hostile_entities_are_not_unfolded():
    bomb = ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefgh", "bcdefghi",
                                                                        strict=True))
            + '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + rss([("/one", "&i;"), ("/two", "&x;")]).split("?>", 1)[1])
    made = read(bomb)
    assert all(len(e.title or "") < 1_001 and "root:" not in (e.title or "") for e in made.entries)


def test_a_feed_of_very_many_items_is_cut_and_says_so():
    made = read(rss([(f"/{n}", str(n)) for n in range(MOST + 5)]))
    assert len(made.entries) == MOST
    assert "5 entries beyond the first 1000" in made.notes[0]


def test_dates_in_the_future_do_not_move_the_clock():
    made = read(rss([("/one", "a")], "<pubDate>Fri, 07 Nov 2036 18:00:00 GMT</pubDate>"))
    assert made.newest is None


@given(st.binary(max_size=400),
       st.sampled_from([b"", b"<rss><channel>", b"{", b"<feed xmlns='x'>"]))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_a_feed_or_say_why_not(body, start):
    try:
        made = feed(start + body, URL, "text/xml", NOW)
    except FetchError:
        return
    assert all(e.url.startswith("http") for e in made.entries)


OPML = b"""<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="2.0"><body><outline text="News"><outline type="rss" text="Haven &amp; Post"
xmlUrl="https://haven.example/feed"/><outline XMLURL="https://cape.example/rss" title="&x;"/>
<outline xmlUrl="https://haven.example/feed"/></outline><outline text="no feed"/></body></opml>"""


def test_lists_of_feeds_are_read_with_their_folders():
    found = opml(OPML, "feeds.opml")
    assert [(f.url, f.title) for f in found] == [
        ("https://haven.example/feed", "Haven & Post"), ("https://cape.example/rss", None)]


def test_lists_of_feeds_come_back():
    sources = [Source(url="https://haven.example/feed?a=1&b=2", title="Haven <Post>"),
               Source(url="https://haven.example/", kind="page")]
    (back,) = opml(as_opml(sources), "out")
    assert (back.url, back.title) == (sources[0].url, sources[0].title)


@pytest.mark.parametrize("data", [b"", b"words", b"<html/>", b"<opml", b"\x00" * 50])
def test_what_is_no_list_says_so(data):
    with pytest.raises(FormatError, match=r"feeds\.opml: it is (no )?OPML"):
        opml(data, "feeds.opml")


@pytest.mark.parametrize(("url", "html", "text", "kind"), [
    ("https://haven.example/a", "", "Subscribe to continue reading.", "paywall"),
    ("https://haven.example/a", '{"isAccessibleForFree": "False"}', "A teaser.", "paywall"),
    ("https://haven.example/a", "", "This article is only for subscribers.", "paywall"),
    ("https://consent.yahoo.com/v2", "", "words " * 900, "consent"),
    ("https://haven.example/login?next=/a", "", "Welcome.", "log-in"),
    ("https://haven.example/a", "", "Please verify you are human.", "challenge"),
    ("https://haven.example/a", "", "The mayor asked people to subscribe to the plan.", None),
    ("https://haven.example/a", '{"isAccessibleForFree": false}', "words " * 900, None),
    ("https://haven.example/a", "", "words " * 400 + "Subscribe to continue reading.", None),
    ("https://notconsent.yahoo.com.example/", "", "words", None),
])
def test_walls_are_told_from_articles(url, html, text, kind):
    assert wall(url, html, text) == kind
