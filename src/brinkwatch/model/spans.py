"""Places in a report's stored text. Offsets count Unicode code points; `end` is exclusive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one report's stored text."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words behind a claim: `text == report.text[start:end]`."""

    start: int
    end: int
    text: str
