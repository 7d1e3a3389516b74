"""Trend claims: "accelerating in recent weeks", "the fourth this year", "the first since 2017"."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.numbers import find_numbers
from brinkwatch.knowledge.signs import directions, measures
from brinkwatch.model import Actor, Evidence, Report, Trend

_WINDOW = re.compile(
    r"\b(?:in|over|during|within|for) (?:the )?(?:recent|last|past|previous|coming) "
    r"(?:\w+ ){0,2}?(?:days?|weeks?|months?|years?|decades?)\b|"
    r"\b(?:this|last) (?:week|month|year|quarter|decade)\b|\bso far this year\b|"
    r"\b(?:of|in) (?:19|20)\d\d\b|\brecent(?:ly)?\b", re.IGNORECASE)
_SINCE = re.compile(
    r"\bsince ((?:(?:[A-Z][\w’'-]*\.? ){1,6}(?:took (?:office|power)|came to power|was sworn in|"
    r"assumed office)(?: (?:in|on) [A-Z]\w+(?: \d{1,2})?)?)|"
    r"(?:early |late |mid-?)?(?:\w+ )?(?:19|20)\d\d|"
    r"(?:(?:early|late|mid)[ -])?(?:[A-Z]\w+\.?)(?: \d{1,2})?)(?!\w)|"
    r"\bin (?:about |around |roughly |nearly |almost |more than |over )?"
    r"((?:\w+|\d+) (?:days?|weeks?|months?|years?|decades?))\b")
_RANKED = re.compile(
    r"(?:\b(?:its|their|his|the|a)|\w['’]s?) (?:\w+ )?"
    r"(first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|\w+teenth|twentieth|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
_EXTREME = re.compile(
    r"\b(?:largest|biggest|longest|highest|heaviest|deadliest|worst|most \w+|strongest|record)\b",
    re.IGNORECASE)
_LATEST = re.compile(
    r"\blatest (?:in|of) (?:a|the|its) (?:\w+ ){0,2}(?:series|string|spate|flurry|wave)",
    re.IGNORECASE)


def find(doc: Doc, report: Report, parties: Parties | None = None) -> list[Trend]:
    """The trend claims of a text, in text order."""
    parties = parties or Parties(doc)
    found = []
    for sent in doc.sents:
        for at, fields in _claims(sent.text):
            measure = _measure(sent.text, at)
            if measure is None:
                continue
            token = _token(doc, sent.start_char + at)
            if token is None:
                continue
            found.append(_record(doc, report, sent, token, measure, fields, parties))
    return found


def _claims(text: str) -> list[tuple[int, dict]]:
    """(place in the sentence, fields) of each claim about a series."""
    found: list[tuple[int, dict]] = []
    window = _WINDOW.search(text)
    since = _SINCE.search(text)
    for name, pattern in directions():
        match = pattern.search(text)
        if match is not None and (name == "accelerating" or window is not None):
            if not any(f.get("direction") for _, f in found):
                found.append((match.start(), {
                    "direction": name, "window": window.group() if window else None}))
    found.extend(_ranks(text))
    extreme = _EXTREME.search(text)
    if extreme is not None and since is not None and since.group().startswith("since"):
        found.append((extreme.start(), {
            "direction": "rising", "since": _after(since), "ordinal": 1}))
    latest = _LATEST.search(text)
    if latest is not None:
        found.append((latest.start(), {
            "ordinal": -1, "window": window.group() if window else None}))
    return found


def _ranks(text: str) -> list[tuple[int, dict]]:
    """Every rank with a stretch of its own: "its fourth this year and its first in three weeks"
    are two. A rank without one takes the next rank's ("the first and largest this year")."""
    found: list[tuple[int, dict]] = []
    marks = list(_RANKED.finditer(text))
    for n, mark in enumerate(marks):
        number = find_numbers(mark.group(1))
        if not number:
            continue
        own = text[mark.end():marks[n + 1].start() if n + 1 < len(marks) else len(text)]
        for words in (own, text[mark.end():], text):
            window, since = _WINDOW.search(words), _SINCE.search(words)
            if window is not None or since is not None:
                found.append((mark.start(1), {
                    "ordinal": int(number[0][2]), "since": _after(since),
                    "window": window.group() if window else None,
                }))
                break
    return found


def _after(since: re.Match[str] | None) -> str | None:
    return (since.group(1) or since.group(2)) if since is not None else None


def _measure(text: str, at: int) -> str | None:
    """The series the claim is about: the one named nearest to it."""
    best: tuple[int, str] | None = None
    for name, pattern in measures():
        for match in pattern.finditer(text):
            steps = abs(match.start() - at)
            if best is None or steps < best[0]:
                best = (steps, name)
    return best[1] if best is not None and best[0] < 120 else None


def _token(doc: Doc, char: int) -> Token | None:
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _record(
    doc: Doc, report: Report, sent: Span, token: Token, measure: str, fields: dict,
    parties: Parties,
) -> Trend:
    start, end = syntax.sentence_bounds(token)
    return Trend(
        id=claim_id(report.id, "trend", [(start, end), (token.idx, token.idx)], measure),
        report=report.id,
        evidence=(Evidence(start, end, doc.text[start:end]),),
        actors=_actors(sent, token, parties),
        attribution=attribution.chain(doc, token.i),
        certainty=certainty.of(doc, token.i),
        trigger=syntax.lemma(token),
        measure=measure,
        **fields,
    )


def _actors(sent: Span, token: Token, parties: Parties) -> tuple[Actor, ...]:
    """Whose series it is: the possessor of a noun above the word ("the North's first launch"), else
    who acts in the clause, else the first party of the sentence."""
    up_to = syntax.path(token)
    owners = [c for up in up_to for c in up.children if c.dep_ == "nmod:poss"]
    for node in owners:
        actor = parties.of(node)
        if usable(actor) and actor is not None and actor.country:
            return (actor,)
    for up in up_to:
        for node in (syntax.surface_subject(up), syntax.owner(up)):
            if node is not None:
                actor = parties.of(node)
                if usable(actor) and actor is not None:
                    return (actor,)
    first = next((parties.of(t) for t in sent if usable(parties.mention(t))), None)
    return (first,) if first is not None and usable(first) else ()
