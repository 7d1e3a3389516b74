"""Watching loses nothing, keeps nothing twice, and says how each source is doing."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from brinkwatch.collect.web.watching import TRIES, Pace, Watcher
from brinkwatch.errors import StoreError, UsageError
from brinkwatch.model.watched import FAILED, NEW, SAME, Source, health
from brinkwatch.store import Store
from web_kit import Page, Site, article, fetcher, rss

NOW = datetime(2025, 11, 10, 12, tzinfo=UTC)
TEXT = ("Haven fired a missile over the Sea of Glass on Friday, the mayor said. " * 6).strip()


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def on(self, **hours):
        self.now += timedelta(**hours)


@pytest.fixture
def store(request):
    where = ":memory:"
    if getattr(request, "param", "sqlite") == "postgresql":
        where = request.getfixturevalue("postgresql_url")
    with Store.open(where) as opened:
        yield opened


both = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
"""For tests that between them send every statement the watch needs."""


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(store, clock):
    """Run a round; give its visits by path."""
    def run(everything=True, **pace):
        with fetcher() as reaching:
            watcher = Watcher(store, reaching, Pace(**pace), now=clock)
            return {"/" + v.source.split("/", 3)[3]: v for v in watcher.round(everything)}

    return run


def add(store, url, **options):
    assert store.add_source(Source(url=url, added=NOW, **options))


def texts(store):
    return sorted(r.text.split()[0] for r in store.reports())


@both
def test_a_feed_brings_its_articles_once(site, store, watch):
    add(store, site.put("/feed", rss([("/one", "One"), ("/two?utm_source=rss", "Two")])))
    site.put("/one", article("One. " + TEXT, "One", article_published_time="2025-11-07T09:00Z"))
    site.put("/two", article("Two. " + TEXT, "Two"))
    assert (watch()["/feed"].outcome, watch()["/feed"].outcome) == (NEW, SAME)
    assert texts(store) == ["One.", "Two."]
    one = next(r for r in store.reports() if r.text.startswith("One"))
    assert (one.url, one.title, one.source) == (site.url + "/one", "One", "Haven Post")
    assert one.published == datetime(2025, 11, 7, 9, tzinfo=UTC)
    assert store.captured(one.sha256).startswith(b"<!doctype html>")
    assert site.paths() == ["/feed", "/one", "/two", "/feed"]


def test_validators_spare_an_unchanged_feed(site, store, watch):
    add(store, site.put("/feed", Page(rss([("/one", "One")]), headers={"ETag": '"a"'})))
    site.put("/one", article(TEXT))
    assert (watch()["/feed"].status, watch()["/feed"].status) == (200, 304)
    assert site.asked[-1][1]["If-None-Match"] == '"a"'


def test_what_the_page_does_not_say_is_taken_from_the_feed(site, store, watch):
    add(store, site.put("/feed", rss([("/one", "From the feed")],
                                     "<pubDate>Sat, 08 Nov 2025 09:00:00 GMT</pubDate>")))
    site.put("/one", Page(TEXT, kind="text/plain"))
    watch()
    (one,) = store.reports()
    assert one.published == datetime(2025, 11, 8, 9, tzinfo=UTC)
    assert one.text == TEXT


@both
def test_a_changed_article_is_kept_as_a_version(site, store, watch, clock):
    add(store, site.put("/feed", rss([("/one", "One")])))
    url = site.put("/one", article("First. " + TEXT), article("Second. " + TEXT))
    watch()
    clock.on(hours=2)
    assert watch()["/feed"].changed == 1
    assert texts(store) == ["First.", "Second."]
    versions = store.versions(url)
    assert [at for at, _ in versions] == [NOW, NOW + timedelta(hours=2)]
    assert store.report(versions[1][1]).text.startswith("Second.")


def test_an_article_is_looked_at_again_and_then_left_alone(site, store, watch, clock):
    add(store, site.put("/feed", rss([("/one", "One")])))
    site.put("/one", article(TEXT))
    for _ in range(12):
        watch()
        clock.on(hours=24)
    assert site.paths().count("/one") == 6
    assert store.stats()["reports"] == store.stats()["captures"] == 1


def test_an_item_that_changes_in_its_feed_is_fetched_again(site, store, watch, clock):
    feeds = [rss([("/one", title)]) for title in ("One", "One, updated")]
    add(store, site.put("/feed", *feeds))
    site.put("/one", article("First. " + TEXT), article("Second. " + TEXT))
    watch()
    clock.on(days=30)
    watch()  # the checks after a month find the second text
    assert texts(store) == ["First.", "Second."]


def test_a_page_that_only_shuffles_its_frame_is_the_same(site, store, watch, clock):
    add(store, site.put("/feed", rss([("/one", "One")])))
    page = article(TEXT)
    site.put("/one", *(page.replace("</body>", f"<script>nonce={n}</script></body>")
                       for n in range(9)))
    for _ in range(6):
        watch()
        clock.on(hours=12)
    assert (store.stats()["reports"], store.stats()["captures"]) == (1, 1)


@both
def test_ids_and_addresses_that_change_each_time_bring_nothing_new(site, store, watch, clock):
    count = itertools.count()
    add(store, site.url + "/feed")
    for _ in range(5):
        n = next(count)
        site.put("/feed", rss([(f"/one?visit={n}", "One")], f"<guid>{n}</guid>"))
        site.put(f"/one?visit={n}", article(TEXT))
        watch()
        clock.on(days=10)
    assert store.stats()["reports"] == 1
    assert [a.url for a in store.articles()] == [site.url + "/one?visit=0"]


def test_the_same_text_under_another_title_of_the_feed_is_found_out(site, store, watch):
    add(store, site.put("/feed", rss([("/one", "One"), ("/two", "Two")])))
    for path in ("/one", "/two"):
        site.put(path, article(TEXT, "The page's own heading"))
    watch()
    assert store.stats()["reports"] == 1
    assert any("the same" in (a.note or "") for a in store.articles())


@both
def test_the_same_text_on_another_site_is_a_reprint_and_kept(site, store, watch):
    other = Site()
    try:
        for one in (site, other):
            one.put("/a", article(TEXT, f"Heading at {one.url[-5:]}"))
            add(store, one.put("/feed", rss([("/a", "A")])))
        watch()
        assert store.stats()["reports"] == 2
    finally:
        other.close()


def test_old_articles_are_known_of_but_not_fetched(site, store, watch):
    add(store, site.put("/feed", rss([("/old", "Old")],
                                     "<pubDate>Wed, 01 Jan 2020 09:00:00 GMT</pubDate>")))
    assert watch()["/feed"].new == 1
    assert watch()["/feed"].new == 0
    assert site.paths() == ["/feed", "/feed"]


@both
def test_what_one_round_cannot_do_waits_for_the_next(site, store, watch):
    add(store, site.put("/feed", Page(rss([(f"/{n}", str(n)) for n in range(5)]),
                                      headers={"ETag": '"a"'})))
    for n in range(5):
        site.put(f"/{n}", article(f"{n}. {TEXT}", str(n)))
    assert [watch(most=2)["/feed"].waiting for _ in range(4)] == [3, 1, 0, 0]
    assert store.stats()["reports"] == 5


def test_a_watched_page_is_kept_when_it_changes(site, store, watch, clock):
    add(store, site.put("/page", Page(article("First. " + TEXT), headers={"ETag": '"1"'}),
                        Page(article("First. " + TEXT), headers={"ETag": '"1"'}),
                        Page(article("Second. " + TEXT))), kind="page")
    seen = []
    for _ in range(4):
        seen.append(watch()["/page"])
        clock.on(hours=1)
    assert [v.outcome for v in seen] == [NEW, SAME, NEW, SAME]
    assert [v.changed for v in seen] == [0, 0, 1, 0]
    assert texts(store) == ["First.", "Second."]
    assert store.sources()[0].moved == NOW + timedelta(hours=2)


@pytest.mark.parametrize(("page", "code"), [
    (Page("", 500), "status"), (Page("", 410), "gone"), (Page("<html>"), "format"),
    (Page(raw=lambda s: s.close()), "connection"), (Page(b"x" * 300_000), "too large"),
    (Page("", 302, headers={"Location": "http://10.0.0.1/"}), "private"),
    (Page(bytes(30), headers={"Content-Encoding": "gzip"}), "encoding"),
])
@pytest.mark.parametrize("kind", ["feed", "page"])
def test_a_source_that_fails_costs_no_other_and_waits_longer(site, store, watch, clock, page, code,
                                                             kind):
    if kind == "page" and code == "format":
        page = Page(b"%PDF", kind="application/pdf")
    add(store, site.put("/bad", page), kind=kind)
    add(store, site.put("/good", rss([("/one", "One")])))
    site.put("/one", article(TEXT))
    visits = watch()
    assert (visits["/bad"].outcome, visits["/bad"].code) == (FAILED, code)
    assert visits["/good"].outcome == NEW
    waits = []
    for _ in range(4):
        bad = store.sources()[0]
        waits.append((bad.due - clock.now).total_seconds())
        clock.now = bad.due
        watch(everything=False)
    assert all(b > a * 1.5 for a, b in itertools.pairwise(waits))
    bad = store.sources()[0]
    assert (bad.fails, bad.answered) == (5, None)
    assert health(bad, clock.now).state == ("gone" if code == "gone" else "failing")
    assert store.stats()["captures"] == 1


def test_a_source_that_answers_again_is_well_again(site, store, watch, clock):
    add(store, site.put("/feed", Page("", 404), Page(rss([("/one", "One")]))))
    site.put("/one", article(TEXT))
    watch()
    assert health(store.sources()[0], clock.now).state == "failing"
    watch()
    assert (store.sources()[0].fails, store.sources()[0].error) == (0, None)
    assert health(store.sources()[0], clock.now).state == "ok"


def test_a_source_that_answers_but_no_longer_moves_is_told(site, store, watch, clock):
    add(store, site.put("/feed", rss([("/one", "One")])))
    site.put("/one", article(TEXT))
    for _ in range(8):
        watch()
        clock.on(hours=12)
    source = store.sources()[0]
    assert source.answered > source.moved == NOW
    assert health(source, clock.now).state == "quiet"
    assert "nothing new since 2025-11-10" in health(source, clock.now).note


def test_an_article_that_fails_is_tried_again_and_at_last_given_up(site, store, watch, clock):
    add(store, site.put("/feed", rss([("/one", "One"), ("/two", "Two")])))
    site.put("/one", Page("", 500), Page("", 500), Page("", 500), Page(article(TEXT)))
    site.put("/two", Page("", 500))
    failed = []
    for _ in range(18):
        failed.append(watch()["/feed"].failed)
        clock.on(hours=4)
    assert failed[0] == 2
    assert sum(failed) == 1 + TRIES
    assert store.stats()["reports"] == 1
    assert "given up: " in store.article(site.url + "/two").note


def test_behind_a_wall_the_feeds_own_text_stands_in(site, store, watch):
    add(store, site.put("/feed", rss(
        [("/one", "One")], f"<description>&lt;p&gt;{TEXT * 2}&lt;/p&gt;</description>")))
    add(store, site.put("/other", rss([("/two", "Two")], "<description>A teaser.</description>")))
    for path in ("/one", "/two"):
        site.put(path, article(f"Subscribe to continue reading. {path}"))
    visits = watch()
    assert (visits["/feed"].failed, visits["/other"].failed) == (0, 1)
    (one,) = store.reports()
    assert one.text.startswith("Haven fired")
    assert any("a paywall page stands before it" in note for note in one.notes)
    assert json.loads(store.captured(one.sha256))["url"] == site.url + "/one"
    assert "paywall" in store.article(site.url + "/two").note
    assert store.stats()["captures"] == 1


def test_a_page_cannot_pass_itself_off_as_another_outlets(site, store, watch):
    page = article(TEXT).replace(
        "</head>", '<link rel="canonical" href="https://known.example/story"></head>')
    add(store, site.put("/feed", rss([("/one", "One")])))
    site.put("/one", page)
    watch()
    (one,) = store.reports()
    assert one.url == site.url + "/one"


@both
def test_a_clock_that_is_set_back_stops_no_source(site, store, watch, clock):
    add(store, site.put("/feed", rss([])))
    clock.on(days=400)
    watch(everything=False)
    clock.on(days=-400)
    assert watch(everything=False)["/feed"].outcome == SAME
    assert watch(everything=False) == {}


@both
def test_a_paused_source_is_not_visited_and_a_removed_one_leaves_what_was_kept(site, store, watch):
    url = site.put("/feed", rss([("/one", "One")]))
    add(store, url)
    site.put("/one", article(TEXT))
    store.change_source(url, paused=True)
    assert watch() == {}
    store.change_source(url, paused=False)
    watch()
    store.remove_source(url)
    assert watch() == {}
    assert store.sources() == []
    assert store.stats()["reports"] == store.stats()["versions"] == 1
    with pytest.raises(UsageError, match="it is not watched"):
        store.remove_source(url)
    with pytest.raises(UsageError, match="it is not watched"):
        store.change_source(url, paused=True)


def test_a_source_is_added_once(store):
    add(store, "https://haven.example/feed", title="Haven Post")
    assert not store.add_source(Source(url="https://haven.example/feed", added=NOW, title="x"))
    assert [s.title for s in store.sources()] == ["Haven Post"]


def test_a_preview_keeps_nothing(site, store, clock):
    add(store, site.put("/feed", rss([("/one", "One")])))
    with fetcher() as reaching:
        ((visit, urls),) = Watcher(store, reaching, now=clock).preview()
    assert (visit.outcome, visit.new, urls) == (NEW, 1, (site.url + "/one",))
    assert site.paths() == ["/feed"]
    assert store.sources()[0].tried is None
    assert store.stats()["articles"] == store.stats()["visits"] == 0


def test_a_fault_of_ours_is_contained_and_recorded(site, store, watch, monkeypatch):
    add(store, site.put("/feed", rss([("/one", "One")])))
    add(store, site.put("/other", rss([("/two", "Two")])))
    site.put("/one", article(TEXT))
    site.put("/two", article("Two. " + TEXT, "Two"))
    from brinkwatch.collect.web import articles

    real = articles.text_digest

    def broken(report):
        if report.url.endswith("/one"):
            raise ZeroDivisionError("oh no")
        return real(report)

    monkeypatch.setattr(articles, "text_digest", broken)
    assert watch()["/feed"].failed == 1
    assert store.stats()["reports"] == 1
    assert [p["what"] for p in store.problems()] == ["ZeroDivisionError: oh no"]


def test_what_the_record_does_not_take_costs_no_other(site, store, watch, monkeypatch):
    """A row the database refuses is put off with the reason; only a record that takes nothing at
    all ends the round."""
    add(store, site.put("/feed", rss([("/one", "One"), ("/two", "Two")])))
    add(store, site.put("/odd", rss([("/three", "Three")])))
    for name in ("one", "two"):
        site.put(f"/{name}", article(f"{name}. {TEXT}", name))
    real_article, real_visit = Store.put_article, Store.put_visit

    def put_article(self, article, report=None):
        if report is not None and article.url.endswith("/one"):
            raise StoreError("a value is out of range.")
        real_article(self, article, report)

    def put_visit(self, visit, source, found=()):
        if source.url.endswith("/odd") and found:
            raise StoreError("a value is out of range.")
        return real_visit(self, visit, source, found)

    monkeypatch.setattr(Store, "put_article", put_article)
    monkeypatch.setattr(Store, "put_visit", put_visit)
    visits = watch()
    assert texts(store) == ["two."]
    assert (visits["/feed"].failed, visits["/odd"].outcome) == (1, FAILED)
    assert {p["place"].rsplit("/", 1)[1] for p in store.problems()} == {"one", "odd"}


@both
def test_a_version_that_is_kept_already_is_not_kept_again(site, store, watch):
    """The answer to a commit can get lost though the commit did not."""
    add(store, site.put("/feed", rss([("/one", "One")])))
    site.put("/one", article(TEXT))
    watch()
    (kept,), (report,) = store.articles(), store.reports()
    store.put_article(kept, report)
    assert len(store.versions(kept.url)) == 1


def test_a_record_that_cannot_be_written_loses_nothing(site, tmp_path, clock):
    path = tmp_path / "record.sqlite"
    with Store.open(path) as store:
        add(store, site.put("/feed", Page(rss([(f"/{n}", str(n)) for n in range(40)]),
                                          headers={"ETag": '"a"'})))
        for n in range(40):
            site.put(f"/{n}", article(f"{n}. {TEXT} {random.Random(n).randbytes(3000).hex()}",
                                      str(n)))
        with full(store), fetcher() as reaching, pytest.raises(StoreError, match="disk is full"):
            list(Watcher(store, reaching, now=clock).round(True))
    with Store.open(path) as store, fetcher() as reaching:
        for _ in range(2):
            list(Watcher(store, reaching, now=clock).round(True))
        assert store.stats()["reports"] == store.stats()["versions"] == 40


@contextmanager
def full(store):
    """A disk that has room for a few more pages."""
    from sqlalchemy import event

    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection, _):
        connection.execute(f"PRAGMA max_page_count={pages + 40}")

    store.engine.dispose()
    event.listen(store.engine, "connect", limit)
    yield


WATCHER = """
import sys
from brinkwatch.collect.web.watching import Watcher
from brinkwatch.store import Store
sys.path.insert(0, sys.argv[2])
from web_kit import fetcher
with Store.open(sys.argv[1]) as store, fetcher() as reaching:
    print("up", flush=True)
    for _ in range(1000):
        list(Watcher(store, reaching).round(True))
