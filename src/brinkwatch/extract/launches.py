"""Launches: one record a launch, with every mention of it as evidence.

Mentions join the launch they speak of: by date where they have one, by kind, class and system of
weapon where they name one, else the one spoken of last. A second launch opens a record of its own
only when its date, its weapon or a word such as "previous" or "also" sets it apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from spacy.tokens import Doc, Span

from brinkwatch.extract import attribution, launch_fields, launch_flight, syntax
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.launch_mention import HYPOTHETICAL, Mention
from brinkwatch.extract.launch_mentions import mentions
from brinkwatch.extract.parties import Parties
from brinkwatch.model import Evidence, Launch, Report, TimeRef
from brinkwatch.read.annotations import text_of

NEAR = timedelta(days=1)
"""A date of publication or of another time zone may differ by a day."""
NEWS = timedelta(days=7)
"""A launch told without a date is one of the week before its report."""
_GOES_ON = re.compile(
    r"(?:(?:local|Eastern|Pacific|Central|Korean?|Tokyo|Moscow|Washington) time|[A-Z]{2,4}T\b|GMT|"
    r"UTC|on |in |at |from |and |to |[a-z])")


@dataclass(slots=True)
class Group:
    """The mentions of one launch."""

    mentions: list[Mention] = field(default_factory=list)
    time: TimeRef | None = None
    kind: str = "unknown"
    range_class: str | None = None
    system: str | None = None
    earlier: bool = False


def find(doc: Doc, report: Report, parties: Parties | None = None) -> list[Launch]:
    """The launches a text tells of, in the order they are first told."""
    parties = parties or Parties(doc)
    groups = _grouped(doc, report, parties)
    told = [g for g in groups if any(not m.back for m in g.mentions)]
    after = _consequences(doc, told)
    shared = _sentences(doc, told)
    return [_record(doc, report, g, parties, shared[i], after.get(i, []))
            for i, g in enumerate(told)]


def tokens(doc: Doc, parties: Parties) -> frozenset[int]:
    """Indexes of the words that carry launches, for other readers to leave alone."""
    return frozenset(m.token.i for m in mentions(doc, parties) if not m.back)


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
        if mention.token.pos_ != "VERB" or mention.arms is None or mention.actor is None \
                or syntax.is_infinitive(mention.token):
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
        group.time is None or (group.time.precision not in launch_flight.PRECISE
                               and mention.time.precision in launch_flight.PRECISE)
    ):
        group.time = mention.time


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


def passages(doc: Doc) -> list[Span]:
    """The sentences, those that the reader broke off before an end mark joined again: "On May 2 at
    6:36 a.m., | the army fired ..."."""
    found: list[Span] = []
    for sent in doc.sents:
        if found and _goes_on(found[-1], sent):
            found[-1] = doc[found[-1].start:sent.end]
        else:
            found.append(sent)
    return found


def _goes_on(before: Span, after: Span) -> bool:
    text = before.text_with_ws
    if "\n" in text[len(text.rstrip()):] or not after.text[:1].strip():
        return False
    end = text.rstrip()[-1:]
    return end.isalnum() or end == "," or (
        re.search(r"\b[ap]\.m\.$", text.rstrip()) is not None
        and _GOES_ON.match(after.text) is not None)


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
        if launch_fields.speaks_of_harm(text) or launch_fields.speaks_of_eez(text):
            before = [pair for pair in starts if pair[0] < sent.end]
            if before:
                found.setdefault(max(before)[1], []).append(sent)
    return found


def _bounds(doc: Doc, span: Span) -> tuple[int, int]:
    """Offsets of the passage that a stretch lies in, without blank space around it."""
    whole = next(p for p in passages(doc) if p.start <= span.start < p.end)
    left = len(whole.text) - len(whole.text.lstrip())
    return whole.start_char + left, whole.start_char + len(whole.text.rstrip())


def _with_figures(doc: Doc, own: list[Span]) -> list[Span]:
    """The sentences of a launch and those right behind them that only give a figure."""
    found = list(own)
    reach = False
    for sent in passages(doc):
        if any(sent.start <= s.start < sent.end for s in own):
            reach = True
        elif reach and launch_flight.figures(doc, sent):
            found.append(sent)
        else:
            reach = False
    return sorted(found, key=lambda s: s.start)


def _record(
    doc: Doc, report: Report, group: Group, parties: Parties, own: list[Span], after: list[Span]
) -> Launch:
    evidence: dict[int, Evidence] = {}
    told_of = _with_figures(doc, own)
    for span in sorted([*told_of, *after], key=lambda s: s.start):
        start, end = _bounds(doc, span)
        evidence.setdefault(start, Evidence(start, end, text_of(doc)[start:end]))
    told = [m for m in group.mentions if not m.back]
    named = next((m for m in told if m.actor is not None), None)
    sure = next((m for m in told if m.certainty == "asserted"), told[0])
    places = launch_flight.places(group.mentions, own, parties)
    actor = named.actor if named is not None else None
    texts = [s.text for s in own]
    casualties, damage = launch_fields.harm([*texts, *(s.text for s in after)])
    hurt, broken = launch_fields.done(told_of)
    return Launch(
        id=claim_id(report.id, "launch", [(e.start, e.end) for e in evidence.values()]
                    + [(told[0].token.idx, (told[0].arms or told[0].token).idx)], "weapons-test"),
        report=report.id,
        evidence=tuple(evidence[k] for k in sorted(evidence)),
        type="MOBILIZE",
        mode="weapons-test",
        cameo=None,
        actors=(actor,) if actor is not None else (),
        places=places,
        time=launch_flight.when(
            doc, group.mentions, own,
            next((p.country for p in places if p.role == "origin" and p.country),
                 actor.country if actor is not None else None)),
        attribution=attribution.chain(doc, sure.token.i),
        certainty="asserted" if sure.certainty in HYPOTHETICAL else sure.certainty,
        quantities=tuple(
            q for q in (doc._.quantities or ())
            if q.start is not None and any(s.start_char <= q.start < s.end_char for s in own)),
        trigger=syntax.lemma(told[0].token),
        weapon=launch_fields.weapon(group.mentions, own),
        count=launch_fields.count(group.mentions),
        distance_km=launch_flight.measures(told_of, parties, "distance"),
        altitude_km=launch_flight.measures(told_of, parties, "altitude"),
        flight_seconds=launch_flight.measures(told_of, parties, "duration"),
        outcome=launch_fields.outcome(group.mentions, own),
        casualties=casualties if hurt is None else hurt,
        damage=damage if broken is None else broken,
        outside_eez=launch_fields.outside_eez([*texts, *(s.text for s in after)]),
        platform=launch_fields.platform(texts),
    )
