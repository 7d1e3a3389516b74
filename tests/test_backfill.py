"""`brinkwatch backfill`: the same rows however it was run and wherever it was killed."""

import csv
import json
import random
import subprocess
import sys
import time
from collections import Counter
from importlib.resources import files
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from brinkwatch.backfilling import TABLES, _set_aside
from brinkwatch.collect import Refusal, gather, gather_bytes
from brinkwatch.commands.backfill import duration
from brinkwatch.errors import StoreError
from brinkwatch.model import Report


def corpus(count):
    """Articles made anew from paragraphs of the sample."""
    rng = random.Random(7)
    sample = [json.loads(line) for line in
              (files("brinkwatch.sample") / "dossier.jsonl").read_text("utf-8").splitlines()]
    paragraphs = [p for one in sample for p in one["text"].split("\n\n")]
    return [{"id": f"made-{n}", "title": rng.choice(sample)["title"],
             "text": "\n\n".join(rng.sample(paragraphs, 2)), "source": "Made Wire",
             "published": f"2025-11-{1 + n % 28:02}"} for n in range(count)]


def command(source, out, workers):
    return [sys.executable, "-m", "brinkwatch", "backfill", str(source), "--out", str(out),
            "--shard-size", "2", "--workers", str(workers)]


def rows(out):
    """All rows in their order, without the moment of capture."""
    found = {}
    for name in TABLES:
        found[name] = [row for part in sorted((out / name).iterdir())
                       for row in parquet.read_table(part).to_pylist()]
        for row in found[name]:
            if name == "reports" and row.pop("captured"):
                row["body"] = {**json.loads(row["body"]), "captured": None}
    return found


def killed_after(shards, args, out):
    """Start a run and kill it once the journal holds so many shards."""
    journal = out / "journal.jsonl"
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        if journal.exists() and journal.read_bytes().count(b"\n") > shards:
            break
        time.sleep(0.005)
    assert process.poll() is None, "it ended before it could be killed"
    process.kill()
    process.wait()


def test_a_run_killed_twice_with_two_workers_ends_with_the_rows_of_one_that_ran_through(tmp_path):
    source = tmp_path / "made.jsonl"
    lines = [json.dumps(one) for one in corpus(10)]
    lines.insert(5, '{"id": "broken", "text": ')
    lines.insert(9, json.dumps({"id": "de", "language": "de", "text": "Die Flotte lief aus."}))
    lines.append(lines[0])
    source.write_text("\n".join(lines))

    through = subprocess.run(command(source, tmp_path / "a", 1), capture_output=True, text=True)
    assert through.returncode == 1, through.stderr  # one line is broken
    assert "13 documents" in through.stderr and " a second" in through.stderr
    assert " left" in through.stderr

    rng = random.Random()
    first = rng.randint(0, 1)
    for shards, workers in ((first, 2), (first + rng.randint(1, 2), 1)):
        killed_after(shards, command(source, tmp_path / "b", workers), tmp_path / "b")
    resumed = subprocess.run(command(source, tmp_path / "b", 2), capture_output=True, text=True)
    assert resumed.returncode == 1, resumed.stderr

    whole = rows(tmp_path / "a")
    assert rows(tmp_path / "b") == whole
    assert Counter(r["outcome"] for r in whole["reports"]) == {
        "read": 10, "other language": 1, "refused": 1, "duplicate": 1}
    assert len(whole["events"]) > 10 and whole["statements"]
    ids = [r["event_id"] for name in ("events", "statements", "signs") for r in whole[name]]
    assert len(ids) == len(set(ids))
    aside = (tmp_path / "b" / "failures.jsonl").read_text()
    assert aside == (tmp_path / "a" / "failures.jsonl").read_text()
    failure = json.loads(aside)
    assert (failure["outcome"], failure["place"].split(",")[0]) == ("refused", "line 6")
    assert "broken JSON" in failure["reason"]
    assert not list((tmp_path / "b").rglob(".*"))


def test_rows_of_json_lines_csv_and_parquet_are_the_same_reports(tmp_path):
    made = corpus(3)
    (tmp_path / "made.jsonl").write_text("\n".join(map(json.dumps, made)))
    with open(tmp_path / "made.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, made[0])
        writer.writeheader()
        writer.writerows(made)
    parquet.write_table(pa.Table.from_pylist(made), tmp_path / "made.parquet")

    def told(name):
        return [(r.id, r.title, r.text, r.source, r.published) for r in gather([tmp_path / name])
                if isinstance(r, Report)]

    assert told("made.jsonl") == told("made.csv") == told("made.parquet")
    assert len(told("made.parquet")) == 3


def test_a_damaged_parquet_file_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "made.parquet"
    path.write_bytes(b"PAR1" + bytes(range(200)))
    (refusal,) = gather([path])
    assert isinstance(refusal, Refusal) and "the file is damaged after row 0" in refusal.reason


@pytest.mark.parametrize(("seconds", "text"), [
    (4.4, "0 min 4 s"), (125, "2 min 5 s"), (12_000, "3 h 20 min")])
def test_time_left_is_told_in_two_units(seconds, text):
    assert duration(seconds) == text


def test_columns_at_hand_are_read_and_not_a_file_of_their_name(tmp_path):
    """An upload named like a file of ours gives its own rows, not that file's."""
    ours, theirs = tmp_path / "news.parquet", BytesIO()
    for where, text in ((ours, "Ours: a ship sailed."), (theirs, "Theirs: a train left.")):
        parquet.write_table(pa.Table.from_pylist([{"id": "one", "text": text}]), where)
    (taken,) = gather_bytes(theirs.getvalue(), path=str(ours))
    assert isinstance(taken, Report)
    assert taken.text == "Theirs: a train left."


def test_a_part_that_is_gone_is_named_with_the_mend(tmp_path):
    with pytest.raises(StoreError, match=r"part-00000\.parquet: .* Put it back, or begin again"):
        _set_aside(tmp_path, 1)