"""


def test_killing_the_watch_loses_and_doubles_nothing(site, tmp_path):
    path = tmp_path / "record.sqlite"
    feeds = {f"/feed{f}": [(f"/{f}-{n}", f"{f}-{n}") for n in range(12)] for f in range(4)}
    with Store.open(path) as store:
        for feed, items in feeds.items():
            add(store, site.put(feed, Page(rss(items), headers={"ETag": f'"{feed}"'})))
            for url, title in items:
                site.put(url, article(f"Text{title}. {TEXT}", title))
    here = os.path.dirname(__file__)
    dice = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", WATCHER, str(path), here],
                                   stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with Store.open(path) as store, fetcher() as reaching:
        for _ in range(2):
            list(Watcher(store, reaching).round(True))
        found = [r.text.split(".")[0] for r in store.reports()]
        assert sorted(found) == sorted(f"Text{t}" for items in feeds.values() for _, t in items)
        assert store.stats()["versions"] == len(found)
        assert {a.fails for a in store.articles()} == {0}


@both
def test_the_log_of_visits_is_kept_for_a_while(site, store, watch, clock):
    url = site.put("/feed", rss([]))
    add(store, url)
    for _ in range(5):
        watch()
        clock.on(days=1)
    assert len(store.visits(url)) == 5
    assert store.prune_visits(clock.now - timedelta(days=2, hours=1)) == 3
    assert store.prune_visits(clock.now) == 1
    assert len(store.visits(url)) == 1


@both
def test_a_feed_that_shows_nothing_known_may_have_shown_more(site, store, watch, clock):
    url = site.put("/feed", rss([(f"/a{n}", f"A{n}") for n in range(6)]))
    add(store, url)

    def state():
        watch()
        return health(store.sources()[0], clock.now)

    assert state().state == "ok"  # at the first visit everything is new
    clock.on(hours=2)
    site.put("/feed", rss([(f"/a{n}", f"A{n}") for n in range(3, 9)]))
    assert state().state == "ok"
    clock.on(hours=2)
    site.put("/feed", rss([(f"/b{n}", f"B{n}") for n in range(6)]))
    told = state()
    assert told.state == "gap"
    assert "on 2025-11-10 16:00 UTC all it showed was new" in told.note
    assert told.note.endswith("It is visited every 15 minutes")
    clock.on(days=1)
    site.put("/feed", rss([(f"/b{n}", f"B{n}") for n in range(1, 7)]))
    assert state().state == "gap"
    clock.on(days=7)
    site.put("/feed", rss([(f"/b{n}", f"B{n}") for n in range(2, 8)]))
    assert state().state == "ok"


def test_health_says_each_thing_once():
    source = Source(url="https://x.example/", tried=NOW, fails=3, added=NOW,
                    error="https://x.example/: it took too long. It is tried again later.")
    assert health(source, NOW).note == (
        "failed 3 times in a row: it took too long. It is tried again later")


def test_health_reads_both_clocks():
    source = Source(url="u", added=NOW)
    assert health(source, NOW).state == "new"
    assert health(replace(source, paused=True), NOW).state == "paused"
    well = replace(source, tried=NOW, answered=NOW, moved=NOW - timedelta(hours=3), gap=3_600)
    assert health(well, NOW).note == "new 3 hours ago"
    assert health(replace(well, fails=1, error="x"), NOW).state == "hiccup"
    assert health(replace(well, moved=NOW - timedelta(days=3)), NOW).state == "quiet"
    assert health(replace(well, moved=NOW - timedelta(days=3), gap=86_400), NOW).state == "ok"
    assert health(replace(well, moved=NOW + timedelta(days=3)), NOW).state == "ok"
