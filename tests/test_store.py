"""The store keeps everything once and gives it back equal."""

import hashlib
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from sqlalchemy import update

from brinkwatch.collect import Refusal
from brinkwatch.errors import StoreError
from brinkwatch.model import (
    Actor,
    Assessment,
    Edition,
    Event,
    Evidence,
    Field,
    Incident,
    Launch,
    LeftOut,
    Measure,
    Origin,
    Place,
    Report,
    Section,
    Sentence,
    SourceLine,
    Span,
    Statement,
    Story,
    StoryPage,
    TimelineEntry,
    TimeRef,
    Value,
    Weapon,
)
from brinkwatch.store import Store
from brinkwatch.store.schema import captures

TEXT = "Haven fired a missile on Friday, the Cape government said."
CAPE = Actor("Cape", "CPV", "GOV", text="the Cape government", start=33, end=52, verb="said")
FRIDAY = TimeRef("2025-11-07", "2025-11-07", "day", "Friday", 25, 31)
REPORT = Report(
    id="r-1", text=TEXT, title="Haven fires", url="https://havenpost.example/1",
    source="Haven Post",
    published=datetime(2025, 11, 7, 13, 10, tzinfo=timezone(timedelta(hours=9))),
    published_precision="minute", language="en", captured=datetime(2025, 11, 8, tzinfo=UTC),
    path="a.jsonl#1", notes=("a note",),
)
LAUNCH = Launch(
    id="l", report="r-1", evidence=(Evidence(0, 31, TEXT[:31]),), type="MOBILIZE",
    mode="weapons-test", actors=(Actor("Haven", "HVN", text="Haven", start=0, end=5),), time=FRIDAY,
    places=(Place("Cape", 1.5, 2.5, text="Cape"),), attribution=(CAPE,),
    weapon=Weapon("ballistic", "SRBM", "suspected"), distance_km=(Measure(700.5, by="Cape"),),
)
SAID = Statement(id="s", report="r-1", evidence=(), speaker=CAPE, quote="Haven", act="report")


@pytest.fixture(params=["memory", "file", "postgresql"])
def store(request, tmp_path):
    if request.param == "postgresql":
        where = request.getfixturevalue("postgresql_url")
    else:
        where = ":memory:" if request.param == "memory" else tmp_path / "record.sqlite"
    with Store.open(where) as opened:
        yield opened


@pytest.fixture
def read(store):
    """A store that holds REPORT with its claims."""
    store.add_report(REPORT)
    store.put_reading("r-1", [LAUNCH, SAID], np.ones((2, 3), np.float32), "reader 1")
    return store


class Interrupted(Exception):
    pass


def interrupted(store, work):
    """Do some work in a batch that comes to grief."""
    with store.batch():
        work()
        raise Interrupted


def test_captures_are_kept_once_and_come_back_to_the_byte(store):
    for data in (b"", b"words " * 1000, bytes(range(256))):
        sha = store.capture(data, "a.txt", "txt")
        assert sha == store.capture(data, "b.txt", "txt") == hashlib.sha256(data).hexdigest()
        assert store.captured(sha) == data
    assert store.stats()["captures"] == 3
    assert [fault for _, _, fault in store.verify_captures()] == [None] * 3


def test_a_changed_capture_is_found_out(store):
    sha = store.capture(b"the words as they were", "a.txt", "txt")
    with store.engine.begin() as connection:
        connection.execute(update(captures).values(body=b"x", codec="raw"))
    assert list(store.verify_captures()) == [
        (sha, "a.txt", "its bytes are not those that were captured")]
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE captures SET codec = 'zlib'")
    with pytest.raises(StoreError, match="its bytes are damaged"):
        store.captured(sha)
    with pytest.raises(StoreError, match="it is not in the store"):
        store.captured("0" * 64)


def test_reports_come_back_equal_and_in_order(store):
    sha = store.capture(b"raw", "b.txt", "txt")
    other = Report(id="r-2", text="Other words.", sha256=sha, published=datetime(2025, 11, 7),
                   published_precision="day")
    assert [store.add_report(REPORT), store.add_report(other)] == ["new", "new"]
    assert list(store.reports()) == [REPORT, other]
    assert store.report("r-1") == REPORT
    assert store.report("r-1").published.utcoffset() == timedelta(hours=9)
    assert store.report("r-2").published.tzinfo is None
    assert (store.has_report("r-2"), store.has_report("r-3")) == (True, False)
    assert store.report("r-3") is None


