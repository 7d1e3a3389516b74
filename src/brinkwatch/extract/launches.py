"""Launches: one record a launch, with every mention of it as evidence.

Mentions join the launch they speak of: by date where they have one, by kind, class and system of
weapon where they name one, else the one spoken of last. A second launch opens a record of its own
only when its date, its weapon or a word such as "previous" or "also" sets it apart.
"""

from __future__ import annotations

from datetime import date, timedelta

from spacy.tokens import Doc, Span

from brinkwatch.extract import (
    launch_fields,
    launch_harm,
    launch_times,
    syntax,
)
from brinkwatch.extract.launch_mention import HYPOTHETICAL, Mention
from brinkwatch.extract.launch_mentions import mentions
from brinkwatch.extract.launch_record import Group, passages, record
from brinkwatch.extract.parties import Parties
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Launch, Report, TimeRef

NEAR = timedelta(days=1)
"""A date of publication or of another time zone may differ by a day."""
NEWS = timedelta(days=7)
"""A launch told without a date is one of the week before its report."""


def find(doc: Doc, report: Report, parties: Parties | None = None) -> list[Launch]:
    """The launches a text tells of, in the order they are first told."""
    parties = parties or Parties(doc)
    groups = _grouped(doc, report, parties)
    told = [g for g in groups if any(not m.back for m in g.mentions)]
    after = _consequences(doc, told)
    shared = _sentences(doc, told)
    return [record(doc, report, g, parties, shared[i], after.get(i, []))
            for i, g in enumerate(told)]


def tokens(doc: Doc, parties: Parties, back: bool = False) -> frozenset[int]:
    """Indexes of the words that carry launches and of what was launched, for other readers to leave
    alone.

    Args:
        back: with those that only point back.
    """
    return frozenset(t.i for m in mentions(doc, parties) if back or not m.back
                     for t in (m.token, m.arms) if t is not None)


def _grouped(doc: Doc, report: Report, parties: Parties) -> list[Group]:
    groups: list[Group] = []
    for mention in mentions(doc, parties):
        _place(mention, groups, report.published.date() if report.published else None)
    return groups


def _place(mention: Mention, groups: list[Group], published: date | None) -> None:
    kind = launch_fields.kind_of(mention)
    range_class = launch_fields.class_of(mention)
    system = launch_fields.system_of(mention)
    fitting = [
        g for g in groups
        if _fits(mention, (kind, range_class, system), g, published)
    ]
    if mention.back and not fitting:
        if not _told_here(mention, system):
            return
        mention.back = False  # "India test-fired the Agni-V": known by name, told here first
    same = [g for g in fitting if system is not None and g.system == system]
    if fitting and not (mention.earlier and not mention.back and not fitting[-1].earlier):
        group = (same or fitting)[-1]
    else:
        group = Group(earlier=mention.earlier)
        groups.append(group)
    group.mentions.append(mention)
    if group.kind == "unknown":
        group.kind = kind
    group.range_class = group.range_class or range_class
    group.system = group.system or system
    if mention.time is not None and (
        group.time is None or (group.time.precision not in launch_times.PRECISE
                               and mention.time.precision in launch_times.PRECISE)
    ):
        group.time = mention.time


def _told_here(mention: Mention, system: str | None) -> bool:
    """Whether a definite weapon is told of here for the first time: by whom, of what make, when or
    from where it was fired, or how it flew."""
    if mention.token.pos_ != "VERB" or mention.arms is None or mention.certainty in HYPOTHETICAL:
        return False
    if syntax.is_infinitive(mention.token) and mention.tried is None:
        return False
    words = launch_words()
    lemma = syntax.lemma(mention.token)
    return (
        mention.actor is not None or system is not None or mention.time is not None
        or lemma in words.flight
        or any(prep == "from" for node in (mention.token, mention.arms)
               for prep, _ in syntax.obliques(node)))


def _fits(
    mention: Mention, weapon: tuple[str, str | None, str | None], group: Group,
    published: date | None,
) -> bool:
    for mine, other in zip(weapon, (group.kind, group.range_class, group.system), strict=True):
        if mine not in (None, "unknown") and other not in (None, "unknown") and mine != other:
            return False
    if mention.earlier and not group.earlier:
        return False
    if mention.another and not mention.back:
        return False
    return _same_time(mention, group, published)


def _same_time(mention: Mention, group: Group, published: date | None) -> bool:
    one, other = _interval(mention.time), _interval(group.time)
    if one is None:
        return True
    if other is None:
        if mention.back or published is None or group.earlier:
            return True
        other = published - NEWS, published + NEAR
    return one[0] <= other[1] + NEAR and other[0] <= one[1] + NEAR


def _interval(time: TimeRef | None) -> tuple[date, date] | None:
    if time is None or not time.begin or not time.until:
        return None
    try:
        return date.fromisoformat(time.begin[:10]), date.fromisoformat(time.until[:10])
    except ValueError:
        return None


def _sentences(doc: Doc, groups: list[Group]) -> list[list[Span]]:
    """The sentences, or the parts of sentences, that speak of each launch: where one sentence
    tells of several, each has the stretch from its first mention there to the next launch's."""
    found: list[list[Span]] = [[] for _ in groups]
    for sent in passages(doc):
        marks = sorted(
            (m.token.i if m.arms is None else min(m.token.i, m.arms.i), i)
            for i, g in enumerate(groups) for m in g.mentions
            if sent.start <= m.token.i < sent.end
        )
        owners = [i for _, i in marks]
        if not owners:
            continue
        if len(set(owners)) == 1:
            found[owners[0]].append(sent)
            continue
        start = sent.start
        for n, (_, owner) in enumerate(marks):
            end = marks[n + 1][0] if n + 1 < len(marks) else sent.end
            if n + 1 < len(marks) and marks[n + 1][1] == owner:
                continue
            found[owner].append(doc[start:end])
            start = end
    return found


def _consequences(doc: Doc, groups: list[Group]) -> dict[int, list[Span]]:
    """Sentences on harm and on where it fell that name no launch go to the one told last, earlier
    ones told as background left out."""
    found: dict[int, list[Span]] = {}
    if not groups:
        return found
    first = _interval(groups[0].time)
    starts = [
        (g.mentions[0].token.i, i) for i, g in enumerate(groups)
        if not i or first is None or (own := _interval(g.time)) is None
        or own[1] >= first[0] - NEAR
    ]
    for sent in doc.sents:
        text = sent.text
        if launch_harm.speaks_of_harm(text) or launch_harm.speaks_of_eez(text):
            before = [pair for pair in starts if pair[0] < sent.end]
            if before:
                found.setdefault(max(before)[1], []).append(sent)
    return found
