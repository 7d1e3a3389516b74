"""What a page knows of names while it is written: who was introduced, where names stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from brinkwatch.model import Actor, Report, Span
from brinkwatch.publish._names import pairs
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.same import words
from brinkwatch.publish.spotting import find

DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’\- ]{2,30}(?:,\s*[A-Za-z. "
    r"]{2,20})?(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?(?:,\s*\d{4})?"
    r"\s*(?:\([^)]{2,40}\))?\s*(?:—|–|--|-)\s"
)
"""Where and when a report was filed: "SEOUL, Oct 22 (Wire) — ". """


@dataclass(slots=True)
class Namebook:
    """The actors of one page, and which of them it has introduced."""

    reports: Mapping[str, Report]
    actors: dict[str, Actor] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    _articles: dict[str, bool] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)

    def commit(self, phrases: Iterable[Phrase]) -> None:
        self.known.update(p.key for p in phrases if p.key)

    def shortened(self) -> dict[str, str]:
        """Full name to short, for the persons the page has introduced."""
        return {
            full: short
            for full, short in self._short.items()
            if short != full and "person:" + " ".join(words(full)) in self.known
        }

    def by_name(self, name: str | None) -> Actor | None:
        return self.actors.get(name) if name else None

    def country_span(self, report: str, iso: str, near: int) -> Span | None:
        """Where a report names a state, in any of its names, nearest to a place in it."""
        text = self.reports[report].text
        best: tuple[int, Span] | None = None
        for name, code in pairs():
            if code != iso or len(name) < 2:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                gap = abs(match.start() - near)
                if best is None or gap < best[0]:
                    best = (gap, Span(report, match.start(), match.end()))
        return best[1] if best else None

    def _mention(self, name: str, actor: Actor, report: str) -> Span | None:
        near = actor.start if actor.start is not None else 0
        return find(self.reports[report], name, near)

    def _anywhere(self, name: str) -> Span | None:
        for report in self.reports.values():
            spot = find(report, name, 0)
            if spot is not None:
                return spot
        return None

    def _in_dateline(self, actor: Actor, report: str) -> bool:
        """Whether the mention is only the place a report was filed from."""
        if actor.start is None or report not in self.reports:
            return False
        line = DATELINE.match(self.reports[report].text)
        return line is not None and actor.start < line.end()
