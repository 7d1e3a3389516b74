"""Which claims speak of one happening: event coreference across reports.

Claims are compared within blocks (same kind of record, same party), in one fixed order, and each
joins the group it agrees with best, provided no member rules it out. So the result depends on
the set of claims alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from rapidfuzz import fuzz

from brinkwatch.fuse.clocks import readings, same_time, zones
from brinkwatch.fuse.keys import (
    Interval,
    actor_key,
    content_words,
    interval,
    is_day_or_finer,
    is_vague,
    km_between,
    parties,
    when,
)
from brinkwatch.model import (
    Claim,
    Event,
    Indicator,
    Launch,
    Place,
    Report,
    Statement,
    Trend,
)

SAME = 0.5
"""Agreement from which two claims are one incident; the parts' weights are in `_agreement`."""

UNDATED = {"launch": 3, "event": 4, "statement": 2, "indicator": 3, "trend": 5}
"""A claim without a date is taken to lie within so many days before its publication."""

PLACE_KM = 150.0
"""Two points of origin nearer than this, beyond their own radii, may be one."""

WEAPON_CLASHES = {
    frozenset(pair) for pair in (
        ("ballistic", "cruise"), ("ballistic", "rocket artillery"), ("ballistic", "air defence"),
        ("cruise", "rocket artillery"), ("cruise", "air defence"), ("cruise", "space"),
        ("rocket artillery", "air defence"), ("rocket artillery", "space"),
        ("air defence", "space"),
    )
}
"""Kinds no observer takes for each other. A space launch is at times reported as ballistic."""

REPRESENTATIVES = 12
"""Members of a group a newcomer is compared with."""


@dataclass(slots=True)
class Mention:
    """A claim with what coreference looks at, computed once."""

    claim: Claim
    report: Report
    kind: str
    span: Interval | None
    spans: tuple[Interval, ...]
    """Every reading of its time; the first is `span`."""
    dated: bool
    who: frozenset[str]
    whom: frozenset[str]
    keys: frozenset[str]
    words: frozenset[str]
    order: tuple = ()


@dataclass(slots=True)
class Group:
    """Claims taken for one incident; `number` is its place in the order of founding."""

    number: int
    mentions: list[Mention] = field(default_factory=list)
    faces: list[Mention] = field(default_factory=list)

    def add(self, m: Mention) -> None:
        self.mentions.append(m)
        if len(self.faces) < REPRESENTATIVES and not any(_alike(m, f) for f in self.faces):
            self.faces.append(m)


def gather(reports: Mapping[str, Report], claims: Mapping[str, Sequence[Claim]]) -> list[Group]:
    """Group the claims of `reports` into incidents, in order of time."""
    mentions = [
        mention(claim, reports[report])
        for report in reports for claim in claims.get(report, ())
    ]
    mentions.sort(key=lambda m: m.order)
    blocks: dict[tuple[str, str], list[Group]] = defaultdict(list)
    groups: list[Group] = []
    for m in mentions:
        seen: set[int] = set()
        best: tuple[float, int] | None = None
        for block in _blocks(m):
            for at in range(len(blocks[block]) - 1, -1, -1):
                group = blocks[block][at]
                if group.number in seen:
                    continue
                seen.add(group.number)
                if _long_past(group, m):
                    continue
                score = _fit(m, group)
                if score >= SAME and (best is None or (score, -group.number) > best):
                    best = (score, -group.number)
        if best is None:
            group = Group(number=len(groups))
            groups.append(group)
        else:
            group = groups[-best[1]]
        group.add(m)
        for block in _blocks(m):
            if not any(known is group for known in blocks[block]):
                blocks[block].append(group)
    return groups


def mention(claim: Claim, report: Report) -> Mention:
    people = claim.actors
    others = claim.recipients
    if isinstance(claim, Statement):
        people, others = (claim.speaker,), claim.addressees
    known = [a for a in people if not is_vague(a)]
    spans = tuple(
        s for ref in readings(claim, report)
        if (s := interval(ref, zones(claim, report))) is not None
    )
    span = spans[0] if spans else None
    dated = span is not None and is_day_or_finer(claim.time)
    if span is None:
        days = UNDATED.get(claim.record, 4)
        end = when(report)
        span = (end - timedelta(days=days), end) if report.published else None
        spans = (span,) if span is not None else ()
    return Mention(
        claim=claim, report=report, kind=claim.record, span=span, spans=spans, dated=dated,
        who=parties(people), whom=parties(others),
        keys=frozenset(actor_key(a) for a in known),
        words=frozenset(_matter(claim)),
        order=(not dated, span[0] if span else when(report), when(report), report.id,
               claim.evidence[0].start if claim.evidence else 0, claim.id),
    )


def _matter(claim: Claim) -> Iterable[str]:
    """Yield the content words a claim is about: its quote, its object, else its evidence."""
    if isinstance(claim, Statement) and claim.quote:
        yield from content_words(claim.quote)
        return
    if isinstance(claim, Indicator):
        yield from content_words(claim.indicator)
    for piece in claim.evidence[:3]:
        yield from content_words(piece.text[:600])


def _blocks(m: Mention) -> list[tuple[str, str]]:
    kind = m.kind
    if isinstance(m.claim, Event):
        kind = f"event:{_FAMILY.get(m.claim.type or '', m.claim.type)}"
    return [(kind, w) for w in sorted(m.who)] or [(kind, "")]


_FAMILY = {
    "AGREE": "talk", "CONSULT": "talk", "COOPERATE": "talk", "SUPPORT": "talk",
    "ACCUSE": "words", "REJECT": "words", "THREATEN": "words",
    "COERCE": "force", "ASSAULT": "force", "SANCTION": "force",
}
"""PLOVER types coders confuse; claims of other types never corefer."""


