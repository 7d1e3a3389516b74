"""A noun phrase of the desk’s prose and the spans that carry it."""

from __future__ import annotations

from dataclasses import dataclass

from brinkwatch.model import Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, the spans that carry its names, and what it introduces to the page."""

    text: str
    spans: tuple[Span, ...] = ()
    plural: bool = False
    key: str = ""
    person: bool = False
    named: bool = True
