"""How many launches, and how unusual that is: rates against a baseline, by kind, gaps, changes.

Methods: docs/methodology/tempo.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from brinkwatch.assess import changes
from brinkwatch.assess.counting import ALL, BALLISTIC, BY_NAME, Counted
from brinkwatch.assess.counts import at_least, dispersion, poisson_interval, rate_ratio
from brinkwatch.assess.log import COMPLETE, PARTIAL, Log, words
from brinkwatch.model import Assessment
from brinkwatch.model.log import Entry

METHOD = "tempo 2.0"
KIND = "tempo"

WINDOW = 28
"""Days of the window judged."""
BASELINE = 365
"""Days before the window that it is compared with."""
PAST = 3652
"""Days before the window whose windows of equal length rank it."""
SHORTEST = 7
"""Days a record must cover before a rate is stated."""
PER = 30
"""Days a rate is given for."""
LEAST = 3
"""Launch days in window and baseline together below which no ratio is stated."""


def measure(
    launches: Sequence[Entry], begin: date, until: date, first: date | None = None
) -> dict[str, Any]:
    """Count the launches in [begin, until] and compare with the year before.

    Args:
        launches: of one party and kind, with known days.
        first: earliest day the log covers for them; None to compare with nothing.

    Returns:
        {"days", "launch_days", "launches", "missiles", "rate", "rate_low", "rate_high",
        "baseline": None | {"begin", "until", "days", "launch_days", "launches", "missiles",
        "dispersion", "ratios": {unit: [ratio, low, high]}, "windows", "as_many", "chance"}}:
        the rate is launch days in 30 days with its exact Poisson interval (95 %); "as_many" of
        "windows" earlier windows of equal length held as many launch days or more; "chance" is
        the probability of so many under a negative binomial fitted to those windows.
    """
    span = (until - begin).days + 1
    now = _units(launches, begin, until)
    low, high = poisson_interval(now["launch_days"])
    scale = PER / span
    out: dict[str, Any] = {
        "begin": begin.isoformat(), "until": until.isoformat(), "days": span, **now,
        "rate": round(now["launch_days"] * scale, 2), "rate_low": round(low * scale, 2),
        "rate_high": round(high * scale, 2), "baseline": None,
    }
    if first is None:
        return out
    start = max(first, begin - timedelta(days=BASELINE))
    days = (begin - start).days
    if days < 2 * span:
        return out
    past = _windows(launches, max(first, begin - timedelta(days=PAST)), begin, span)
    before = _units(launches, start, begin - timedelta(days=1))
    recent = past[-max(1, days // span):]
    spread = dispersion(recent)
    ratios = {}
    if now["launch_days"] + before["launch_days"] >= LEAST:
        for unit in ("launch_days", "launches", "missiles"):
            extra = spread if unit != "missiles" else max(spread, _salvo(launches, start, until))
            ratios[unit] = [
                None if v is None else round(v, 2)
                for v in rate_ratio(now[unit], before[unit], span, days, extra)]
    chance = at_least(now["launch_days"], past)
    out["baseline"] = {
        "begin": start.isoformat(), "until": (begin - timedelta(days=1)).isoformat(),
        "days": days, **before, "dispersion": round(spread, 2), "ratios": ratios,
        "windows": len(past), "as_many": sum(n >= now["launch_days"] for n in past),
        "chance": None if chance is None else round(chance, 3),
    }
    return out


def gaps(launches: Sequence[Entry], until: date) -> dict[str, Any]:
    """Days between launch days: the longest, the middle one, the one before the last launch, and
    how long it is quiet now; None where there are too few."""
    days = sorted({date.fromisoformat(e.begin) for e in launches if e.begin <= until.isoformat()})
    steps = [(b - a).days for a, b in zip(days, days[1:], strict=False)]
    order = sorted(steps)
    return {
        "launch_days": len(days), "last": days[-1].isoformat() if days else None,
        "quiet": (until - days[-1]).days if days else None,
        "before_last": steps[-1] if steps else None,
        "median": order[len(order) // 2] if order else None,
        "longest": order[-1] if order else None,
        "longest_from": days[steps.index(order[-1])].isoformat() if order else None,
    }


def turns(launches: Sequence[Entry], first: date, until: date) -> list[dict[str, Any]]:
    """Stretches of one pace since `first`, in bins of 30 days: begin, until, launch days, and the
    rate in 30 days. One stretch where the pace never changed."""
    days = sorted({date.fromisoformat(e.begin) for e in launches
                   if first.isoformat() <= e.begin <= until.isoformat()})
    bins = ((until - first).days + 1) // PER
    if bins < 2 * changes.SHORTEST:
        return []
    origin = until - timedelta(days=bins * PER - 1)
    counts = [0] * bins
    for day in days:
        if day >= origin:
            counts[(day - origin).days // PER] += 1
    spread = changes.dispersion_within(counts)
    edges = [0, *changes.cuts(counts, spread), bins]
    return [
        {"begin": (origin + timedelta(days=a * PER)).isoformat(),
         "until": (origin + timedelta(days=b * PER - 1)).isoformat(),
         "launch_days": sum(counts[a:b]), "rate": round(sum(counts[a:b]) / (b - a), 2)}
        for a, b in zip(edges, edges[1:], strict=False)
    ]


def by_kind(launches: Sequence[Entry], begin: date, until: date) -> dict[str, int]:
    """Launch days in the window by weapon kind."""
    days = {(e.kind, e.begin) for e in launches
            if begin.isoformat() <= e.begin <= until.isoformat()}
    return dict(sorted(Counter(kind for kind, _ in days).items()))


def assess(mine: Mapping[str, int], story: str, last: date | None, log: Log) -> Assessment | None:
    """The tempo of the story's most active launching party; None where nobody launches.

    Args:
        mine: launch incidents of the story by party.
        story: id of the story.
        last: day of the story's last report.
    """
    if not mine:
        return None
    party = min(mine, key=lambda p: (-mine[p], p))
    if last is None:
        return _unjudged(story, party, "The story's reports have no dates.")
    watched = [a for a, b in log.watched.get(party, ()) if a <= last]
    begin = last - timedelta(days=WINDOW - 1)
    ballistic = log.cover(party, BALLISTIC, begin, last).grade
    if ballistic == PARTIAL and watched:
        begin = max(begin, watched[-1])
    if (last - begin).days + 1 < SHORTEST:
        return _unjudged(
            story, party, f"The record covers {(last - begin).days + 1} day(s); a rate needs "
            f"{SHORTEST}.")
    chosen = BALLISTIC if log.launches(party, BALLISTIC) else ALL
    first = covered_from(log, party, chosen, last)
    if first is not None and first > begin:
        first = None
    everything = log.launches(party, ALL)
    counted = log.launches(party, chosen)
    if not any(begin.isoformat() <= e.begin <= last.isoformat() for e in everything):
        return _unjudged(story, party, "No launch in the window is on record.")
    parts = {chosen.name: measure(counted, begin, last, first)}
    if chosen is not ALL:
        parts[ALL.name] = measure(everything, begin, last)
    main = parts[chosen.name]
    known = log.gaps(party, chosen, begin - timedelta(days=BASELINE))
    used = [e for e in everything if begin.isoformat() <= e.begin <= last.isoformat()]
    old = main["baseline"]
    past = [e for e in counted if old and e.begin < begin.isoformat()]
    ratio = (old or {}).get("ratios", {}).get("launch_days")
    return Assessment(
        id=f"tempo:{story}", kind=KIND, method=METHOD, verdict=_verdict(main, chosen),
        value=ratio[0] if ratio else main["rate"], low=ratio[1] if ratio else main["rate_low"],
        high=ratio[2] if ratio else main["rate_high"],
        inputs=tuple(dict.fromkeys(i for e in used for i in (e.incident, *e.claims) if i)),
        note=_note(parts, chosen, counted, last, first, known),
        detail={
            "party": party, "counted": chosen.name, "begin": begin.isoformat(),
            "until": last.isoformat(), "measures": parts,
            "covered_from": first.isoformat() if first else None,
            "gaps_between": gaps(_since(counted, first), last) if first else None,
            "turns": turns(counted, first, last) if first else [],
            "by_kind": by_kind(everything, begin, last),
            "gaps": known,
            "record_begins": log.first_report.isoformat() if log.first_report else None,
            "tests": [row(e) for e in used],
            "past": [row(e) for e in past if first and e.begin >= first.isoformat()],
        },
    )


def covered_from(log: Log, party: str, counted: Counted, until: date) -> date | None:
    """First day from which the log is complete for the count up to `until`; None where it is
    not."""
    starts = sorted({date.fromisoformat(h.begins) for h in log.histories if h.begins})
    return next(
        (s for s in starts if s <= until
         and log.cover(party, counted, s, until).grade != PARTIAL
         and log.cover(party, counted, s, min(until, s + timedelta(days=30))).grade == COMPLETE),
        None)


def row(e: Entry) -> dict[str, Any]:
    """What `explain` needs of an entry to count it again."""
    return {"id": e.id, "day": e.begin, "kind": e.kind, "party": e.party, "source": e.source,
            "incident": e.incident, "claims": list(e.claims), "low": e.count_low,
            "high": e.count_high}


def _since(launches: Sequence[Entry], first: date) -> list[Entry]:
    return [e for e in launches if e.begin >= first.isoformat()]


def _units(launches: Sequence[Entry], begin: date, until: date) -> dict[str, int]:
    inside = [e for e in launches if begin.isoformat() <= e.begin <= until.isoformat()]
    return {"launch_days": len({e.begin for e in inside}), "launches": len(inside),
            "missiles": sum(e.count_low or 1 for e in inside)}


def _windows(launches: Sequence[Entry], first: date, end: date, span: int) -> list[int]:
    """Launch days in the windows of `span` days that end before `end`, oldest first."""
    days = {date.fromisoformat(e.begin) for e in launches}
    out = []
    at = end - timedelta(days=span)
    while at >= first:
        out.append(sum(1 for d in days if at <= d < at + timedelta(days=span)))
        at -= timedelta(days=span)
    return out[::-1]


def _salvo(launches: Sequence[Entry], begin: date, until: date) -> float:
    """Dispersion that salvoes bring: mean of squared salvo sizes over their mean."""
    sizes = [e.count_low or 1 for e in launches
             if begin.isoformat() <= e.begin <= until.isoformat()]
    return sum(s * s for s in sizes) / sum(sizes) if sizes else 1.0


def _verdict(main: dict[str, Any], counted: Counted) -> str:
    old = main["baseline"]
    n = main["launch_days"]
    told = f"{n} launch day{'s' * (n != 1)} in {main['days']} days ({counted.name})"
    ratio = (old or {}).get("ratios", {}).get("launch_days")
    if not ratio:
        return told
    low, high = ratio[1], ratio[2]
    if low > 1:
        return f"{told}: more than in the year before"
    if high is not None and high < 1:
        return f"{told}: fewer than in the year before"
    return f"{told}: no clear change from the year before"


def _note(parts: dict[str, Any], counted: Counted, launches: Sequence[Entry], last: date,
          first: date | None, known: Sequence[str]) -> str:
    main = parts[counted.name]
    told = [f"{main['rate']:g} launch days in {PER} days ({main['rate_low']:g} to "
            f"{main['rate_high']:g}, 95 % exact Poisson interval)."]
    old = main["baseline"]
    if old is None:
        told.append("No baseline: the log covers no earlier period to compare with.")
    else:
        ratio = old["ratios"].get("launch_days")
        if ratio and ratio[0] is not None:
            high = "no bound" if ratio[2] is None else f"{ratio[2]:g}"
            told.append(
                f"That is {ratio[0]:g} times the rate of the {old['days']} days before "
                f"({ratio[1]:g} to {high}, dispersion {old['dispersion']:g} allowed for).")
        else:
            told.append("Too few launches for a ratio.")
        told.append(f"{old['as_many']} of {old['windows']} earlier windows of {main['days']} days "
                    "held as many.")
    if first is not None:
        found = gaps(_since(launches, first), last)
        if found["before_last"] is not None:
            told.append(f"The last launch came {found['before_last']} days after the one before "
                        f"(median {found['median']}, longest {found['longest']}).")
        pace = turns(launches, first, last)
        if len(pace) > 1:
            turn = words(date.fromisoformat(pace[-1]["begin"]))
            told.append(f"The pace last changed about {turn}: from {pace[-2]['rate']:g} to "
                        f"{pace[-1]['rate']:g} launch days in "
                        f"{PER} days.")
    other = parts.get(ALL.name)
    if other and counted is not ALL:
        told.append(f"All weapons: {other['launch_days']} launch days.")
    if known:
        told.append("Known gaps: " + " ".join(known))
    return " ".join(told)


def _unjudged(story: str, party: str, why: str) -> Assessment:
    return Assessment(
        id=f"tempo:{story}", kind=KIND, verdict="not judged", method=METHOD, note=why,
        detail={"party": party, "tests": []},
    )


__all__ = ["BY_NAME", "KIND", "METHOD", "assess", "gaps", "measure", "turns"]
