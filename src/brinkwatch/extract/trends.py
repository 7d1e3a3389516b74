"""Trend claims: "accelerating in recent weeks", "the fourth this year", "the first since 2017"."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.numbers import find_numbers
from brinkwatch.knowledge.signs import directions, measures, wording
from brinkwatch.model import Actor, Evidence, Report, Trend
from brinkwatch.read.annotations import text_of

_SINCE = re.compile(
    r"\bsince ((?:(?:[A-Z][\w’'-]*\.? ){1,6}(?:took (?:office|power)|came to power|was sworn in|"
    r"assumed office)(?: (?:in|on) [A-Z]\w+(?: \d{1,2})?)?)|"
    r"the (?:spring|summer|autumn|winter|start of the (?:year|war|month))|"
    r"(?:early |late |mid-?)?(?:\w+ )?(?:19|20)\d\d|"
    r"(?:(?:early|late|mid)[ -])?(?:[A-Z]\w+\.?)(?: \d{1,2})?)(?!\w)|"
    r"\bin (?:about |around |roughly |nearly |almost |more than |over )?"
    r"((?!(?:as|the|recent|past|last|coming)\b)(?:\w+|\d+) "
    r"(?:days?|weeks?|months?|years?|decades?)|"
    r"(?:days|weeks|months|years|decades))\b")
_RANKED = re.compile(
    r"(?:\b(?:its|their|his|the|a)|\w['’]s?) (?:\w+ )?"
    r"(first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|\w+teenth|twentieth|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
_FULL_MONTH = re.compile(r"\b(May|June|July|\w{5,})\.$")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FAR = 120
"""Characters within which the series must be named."""


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
    window, since = wording("windows").search(text), _SINCE.search(text)
    found.extend(_directed(text, window, since))
    ranks = _ranks(text)
    found.extend(ranks)
    extreme = wording("extremes").search(text)
    if extreme is not None and not ranks and (since is not None or window is not None):
        found.append((extreme.start(), {
            "direction": "rising" if since is not None else None, "since": _after(since),
            "ordinal": 1, "window": window.group() if window and since is None else None}))
    record = wording("records").search(text)
    if record is not None and extreme is None:
        found.append((record.start(), {
            "direction": "rising", "window": window.group() if window else None}))
    latest = wording("latest").search(text)
    if latest is not None:
        found.append((latest.start(), {
            "ordinal": -1, "window": window.group() if window else None}))
    return found


def _directed(
    text: str, window: re.Match[str] | None, since: re.Match[str] | None
) -> list[tuple[int, dict]]:
    """The first direction the sentence gives a series; only a pace needs no stretch."""
    for name, pattern in directions():
        for match in pattern.finditer(text):
            if name == "accelerating" or (
                (window is not None or (since is not None and since.group(1)))
                and wording("moved").match(text, match.end()) is None
            ):
                return [(match.start(), {
                    "direction": name, "window": window.group() if window else None,
                    "since": _after(since) if window is None else None})]
    return []


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
        ordinal = int(number[0][2])
        straight = wording("straight").match(text, mark.end() + 1)
        many = wording("in as many").search(own)
        if straight is not None or (many is not None and ordinal < len(_NUMBERS)):
            stretch = f"{straight.group(1)}s in a row" if straight is not None else \
                f"{_NUMBERS[ordinal]} {many.group(1) if many else ''}"
            found.append((mark.start(1), {"ordinal": ordinal, "since": None, "window": stretch}))
            continue
        for words in (own, text[mark.end():], text):
            window, since = wording("windows").search(words), _SINCE.search(words)
            if window is not None or since is not None:
                found.append((mark.start(1), {
                    "ordinal": ordinal, "since": _after(since),
                    "window": window.group() if window else None,
                }))
                break
    return found


def _after(since: re.Match[str] | None) -> str | None:
    if since is None:
        return None
    words = str(since.group(1) or since.group(2))
    return _FULL_MONTH.sub(r"\1", words)


def _measure(text: str, at: int) -> str | None:
    """The series the claim is about: of the longest wordings, the one nearest to it."""
    found = [(m.start(), m.end(), name) for name, p in measures() for m in p.finditer(text)]
    whole = [
        (start, end, name) for start, end, name in found
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
    ]
    best = min(whole, key=lambda f: abs(f[0] - at), default=None)
    return best[2] if best is not None and abs(best[0] - at) < _FAR else None


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
        evidence=(Evidence(start, end, text_of(doc)[start:end]),),
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
        for doer in (syntax.surface_subject(up), syntax.owner(up)):
            if doer is not None:
                actor = parties.of(doer)
                if usable(actor) and actor is not None:
                    return (actor,)
    first = next((parties.of(t) for t in sent if usable(parties.mention(t))), None)
    return (first,) if first is not None and usable(first) else ()
