"""How far two claims agree on what happened, and what rules out that they speak of one thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from rapidfuzz import fuzz

from brinkwatch.fuse.clocks import same_time
from brinkwatch.fuse.keys import Interval, km_between
from brinkwatch.fuse.mentions import Mention
from brinkwatch.fuse.values import agree
from brinkwatch.model import Claim, Event, Indicator, Launch, Place, Statement, Trend

PLACE_KM = 150.0
"""Two points of origin nearer than this, beyond their own radii, may be one."""

SITE_KM = 30.0
"""The same for the places of deeds on the ground, which are better known."""

ONE_NAME = 85
"""Likeness of two words of a name, of 100, from which they may be spellings of one."""

WEAPON_CLASHES = {
    frozenset(pair) for pair in (
        ("ballistic", "cruise"), ("ballistic", "rocket artillery"), ("ballistic", "air defence"),
        ("cruise", "rocket artillery"), ("cruise", "air defence"), ("cruise", "space"),
        ("rocket artillery", "air defence"), ("rocket artillery", "space"),
        ("air defence", "space"),
    )
}
"""Kinds no observer takes for each other. A space launch is at times reported as ballistic."""


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
    if a.kind == "launch":
        two = isinstance(a.claim, Launch) and isinstance(b.claim, Launch)
        if two and a.report.id == b.report.id and not (a.dated and b.dated):
            return True  # the reader makes one record a launch, so that two are two
        return _launches_clash(a.claim, b.claim) or _apart(a, b, PLACE_KM)
    return isinstance(a.claim, Event) and _apart(a, b, SITE_KM)


def _near_time(a: Interval, b: Interval) -> bool:
    return a[0] <= b[1] + timedelta(hours=12) and b[0] <= a[1] + timedelta(hours=12)


def _launches_clash(a: Claim, b: Claim) -> bool:
    if not (isinstance(a, Launch) and isinstance(b, Launch)):
        return False
    if frozenset((a.weapon.kind, b.weapon.kind)) in WEAPON_CLASHES:
        return True
    sure = a.certainty == b.certainty == "asserted"
    return bool(
        sure and a.weapon.system and b.weapon.system
        and fuzz.ratio(a.weapon.system.lower(), b.weapon.system.lower()) < 60
    )


def _apart(a: Mention, b: Mention, slack: float) -> bool:
    """Tell whether two claims name places that are no part of each other."""
    pairs = [(p, q) for p in a.places for q in b.places]
    return bool(pairs) and all(_far(p, q, slack) for p, q in pairs)


def _far(p: Place, q: Place, slack: float) -> bool:
    if _spelt_alike(p.name, q.name):
        return False  # the gazetteer may have put one of the two elsewhere
    apart = km_between(p, q)
    return apart is not None and apart > slack + _radius(p) + _radius(q)


def _spelt_alike(a: str, b: str) -> bool:
    """Tell whether two names may be spellings of one: "Sunchon" and "Suncheon", but not "North
    Hamgyong" and "South Hamgyong"."""
    one, two = a.casefold().split(), b.casefold().split()
    return len(one) == len(two) and all(
        fuzz.ratio(x, y) >= ONE_NAME for x, y in zip(one, two, strict=True))


_RADIUS = {"site": 5.0, "city": 20.0, "county": 30.0, "province": 120.0, "country": 600.0,
           "sea": 600.0, "region": 300.0}


def _radius(place: Place) -> float:
    return place.radius_km or _RADIUS.get(place.precision or "", 50.0)


def agreement(a: Mention, b: Mention) -> float:
    """Return agreement in 0 to 1, of actors, time, act and words."""
    if a.kind == b.kind == "launch":
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
    parts = (
        (0.20, _people(a.keys, b.keys, a.who, b.who)),
        (0.10, 0.5 if not a.whom or not b.whom else (1.0 if a.whom & b.whom else 0.0)),
        (0.15, 1.0 if a.places and b.places else 0.4),  # places apart have clashed before
        (0.10, _counts(a.figures, b.figures)),
        (0.20, _act(a.claim, b.claim)),
        (0.25, _share(a.words, b.words)),
    )
    return sum(weight * value for weight, value in parts)


def _counts(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    shared = a.keys() & b.keys()
    if not shared:
        return 0.5
    return sum(agree(a[k], b[k]) for k in shared) / len(shared)


def _people(a: frozenset[str], b: frozenset[str], p: frozenset[str], q: frozenset[str]) -> float:
    if a & b:
        return 1.0
    if not p or not q:
        return 0.4
    return 0.6 if p & q else 0.0


def _act(a: Claim, b: Claim) -> float:
    if isinstance(a, Event) and isinstance(b, Event) and a.kind and b.kind:
        same = a.trigger is not None and a.trigger == b.trigger
        return (1.0 if same else 0.9) if a.kind == b.kind else 0.2
    if a.type == b.type and a.trigger and a.trigger == b.trigger:
        return 1.0
    if a.type == b.type:
        return 0.7 if a.mode == b.mode else 0.5
    return 0.2


def _launch_agreement(a: Mention, b: Mention) -> float:
    time = 1.0 if a.dated and b.dated else 0.6
    kind = 1.0 if _weapon(a.claim) == _weapon(b.claim) != "unknown" else 0.5
    who = 1.0 if a.who & b.who else min(0.8, 1.6 * _share(a.words, b.words))
    return 0.5 * time + 0.2 * kind + 0.3 * who


def _weapon(claim: Claim) -> str:
    return claim.weapon.kind if isinstance(claim, Launch) else "unknown"


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
