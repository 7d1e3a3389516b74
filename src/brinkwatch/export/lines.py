"""All records as JSON Lines, one file for each kind, and back into a record.

`captures` carry the bytes themselves (zlib, base64), so that a folder holds everything the desk
knows: `brinkwatch import` makes a record of it that gives the same pages.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from brinkwatch.errors import PublishError
from brinkwatch.export.checking import wrong
from brinkwatch.export.folder import Folder, checked
from brinkwatch.export.record import Capture
from brinkwatch.export.selection import Selection
from brinkwatch.model import Assessment, Claim, Edition, Report, Story
from brinkwatch.model.codec import build, plain
from brinkwatch.model.codec import claim as built
from brinkwatch.model.forecasts import Forecast
from brinkwatch.model.log import History
from brinkwatch.model.watched import Source

LARGEST_CAPTURE = 1_000_000_000
"""Bytes a capture may unpack to."""


class Into(Protocol):
    """What an import writes to; `brinkwatch.store.Store` is one."""

    def batch(self) -> AbstractContextManager[None]: ...
    def capture(self, data: bytes, path: str, kind: str, at: datetime | None = None) -> str: ...
    def add_report(self, report: Report) -> str: ...
    def put_claims(self, report_id: str, items: Iterable[Claim], reader: str) -> int: ...
    def put_stories(self, items: Iterable[Story], *, replace: bool = True) -> None: ...
    def put_edition(self, edition: Edition) -> str: ...
    def put_history(self, history: History) -> bool: ...
    def assessments(self) -> list[Assessment]: ...
    def put_assessments(self, items: Iterable[tuple[str, Assessment]]) -> None: ...
    def add_forecasts(self, items: Iterable[Forecast]) -> int: ...
    def add_source(self, source: Source) -> bool: ...


def write(chosen: Selection, folder: Folder) -> None:
    """One file for each kind; every line is as `brinkwatch.model.codec.plain` gives it."""
    everything = chosen.choice.everything
    record = chosen.record
    kinds: dict[str, Callable[[], Iterable[Any]]] = {
        "captures": lambda: map(_capture, chosen.captures()),
        "reports": chosen.reports,
        "claims": chosen.claims,
        "stories": chosen.stories,
        "editions": lambda: [chosen.edition] if everything and chosen.edition else [],
        "assessments": lambda: (
            {"story": story.id, **plain(one)}
            for story in chosen.stories() for one in record.assessments(story.id)),
        "forecasts": lambda: record.forecasts() if everything else [],
        "histories": lambda: record.histories() if everything else [],
        "sources": lambda: record.sources() if everything else [],
    }
    for name, items in kinds.items():
        with folder.file(f"{name}.jsonl", "jsonl", name) as file:
            for item in items():
                file.text.write(json.dumps(plain(item), separators=(",", ":")) + "\n")
                file.records += 1


def read(root: Path, into: Into, sound: Callable[[Edition], str | None] = lambda _: None
         ) -> dict[str, int]:
    """Put an exported folder into a record, in one transaction; return how many of each kind.

    Checksums are held first. Reports that are there already stay with their claims; the stories
    of the folder take the place of those with the same id.

    Args:
        sound: says what is wrong with an edition, once its reports are in the record.

    Raises:
        PublishError: a file is missing, was changed, holds a line that is no record, or an
            edition is not sound.
        StoreError: another text is stored under a report's id.
    """
    manifest = checked(root)
    names = {Path(f["path"]).stem for f in manifest["files"] if f.get("format") == "jsonl"}
    if not names:
        raise PublishError(f"{root}: it holds no JSON Lines. Export with --format jsonl.")
    done: Counter[str] = Counter()
    with into.batch():
        for capture in _lines(root, names, "captures", Capture):
            sha = into.capture(capture.data, capture.path, capture.kind, capture.at)
            if sha != capture.sha256:
                raise PublishError(f"{root}/captures.jsonl: capture {capture.sha256[:12]}: its "
                                   "bytes are others. Export again.")
            done["captures"] += 1
        new = set()
        for report in _lines(root, names, "reports", Report):
            if into.add_report(report) != "same":
                new.add(report.id)
            done["reports"] += 1
        done["claims"] = _claims(_lines(root, names, "claims", Claim), new, into)
        stories = list(_lines(root, names, "stories", Story))
        into.put_stories(stories, replace=False)
        done["stories"] = len(stories)
        for edition in _lines(root, names, "editions", Edition):
            fault = sound(edition)
            if fault is not None:
                raise PublishError(f"{root}/editions.jsonl: {edition.headline[:60]!r}: {fault}. "
                                   "Leave the file out of the export.")
            into.put_edition(edition)
            done["editions"] += 1
        for history in _lines(root, names, "histories", History):
            into.put_history(history)
            done["histories"] += 1
        judged = [(one.story, one.assessment)
                  for one in _lines(root, names, "assessments", _Judged)]
        if judged and not into.assessments():  # they are derived; a record's own are newer
            into.put_assessments(judged)
            done["assessments"] = len(judged)
        forecasts = list(_lines(root, names, "forecasts", Forecast))
        into.add_forecasts(forecasts)
        done["forecasts"] = len(forecasts)
        for source in _lines(root, names, "sources", Source):
            into.add_source(source)
            done["sources"] += 1
    return dict(done)


def _claims(claims: Iterator[Claim], new: set[str], into: Into) -> int:
    """Claims report by report, as they are exported; those of reports that were known stay."""
    count, held = 0, list[Claim]()

    def put() -> None:
        nonlocal count
        if held and held[0].report in new:
            into.put_claims(held[0].report, held, "imported")
            count += len(held)

    for claim in claims:
        if held and held[0].report != claim.report:
            put()
            held.clear()
        held.append(claim)
    put()
    return count


def _lines(root: Path, names: set[str], name: str, kind: Any) -> Iterator[Any]:
    if name not in names:
        return
    path = root / f"{name}.jsonl"
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                made = _made(json.loads(line), kind)
                fault = None if kind is Capture else wrong(made)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
                    OverflowError, zlib.error) as error:
                fault = repr(error)
            if fault is not None:
                raise PublishError(f"{path}, line {number}: it is no record of {name} ({fault}). "
                                   "Export again.")
            yield made


@dataclass(frozen=True, slots=True)
class _Judged:
    story: str
    assessment: Assessment


def _made(data: Any, kind: Any) -> Any:
    if kind is Claim:
        return built(data)
    if kind is _Judged:
        return _Judged(data["story"], build(Assessment, data))
    if kind is Capture:
        packed = base64.b64decode(data["body"], validate=True)
        body = zlib.decompressobj().decompress(packed, LARGEST_CAPTURE)
        return Capture(str(data["sha256"]), str(data["path"]), str(data["kind"]),
                       datetime.fromisoformat(data["at"]), body)
    return build(kind, data)


def _capture(one: Any) -> dict[str, Any]:
    packed = base64.b64encode(zlib.compress(one.data, 6)).decode("ascii")
    return {"sha256": one.sha256, "path": one.path, "kind": one.kind,
            "at": one.at.isoformat(), "body": packed}

