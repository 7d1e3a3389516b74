"""Backfill: documents out of files, read and written as tables, shard by shard.

Ties collect, read, extract and export together for `brinkwatch.scale`, which runs it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from brinkwatch.collect import KINDS, Outcome, Refusal, gather
from brinkwatch.collect import columns as parquet_rows
from brinkwatch.config import Settings
from brinkwatch.errors import StoreError
from brinkwatch.export import tabular
from brinkwatch.export.record import Record
from brinkwatch.export.selection import Selection
from brinkwatch.knowledge.reliability import load as load_ratings
from brinkwatch.model import Claim, Report
from brinkwatch.reading import bundled, code, each, readable
from brinkwatch.scale import Done, Journal, Shard, backfill, shards

TABLES = ("reports", "events", "statements", "signs")
"""Tables of a backfill, each a folder of parts; columns as those of `brinkwatch export`."""
OUTCOMES = {"outcome": "read, other language, duplicate, failed (the reader broke on it), refused",
            "reason": "Why it was not read", "path": "File it came from",
            "place": "Place in it, where the file was refused there"}
"""Columns that `reports` has besides."""
FAILURES = "failures.jsonl"
ASIDE = ("failed", "refused")


def run(
    inputs: Sequence[str], out: Path, *, workers: int = 1, shard_size: int = 1_000,
    default_date: date | datetime | None = None, settings: Settings | None = None,
    tell: Callable[[Done, float | None], None] = lambda done, size: None,
) -> Done:
    """Read every document of the inputs into `out`; go on with what an earlier run has left.

    Args:
        shard_size: documents of a part; a worker holds one part at a time.
        tell: told after each shard how far it is, and the bytes of the input where known.

    Raises:
        UsageError: the folder was begun with other inputs or settings, or holds other things; the
            extra `export` is not installed.
        StoreError: it cannot be written, or workers end again and again.
    """
    settings = settings or Settings()
    tabular.arrow()
    journal = Journal(out, {
        "inputs": list(inputs), "--shard-size": shard_size,
        "--date": default_date.isoformat() if default_date else None,
        "model": str(settings.model) if settings.model else None, "pipeline": settings.pipeline,
        "reader": code()[:16], "limits": list(_limits(settings)),
        "reliability": _digest(settings.reliability)})
    with closing(journal):
        meter = _Meter()
        stream = gather(inputs, capture=meter, limits=settings.limits(),
                        default_date=default_date, now=journal.begun)
        size = input_bytes(inputs)
        work = partial(worker, settings.model_dump(exclude_unset=True), out, journal.begun)
        done = backfill(shards(stream, shard_size, _key, lambda: meter.taken), work, journal,
                        workers, lambda done: tell(done, size))
        _set_aside(out, done.shards)
    return done


def worker(given: dict[str, Any], out: Path, begun: datetime) -> Callable[[Shard], dict[str, int]]:
    """The work on a shard, with a model of its own, in one thread."""
    settings = Settings(**{**given, "threads": 1})
    reader = bundled(settings)
    ratings = load_ratings(settings.reliability) if settings.reliability else None

    def work(shard: Shard) -> dict[str, int]:
        # one moment for all runs of a folder; what an archive took before keeps its own
        reports = {o.id: replace(o, captured=min(o.captured or begun, begun))
                   for o in shard.items if isinstance(o, Report)}
        broken: dict[str, str] = {}
        claims: list[Claim] = []
        todo = [r for r in reports.values() if readable(r)]
        for _, reading in each(lambda: reader, todo, lambda r, what: broken.update({r.id: what})):
            claims += reading.claims
        chosen = Selection(cast(Record, _Held(reports, claims)), ratings=ratings)
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        for name, batch in tabular.batches(chosen):
            rows[name] += batch
        for row in rows["reports"]:
            row |= _outcome(reports[row["report_id"]], broken)
        rows["reports"] += [_refused(o) for o in shard.items if isinstance(o, Refusal)]
        for name in TABLES:
            _write(out / name / f"part-{shard.number:05}.parquet", name, rows[name])
        return {**Counter(row["outcome"] for row in rows["reports"]), "claims": len(claims)}

    return work


@dataclass(frozen=True)
class _Held:
    """The part of `export.record.Record` that tables of claims are made from."""

    held: dict[str, Report]
    said: Sequence[Claim]

    def reports(self) -> Iterator[Report]:
        return iter(self.held.values())

    def report(self, id: str) -> Report | None:
        return self.held.get(id)

    def claims(self, report_id: str | None = None) -> Iterator[Claim]:
        return iter(self.said)

    def stories(self) -> Iterator[Any]:
        return iter(())


def _outcome(report: Report, broken: dict[str, str]) -> dict[str, Any]:
    outcome, reason = "read", None
    if report.id in broken:
        outcome, reason = "failed", broken[report.id]
    elif not readable(report):
        outcome, reason = "other language", f"it is in {report.language!r}; English is read"
    return {"outcome": outcome, "reason": reason, "path": report.path, "place": None}


def _refused(one: Refusal) -> dict[str, Any]:
    outcome = "duplicate" if one.code == "duplicate" else "refused"
    return {"sha256": one.sha256, "outcome": outcome, "reason": f"{one.reason}. {one.mend}.",
            "path": one.path, "place": one.place}


def _write(path: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Write a part; it appears under its name once it is whole."""
    pa = tabular.arrow()
    import pyarrow.parquet as parquet

    schema = tabular.schema(name)
    if name == "reports":
        for column, meaning in OUTCOMES.items():
            schema = schema.append(pa.field(column, pa.string(), metadata={"meaning": meaning}))
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            parquet.write_table(pa.Table.from_pylist(rows, schema=schema), file,
                                compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(f"{path}: it cannot be written ({error.strerror}). Make room and run "
                         "the same command again.") from None


def _set_aside(out: Path, count: int) -> None:
    """Write the documents that could not be read, with the reason, and clear what kills left."""
    pa = tabular.arrow()
    import pyarrow.parquet as parquet

    temporary = out / f".{FAILURES}"
    with open(temporary, "w", encoding="utf-8") as file:
        for number in range(count):
            part = out / "reports" / f"part-{number:05}.parquet"
            try:
                rows = parquet.read_table(part, columns=["report_id", *OUTCOMES]).to_pylist()
            except (OSError, pa.ArrowInvalid) as error:
                raise StoreError(
                    f"{part}: it was written and is gone or damaged ({type(error).__name__}). Put "
                    "it back, or begin again in another folder.") from None
            for row in rows:
                if row["outcome"] in ASIDE:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    temporary.replace(out / FAILURES)
    for name in TABLES:
        for left in (out / name).glob(".part-*"):
            left.unlink(missing_ok=True)


def _key(item: Outcome) -> str:
    if isinstance(item, Report):
        return f"{item.id}\x1f{item.sha256}\x1f{item.published}"
    return f"{item.message}\x1f{item.sha256}"


class _Meter:
    """Counts the bytes of the input as they are taken in; a Parquet file's by its rows."""

    def __init__(self) -> None:
        self.taken = 0.0
        self._of_row: dict[str, float] = {}

    def __call__(self, data: bytes, path: str, kind: str) -> str:
        file = path.rpartition("#")[0]
        if file.endswith(".parquet"):
            if file not in self._of_row:
                self._of_row = {file: os.path.getsize(file) / (parquet_rows.count(file) or 1)}
            self.taken += self._of_row[file]
        else:
            self.taken += len(data) + (kind == "jsonl")
        return sha256(data).hexdigest()


def input_bytes(inputs: Iterable[str]) -> float | None:
    """Bytes of the inputs; None where they do not tell how far one is (standard input, archives,
    which are packed)."""
    total = 0
    for name in inputs:
        path = Path(name)
        for file in path.rglob("*") if path.is_dir() else (path,):
            if path.is_dir() and (not file.is_file() or file.suffix not in KINDS):
                continue
            if not file.is_file() or file.suffix in (".gz", ".warc"):
                return None
            total += file.stat().st_size
    return float(total)


def _limits(settings: Settings) -> tuple[int, int, int]:
    limits = settings.limits()
    return limits.document, limits.row, limits.json_file


def _digest(path: Path | None) -> str | None:
    return sha256(path.read_bytes()).hexdigest()[:16] if path is not None else None
