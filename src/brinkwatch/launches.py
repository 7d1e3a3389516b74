"""What `brinkwatch launches` does with the log: choose, count, draw, write."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from brinkwatch.assess import judged_until, tempo
from brinkwatch.assess.counting import ALL, BALLISTIC, BY_NAME, Counted
from brinkwatch.assess.forecast import backtest, issue
from brinkwatch.assess.log import Log
from brinkwatch.errors import InputError, UsageError
from brinkwatch.knowledge import weapons
from brinkwatch.knowledge.countries import countries, country_named, demonym
from brinkwatch.model.codec import plain
from brinkwatch.model.log import KINDS, RANGES, Entry

COLUMNS = ("date", "until", "party", "kind", "range_class", "system", "count_low", "count_high",
           "outcome", "distance_km", "altitude_km", "place", "lat", "lon", "source", "same_as",
           "differs")
KEYS = {
    "day": lambda e: e.begin, "month": lambda e: e.begin[:7], "year": lambda e: e.begin[:4],
    "kind": lambda e: e.kind, "actor": lambda e: e.party, "system": lambda e: e.system or "unknown",
}


def party_of(actor: str) -> str:
    """ISO-3 of a country given as code, name or adjective; other names stay as they are."""
    code = actor.strip().upper()
    if code in countries():
        return code
    named = country_named(actor) or country_named(actor.title())
    people = demonym(actor) or demonym(actor.title())
    return named or (people.iso3 if people else actor)


def counted(kind: str | None) -> Counted:
    """What --kind counts.

    Raises:
        UsageError: there is no such kind.
    """
    if kind is None:
        return ALL
    if kind.upper() in RANGES:
        return Counted(f"{kind.upper()}s", ("ballistic",), (kind.upper(),))
    low = kind.lower().replace("-", " ").replace("defense", "defence")
    if low in KINDS:
        return next((c for c in BY_NAME.values() if c.kinds == (low,) and not c.range_classes),
                    Counted(low, (low,)))
    raise UsageError(f"--kind {kind!r}: no such kind; take one of {', '.join((*KINDS, *RANGES))}")


def chosen(
    held: Log, since: date | None = None, until: date | None = None, kind: str | None = None,
    actor: str | None = None, system: str | None = None, source: str | None = None,
    differing: bool = False,
) -> list[Entry]:
    """The launches that fit, by day; those of which only the month is known where they may fit."""
    what = counted(kind)
    party = party_of(actor) if actor else None
    wanted = None
    if system is not None:
        known = weapons.system(system)
        wanted = known.name if known else system
    return [
        e for e in held.entries
        if e.kind and what.holds(e) and (party is None or e.party == party)
        and (since is None or e.until >= since.isoformat())
        and (until is None or e.begin <= until.isoformat())
        and (wanted is None or (e.system or "").lower() == wanted.lower())
        and (source is None or source in {e.source, *(s.split(":")[0] for s in e.same_as)})
        and (not differing or e.differs)
    ]


def counted_by(found: Sequence[Entry], by: str) -> list[dict[str, Any]]:
    """Launch days, launches and missiles by day, month, year, kind, actor or system.

    Raises:
        UsageError: there is nothing of that name to count by.
    """
    if by not in KEYS:
        raise UsageError(f"--by {by!r}: count by one of {', '.join(KEYS)}")
    key = KEYS[by]
    groups: dict[str, list[Entry]] = {}
    if by == "year" and found:
        groups = {str(y): [] for y in range(int(found[0].begin[:4]), int(found[-1].begin[:4]) + 1)}
    for e in found:
        groups.setdefault(key(e), []).append(e)
    return [
        {by: name, "launch_days": len({(e.party, e.begin) for e in rows}), "launches": len(rows),
         "missiles": sum(e.count_low or 1 for e in rows)}
        for name, rows in sorted(groups.items())
    ]


def draw(found: Sequence[Entry], path: Path) -> None:
    """The launches in time, as an SVG file.

    Raises:
        UsageError: there is nothing to draw.
        InputError: the file cannot be written.
    """
    from brinkwatch.publish import assessment_charts

    dated = [e for e in found if e.dated]
    if not dated:
        raise UsageError(f"{path}: no launch with a known day fits; nothing is drawn")
    kinds = Counter(e.kind for e in dated)
    label = (f"{len(dated)} launches, {dated[0].begin} to {dated[-1].begin}: "
             + ", ".join(f"{k} {n}" for k, n in kinds.most_common()))
    drawing = assessment_charts.timeline(
        [(date.fromisoformat(e.begin), e.kind, _words(e)) for e in dated], label)
    save(path, assessment_charts.standalone(drawing, label))


def draw_map(found: Sequence[Entry], path: Path) -> None:
    """Where they were launched, with the last one's range, as an SVG file.

    Raises:
        UsageError: no launch has coordinates.
    """
    from brinkwatch.publish import assessment_charts, charts

    placed = [e for e in found if e.lat is not None and e.lon is not None]
    if not placed:
        raise UsageError(f"{path}: no launch that fits has coordinates; nothing is drawn")
    sites: dict[str, tuple[float, float]] = {}
    for e in placed:
        sites[e.place or f"{e.lat:.1f}, {e.lon:.1f}"] = (float(e.lat or 0), float(e.lon or 0))
    last = placed[-1]
    points = [charts.Point(name, lat, lon, "origin" if name == last.place else "at")
              for name, (lat, lon) in sites.items()]
    ranges = [(last.distance_km, f"{last.distance_km:,.0f} km")] if last.distance_km else []
    drawing = charts.locator(points, ranges)
    save(path, assessment_charts.standalone(
        drawing, f"Sites of {len(placed)} launches; the last, {_words(last)}, with its range"))


def write(found: Sequence[Entry], path: Path) -> None:
    """The launches as FILE.csv (which can be imported again) or FILE.json.

    Raises:
        UsageError: the name ends in neither.
        InputError: the file cannot be written.
    """
    if path.suffix == ".json":
        save(path, json.dumps([plain(e) for e in found], ensure_ascii=False, indent=1) + "\n")
        return
    if path.suffix != ".csv":
        raise UsageError(f"--export {path}: name a file that ends in .csv or .json")
    lines: list[str] = []

    class Lines:
        def write(self, text: str) -> int:
            lines.append(text)
            return len(text)

    writer = csv.DictWriter(Lines(), COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for e in found:
        row = plain(e) | {"date": e.begin, "same_as": " ".join(e.same_as),
                          "differs": "; ".join(e.differs)}
        writer.writerow({k: "" if v is None else v for k, v in row.items()})
    save(path, "".join(lines))


def party_in(held: Log, actor: str | None) -> str:
    """The party asked for, else the one with the most launches.

    Raises:
        UsageError: nobody is named and the log is empty.
    """
    if actor is not None:
        return party_of(actor)
    found = Counter(e.party for e in held.entries if e.kind)
    if not found:
        raise UsageError("the log holds no launch; read reports or import a history first")
    return min(found, key=lambda p: (-found[p], p))


def pace(held: Log, actor: str | None, kind: str | None, until: date | None, days: int
         ) -> dict[str, Any]:
    """Tempo of a window against the year before, with gaps and changes of pace, and as lines."""
    party, what = party_in(held, actor), counted(kind) if kind else BALLISTIC
    last = until or judged_until(held)
    if last is None:
        raise UsageError("--until: the log has no last day; give one")
    mine = held.launches(party, what)
    first = tempo.covered_from(held, party, what, last)
    begin = last - timedelta(days=days - 1)
    found = tempo.measure(mine, begin, last, first if first and first < begin else None)
    between = tempo.gaps([e for e in mine if first and e.begin >= first.isoformat()], last)
    turns = tempo.turns(mine, first, last) if first else []
    lines = [f"{party}, {what.name}, {found['begin']} to {found['until']}: {found['launch_days']} "
             f"launch days, {found['launches']} launches, at least {found['missiles']} missiles"]
    old = found["baseline"]
    if old is None:
        lines.append("not compared: the log covers no earlier period for this kind")
    else:
        for unit, ratio in old["ratios"].items():
            high = "no bound" if ratio[2] is None else f"{ratio[2]:g}"
            name = unit.replace("_", " ")
            lines.append(f"{name}: {'no' if ratio[0] is None else format(ratio[0], 'g')} times the "
                         f"rate of the {old['days']} days before ({ratio[1]:g} to {high}, 95 %)")
        lines.append(f"{old['as_many']} of {old['windows']} earlier windows of {days} days held as "
                     f"many launch days; chance {old['chance']:g} (negative binomial)")
    if between["median"] is not None:
        lines.append(f"gaps: median {between['median']} days, longest {between['longest']} (from "
                     f"{between['longest_from']}), quiet now for {between['quiet']}")
    lines += [f"pace: {t['rate']:g} launch days in 30 days from {t['begin']} to {t['until']}"
              for t in turns]
    return {**found, "party": party, "counted": what.name, "gaps": between, "turns": turns,
            "known_gaps": held.gaps(party, what), "lines": lines}


def tested(held: Log, actor: str | None, kind: str | None, begin: date | None
           ) -> tuple[backtest.Backtest, str]:
    """The backtest over the whole log.

    Raises:
        UsageError: the log is too thin for one.
    """
    party, what = party_in(held, actor), counted(kind) if kind else BALLISTIC
    ends = [date.fromisoformat(h.ends) for h in held.histories
            if h.ends and party in h.parties and what.within(h.complete)]
    last = max(ends, default=None)
    if last is None:
        raise UsageError(f"no history covers {what.name} of {party}; import one, or name it with "
                         "--history")
    series = issue.series(held, party, what, last)
    if isinstance(series, str):
        raise UsageError(series)
    start = begin or series.first + timedelta(days=365 * issue.TRAINING)
    try:
        return backtest.run(series, start), f"{party}, {what.name}, {series.first} to {series.last}"
    except ValueError as error:
        raise UsageError(f"--from {start}: {error}") from None


def _words(e: Entry) -> str:
    parts = (e.begin, e.party, e.range_class, e.kind, e.system)
    return " ".join(p for p in parts if p)


def save(path: Path, text: str) -> None:
    """Write a file, its folder made where it is missing.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; choose a file you may write"
                         ) from None
