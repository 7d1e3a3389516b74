"""When a launch was fired: the clock times and days of the clauses that tell of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import launch_arms, syntax
from brinkwatch.extract.launch_flight import tells, verb_of
from brinkwatch.extract.launch_mention import Mention
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.knowledge.zones import localise, zone_of_country
from brinkwatch.model import TimeRef

PRECISE = frozenset({"minute", "hour", "part of day", "day"})
CLOCK = frozenset({"minute", "hour", "span"})
_TIME_ONLY = re.compile(r"(?:between |from |at |around |about )*[\d:. ]+ ?(?:[ap]\.?m\.?)?"
                        r"(?:.{0,14}[\d:]+ ?(?:[ap]\.?m\.?)?)?(?: ?\(?(?:GMT|UTC)\)?)?",
                        re.IGNORECASE)
_LASTS = re.compile(r"(?:in|after|for|within) [\w,. -]*?(?:seconds?|minutes?|hours?)",
                    re.IGNORECASE)
_ZONE = re.compile(r"\b(?:(?!local )\w+ [Tt]ime|[A-Z]{2,4}T|GMT|UTC|Z)\b")


def when(
    doc: Doc, mentions: Sequence[Mention], sents: Sequence[Span], country: str | None
) -> TimeRef | None:
    """When it was fired: the first clock time of a clause that tells of firing or detecting, on the
    day the mentions give; without a clock time that day. A clock time whose words name no zone has
    that of `country`, where it was fired from."""
    day = next((m.time for m in mentions if m.time is not None and m.time.precision == "day"
                and not m.back), None) or next(
        (m.time for m in mentions if m.time is not None and m.time.precision in PRECISE), None)
    ranked: list[tuple[int, int, TimeRef]] = []
    for sent in sents:
        for ref in doc._.times or ():
            if ref.start is None or ref.end is None or ref.begin is None \
                    or not sent.start_char <= ref.start < sent.end_char \
                    or ref.precision not in CLOCK or "T" not in ref.begin \
                    or _LASTS.fullmatch(ref.text):
                continue
            head = syntax.head_of(doc, ref.start, ref.end)
            if head is None:
                continue
            told = _told_at(head)
            if told is not None:
                ranked.append((told, ref.start, ref))
    if ranked:
        ref = min(ranked, key=lambda r: r[:2])[2]
        return _there(_on(day, ref), country)
    found = day or next((m.time for m in mentions if m.time is not None), None)
    return _there(found, country) if found is not None else None


def _there(ref: TimeRef, country: str | None) -> TimeRef:
    zone = zone_of_country(country) if country else None
    if zone is None or _ZONE.search(ref.text) or ref.begin is None or "T" not in ref.begin:
        return ref
    bare = dataclasses.replace(
        ref, begin=ref.begin[:16], until=ref.until[:16] if ref.until else None)
    return localise(bare, zone)


_RANKS = {"launch": 0, "detect": 1, "flight": 2}


def _told_at(head: Token) -> int | None:
    """How well a clock time belongs to the firing; None when its clause tells of a landing or an
    announcement."""
    verb = verb_of(head)
    told = tells(verb)
    if told == "landing":
        return None
    if told is not None:
        return _RANKS[told]
    if syntax.lemma(verb) in launch_words().held and any(
            base(c) == "obj" and syntax.lemma(c) in launch_words().nouns for c in verb.children):
        return _RANKS["launch"]
    subject = syntax.surface_subject(verb)
    if subject is not None and (launch_arms.is_arms(subject)
                                or syntax.lemma(subject) in launch_words().nouns):
        return 2
    if verb.pos_ not in {"VERB", "AUX"} or verb == head:
        return 3
    ahead = next((t for t in head.doc[head.i + 1:head.i + 15] if t.pos_ == "VERB"), None)
    return 3 if ahead is not None and tells(ahead) == "launch" else None


def _on(day: TimeRef | None, clock: TimeRef) -> TimeRef:
    """A clock time whose words name no date, put on the launch's day."""
    if day is None or day.begin is None or clock.begin is None or clock.until is None \
            or day.precision != "day" or not _TIME_ONLY.fullmatch(clock.text):
        return clock
    date = day.begin[:10]
    return dataclasses.replace(
        clock, begin=date + clock.begin[10:],
        until=(date if clock.until[:10] == clock.begin[:10] else clock.until[:10])
        + clock.until[10:])