def test_a_report_is_stored_once(read):
    assert read.add_report(replace(REPORT, path="elsewhere", captured=None)) == "same"
    assert read.stats()["reports"] == 1
    assert len(list(read.claims("r-1"))) == 2


def test_a_report_with_another_date_is_to_be_read_again(read):
    later = replace(REPORT, published=datetime(2025, 11, 9), published_precision="day")
    assert read.add_report(later) == "changed"
    assert read.report("r-1").published == datetime(2025, 11, 9)
    assert list(read.claims("r-1")) == []
    assert read.vectors("r-1") is None
    assert read.reading_version("r-1") is None


def test_another_text_under_a_stored_id_is_refused(read):
    with pytest.raises(StoreError, match="report r-1: another text is stored under this id"):
        read.add_report(replace(REPORT, text="Other words."))


def test_what_no_database_holds_is_replaced(store):
    store.add_report(Report(id="x\ud800", text="a\x00b", title="\udfff", path="bad\udcff.txt"))
    (back,) = store.reports()
    assert (back.id, back.text, back.title, back.path) == (
        "x\ufffd", "a\ufffdb", "\ufffd", "bad\ufffd.txt")
    assert store.has_report("x\ud800")
    store.add_refusal(Refusal("bad\udcff", None, "because", "Mend it"))
    assert [r["path"] for r in store.refusals()] == ["bad\ufffd"]


def test_claims_come_back_equal(read):
    assert list(read.claims("r-1")) == [LAUNCH, SAID]
    assert list(read.claims(record="statement")) == [SAID]
    assert list(read.claims(type="MOBILIZE", country="HVN")) == [LAUNCH]
    assert list(read.claims(since="2025-11-07", until="2025-11-07")) == [LAUNCH]
    assert list(read.claims(until="2025-11-06")) == []
    assert read.claim("s") == SAID
    assert read.claim("none") is None


def test_reading_again_replaces(read):
    read.put_claims("r-1", [SAID], "reader 2")
    assert list(read.claims()) == [SAID]
    assert read.reading_version("r-1") == "reader 2"
    assert [list(read.unread(v)) for v in ("reader 1", "reader 2")] == [[REPORT], []]


def test_a_failed_replacement_leaves_the_old_claims(read):
    with pytest.raises(StoreError, match="two claims have the id s"):
        read.put_claims("r-1", [SAID, SAID], "reader 2")
    with pytest.raises(Interrupted):
        interrupted(read, lambda: read.put_claims("r-1", [], "reader 2"))
    assert list(read.claims()) == [LAUNCH, SAID]
    assert read.reading_version("r-1") == "reader 1"
    with pytest.raises(StoreError, match="report r-9: it is not in the store"):
        read.put_claims("r-9", [SAID], "reader 2")


def test_the_store_can_be_written_while_it_is_read(store, monkeypatch):
    monkeypatch.setattr("brinkwatch.store.base.PAGE", 50)
    for number in range(120):
        store.add_report(Report(id=str(number), text="Words."))
    for report in store.reports():
        store.put_claims(report.id, [replace(SAID, report=report.id)], "1")
    assert len(list(store.claims())) == 120


def test_vectors_come_back_equal(store):
    store.add_report(REPORT)
    for shape in ((3, 384), (0, 384)):
        array = np.random.default_rng(1).random(shape, np.float32)
        store.put_vectors("r-1", array)
        back = store.vectors("r-1")
        assert back.dtype == np.float32
        assert np.array_equal(back, array)
    with pytest.raises(StoreError, match="Give one row for each sentence"):
        store.put_vectors("r-1", np.zeros(3))


def test_two_thousand_claims_a_second():
    claims = [replace(LAUNCH, id=f"l{n}") for n in range(3000)]
    with Store.open() as store:
        store.add_report(REPORT)
        begin = time.process_time()
        store.put_claims("r-1", claims, "1")
        assert time.process_time() - begin < 1.5


