"""How far two claims agree on what happened, and what rules out that they speak of one thing."""

from __future__ import annotations

from datetime import timedelta

from rapidfuzz import fuzz

from brinkwatch.fuse.clocks import same_time
from brinkwatch.fuse.keys import Interval, km_between
from brinkwatch.fuse.mentions import Mention
from brinkwatch.model import Claim, Indicator, Launch, Place, Statement, Trend

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


def agreement(a: Mention, b: Mention) -> float:
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
