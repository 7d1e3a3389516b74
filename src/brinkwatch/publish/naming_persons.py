"""Persons by name: office and full name at first mention, short after."""

from __future__ import annotations

import re
from dataclasses import replace

from brinkwatch.knowledge.offices import american, surname, term
from brinkwatch.knowledge.prose import house_spelling
from brinkwatch.model import Actor, Span
from brinkwatch.publish._names import adjective
from brinkwatch.publish.cited_names import TITLES
from brinkwatch.publish.namebook import Namebook
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import clean, running
from brinkwatch.publish.same import words
from brinkwatch.publish.spotting import find_spelled

FAMILY_FIRST = frozenset({"PRK", "KOR", "CHN", "TWN", "VNM", "KHM", "HUN", "HKG", "MAC", "SGP"})


WORD_NAMES = frozenset(
    [
        "no",
        "so",
        "an",
        "in",
        "on",
        "he",
        "ho",
        "i",
        "a",
        "to",
        "do",
        "go",
        "be",
        "will",
        "may",
        "more",
        "day",
        "li",
    ]
)
"""Family names that read as a word of English: the full name is kept."""


LOCAL = frozenset("mayor speaker sheriff governor superintendent prosecutor councillor".split())
"""Offices of a place or a house, not of a state."""


class Persons(Namebook):
    """Names persons."""

    __slots__ = ()

    def _person(self, actor: Actor, report: str, short: bool | None) -> Phrase | None:
        full = clean(actor.person or actor.name).strip(" .,;:")
        key = "person:" + " ".join(words(full))
        brief = self._brief(full, actor.country)
        spot = self._mention(full, actor, report)
        if spot is None and brief == full:
            return None
        if short or (short is None and key in self.known):
            near = self._mention(brief, actor, report) or spot
            return None if near is None else Phrase(brief, (near,), False, key, True)
        if spot is None:
            # the report uses the family name alone: cite another report of the story for the rest
            spot = self._anywhere(full)
            if spot is None:
                near = self._mention(brief, actor, report)
                return Phrase(brief, (near,), False, key, True) if near else None
        actor = replace(actor, office=self._fullest_office(full, actor, spot))
        office, spans = self._own_title(full, actor, report) or self._office(actor, spot)
        text = f"{office} {full}" if office else full
        return Phrase(text, (spot, *spans), False, key, True)

    def _brief(self, full: str, country: str | None) -> str:
        if full in self._short:
            return self._short[full]
        parts = full.split()
        best = full
        if len(parts) > 1:
            options = [surname(full, country)]
            counts = {}
            for option in options:
                if option.lower() in WORD_NAMES or len(option) < 2:
                    continue
                alone = re.compile(
                    rf"(?<![\w-]){re.escape(option)}(?:['’]s)?(?![\w-])(?!\s+(?!I\b)[A-Z][a-z])"
                )
                n = sum(
                    1
                    for r in self.reports.values()
                    for m in alone.finditer(clean(r.text))
                    if not _preceded_by(clean(r.text), m.start(), parts)
                )
                if n:
                    counts[option] = n
            if counts:
                best = max(counts, key=lambda o: (counts[o], o == options[0]))
            elif country not in FAMILY_FIRST and not re.search(r"\d|Jr|Sr", parts[-1]):
                best = parts[-1]
            elif parts[0].lower() not in WORD_NAMES and country in FAMILY_FIRST:
                best = parts[0]
        self._short[full] = best
        return best

    def _office(self, actor: Actor, spot: Span) -> tuple[str, tuple[Span, ...]]:
        """Country and office as they stand before a name, with the spans that carry them."""
        office = clean(actor.office or "")
        if not office:
            return "", ()
        report = self.reports[spot.report]
        at = find_spelled(report.text, office, spot.start)
        if at is None:
            return "", ()
        spans = [Span(report.id, *at)]
        shown = house_spelling(office)
        shown = " ".join(
            w if w.lower() in ("of", "the", "and", "for", "to") else w[:1].upper() + w[1:]
            for w in shown.split()
        )
        if not set(words(office)) <= TITLES:
            shown = house_spelling(clean(report.text[at[0] : at[1]]))
            return ("" if re.search(r"\b(?:of|for|to|in)\b", shown) else shown), tuple(spans)
        if re.search(r"\b(?:of|for|to|in)\b", shown):
            return "", ()
        nation = adjective(actor.country) if actor.country else ""
        if set(words(office)) & LOCAL:
            nation = ""
        if nation and not (set(words(nation)) & set(words(shown))) and "Kremlin" not in shown:
            where = self.country_span(report.id, actor.country or "", spot.start)
            if where is not None:
                lead = re.match(r"(?:Former|Acting|Ex-|Deputy) ?", shown)
                at_rest = lead.end() if lead and lead[0] != "Deputy " else 0
                shown = f"{shown[:at_rest]}{nation} {shown[at_rest:]}"
                spans.append(where)
        return shown, tuple(spans)

    def _fullest_office(self, full: str, actor: Actor, spot: Span) -> str | None:
        """The longest of the offices that claims and the list of office holders give a person,
        among those that the report itself writes."""
        report = self.reports[spot.report]
        options = [actor.office, getattr(self.actors.get(full), "office", None)]
        if report.published is not None:
            held = term(full, report.published.date())
            options.extend((held.office, american(held.office)) if held else ())
        written = [o for o in options if o and find_spelled(report.text, o, spot.start)]
        return max(written, key=len, default=actor.office)

    def _own_title(
        self, full: str, actor: Actor, report: str
    ) -> tuple[str, tuple[Span, ...]] | None:
        """ "Kremlin spokesman": the words a report itself sets before the name, where the office
        alone would say too little."""
        said = clean(actor.text)
        if actor.start is None or actor.end is None or not said.endswith(" " + full):
            return None
        before = said.removesuffix(full).strip()
        if not before or "," in before or len(before.split()) > 5 or re.search(r"[’']s\b", before):
            return None
        if clean(actor.office or "").lower() == before.lower() and before.lower() not in (
            "spokesman",
            "spokeswoman",
            "spokesperson",
        ):
            return None
        if words(actor.office or "") == words(before) and "spokes" not in before.lower():
            return None
        before = re.sub(r"^(?:the|The|its|his|her|their)\s+", "", before)
        return running(before), (Span(report, actor.start, actor.end),)


def _preceded_by(text: str, at: int, parts: list[str]) -> bool:
    before = text[:at].rstrip().split(" ")[-1] if at else ""
    return bool(re.match(r"[A-Z][\w’'-]+$", before)) and before in parts
