"""The served desk shows the record, whole and inert, and asks no other host for anything."""

import json
import re
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import httpx2
import numpy as np
import pytest

pytest.importorskip("starlette", reason="the extra 'serve' is not installed")

from starlette.testclient import TestClient

from brinkwatch.collect import Refusal
from brinkwatch.config import Settings
from brinkwatch.desk import Desk
from brinkwatch.model import LeftOut, Report, Sentence, Span
from brinkwatch.model.watched import FAILED, Source, Visit
from brinkwatch.serve.reader import paragraphs, spans
from brinkwatch.store import Store
from test_store import EDITION, LAUNCH, REPORT, SAID, TEXT

HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>{{ 777*7 }}\u202eabc\x00'
NOW = datetime.now(UTC)


def filled(store):
    store.add_report(REPORT)
    store.put_reading("r-1", [LAUNCH, SAID], np.ones((2, 3), np.float32), "reader 1")
    store.put_edition(replace(EDITION, headline="An older edition"))
    store.put_edition(EDITION)
    store.add_source(Source(url="https://havenpost.example/feed", title="Haven Post", added=NOW))
    source = store.sources()[0]
    store.put_visit(
        Visit(source=source.url, at=NOW, outcome=FAILED, reason="no connection", code="connection"),
        replace(source, tried=NOW, fails=4, error="no connection"))
    store.add_refusal(Refusal("a.jsonl", "line 3", "broken JSON", "Mend the line"))
    store.add_problem("read", "ran out of memory", report="r-1")


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


@pytest.fixture
def client(store):
    return TestClient(Desk(store, Settings()).site())


@pytest.fixture
def full(store, client):
    filled(store)
    return client


PAGES = ["/", "/editions", "/incidents", "/incidents?kind=launch", "/incidents/i", "/stories/st",
         "/reports", "/reports/r-1", "/reports/r-1?at=0-21", "/search", "/search?q=missile",
         "/search?q=missile&kind=claims", "/search?q=cape&kind=people", "/people/1", "/sources",
         "/state", "/launches", "/launches?since=2025-11-01&kind=SRBM&country=HVN&until=",
         "/tension", "/tension/PRK/USA"]
CALLS = ["/api/edition", "/api/editions", "/api/stories", "/api/stories/st", "/api/incidents",
         "/api/incidents/i", "/api/reports", "/api/reports/r-1", "/api/reports/r-1/claims",
         "/api/claims", "/api/claims/l", "/api/people/1", "/api/search?q=missile", "/api/sources",
         "/api/launches", "/api/tension", "/api/tension/USA/PRK"]


