"""The launch log and the tension of pairs, as the served desk shows them."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("starlette", reason="the extra 'serve' is not installed")

from starlette.testclient import TestClient

from brinkwatch.config import Settings
from brinkwatch.desk import Desk
from brinkwatch.model import Actor, Event, Evidence
from brinkwatch.model.log import Entry, History
from brinkwatch.store import Store
from test_store import EDITION, FRIDAY, LAUNCH, REPORT, SAID, STORY, TEXT

KOREA, STATES = Actor("North Korea", "PRK"), Actor("the United States", "USA")
FIRED = replace(LAUNCH, actors=(KOREA,))
WARNED = Event(id="w", report="r-1", evidence=(Evidence(0, 21, TEXT[:21]),), type="THREATEN",
               mode="military", actors=(KOREA,), recipients=(STATES,), time=FRIDAY)
LISTED = History("seen", "What was seen", "own", tuple(
    Entry(f"seen:{n}", "seen", f"2024-01-{n:02}", f"2024-01-{n:02}", "HVN", "cruise")
    for n in range(1, 29)))


@pytest.fixture
def store():
    with Store.open() as opened:
        opened.add_report(REPORT)
        opened.put_reading("r-1", [FIRED, WARNED, SAID], np.ones((2, 3), np.float32), "reader 1")
        page = EDITION.stories[0]
        launched = replace(page.incidents[0], claims=("l",))
        warned = replace(launched, id="warned", kind="event", type="THREATEN", claims=("w",),
                         title="Haven warns", fields={})
        opened.put_stories([replace(STORY, incidents=(launched, warned), claims=("l", "w"))])
        opened.put_edition(replace(EDITION, stories=(
            replace(page, incidents=(launched, warned)),)))
        yield opened


@pytest.fixture
def client(store):
    return TestClient(Desk(store, Settings()).site())


def test_a_launch_leads_to_its_incident_its_story_and_its_words(client):
    text = client.get("/launches?since=2025-11-07&country=PRK&kind=SRBM").text
    assert '<a href="/incidents/i">North Korea: SRBM, ballistic' in text
    assert '<a href="/stories/st">Haven fires</a>' in text
    assert f'<a href="/reports/r-1?at=0-{len(FIRED.evidence[0].text)}#here">in the text</a>' in text


@pytest.mark.parametrize(("query", "few"), [
    ("since=2025-11-07", True), ("until=2017-12-31", False), ("country=north korea", False),
    ("country=FRA", None), ("kind=space", False), ("since=2025-11-07&until=2025-11-06", None)])
def test_launches_are_filtered_alike_on_the_page_and_over_http(client, query, few):
    rows = client.get(f"/api/launches?limit=500&{query}").json()["data"]
    every = client.get("/api/launches?limit=500").json()["data"]
    assert len(rows) < len(every) if few is not False else 0 < len(rows) <= len(every)
    assert bool(rows) == (few is not None)
    shown = "No launch fits." if not rows else f"{len(rows)} launch"
    assert shown in client.get(f"/launches?{query}").text


def test_launches_are_read_page_by_page_latest_first(client):
    every = client.get("/api/launches?limit=500").json()["data"]
    assert [e["until"] for e in every[:5]] == sorted((e["until"] for e in every[:5]), reverse=True)
    seen, path = 0, "/launches"
    while path:
        text = client.get(path).text
        seen += text.count("<tr data-item>")
        path = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == len(every)


def test_an_imported_list_shows_at_once(client, store):
    before = client.get("/api/launches?country=HVN&limit=500").json()["data"]
    store.put_history(LISTED)
    after = client.get("/api/launches?country=HVN&limit=500").json()["data"]
    assert (len(before), len(after)) == (0, 28)
    assert "seen" in client.get("/launches?country=HVN").text


def test_a_pair_shows_what_moved_it_and_where_it_stands(client):
    assert '<a href="/tension/PRK/USA">' in client.get("/tension").text
    text = client.get("/tension/USA/PRK").text
    assert "North Korea and United States" in text
    assert '<a href="/incidents/warned">' in text
    judged = client.get("/api/tension/PRK/USA").json()["data"]
    assert judged["verdict"] == "not judged"
    assert judged["detail"]["moved"][0]["id"] == "warned"
    (listed,) = client.get("/api/tension").json()["data"]
    assert (listed["pair"], listed["verdict"]) == (["PRK", "USA"], judged["verdict"])
