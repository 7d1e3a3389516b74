"""What the spans of a sentence hold, ready to be asked by the citation check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from brinkwatch.model import Report, Span
from brinkwatch.publish import cited_clocks, cited_dates, cited_numbers
from brinkwatch.publish.number_words import VAGUE
from brinkwatch.publish.same import (
    countries_in,
    fold,
    words,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a sentence's spans hold, ready to be asked."""

    texts: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    sources: frozenset[tuple[str, ...]]
    countries: frozenset[str]
    numbers: tuple[cited_numbers.Amount, ...]
    counted: Mapping[str, frozenset[float]]
    """What is counted, by its word, and the numbers that stand before it."""
    dates: frozenset[tuple[int | None, int | None, int | None]]
    clocks: tuple[cited_clocks.Clock, ...]
    vague: frozenset[str]
    initials: frozenset[str]


def report_key(report: Report) -> tuple[str, str, date | None, str]:
    return (
        report.id,
        report.text,
        report.published.date() if report.published else None,
        report.source or "",
    )


@lru_cache(maxsize=512)
def held_by(spans: tuple[Span, ...], keyed: tuple[tuple[str, str, date | None, str], ...]) -> Cited:
    texts, runs, numbers, dates, clocks = [], [], [], set(), []
    sources: set[tuple[str, ...]] = set()
    countries: set[str] = set()
    vague: set[str] = set()
    counted: dict[str, set[float]] = {}
    initials: set[str] = set()
    for span, (_, text, published, source) in zip(spans, keyed, strict=True):
        piece = text[span.start : span.end]
        texts.append(fold(piece))
        run = words(piece)
        runs.append(tuple(run))
        countries.update(iso for _, _, iso in countries_in(run))
        undated = cited_dates.blank(piece)
        found = cited_numbers.amounts(undated)
        numbers.extend(found)
        for amount in found:
            for word in cited_numbers.counted(amount, undated):
                counted.setdefault(word, set()).add(amount.value)
        dates.update(cited_dates.meanings(piece, published))
        clocks.extend(cited_clocks.clocks(piece))
        vague.update(w for w in run if w in VAGUE)
        initials.update(_initials(piece))
        if source:
            sources.add(tuple(words(re.sub(r"\s*\([^)]*\)", "", source))))
    return Cited(
        tuple(texts),
        tuple(runs),
        frozenset(sources),
        frozenset(countries),
        tuple(numbers),
        {word: frozenset(values) for word, values in counted.items()},
        frozenset(dates),
        tuple(clocks),
        frozenset(vague),
        frozenset(initials),
    )


def _initials(piece: str) -> set[str]:
    """Acronyms that the capitalised runs of a span may be shortened to."""
    out = set()
    for match in re.finditer(r"(?:[A-Z][\w'-]+(?:\s+(?:of|the|and|for)\s+|\s+)?){2,}", fold(piece)):
        caps = re.findall(r"[A-Z][\w'-]+", match.group())
        for i in range(len(caps)):
            for j in range(i + 2, len(caps) + 1):
                out.add("".join(w[0] for w in caps[i:j]).lower())
    return out