class Page(HTMLParser):
    """Ids, links and what a page would load."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.inline, self.text = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.ids += [held["id"]] if "id" in held else []
        if tag == "a":
            self.links.append(held.get("href", ""))
        if tag in ("script", "img", "iframe", "source", "video", "object", "embed"):
            self.loads.append(held.get("src") or held.get("data") or "inline")
        if tag == "link":
            self.loads.append(held["href"])
        self.inline += [name for name in held if name.startswith("on") or name == "style"]

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_inert_and_asks_no_other_host(full, path):
    answer = full.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert len(page.ids) == len(set(page.ids))
    assert page.inline == []
    assert all(load.startswith("/") or load == "data:," for load in page.loads)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    for link in page.links:
        if link.startswith("/") and not link.startswith("/editions/"):
            assert full.get(link.partition("#")[0]).status_code == 200, link


@pytest.mark.parametrize("path", ["/", "/editions", "/reports", "/search", "/sources", "/state",
                                  "/launches", "/tension", "/tension/PRK/USA",
                                  "/feed.xml", "/api/editions", "/api/reports", "/api/claims",
                                  "/api/sources"])
def test_an_empty_record_is_shown_as_such(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/incidents", "/stories/x", "/incidents/x", "/reports/x",
                                  "/people/9", "/editions/x", "/editions/x/stories/st", "/nothing",
                                  "/people/x", f"/people/{2**63}", "/tension/PRK/PRK",
                                  "/tension/PRK/XXX", "/api/tension/PRK/prk",
                                  "/api/edition", "/api/stories/x", "/api/reports/x",
                                  "/api/reports/x/claims", "/api/claims/x", "/api/people/9",
                                  "/api/nothing", "/reports/a/b%00c"])
def test_what_is_not_there_is_said_to_be_missing(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    if path.startswith("/api/"):
        assert answer.json()["error"]["code"] == "missing"
    else:
        assert "<h1>There is no" in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("query", [
    "/api/reports?limit=0", "/api/reports?limit=501", "/api/reports?limit=x",
    "/api/reports?limit=٣",
    "/api/reports?cursor=x", "/api/claims?cursor=" + "A" * 50, "/api/claims?record=song",
    "/api/incidents?kind=song",
    "/api/claims?since=yesterday", "/api/search", "/api/search?q=%22", "/api/search?q=a&kind=songs",
    "/api/search?q=" + "a" * 2000, "/search?kind=songs", "/launches?kind=song",
    "/launches?since=x", "/api/launches?until=x", "/launches?cursor=x",
    "/reports?cursor=%F0%9F%98%80",
])
def test_a_wrong_parameter_is_said_to_be_wrong(full, query):
    answer = full.get(query)
    assert answer.status_code == 400
    if query.startswith("/api/"):
        assert answer.json()["error"]["code"] == "usage"


def test_search_says_on_the_page_what_is_wrong_with_the_words(full):
    answer = full.get("/search?q=%22")
    assert answer.status_code == 200
    assert "no word to look for" in answer.text


def test_the_desk_is_only_read(full):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert full.request(method, "/api/reports").status_code == 405
        assert full.request(method, "/").status_code == 405


def test_it_answers_only_to_its_own_names(store):
    site = Desk(store, Settings()).site(["desk.example"])
    assert TestClient(site, base_url="http://evil.example").get("/").status_code == 400
    for name in ("desk.example", "localhost:8000", "127.0.0.1", "[::1]:8000"):
        assert TestClient(site, base_url=f"http://{name}").get("/").status_code == 200, name


@pytest.mark.parametrize("path", ["/", "/stories/st", "/api/claims", "/static/style.css"])
def test_what_a_client_has_already_is_not_sent_again(full, store, path):
    tag = full.get(path).headers["etag"]
    for asked in (tag, f'"other", W/{tag}'):
        answer = full.get(path, headers={"If-None-Match": asked})
        assert (answer.status_code, answer.content) == (304, b"")
    assert full.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_edition_is_shown_at_once(full, store):
    before = full.get("/").headers["etag"]
    store.put_edition(replace(EDITION, headline="A later headline"))
    answer = full.get("/", headers={"If-None-Match": before})
    assert "A later headline" in answer.text
    older = next(e["id"] for e in full.get("/api/editions").json()["data"]
                 if e["headline"] == EDITION.headline)
    assert EDITION.headline in full.get(f"/editions/{older}").text
    assert full.get(f"/editions/{older}/stories/st").status_code == 200
    assert full.get(f"/editions/{older}/incidents/i").status_code == 200


def test_every_sentence_opens_the_exact_words_it_rests_on(full):
    page = Page(full.get("/stories/st").text)
    links = [link for link in page.links if link.startswith("/reports/") and "at=" in link]
    assert links
    for link in links:
        start, end = map(int, re.search(r"at=(\d+)-(\d+)", link).groups())
        text = full.get(link.partition("#")[0]).text
        assert 'id="here"' in text
        marked = re.findall(r"<mark[^>]*>(.*?)</mark>", text.split('class="text"')[1].split(
            "</div>")[0])
        assert "".join(marked) == TEXT[start:end]


def test_the_reader_marks_spans_to_the_letter():
    text = "One two.\nThree four.\n\nFive."
    made = paragraphs(text, [(4, 14), (10, 16)])
    assert [[(p.text, p.marked, p.first) for p in pieces] for pieces in made] == [
        [("One ", False, False), ("two.", True, True)],
        [("T", True, False), ("hree", True, True), (" f", True, False), ("our.", False, False)],
        [("Five.", False, False)]]
    assert spans("4-14,x,99-200,14-4,5-5,10-16", 20) == [(4, 14), (10, 16)]
    assert spans("0-999999999", 20) == [(0, 20)]
    assert paragraphs("", []) == []


def test_hostile_text_is_shown_and_does_nothing(store, client):
    filled(store)
    report = Report(id="h/<b>#?&", text=f"{HOSTILE} missile {HOSTILE}", title=HOSTILE,
                    source=HOSTILE, url="javascript:alert(1)", notes=(HOSTILE,))
    store.add_report(report)
    actor = replace(SAID.speaker, name=HOSTILE, office=HOSTILE, country="HVN")
    store.put_claims(report.id, [replace(SAID, id=HOSTILE, report=report.id, speaker=actor)], "1")
    store.add_source(Source(url="https://x.example/", title=HOSTILE, added=NOW, error=HOSTILE,
                            fails=1, tried=NOW))
    store.add_refusal(Refusal(HOSTILE, HOSTILE, HOSTILE, HOSTILE))
    store.add_problem(HOSTILE, HOSTILE, place=HOSTILE)
    story = replace(EDITION.stories[0], id="h/1", title=HOSTILE,
                    summary=(Sentence(HOSTILE, (Span(report.id, 0, 5),)),))
    store.put_edition(replace(EDITION, headline=HOSTILE, deck=HOSTILE, stories=(story,),
                              left_out=(LeftOut(report.id, HOSTILE),)))
    (hit,) = store.search("alert", "people").hits
    listed = Page(client.get("/reports").text).links
    link = next(link for link in listed if "h%2F" in link)
    assert unquote(urlsplit(link).path) == "/reports/" + report.id
    for path in ("/", "/reports", "/stories/h%2F1", "/incidents", "/incidents/i", link, "/state",
                 "/search?q=missile", "/search?q=alert&kind=people", "/sources", "/editions",
                 f"/people/{hit.id}", f"/search?q={HOSTILE[:-1]}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = Page(answer.text)
        assert page.loads == ["/static/style.css", "/feed.xml", "data:,", "/static/keys.js"]
        assert page.inline == []
        assert not any(a.lower().startswith(("javascript:", "data:")) for a in page.links)
        assert not set("\u202e\x00") & set(answer.text)
        assert "5439" not in answer.text
    from xml.etree import ElementTree

    items = ElementTree.fromstring(client.get("/feed.xml").text).findall(".//item")
    assert "<script>" in items[0].findtext("title")
    assert client.get(f"/api/reports/{link.removeprefix('/reports/')}").json()["data"][
        "title"] == report.title.replace("\x00", "\ufffd")


@pytest.mark.parametrize("path", CALLS)
def test_every_answer_of_the_api_has_the_same_frame(full, path):
    body = full.get(path).json()
    assert set(body) == {"data", "next", "fresh"}
    assert body["fresh"]["edition"] == EDITION.published
    assert datetime.fromisoformat(body["fresh"]["report"])


def test_the_api_is_described_call_by_call(full):
    described = full.get("/api/openapi.json").json()
    named = {path.partition("?")[0] for path in CALLS}
    patterns = [re.sub(r"\{\w+\}", "[^/]+", path) for path in described["paths"]]
    for path in named:
        assert any(re.fullmatch(pattern, path) for pattern in patterns), path
    for path, methods in described["paths"].items():
        operation = methods["get"]
        inside = re.findall(r"\{(\w+)\}", path)
        assert inside == [p["name"] for p in operation["parameters"] if p["in"] == "path"]
        assert {"200", "304"} <= set(operation["responses"])
    ids = [m["get"]["operationId"] for m in described["paths"].values()]
    assert len(ids) == len(set(ids))


def test_lists_are_read_page_by_page_without_gaps_or_doubles(full, store):
    for number in range(23):
        store.add_report(Report(id=f"p-{number}", text="pages pages pages"))
    for path in ("/api/reports?limit=5", "/api/search?q=pages&limit=5", "/api/claims?limit=1",
                 "/api/editions?limit=1"):
        seen, cursor, rounds = [], "", 0
        while cursor is not None and rounds < 30:
            body = full.get(path + (f"&cursor={cursor}" if cursor else "")).json()
            seen += [item["id"] for item in body["data"]]
            cursor, rounds = body["next"], rounds + 1
        expected = {"/api/re": 24, "/api/se": 23, "/api/cl": 2, "/api/ed": 2}[path[:7]]
        assert (len(seen), len(set(seen))) == (expected, expected), path


def test_pages_of_html_go_on_too(full, store):
    for number in range(60):
        store.add_report(Report(id=f"p-{number}", text="words"))
    first = full.get("/reports").text
    assert first.count("<li data-item") == 50
    second = full.get(re.search(r'href="(/reports\?cursor=[^"]+)"', first)[1]).text
    assert second.count("<li data-item") == 11


def test_claims_are_filtered(full):
    def found(query):
        return [c["id"] for c in full.get(f"/api/claims?{query}").json()["data"]]

    assert found("record=statement") == ["s"]
    assert found("type=MOBILIZE&country=HVN") == ["l"]
    assert found("since=2025-11-08") == []
    assert found("since=2025-11-07&until=2025-11-07") == ["l"]


def test_the_feed_lists_the_stories(full):
    from xml.etree import ElementTree

    feed = full.get("/feed.xml")
    assert feed.headers["content-type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(feed.text).find("channel")
    (item,) = channel.findall("item")
    assert item.findtext("title") == EDITION.stories[0].title
    path = urlsplit(item.findtext("link")).path
    assert full.get(path).status_code == 200


def test_failing_sources_stand_first_with_their_last_visits(full, store):
    store.add_source(Source(url="https://well.example/", added=NOW, tried=NOW, answered=NOW,
                            moved=NOW - timedelta(hours=1)))
    text = full.get("/sources").text
    assert text.index("failing") < text.index("well.example")
    assert "no connection" in text
    listed = full.get("/api/sources").json()["data"]
    assert {s["url"]: s["health"]["state"] for s in listed} == {
        "https://havenpost.example/feed": "failing", "https://well.example/": "ok"}


def test_a_store_that_cannot_be_read_is_said_to_be_so(full, store):
    store.engine.dispose()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    for path, kind in (("/reports", "text/html"), ("/api/reports", "application/json")):
        answer = full.get(path)
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith(kind)


def test_what_the_script_says_is_in_the_page(full):
    script = full.get("/static/keys.js").text
    page = full.get("/").text
    for id in re.findall(r'getElementById\("(\w+)"\)', script):
        assert f'id="{id}"' in page + full.get("/search").text
    assert json.loads(f'"{re.search("data-edition=.([0-9a-f]+)", page)[1]}"')


def test_the_command_listens_on_this_machine_only_and_stops_when_told(tmp_path):
    path = tmp_path / "s"
    with Store.open(path) as opened:
        filled(opened)
    process = subprocess.Popen(
        [sys.executable, "-m", "brinkwatch", "serve", "--port", "0", "--store", path],
        stderr=subprocess.PIPE, text=True)
    try:
        said = process.stderr.readline()
        url = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
        with httpx2.Client(trust_env=False) as client:
            assert EDITION.headline in client.get(url).text
    finally:
        process.send_signal(signal.SIGTERM)
        left = process.communicate(timeout=30)[1]
    assert left == ""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "brinkwatch", "serve", "--port", str(taken), "--store", path],
            capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "Choose another --port" in done.stderr
