"""How tense it is between two states, as a level against their own past.

Methods and reasons: docs/methodology/tension.md; weights: knowledge/data/tension.yaml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brinkwatch.assess.counting import BALLISTIC
from brinkwatch.assess.deeds import Deed, of_entries
from brinkwatch.assess.log import Log, words
from brinkwatch.assess.tempo import covered_from
from brinkwatch.knowledge.tension import Weights, weights
from brinkwatch.model import Assessment

METHOD = f"tension {weights().version}"
KIND = "tension"
DRAWS = 400
LEVEL = 0.90
SHOWN = 8
"""Events told of as those that moved the score."""
CHART_DAYS = 180
LEAST_REPORTED = 3
"""Reported events from one to the other without which launches at nobody do not stand for a pair.
"""


@dataclass(frozen=True, slots=True)
class Tension:
    """The score of one day and what it stands among.

    `rank` is the share of the pair's past days that were calmer; None where the past is too short.
    """

    pair: tuple[str, str]
    day: date
    value: float
    rank: float | None
    low: float | None
    high: float | None
    level: str
    basis: str
    first: date | None
    deeds: tuple[Deed, ...]
    series: tuple[float, ...] = ()


def weight(deed: Deed, pair: tuple[str, str], w: Weights) -> float:
    """What an event adds on its own day: intensity by certainty, origins and direction."""
    told = 1 - (1 - w.one_origin) ** deed.origins
    side = 1.0 if deed.recipient in pair else w.undirected
    ease = w.cooperation if deed.intensity < 0 else 1.0
    return deed.intensity * w.certainty.get(deed.certainty, 0.0) * told * side * ease


def between(deeds: Iterable[Deed], pair: tuple[str, str]) -> list[Deed]:
    """Events of the pair: of one to the other, or of one to nobody named."""
    return [
        d for d in deeds
        if d.actor in pair and (d.recipient is None or (d.recipient in pair
                                                        and d.recipient != d.actor))
    ]


def daily(
    deeds: Sequence[Deed], pair: tuple[str, str], first: date, last: date, w: Weights
) -> NDArray[np.float64]:
    """The score of each day in [first, last]; events before `first` do not count."""
    shock = np.zeros((last - first).days + 1)
    for deed in deeds:
        if first <= deed.day <= last:
            shock[(deed.day - first).days] += weight(deed, pair, w)
    keep = 0.5 ** (1 / w.half_life)
    out = np.empty_like(shock)
    total = 0.0
    for n, value in enumerate(shock):
        total = total * keep + value
        out[n] = total
    return out


def rank(series: NDArray[np.float64], value: float, w: Weights) -> float:
    """Share of the past days (all but the last) that were calmer; a day without events is never
    tenser than another."""
    past = series[:-1][-w.past:]
    if value <= 1e-9:
        return 0.0
    return float(((past < value - 1e-9).sum() + 0.5 * (abs(past - value) <= 1e-9).sum())
                 / len(past))


def measure(
    deeds: Sequence[Deed], pair: tuple[str, str], first: date, last: date, basis: str,
    w: Weights | None = None,
) -> Tension:
    """The tension on `last` among the days since `first`.

    The interval (90 %) comes from drawing each event with its certainty as its chance of being
    true and an exponential weight (Bayesian bootstrap, Rubin 1981), with a fixed seed.
    """
    w = w or weights()
    mine = [d for d in between(deeds, pair) if first <= d.day <= last]
    series = daily(mine, pair, first, last, w)
    value = float(series[-1])
    if len(series) - 1 < w.least_past or not np.any(np.abs(series[:-1]) > 1e-9):
        return Tension(pair, last, value, None, None, None, "not judged", basis, first,
                       tuple(mine), tuple(series))
    place = rank(series, value, w)
    low, high = _interval(mine, pair, last, series, w)
    return Tension(pair, last, value, place, low, high, w.level(place), basis, first,
                   tuple(mine), tuple(series))


def _interval(
    deeds: Sequence[Deed], pair: tuple[str, str], last: date, series: NDArray[np.float64],
    w: Weights,
) -> tuple[float, float]:
    recent = [d for d in deeds if (last - d.day).days <= 10 * w.half_life]
    if not recent:
        return 0.0, 0.0
    random = np.random.default_rng(20251107)
    sure = np.array([w.certainty.get(d.certainty, 0.0) for d in recent])
    plain = replace(w, certainty=dict.fromkeys(w.certainty, 1.0))
    worth = np.array([
        weight(d, pair, plain) * 0.5 ** ((last - d.day).days / w.half_life) for d in recent])
    draws = random.random((DRAWS, len(recent))) < sure
    values = (draws * random.exponential(size=draws.shape) * worth).sum(axis=1)
    ranks = [rank(series, float(v), w) for v in values]
    tail = (1 - LEVEL) / 2
    return float(np.quantile(ranks, tail)), float(np.quantile(ranks, 1 - tail))


def sensitivity(found: Tension, w: Weights | None = None) -> list[dict[str, Any]]:
    """What the result would be with each weight changed: {weight, from, to, value, rank, level}."""
    w = w or weights()
    if found.first is None:
        return []
    tried: list[tuple[str, float, float, Weights]] = []
    for factor in (0.5, 2.0):
        tried.append(("half_life", w.half_life, w.half_life * factor,
                      replace(w, half_life=w.half_life * factor)))
    tried += [("undirected", w.undirected, v, replace(w, undirected=v)) for v in (0.0, 1.0)]
    tried += [("one_origin", w.one_origin, v, replace(w, one_origin=v)) for v in (0.25, 1.0)]
    tried.append(("cooperation", w.cooperation, 0.0, replace(w, cooperation=0.0)))
    for name in dict.fromkeys(d.certainty for d in found.deeds):
        held = w.certainty.get(name, 0.0)
        tried.append((f"certainty {name}", held, held / 2,
                      replace(w, certainty={**w.certainty, name: held / 2})))
    out = []
    for name, before, after, changed in tried:
        other = measure(found.deeds, found.pair, found.first, found.day, found.basis, changed)
        out.append({"weight": name, "from": before, "to": after, "value": round(other.value, 3),
                    "rank": None if other.rank is None else round(other.rank, 3),
                    "level": other.level})
    return out


def judge(deeds: Sequence[Deed], pair: tuple[str, str], day: date, log: Log,
          w: Weights | None = None) -> Tension:
    """The tension of a pair on a day, on the widest basis whose past is known.

    Reported events are ranked only where the record watched the pair for `least_past` days; else
    the events between them that an imported history lists; else the launches of one of them, in a
    history complete over the past, stand for a pair that has at least `LEAST_REPORTED` reported
    events; else no level is given.
    """
    w = w or weights()
    spans = [s for p in pair for s in log.watched.get(p, ()) if s[0] <= day <= s[1]]
    since = min((a for a, _ in spans), default=None)
    if since is not None and (day - since).days >= w.least_past:
        return measure(deeds, pair, since, day, "reported events", w)
    listed = [d for d in between(deeds, pair) if d.day <= day and d.source != "record"]
    ends = {h.name: date.fromisoformat(h.ends) for h in log.histories if h.ends}
    for name in sorted({d.source for d in listed}):
        rows = [d for d in listed if d.source == name]
        begin, end = min(d.day for d in rows), max(d.day for d in rows)
        late = (day - ends.get(name, end)).days
        if len(rows) >= LEAST_REPORTED and late <= w.half_life and (
                (day - begin).days >= w.least_past):
            return measure(rows, pair, begin, day, f"events listed by {name}", w)
    reported = [d for d in between(deeds, pair)
                if d.day <= day and d.recipient is not None and d.source == "record"]
    for party in pair if len(reported) >= LEAST_REPORTED else ():
        first = covered_from(log, party, BALLISTIC, day)
        launches = log.launches(party, BALLISTIC)
        if first is not None and launches and (day - first).days >= w.least_past:
            return measure(of_entries(launches), pair, first, day,
                           f"ballistic launches of {party}", w)
    mine = [d for d in between(deeds, pair) if d.day <= day and d.source == "record"]
    first = min((d.day for d in mine), default=None)
    if first is None:
        return Tension(pair, day, 0.0, None, None, None, "not judged", "nothing", None, ())
    found = measure(mine, pair, first, day, "reported events", w)
    return replace(found, rank=None, low=None, high=None, level="not judged")


def pairs(deeds: Iterable[Deed]) -> list[tuple[str, str]]:
    """Pairs of states by how much passed between them, most first."""
    found: Counter[tuple[str, str]] = Counter()
    for d in deeds:
        if d.recipient and len(d.recipient) == 3 and len(d.actor) == 3 and d.intensity > 0:
            one, two = sorted((d.actor, d.recipient))
            found[(one, two)] += 1
    return [p for p, n in sorted(found.items(), key=lambda i: (-i[1], i[0]))]


def assess(story: str, deeds: Sequence[Deed], last: date | None, log: Log,
           pair: tuple[str, str] | None = None) -> Assessment | None:
    """The tension of the story's foremost pair, or of `pair`; None where no two states meet."""
    held = pairs(deeds)
    if pair is None:
        if not held or last is None:
            return None
        pair = held[0]
    if last is None:
        return None
    w = weights()
    found = judge(deeds, pair, last, log, w)
    reported = [d for d in between(deeds, pair) if d.day <= last and d.source == "record"]
    rows = [_row(d, pair, last, w) for d in found.deeds]
    moved = _most(rows)
    if found.basis != "reported events":
        told = [_row(d, pair, last, w) for d in reported if not d.launch]
        moved = moved[:SHOWN // 2] + _most(told)[:SHOWN // 2]
    name = f"{pair[0]}-{pair[1]}"
    return Assessment(
        id=f"tension:{story}:{name}", kind=KIND, method=METHOD, verdict=_verdict(found),
        value=None if found.rank is None else round(found.rank, 3),
        low=None if found.low is None else round(found.low, 3),
        high=None if found.high is None else round(found.high, 3),
        inputs=tuple(dict.fromkeys(d.id for d in reported)),
        note=_note(found, moved, reported, w),
        detail={
            "pair": list(pair), "day": last.isoformat(), "score": round(found.value, 3),
            "rank": found.rank, "level": found.level, "basis": found.basis,
            "first": found.first.isoformat() if found.first else None,
            "past_days": len(found.series) - 1 if found.series else 0,
            "weights": {"half_life": w.half_life, "undirected": w.undirected,
                        "one_origin": w.one_origin, "cooperation": w.cooperation,
                        "certainty": w.certainty, "levels": w.levels, "past": w.past},
            "moved": moved, "sensitivity": sensitivity(found, w) if found.rank is not None else [],
            "series": [round(v, 3) for v in found.series[-CHART_DAYS:]],
            "edges": _edges(found, w), "reported": len(reported), "tests": rows,
        })


def _most(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that add most, those that add next to nothing left out."""
    held = [r for r in rows if abs(r["adds"]) >= 0.005]
    return sorted(held, key=lambda r: -abs(r["adds"]))[:SHOWN]


def _row(d: Deed, pair: tuple[str, str], last: date, w: Weights) -> dict[str, Any]:
    own = weight(d, pair, w)
    return {
        "id": d.id, "day": d.day.isoformat(), "actor": d.actor, "recipient": d.recipient,
        "type": d.type, "mode": d.mode, "intensity": d.intensity, "certainty": d.certainty,
        "origins": d.origins, "source": d.source, "title": d.title, "dated": d.dated,
        "weight": round(own, 4),
        "adds": round(own * 0.5 ** ((last - d.day).days / w.half_life), 4),
    }


def _edges(found: Tension, w: Weights) -> dict[str, float]:
    """The score at which each level begins, for the chart."""
    if found.rank is None:
        return {}
    past = np.array(found.series[:-1][-w.past:])
    return {name: round(float(np.quantile(past, lowest)), 3)
            for name, lowest in w.levels.items() if lowest > 0}


def _verdict(found: Tension) -> str:
    if found.rank is None:
        return "not judged"
    return f"{found.level}: tenser than {found.rank:.0%} of the pair's own past days"


def _note(found: Tension, moved: Sequence[dict[str, Any]], reported: Sequence[Deed], w: Weights
          ) -> str:
    name = f"{found.pair[0]} and {found.pair[1]}"
    if found.rank is None:
        why = ("No event between them is on record." if not found.deeds else
               f"No list of events between {name} and no {w.least_past} days of reports in a row "
               "make a past to compare with.")
        return f"{why} {len(reported)} reported events between them."
    assert found.first is not None and found.low is not None and found.high is not None
    low, high = w.level(found.low), w.level(found.high)
    span = low if low == high else f"{low} to {high}"
    told = [f"{name} on {words(found.day)}, by {found.basis}: score {found.value:.2f}, rank "
            f"{found.rank:.0%} ({found.low:.0%} to {found.high:.0%}: {span}, 90 %) among the days "
            f"since {words(max(found.first, found.day - timedelta(days=w.past)))}."]
    if found.basis != "reported events":
        told.append(f"The {len(reported)} reported events of the record have no past to be ranked "
                    "against and do not enter the level.")
    if moved:
        told.append("Moved most by: " + "; ".join(
            f"{m['title'] or m['type'].lower()} on {m['day']} ({m['adds']:+.2f})"
            for m in moved[:3]) + ".")
    return " ".join(told)
