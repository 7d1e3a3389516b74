"""The same launch in several sources: matched, with what the sources differ in.

Sources are taken in the order of trust for counting: histories that mean to be complete first, the
record last. A launch of a later source is matched to one of the same party, a compatible kind and
the same day (or the next, where a source's days may be one off or both name the same system); what
matches nothing is added. Numbers of missiles are compared by the day, for one source may split a
salvo by site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from brinkwatch.model.log import Entry, History

FAR_DISTANCE = 0.1
"""Share by which two distances may differ and still agree."""


@dataclass(slots=True)
class _Launch:
    """A launch and the entries that tell of it, the first the most trusted."""

    entries: list[Entry]
    extra: list[Entry] = field(default_factory=list)
    """Rows of a source that has more rows for the day than the first."""

    @property
    def sources(self) -> set[str]:
        return {e.source for e in self.entries}


def join(record: Sequence[Entry], histories: Sequence[History]) -> tuple[Entry, ...]:
    """One entry for each launch, by day; `same_as` and `differs` tell of the other sources."""
    launches: list[_Launch] = []
    undated: list[Entry] = []
    ranked = sorted(histories, key=lambda h: (h.counts != "missiles", -len(h.complete), h.name))
    for source in (*(h.entries for h in ranked), record):
        rows = [e for e in source if e.kind]
        undated.extend(e for e in source if not e.kind or not e.dated)
        _add(launches, [e for e in rows if e.dated])
    totals = _totals(launches)
    merged = [_merged(launch, totals) for launch in launches]
    return tuple(sorted(
        (*merged, *undated), key=lambda e: (e.begin, e.until, e.party, e.kind, e.id)))


def _add(launches: list[_Launch], rows: Iterable[Entry]) -> None:
    index: dict[tuple[str, int], list[_Launch]] = {}
    for launch in launches:
        for day in {_number(e) for e in launch.entries}:
            index.setdefault((launch.entries[0].party, day), []).append(launch)
    left = sorted(rows, key=lambda e: (e.begin, e.kind == "unknown", e.id))
    for slack in (0, 1):
        waiting = []
        for e in left:
            if not _matched(e, index, slack):
                waiting.append(e)
        left = waiting
    fresh: dict[tuple[str, int], list[_Launch]] = {}
    for e in left:
        key = (e.party, _number(e))
        twin = next((n for n in fresh.get(key, ()) if e.source == "record" and _alike(
            n.entries[0], e)), None)
        if twin is not None:
            twin.extra.append(e)
            continue
        launch = _Launch([e])
        launches.append(launch)
        fresh.setdefault(key, []).append(launch)


def _matched(e: Entry, index: dict[tuple[str, int], list[_Launch]], slack: int) -> bool:
    here = [
        launch for day in ((0,) if not slack else (-1, 1))
        for launch in index.get((e.party, _number(e) + day), ())
        if any(_alike(o, e) and (not slack or _may_be_off(o, e)) for o in launch.entries)
    ]
    free = [launch for launch in here if e.source not in launch.sources]
    if free:
        best = min(free, key=lambda n: (n.entries[0].system != e.system,
                                        n.entries[0].range_class != e.range_class,
                                        n.entries[0].id))
        best.entries.append(e)
        return True
    if here and (not slack or _bare(e)):
        here[0].extra.append(e)
        return True
    return False


def _may_be_off(a: Entry, b: Entry) -> bool:
    """Whether two entries a day apart may be one launch."""
    return a.zone_unsure or b.zone_unsure or _bare(b) or (
        b.system is not None and b.system == a.system)


def _bare(e: Entry) -> bool:
    """Whether the record's reports say no more than that there was a launch: such a one, next to a
    day with a launch, is a look back whose day was read wrong."""
    return e.source == "record" and e.place is None and e.system is None and e.distance_km is None


def _number(e: Entry) -> int:
    return date.fromisoformat(e.begin).toordinal()


def _alike(a: Entry, b: Entry) -> bool:
    return a.kind == b.kind or "unknown" in (a.kind, b.kind)


Totals = dict[tuple[str, str, str], tuple[int, int | None] | None]
"""(source, day, kind) to the least and most missiles; the most None where open, the whole None
where a row gives no number."""


def _totals(launches: Iterable[_Launch]) -> Totals:
    out: Totals = {}
    for e in (e for n in launches for e in (*n.entries, *n.extra)):
        key = (e.source, e.begin, e.kind)
        before = out.get(key, (0, 0))
        if before is None or e.count_low is None:
            out[key] = None
        else:
            high = (None if before[1] is None or e.count_high is None
                    else before[1] + e.count_high)
            out[key] = (before[0] + e.count_low, high)
    return out


def _merged(launch: _Launch, totals: Totals) -> Entry:
    first, *others = launch.entries
    told = (*others, *launch.extra)
    if not told:
        return first
    sure = next((e for e in launch.entries if not e.zone_unsure), first)
    own = next((e for e in launch.entries if e.incident), None)
    lows = [e.count_low for e in launch.entries if e.count_low is not None]

    def known(name: str) -> object:
        return next((v for e in launch.entries if (v := getattr(e, name)) is not None), None)

    return replace(
        first, begin=sure.begin, until=sure.until, zone_unsure=sure.zone_unsure,
        kind=next((e.kind for e in launch.entries if e.kind != "unknown"), "unknown"),
        **{name: known(name) for name in (
            "range_class", "system", "outcome", "distance_km", "altitude_km", "place", "lat",
            "lon", "count_high")},  # type: ignore[arg-type]
        count_low=max(lows) if first.count_high is None and lows else first.count_low,
        claims=tuple(dict.fromkeys(c for e in (first, *told) for c in e.claims)),
        incident=own.incident if own else None,
        origins=own.origins if own else first.origins,
        same_as=tuple(e.id for e in told), differs=tuple(_differences(launch, totals)))


def _differences(launch: _Launch, totals: Totals) -> Iterator[str]:
    first = launch.entries[0]
    for e in launch.entries[1:]:
        pair = f"({first.source}) against"
        if e.begin != first.begin:
            yield f"day: {first.begin} {pair} {e.begin} ({e.source})"
        a, b = (totals.get((x.source, x.begin, x.kind)) for x in (first, e))
        if a is not None and b is not None and not _meet(a, b):
            yield f"missiles: {_count(a)} {pair} {_count(b)} ({e.source})"
        for name in ("kind", "range_class", "system", "outcome"):
            one, two = getattr(first, name), getattr(e, name)
            if one and two and one != two and "unknown" not in (one, two):
                yield f"{name.replace('_', ' ')}: {one} {pair} {two} ({e.source})"
        for name in ("distance_km", "altitude_km"):
            one, two = getattr(first, name), getattr(e, name)
            if one and two and abs(one - two) > FAR_DISTANCE * max(one, two):
                yield f"{name[:-3]}: {one:g} km {pair} {two:g} km ({e.source})"
    rows: dict[str, int] = {}
    for e in launch.extra:
        rows[e.source] = rows.get(e.source, 1) + 1
    for source, n in sorted(rows.items()):
        yield f"rows for the day: 1 ({first.source}) against {n} ({source})"


def _meet(a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    """Whether two numbers of missiles can both be right."""
    return (b[1] is None or a[0] <= b[1]) and (a[1] is None or b[0] <= a[1])


def _count(n: tuple[int, int | None]) -> str:
    if n[1] is None:
        return f"at least {n[0]}"
    return str(n[0]) if n[0] == n[1] else f"{n[0]} to {n[1]}"
