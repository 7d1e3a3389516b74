"""What frames a report: its dateline, bylines and credits, and the moment its words count from."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Protocol, TypeVar

from spacy.tokens import Doc

from brinkwatch.knowledge.furniture import dateline, furniture
from brinkwatch.knowledge.numbers import lex
from brinkwatch.model import Report
from brinkwatch.read import time_dates
from brinkwatch.read.annotations import text_of
from brinkwatch.read.time_calendar import Context
from brinkwatch.read.time_reader import Reader

FILED = timedelta(days=330)
"""A dateline's day counts when it lies at most this long before the publication: a text captured
long after still counts its weekdays from the day it was filed."""


class Placed(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int | None: ...


P = TypeVar("P", bound=Placed)


def register() -> None:
    """Add `doc._.furniture` (stretches of `knowledge.furniture`) to spaCy; harmless twice."""
    if not Doc.has_extension("furniture"):
        Doc.set_extension("furniture", default=())


register()


def annotate_frame(doc: Doc) -> None:
    """Set `doc._.furniture`: what frames the report, in text order."""
    doc._.furniture = furniture(text_of(doc))


def framed(doc: Doc, char: int) -> bool:
    """Does the character belong to what frames the report?"""
    return any(s.start <= char < s.end for s in doc._.furniture)


def outside(doc: Doc, layer: tuple[P, ...]) -> tuple[P, ...]:
    """The members of a layer that do not lie in what frames the report."""
    if not doc._.furniture:
        return layer
    return tuple(x for x in layer if x.start is None or not framed(doc, x.start))


def anchor_of(report: Report) -> datetime | None:
    """The moment relative dates count from: the publication, on the dateline's day where that is
    earlier; without a publication, the day of the dateline or of the first line."""
    line = dateline(report.text)
    words = line.when if line is not None else ""
    if not words:
        day = next((s for s in furniture(report.text) if s.kind == "date"), None)
        words = report.text[day.start:day.end].strip() if day is not None else ""
    filed = _day(words, report.published)
    if report.published is None:
        return filed
    if filed is None or line is None:
        return report.published
    gap = report.published.date() - filed.date()
    if timedelta() < gap <= FILED:
        return datetime.combine(filed.date(), report.published.timetz())
    return report.published


def zone_of(report: Report) -> str | None:
    """The zone of clock times that name none, where the publication's is unknown or only UTC and
    the dateline's place has one; None leaves it to the publication."""
    line = dateline(report.text)
    if line is None or report.published is None or report.published.utcoffset() != timedelta():
        return None
    return line.zone


def _day(words: str, published: datetime | None) -> datetime | None:
    """Midnight of the date that `words` name, None where it has no year and nothing tells it."""
    parts = words.split()
    if len(parts) > 2 and parts[0].rstrip(",").endswith("day"):
        words = " ".join(parts[1:])
    if not words:
        return None
    r = Reader(lex(words), words)
    found = time_dates.month_first(r, 0) or time_dates.day_first(r, 0)
    if found is None:
        return None
    now = published.replace(tzinfo=None) if published is not None else None
    interval = found[0].resolve(Context(now, future=False))
    if interval is None or interval.lo is None:
        return None
    return datetime.combine(interval.lo.date(), time())


__all__ = ["anchor_of", "annotate_frame", "framed", "outside", "zone_of"]
