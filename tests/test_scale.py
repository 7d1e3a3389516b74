"""Shards over processes: each done once, whatever is killed."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from brinkwatch.errors import StoreError, UsageError
from brinkwatch.scale import Journal, backfill, shards

WORDS = [f"word {n}" for n in range(10)]


def cut(items=WORDS, size=3):
    return shards(items, size, str, lambda: 0.0)


def loaded(folder, deaths):
    """Work that notes its shard; the worker is killed as often as `deaths` allows at shard 1."""
    def work(shard):
        tries = len(list(folder.glob("try-*")))
        if shard.number == 1 and tries < deaths:
            (folder / f"try-{tries}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        (folder / str(shard.number)).write_text("\n".join(shard.items))
        return {"read": len(shard.items)}

    return work


def failing():
    raise StoreError("the disk is full")


@pytest.fixture
def parts(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    return folder


def run(out: Path, load, items=WORDS, size=3, workers=2, settings=None):
    journal = Journal(out, settings or {"inputs": ["a"]})
    try:
        return backfill(cut(items, size), load, journal, workers)
    finally:
        journal.close()


def test_a_stream_is_cut_in_order_and_a_digest_tells_its_documents():
    first, *_, last = found = list(cut())
    assert [s.number for s in found] == [0, 1, 2, 3]
    assert [word for s in found for word in s.items] == WORDS
    assert last.items == ("word 9",)
    assert first.digest == next(cut()).digest != next(cut(WORDS[1:])).digest


def test_a_killed_worker_costs_no_shard(tmp_path, parts):
    done = run(tmp_path / "out", partial(loaded, parts, 2))
    assert done.counts == {"read": 10} and done.shards == 4
    assert "\n".join((parts / str(n)).read_text() for n in range(4)).split("\n") == WORDS


def test_workers_that_always_die_end_the_run_and_what_is_done_is_kept(tmp_path, parts):
    with pytest.raises(StoreError, match=r"shard 1: 3 workers in a row.*fewer --workers"):
        run(tmp_path / "out", partial(loaded, parts, 99), workers=1)
    done = run(tmp_path / "out", partial(loaded, parts, 0), workers=1)
    assert done.counts == {"read": 10} and done.documents == 7


def test_an_error_of_the_work_reaches_the_caller(tmp_path):
    with pytest.raises(StoreError, match="the disk is full"):
        run(tmp_path / "out", failing, workers=1)


def test_a_line_that_a_kill_cut_off_is_done_again(tmp_path, parts):
    run(tmp_path / "out", partial(loaded, parts, 0), workers=1)
    path = tmp_path / "out" / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    assert run(tmp_path / "out", partial(loaded, parts, 0), workers=1).documents == 1
    assert len(path.read_text().splitlines()) == 5


@pytest.mark.parametrize(("change", "said"), [
    ({"settings": {"inputs": ["b"]}}, "begun with inputs a, not b.*--out another"),
    ({"items": ["other", *WORDS[1:]]}, "the input has changed.*shard 0"),
    ({"items": WORDS[:6]}, "the input is shorter"),
])
def test_a_folder_goes_on_only_with_what_it_was_begun_with(tmp_path, parts, change, said):
    run(tmp_path / "out", partial(loaded, parts, 0), workers=1)
    with pytest.raises(UsageError, match=said):
        run(tmp_path / "out", partial(loaded, parts, 0), workers=1, **change)


def test_a_folder_of_other_things_is_not_written_into(tmp_path):
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(UsageError, match="holds files and no backfill"):
        Journal(tmp_path, {})


def test_one_run_at_a_time_fills_a_folder(tmp_path):
    journal = Journal(tmp_path / "out", {})
    with pytest.raises(UsageError, match="another run is filling it"):
        Journal(tmp_path / "out", {})
    journal.close()
    Journal(tmp_path / "out", {}).close()


def test_a_broken_journal_is_named(tmp_path):
    (tmp_path / "journal.jsonl").write_text("[]\n")
    with pytest.raises(StoreError, match=r"journal\.jsonl: it is no journal"):
        Journal(tmp_path, {})