INCIDENT = Incident(
    id="i", type="MOBILIZE", kind="launch", claims=("l",), origins=("o",), outlets=1,
    fields={"distance_km": Field(700.5, "latest", (
        Value(700.5, "Cape", "o", ("l",), spans=(Span("r-1", 0, 5),)),))}, begin="2025-11-07",
)
STORY = Story(
    id="st", reports=("r-1",), incidents=(INCIDENT,), claims=("l", "s"),
    origins=(Origin("o", "Haven Post", ("r-1",), "own reporting"),),
)
SENTENCE = Sentence("Haven fired a missile.", (Span("r-1", 0, 21),))
EDITION = Edition(
    headline="Haven fires", deck="One launch.", published="2025-11-08T00:00:00+00:00",
    left_out=(LeftOut("r-2", "about a ferry"),),
    stories=(StoryPage(
        id="st", title="Haven fires", summary=(SENTENCE,),
        sections=(Section("Background", (SENTENCE,)),),
        reports=(SourceLine("r-1", "Haven Post", None, None, "o"),), contradictions=(),
        timeline=(TimelineEntry("2025-11-07", "7 November", SENTENCE),), incidents=(INCIDENT,),
        assessments=(Assessment("a", "tempo", "not judged", "tempo 1.0", detail={"n": 3}),),
    ),),
)


def test_stories_come_back_equal_and_are_replaced(read):
    read.put_stories([STORY])
    assert list(read.stories()) == [STORY]
    assert read.story("st") == STORY
    assert read.incident("i") == INCIDENT
    assert read.story_of("r-1") == ["st"]
    read.put_stories([replace(STORY, id="new")])
    assert [s.id for s in read.stories()] == ["new"]
    read.put_stories([STORY], replace=False)
    assert sorted(s.id for s in read.stories()) == ["new", "st"]
    with pytest.raises(StoreError, match="a row names a report or story that is not stored"):
        read.put_stories([replace(STORY, reports=("unknown",))])
    assert sorted(s.id for s in read.stories()) == ["new", "st"]


def test_editions_are_kept_for_good(store):
    assert store.latest_edition() is None
    id = store.put_edition(EDITION)
    assert store.put_edition(EDITION) == id
    later = replace(EDITION, headline="Later")
    store.put_edition(later)
    assert store.edition(id) == EDITION
    assert store.latest_edition() == later
    assert [e["headline"] for e in store.editions()] == ["Haven fires", "Later"]


def test_refusals_and_problems_are_listed_once(store):
    refusal = Refusal("a.txt", "line 3", "broken JSON", "Mend the line", "f" * 64)
    for _ in range(2):
        store.add_refusal(refusal)
        store.add_problem("read", "ran out of memory", report="r-1", mend="Split it")
    (row,) = store.refusals()
    assert {k: v for k, v in row.items() if k != "at"} == {
        "path": "a.txt", "place": "line 3", "reason": "broken JSON", "mend": "Mend the line",
        "code": "format", "sha256": "f" * 64}
    (problem,) = store.problems()
    assert (problem["what"], problem["times"]) == ("ran out of memory", 2)
    assert problem["at"].tzinfo == UTC


def test_a_run_can_be_resumed(store):
    run = store.begin_run("brief")
    assert [store.mark(run, "read", key) for key in ("r-1", "r-2", "r-1")] == [True, True, False]
    assert store.marked(run, "read") == {"r-1", "r-2"}
    with pytest.raises(Interrupted):
        interrupted(store, lambda: store.mark(run, "read", "r-3"))
    assert "r-3" not in store.marked(run, "read")
    assert [r["id"] for r in store.runs("running")] == [run]
    store.end_run(run)
    assert [(r["command"], r["status"]) for r in store.runs()] == [("brief", "done")]


def test_threads_share_a_store(store):
    from concurrent.futures import ThreadPoolExecutor

    def work(number):
        store.capture(str(number % 40).encode(), "a", "txt")
        store.add_report(Report(id=str(number), text="Words."))
        return store.has_report(str(number))

    order = random.Random(1).sample(range(200), 200)
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, order))
    assert (store.stats()["captures"], store.stats()["reports"]) == (40, 200)


def test_events_of_every_kind_are_found_by_their_first_actor(store):
    store.add_report(REPORT)
    event = Event(id="e", report="r-1", evidence=(), type="CONSULT", actors=(CAPE,))
    store.put_claims("r-1", [event, SAID], "1")
    assert list(store.claims(country="CPV")) == [event, SAID]