def _alike(a: Mention, b: Mention) -> bool:
    return a.words == b.words and a.span == b.span and a.keys == b.keys and a.dated == b.dated


def _long_past(group: Group, m: Mention) -> bool:
    if m.span is None:
        return False
    return all(
        f.span is not None and f.span[1] + timedelta(days=20) < m.span[0] for f in group.faces
    )


def _fit(m: Mention, group: Group) -> float:
    """Return the mean agreement of the three best faces; 0 when one rules the newcomer out."""
    scores = []
    for face in group.faces:
        if clash(m, face):
            return 0.0
        scores.append(_agreement(m, face))
    scores.sort(reverse=True)
    return sum(scores[:3]) / len(scores[:3])


def clash(a: Mention, b: Mention) -> bool:
    """Tell whether two claims cannot be about one incident."""
    if a.kind != b.kind:
        return True
    if a.who and b.who and not a.who & b.who:
        return True
    pairs = [(x, y) for x in a.spans for y in b.spans]
    if a.dated and b.dated and not any(same_time(x, y) for x, y in pairs):
        return True
    if pairs and not any(_near_time(x, y) for x, y in pairs):
        return True
    if isinstance(a.claim, Launch) and isinstance(b.claim, Launch):
        if a.report.id == b.report.id and not (a.dated and b.dated):
            return True  # the reader makes one record a launch, so that two are two
        return _launches_clash(a.claim, b.claim)
    return False


def _near_time(a: Interval, b: Interval) -> bool:
    return a[0] <= b[1] + timedelta(hours=12) and b[0] <= a[1] + timedelta(hours=12)


def _launches_clash(a: Launch, b: Launch) -> bool:
    if frozenset((a.weapon.kind, b.weapon.kind)) in WEAPON_CLASHES:
        return True
    sure = a.certainty == b.certainty == "asserted"
    if (
        sure and a.weapon.system and b.weapon.system
        and fuzz.ratio(a.weapon.system.lower(), b.weapon.system.lower()) < 60
    ):
        return True
    here, there = _origin(a), _origin(b)
    if here is not None and there is not None:
        apart = km_between(here, there)
        return apart is not None and apart > PLACE_KM + _radius(here) + _radius(there)
    return False


def _origin(claim: Claim) -> Place | None:
    return next((p for p in claim.places if p.role == "origin"), None)


_RADIUS = {"site": 5.0, "city": 20.0, "county": 30.0, "province": 120.0, "country": 600.0,
           "sea": 600.0, "region": 300.0}


def _radius(place: Place) -> float:
    return place.radius_km or _RADIUS.get(place.precision or "", 50.0)


def _agreement(a: Mention, b: Mention) -> float:
    """Return agreement in 0 to 1, of actors, time, act and words."""
    if isinstance(a.claim, Launch) and isinstance(b.claim, Launch):
        return _launch_agreement(a, b)
    if isinstance(a.claim, Statement) and isinstance(b.claim, Statement):
        return _statement_agreement(a, b)
    if isinstance(a.claim, Indicator) and isinstance(b.claim, Indicator):
        same = a.claim.indicator == b.claim.indicator
        return 0.4 * same + 0.3 * bool(a.who & b.who) + 0.3 * _share(a.words, b.words)
    if isinstance(a.claim, Trend) and isinstance(b.claim, Trend):
        same = (a.claim.direction, a.claim.ordinal) == (b.claim.direction, b.claim.ordinal)
        return 0.35 * same + 0.25 * (a.claim.measure == b.claim.measure) + 0.4 * _share(
            a.words, b.words)
    who = _people(a.keys, b.keys, a.who, b.who)
    whom = 0.5 if not a.whom or not b.whom else (1.0 if a.whom & b.whom else 0.0)
    act = _act(a.claim, b.claim)
    text = _share(a.words, b.words)
    return 0.25 * who + 0.15 * whom + 0.25 * act + 0.35 * text


def _people(a: frozenset[str], b: frozenset[str], p: frozenset[str], q: frozenset[str]) -> float:
    if a & b:
        return 1.0
    return 0.6 if p & q else 0.0


def _act(a: Claim, b: Claim) -> float:
    if a.type == b.type and a.trigger and a.trigger == b.trigger:
        return 1.0
    if a.type == b.type:
        return 0.7 if a.mode == b.mode else 0.5
    return 0.2


def _launch_agreement(a: Mention, b: Mention) -> float:
    one, two = a.claim, b.claim
    assert isinstance(one, Launch)
    assert isinstance(two, Launch)
    time = 1.0 if a.dated and b.dated else 0.6
    kind = 1.0 if one.weapon.kind == two.weapon.kind != "unknown" else 0.5
    who = 1.0 if a.who & b.who else 0.4
    return 0.5 * time + 0.2 * kind + 0.3 * who


def _statement_agreement(a: Mention, b: Mention) -> float:
    one, two = a.claim, b.claim
    assert isinstance(one, Statement)
    assert isinstance(two, Statement)
    same = _people(a.keys, b.keys, a.who, b.who)
    said = max(
        fuzz.token_set_ratio(one.quote, two.quote) / 100 if one.quote and two.quote else 0.0,
        _share(a.words, b.words),
    )
    act = 1.0 if one.act == two.act else 0.3
    return (0.3 * same + 0.15 * act + 0.55 * said) if said >= 0.6 else 0.3 * said


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the overlap coefficient, damped where one side has few words to share."""
    if not a or not b:
        return 0.0
    few = min(len(a), len(b))
    return len(a & b) / max(few, 4)
