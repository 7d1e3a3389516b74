"""Reading reports to claims, each once: what this version has read is taken from the record.

A report's claims are stored as soon as they are found, in a transaction of their own, so a run that
was cut off goes on where it stopped. A report the reader breaks on costs no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import brinkwatch
from brinkwatch import log
from brinkwatch.config import Settings
from brinkwatch.errors import BrinkwatchError
from brinkwatch.model import Claim, Report
from brinkwatch.store import Store

if TYPE_CHECKING:
    from brinkwatch.read.pipeline import Reader

Progress = Callable[[str, int, int | None], None]
"""Called with (step, done, total); total is None while it is not known."""

ONE_BY_ONE = 64
"""Reports read singly after one has broken a batch: no batch is longer, so it is among them."""


def quiet(step: str, done: int, total: int | None) -> None:
    """Progress for those who do not want any."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's claims and the unit vectors of its sentences, float32 (sentences, 384)."""

    claims: tuple[Claim, ...]
    vectors: np.ndarray


def read(
    store: Store, reader: Callable[[], Reader], settings: Settings, reports: Sequence[Report],
    progress: Progress = quiet,
) -> dict[str, Reading]:
    """Read reports to claims, by report id.

    Args:
        reader: gives the reader; asked only when there is something to read.
    """
    done: dict[str, Reading] = {}
    todo: list[Report] = []
    for report in reports:
        key = reading_key(report, settings)
        if store.reading_version(report.id) == key:
            vectors = store.vectors(report.id)
            done[report.id] = Reading(tuple(store.claims(report.id)), _some(vectors))
        elif not readable(report):
            done[report.id] = Reading((), _some(None))
            store.put_reading(report.id, (), _some(None), key)
        else:
            todo.append(report)
        progress("reading", len(done), len(reports))
    def broken(report: Report, what: str) -> None:
        store.add_problem("read", what, report=report.id, place=report.path,
                          mend="Report this as a bug; the other reports were read")

    for report, reading in each(reader, todo, broken):
        store.put_reading(
            report.id, reading.claims, reading.vectors, reading_key(report, settings))
        done[report.id] = reading
        progress("reading", len(done), len(reports))
    return {report.id: done[report.id] for report in reports}


def read_new(
    store: Store, reader: Callable[[], Reader], settings: Settings, progress: Progress = quiet,
    at_once: int = 200,
) -> int:
    """Read the reports no version has read yet, some at a time; return how many there were."""
    count = 0
    new = store.unread()
    while some := tuple(islice(new, at_once)):
        read(store, reader, settings, some, progress)
        count += len(some)
    return count


def readable(report: Report) -> bool:
    """Is it in a language that is read?"""
    return report.language in ("en", None)


def bundled(settings: Settings) -> Reader:
    """The read stage as the settings have it.

    Raises:
        ModelError: the model is missing or damaged.
    """
    from brinkwatch.read.neural import WEIGHTS, NeuralReader
    from brinkwatch.read.pipeline import Reader

    if settings.pipeline:
        from brinkwatch.read.borrowed import BorrowedReader

        return Reader(BorrowedReader(settings.pipeline).pipe)
    return Reader(NeuralReader(settings.model or WEIGHTS, threads=settings.threads or None).pipe)


def each(
    reader: Callable[[], Reader], todo: Sequence[Report], broken: Callable[[Report, str], None]
) -> Iterator[tuple[Report, Reading]]:
    """Reports with what is read in them, in order; nothing in those the reader breaks on.

    Args:
        broken: told of each report the reader breaks on, and how.
    """
    at = 0
    while at < len(todo):
        try:
            for report, reading in _together(reader(), todo[at:]):
                yield report, reading
                at += 1
        except BrinkwatchError:
            raise  # the model or the record, not a report
        except Exception:
            for report in todo[at:at + ONE_BY_ONE]:
                yield report, _alone(reader(), report, broken)
                at += 1


def _together(reader: Reader, reports: Sequence[Report]) -> Iterator[tuple[Report, Reading]]:
    from brinkwatch.extract import claims

    for report, doc in zip(reports, reader.pipe(reports), strict=True):
        yield report, Reading(
            tuple(claims(doc, report)), _some(doc.user_data.get("sentence_vectors")))


def _alone(reader: Reader, report: Report, broken: Callable[[Report, str], None]) -> Reading:
    try:
        return next(_together(reader, [report]))[1]
    except BrinkwatchError:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {str(error)[:300]}"
        log.get("read").warning("report not read", report=report.id, reason=what)
        broken(report, what)
        return Reading((), _some(None))


def _some(vectors: np.ndarray | None) -> np.ndarray:
    return np.zeros((0, 384), np.float32) if vectors is None else vectors


def reading_key(report: Report, settings: Settings | None = None) -> str:
    """What a reading depends on: this code, the model, the text and the date it counts from."""
    other = (settings.model, settings.pipeline) if settings else (None, None)
    parts = (code(), report.sha256, report.text, str(report.published), report.language,
             *(str(x) for x in other if x))
    return hashlib.sha256("\x00".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


@cache
def code() -> str:
    """SHA-256 over the files that decide what is read, so that no reading outlives its code."""
    digest = hashlib.sha256(brinkwatch.__version__.encode())
    root = Path(brinkwatch.__file__).parent
    for room in ("model", "knowledge", "read", "extract"):
        for path in sorted((root / room).rglob("*")):
            if path.suffix in {".py", ".csv", ".yaml", ".json"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
