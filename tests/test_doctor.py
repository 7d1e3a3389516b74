"""The doctor looks at everything and never fails itself."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from brinkwatch import doctor
from brinkwatch.collect import Refusal
from brinkwatch.config import Settings
from brinkwatch.knowledge.sources import family, source
from brinkwatch.model.watched import Source
from brinkwatch.store import Store
from brinkwatch.store.schema import REVISION


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "record.sqlite") as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_model(monkeypatch):
    monkeypatch.setattr(doctor, "_model", lambda settings: iter(()))


def test_a_desk_in_order(store):
    store.capture(b"words", "a.txt", "txt")
    found = doctor.examine(store, Settings())
    assert {f.level for f in found} <= {"ok", "warning"}
    assert any(f.what == "1 captures hashed anew" for f in found)
    current = f"tables are current ({REVISION}): 0 reports, 0 claims, 0 editions"
    assert any(current in f.what for f in found)


def test_what_was_refused_and_what_went_wrong_is_listed(store):
    store.add_refusal(Refusal("a.jsonl", "line 3", "broken JSON", "Mend the line"))
    store.add_problem("read", "ran out of memory", report="r-1")
    found = [f for f in doctor.examine(store, Settings()) if f.place.startswith(("a.", "r-"))]
    assert found == [
        doctor.Finding("warning", "not read: broken JSON", "a.jsonl, line 3", "Mend the line"),
        doctor.Finding("warning", "read: ran out of memory", "r-1", ""),
    ]


def test_damage_is_an_error(store):
    store.capture(b"words", "a.txt", "txt")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE captures SET body = x'78', codec = 'raw'")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    errors = [f.what for f in doctor.examine(store, Settings()) if f.level == "error"]
    assert len(errors) == 2
    assert errors[0] == f"the store's tables are 0000, not {REVISION}"
    assert errors[1].endswith("its bytes are not those that were captured")


def test_a_check_that_breaks_is_a_finding(store, monkeypatch):
    def broken():
        raise RuntimeError("no luck")

    monkeypatch.setattr(doctor, "_knowledge", broken)
    found = [f for f in doctor.examine(store, Settings()) if f.level == "error"]
    assert found == [doctor.Finding(
        "error", "the check itself failed: RuntimeError: no luck", "knowledge",
        "Report this as a bug")]


def test_outlets_are_found_by_name_and_address():
    assert source("Han River Wire (sample)").invented
    assert source("AP").name == source("the associated press").name == "Associated Press"
    assert source(url="https://en.wikinews.org/wiki/X").name == "Wikinews"
    assert source("No Such Paper", "https://nosuchpaper.example/1") is None
    assert family(url="https://www.globaltimes.cn/page/1") == family("People's Daily")


def test_sources_that_fail_are_listed(store):
    now = datetime.now(UTC)
    for url, fails in (("https://x.example/", 4), ("https://y.example/", 0)):
        store.add_source(Source(url=url, added=now, tried=now, answered=now, moved=now, fails=fails,
                                error="it took too long" if fails else None))
    found = [f for f in doctor.examine(store, Settings()) if "source" in f.what]
    assert [(f.level, f.place) for f in found] == [
        ("warning", "https://x.example/"), ("ok", store.name)]
    assert "it took too long" in found[0].what
    assert found[1].what == "2 sources watched, 1 gone, failing, quiet or with a gap"


def test_a_watch_that_stands_still_is_told(store):
    now = datetime.now(UTC)
    store.add_source(Source(url="https://x.example/", added=now, tried=now, answered=now, moved=now,
                            due=now - timedelta(hours=3)))
    found = [f for f in doctor.examine(store, Settings()) if "nothing is watching" in f.what]
    assert [(f.level, f.mend) for f in found] == [("warning", "Start 'brinkwatch watch'")]


def test_a_record_that_takes_no_writes_is_told(tmp_path):
    path = tmp_path / "record.sqlite"
    raw = sqlite3.connect(path)
    with Store.open(path, busy_ms=50) as store:
        raw.execute("BEGIN IMMEDIATE")
        found = [f for f in doctor.examine(store, Settings()) if f.place == "store"]
        raw.close()
    assert [f.level for f in found] == ["error"]
    assert "another process is writing to the store" in found[0].what
