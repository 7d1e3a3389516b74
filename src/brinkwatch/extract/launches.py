"""Launches: one record a launch, with every mention of it as evidence.

Mentions join the launch they speak of: by date where they have one, by kind of weapon where they name
one, else the one spoken of last. A second launch opens a record of its own only when its date, its kind
or a word such as "previous" sets it apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from spacy.tokens import Doc, Span

from brinkwatch.extract import attribution, launch_fields, syntax
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.launch_mentions import HYPOTHETICAL, Mention, mentions
from brinkwatch.extract.parties import Parties
from brinkwatch.model import Evidence, Launch, Report, TimeRef

PRECISE = frozenset({"minute", "hour", "part of day", "day"})
NEAR = timedelta(days=1)
"""A date of publication or of another time zone may differ by a day."""


@dataclass(slots=True)
class Group:
    """The mentions of one launch."""

    mentions: list[Mention] = field(default_factory=list)
    time: TimeRef | None = None
    kind: str = "unknown"
    earlier: bool = False


def find(doc: Doc, report: Report, parties: Parties | None = None) -> list[Launch]:
    """The launches a text tells of, in the order they are first told."""
    parties = parties or Parties(doc)
    groups: list[Group] = []
    for mention in mentions(doc, parties):
        _place(mention, groups)
    told = [g for g in groups if any(not m.back for m in g.mentions)]
    after = _consequences(doc, told)
    return [_record(doc, report, g, parties, after.get(i, [])) for i, g in enumerate(told)]


def tokens(doc: Doc, parties: Parties) -> frozenset[int]:
    """Indexes of the words that carry launches, for other readers to leave alone."""
    return frozenset(m.token.i for m in mentions(doc, parties) if not m.back)


def _place(mention: Mention, groups: list[Group]) -> None:
    kind = launch_fields.weapon([(_near(mention), 0)]).kind
    fitting = [g for g in groups if _fits(mention, kind, g)]
    if mention.back and not fitting:
        return
    if fitting and not (mention.earlier and not mention.back and not fitting[-1].earlier):
        group = fitting[-1]
    else:
        group = Group(earlier=mention.earlier)
        groups.append(group)
    group.mentions.append(mention)
    if group.kind == "unknown":
        group.kind = kind
    if mention.time is not None and (
        group.time is None or (group.time.precision not in PRECISE
                               and mention.time.precision in PRECISE)
    ):
        group.time = mention.time


def _near(mention: Mention) -> str:
    """The words of the mention's own phrase."""
    noun = mention.arms or mention.token
    start, end = syntax.phrase(noun)
    if syntax.base(noun) in {"compound", "amod", "nmod"}:
        more = syntax.phrase(mention.token)
        start, end = min(start, more[0]), max(end, more[1])
    return noun.doc.text[start:end]


def _fits(mention: Mention, kind: str, group: Group) -> bool:
    if "unknown" not in (kind, group.kind) and kind != group.kind:
        return False
    if mention.earlier and not group.earlier:
        return False
    return _same_time(mention.time, group.time)


def _same_time(one: TimeRef | None, other: TimeRef | None) -> bool:
    if one is None or other is None or not (one.begin and one.until and other.begin and other.until):
        return True
    a, b = date.fromisoformat(one.begin[:10]), date.fromisoformat(one.until[:10])
    c, d = date.fromisoformat(other.begin[:10]), date.fromisoformat(other.until[:10])
    return a <= d + NEAR and c <= b + NEAR


def _consequences(doc: Doc, groups: list[Group]) -> dict[int, list[Span]]:
    """Sentences on harm and on where it fell that name no launch go to the one told last."""
    found: dict[int, list[Span]] = {}
    if not groups:
        return found
    starts = [(g.mentions[0].token.i, i) for i, g in enumerate(groups)]
    for sent in doc.sents:
        text = sent.text
        if launch_fields.speaks_of_harm(text) or launch_fields.speaks_of_eez(text):
            before = [pair for pair in starts if pair[0] < sent.end]
            if before:
                found.setdefault(max(before)[1], []).append(sent)
    return found


def _record(
    doc: Doc, report: Report, group: Group, parties: Parties, after: list[Span]
) -> Launch:
    sents: dict[int, Span] = {}
    for mention in group.mentions:
        sents.setdefault(mention.token.sent.start, mention.token.sent)
    own = [sents[i] for i in sorted(sents)]
    evidence = []
    for sent in own:
        start, end = syntax.sentence_bounds(sent.root)
        evidence.append(Evidence(start, end, doc.text[start:end]))
    texts = [s.text for s in own]
    told = [m for m in group.mentions if not m.back]
    named = next((m for m in told if m.actor is not None), None)
    sure = next((m for m in told if m.certainty == "asserted"), told[0])
    casualties, damage = launch_fields.harm([*texts, *(s.text for s in after)])
    quantities = tuple(
        q for q in (doc._.quantities or ())
        if q.start is not None and any(s.start_char <= q.start < s.end_char for s in own)
    )
    return Launch(
        id=claim_id(report.id, "launch", [(e.start, e.end) for e in evidence]
                    + [(told[0].token.idx, told[0].token.idx)], "weapons-test"),
        report=report.id,
        evidence=tuple(evidence),
        type="MOBILIZE",
        mode="weapons-test",
        cameo=None,
        actors=(named.actor,) if named is not None and named.actor is not None else (),
        places=launch_fields.places(group.mentions, parties),
        time=group.time,
        attribution=attribution.chain(doc, sure.token.i),
        certainty="asserted" if sure.certainty in HYPOTHETICAL else sure.certainty,
        quantities=quantities,
        trigger=syntax.lemma(told[0].token),
        weapon=launch_fields.weapon([(t, 0) for t in texts]),
        count=launch_fields.count(group.mentions),
        distance_km=launch_fields.measures(doc, own, "distance"),
        altitude_km=launch_fields.measures(doc, own, "altitude"),
        flight_seconds=launch_fields.measures(doc, own, "duration"),
        outcome=launch_fields.outcome(texts),
        casualties=casualties,
        damage=damage,
        outside_eez=launch_fields.outside_eez([*texts, *(s.text for s in after)]),
        platform=launch_fields.platform(texts),
    )
