"""Copies are whole and come back."""

import os
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from brinkwatch.errors import StoreError, UsageError
from brinkwatch.model import Report
from brinkwatch.store import Store
from brinkwatch.store.backup import restore
from test_store import EDITION, LAUNCH, REPORT, SAID


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.sqlite"


@pytest.fixture
def store(path):
    with Store.open(path) as opened:
        opened.add_report(REPORT)
        opened.put_reading("r-1", [LAUNCH, SAID], np.ones((2, 3), np.float32), "reader 1")
        opened.put_edition(EDITION)
        yield opened


def test_a_copy_holds_everything_and_is_one_file(store, tmp_path):
    copy = tmp_path / "copies"
    copy.mkdir()
    done = store.backup(copy / "copy.sqlite")
    assert (done.reports, done.editions, done.size > 0) == (1, 1, True)
    assert os.listdir(copy) == ["copy.sqlite"]
    with Store.open(copy / "copy.sqlite") as back:
        assert list(back.claims()) == [LAUNCH, SAID]
        assert back.latest_edition() == EDITION
        assert [h.id for h in back.search("missile").hits] == ["r-1"]


def test_a_copy_is_made_while_others_write(store, tmp_path):
    with store.batch():
        store.add_report(Report(id="r-2", text="Not yet."))
        with Store.open(store.name) as other:
            assert other.backup(tmp_path / "copy.sqlite").reports == 1
    with Store.open(tmp_path / "copy.sqlite") as back:
        assert not back.has_report("r-2")


def test_a_copy_does_not_replace_a_file_unasked(store, tmp_path):
    (tmp_path / "copy").write_text("precious")
    with pytest.raises(UsageError, match="it exists"):
        store.backup(tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "precious"
    assert store.backup(tmp_path / "copy", overwrite=True).reports == 1
    with pytest.raises(UsageError, match="there is no such folder"):
        store.backup(tmp_path / "none" / "copy")


def test_a_copy_comes_back_and_what_was_there_is_kept(store, path, tmp_path):
    store.backup(tmp_path / "copy")
    store.add_report(Report(id="later", text="Later."))
    done = restore(tmp_path / "copy", path)
    assert not store.has_report("later")  # a store that was open all the time sees it
    with Store.open(done.kept) as kept:
        assert kept.has_report("later")
    again = restore(done.kept, path)
    assert store.has_report("later")
    assert again.kept != done.kept
    fresh = restore(tmp_path / "copy", tmp_path / "in" / "new.sqlite")
    assert fresh.kept is None
    with Store.open(fresh.path) as back:
        assert back.report("r-1") == REPORT


def test_only_a_whole_store_is_restored(store, path, tmp_path):
    copy = tmp_path / "copy"
    store.backup(copy)
    whole = copy.read_bytes()
    for data, reason in ((b"", "it is no Brinkwatch store"), (b"words " * 500, "no whole"),
                         (whole[:len(whole) // 2], "damaged|no whole")):
        copy.write_bytes(data)
        with pytest.raises(StoreError, match=reason):
            restore(copy, path)
    copy.write_bytes(whole)
    with closing(sqlite3.connect(copy)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="a newer Brinkwatch wrote it"):
        restore(copy, path)
    with pytest.raises(StoreError, match="there is no such file"):
        restore(tmp_path / "none", path)
    with pytest.raises(UsageError, match="SQLite files only"):
        restore(copy, "postgresql://host/name")
    assert list(store.claims()) == [LAUNCH, SAID]
