"""What a page knows while it is being written: claims, names already introduced, days told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from brinkwatch.knowledge.prose import prose
from brinkwatch.model import Assessment, Claim, Incident, Report, Sentence, Span, Story
from brinkwatch.publish.citation import check_sentence
from brinkwatch.publish.fit import content, faults, repeats
from brinkwatch.publish.naming import Namer
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import day_of, day_words, sentence


def _single(noun: str) -> str:
    return noun if noun in prose()["anaphors"] else noun.removesuffix("s")


ANAPHOR = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Ss]uch an?) ("
    + "|".join(f"{noun}s?" for noun in prose()["anaphors"])
    + r")\b(?! (?:of|on|in|at|by|against|with|that|which|from|between|to|over|about|for|who)\b"
    r"|[’'])"
)
"""Nouns that point back at what has been told; what follows may say which is meant."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before it has been let onto the page."""

    text: str
    spans: tuple[Span, ...]
    phrases: tuple[Phrase, ...] = ()
    days: tuple[date, ...] = ()
    kind: str = "composed"


@dataclass(slots=True)
class Scene:
    """State of one page. Realisers read it; only `take` changes it."""

    story: Story
    reports: Mapping[str, Report]
    claims: dict[str, Claim]
    assessments: Sequence[Assessment]
    namer: Namer
    openings: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    """The first sentences of the story's reports, by report."""
    told_openings: dict[str, Opening] = field(default_factory=dict)
    """Claim id to the opening it stands for."""
    done: set[str] = field(default_factory=set)
    """Claims that a told opening has told."""
    main_day: date | None = None
    kept: list[str] = field(default_factory=list)
    told_days: set[date] = field(default_factory=set)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    """Sentences that were composed and not printed, with the reason: the page's own log."""
    quoted: set[str] = field(default_factory=set)
    voices: Counter[str] = field(default_factory=Counter)
    """Quotations by speaker."""
    told: set[str] = field(default_factory=set)
    """Fields of the main incident that have their sentence."""
    covered: list[tuple[str, Span]] = field(default_factory=list)
    """Field and place of each value that the page has told."""
    tells: dict[str, str] = field(default_factory=dict)
    """Sentence to the incident it tells."""
    _openers: frozenset[str] | None = None
    _titles: dict[str, frozenset[str]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    """Sentences that the proofreader struck, each with its fault."""

    @classmethod
    def of(
        cls,
        story: Story,
        reports: Mapping[str, Report],
        claims: Mapping[str, Claim],
        assessments: Sequence[Assessment],
        openings: Mapping[str, tuple[Opening, ...]] | None = None,
    ) -> Scene:
        here = {rid: reports[rid] for rid in story.reports if rid in reports}
        ids = story.claims or tuple(c for i in story.incidents for c in i.claims)
        own = {cid: claims[cid] for cid in ids if cid in claims and claims[cid].report in here}
        first = {rid: openings[rid] for rid in here if rid in openings} if openings else {}
        return cls(story, here, own, assessments, Namer.of(here, own.values()), first)

    def origin(self, report: str) -> str:
        """The origin a report belongs to; the report itself where none is known."""
        return next((o.id for o in self.story.origins if report in o.reports), report)

    def of_incident(self, incident: Incident) -> list[Claim]:
        """An incident's claims, the fullest first."""
        found = [self.claims[c] for c in incident.claims if c in self.claims]
        return sorted(found, key=lambda c: (-_fullness(c), c.id))

    def published(self, report: str) -> date | None:
        moment = self.reports[report].published
        return moment.date() if moment else None

    def cover(self, incident: Incident, *names: str) -> None:
        """Remember that the page has told these fields of an incident."""
        for name in names:
            held = incident.fields.get(name)
            if held is not None:
                self.covered.extend((name, s) for v in held.values for s in v.spans)

    def is_covered(self, claim: Claim, start: int | None, end: int | None) -> bool:
        """Whether a stretch of a claim's report only says again what launch sentences told: two
        of their figures or places, or the harm."""
        if start is None or end is None:
            return False
        inside = {
            name
            for name, s in self.covered
            if s.report == claim.report
            and start <= s.start
            and s.end <= end
            and s.end - s.start < 60
        }
        return len(inside) >= 2 or bool(inside & {"casualties", "damage"})

    def year(self) -> int | None:
        """The year the page is about: its dates in another year show theirs."""
        if self.main_day:
            return self.main_day.year
        days = [d.year for d in (self.published(r) for r in self.reports) if d]
        return max(days) if days else None

    def name_openers(self) -> frozenset[str]:
        """First words of the names that the claims of this page hold."""
        if self._openers is None:
            names = [*self.namer.actors, *(p.text for c in self.claims.values() for p in c.places)]
            self._openers = frozenset(
                n.split()[0].removesuffix("'s").removesuffix("’s")
                for n in names
                if n and n[:1].isupper() and n.split()[0].lower() not in prose()["openers"]
            )
        return self._openers

    def title_words(self, report: str) -> frozenset[str]:
        """Content words of a report's own title."""
        if report not in self._titles:
            self._titles[report] = content(self.reports[report].title or "")
        return self._titles[report]

    def evidence(self, claim: Claim) -> tuple[Span, ...]:
        return tuple(Span(claim.report, e.start, e.end) for e in claim.evidence[:4])

    def first_evidence(self, claim: Claim) -> tuple[Span, ...]:
        return self.evidence(claim)[:1]

    def day(self, day: date) -> str:
        """A day, with its weekday at first mention: "on Friday, 7 November"."""
        year = self.year()
        return "on " + day_words(
            day, weekday=day not in self.told_days, year=year is not None and day.year != year
        )

    def when(self, claim: Claim) -> tuple[str, tuple[Span, ...], tuple[date, ...]]:
        """ "on Friday, 7 November" for a claim whose day is known, with its spans; else "" """
        time = claim.time
        if time is None or time.precision not in ("day", "part of day", "hour", "minute"):
            return "", (), ()
        day, until = day_of(time.begin), day_of(time.until)
        if day is None or (until is not None and until != day):
            return "", (), ()
        spans = (
            (Span(claim.report, time.start, time.end),)
            if time.start is not None and time.end is not None
            else self.evidence(claim)
        )
        return self.day(day), spans, (day,)

    def why_not(self, draft: Draft) -> str | None:
        """Why a draft may not be printed, None when it may."""
        if draft.text in self.refused:
            return self.refused[draft.text]
        wrong = faults(draft.text, quote=draft.kind == "quote")
        if wrong:
            return wrong[0]
        for phrase in draft.phrases:
            if self.unheard(phrase):
                return f"{phrase.text!r} before it was introduced"
        if stray := self.points_at_nothing(draft.text):
            return f"{stray!r} before it was told"
        if repeats(draft.text, self.kept):
            return "says again what another sentence says"
        failures = check_sentence(Sentence(draft.text, draft.spans, draft.kind), self.reports)
        if failures:
            return f"{failures[0].token!r} {failures[0].reason}"
        return None

    def points_at_nothing(self, text: str) -> str | None:
        """ "the statement", "those remarks" of which the page has not told; None when none."""
        plain = re.sub(r"“[^”]*”", "“”", text)
        before = " ".join(self.kept).lower()
        for match in ANAPHOR.finditer(plain):
            noun = match[1].lower()
            stems = [noun[:5], *(a[:5] for a in prose()["anaphors"].get(_single(noun), ()))]
            earlier = f"{before} {plain[: match.start()].lower()}"
            if not any(re.search(rf"\b{re.escape(stem)}", earlier) for stem in stems):
                return match[0]
        return None

    def unheard(self, phrase: Phrase) -> bool:
        """Whether a phrase speaks of "the forces" of whom the page has not told."""
        match = re.fullmatch(r"[Tt]he ([a-z]+)", phrase.text)
        if match is None or match[1] in prose()["one_of_a_kind"]:
            return False
        noun = re.compile(rf"\b{match[1]}\b|^{match[1].capitalize()}\b")
        body = re.compile(rf"(?i)\b{match[1]}\b")
        return not any(
            (noun if match[1].endswith("s") else body).search(text) for text in self.kept
        )

    def take(self, drafts: Sequence[Draft]) -> Sentence | None:
        """Print the first draft that may be printed, and remember what it introduced."""
        for draft in drafts:
            draft = Draft(
                sentence(draft.text),
                tuple(dict.fromkeys(draft.spans)),
                draft.phrases,
                draft.days,
                draft.kind,
            )
            reason = self.why_not(draft)
            if reason is None:
                self.kept.append(draft.text)
                self.told_days.update(draft.days)
                self.namer.commit(draft.phrases)
                return Sentence(draft.text, draft.spans, draft.kind)
            self.dropped.append((draft.text, reason))
        return None


def _fullness(claim: Claim) -> float:
    """How much a claim offers a sentence: named parties, a day, sources, a sane length."""
    evidence = claim.evidence[0].text if claim.evidence else ""
    words = len(evidence.split())
    return (
        2.0 * any(a.person or a.country for a in claim.actors)
        + bool(claim.recipients)
        + bool(claim.time)
        + bool(claim.attribution)
        + 0.5 * len(claim.places)
        - 0.04 * abs(words - 20)
    )
