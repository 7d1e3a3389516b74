"""Time expressions on the cases of Recognizers-Text (DateTimeModel, English).

Judged are the types date, daterange, datetime, datetimerange, time and timerange. Left out: cases
whose only results are sets and recurrences ("every Monday"), durations ("3 hours") or bare zones,
which are no dates; inside the others such results are not judged. Cases without any result
(nothing may be found) are a measure of their own. "NotSupported" marks, which name other ports of
that library, are not heeded.

A case is right when the expressions found are those of the case and each means one of its values:
- words: leading prepositions and articles ("on", "in the"), a zone at the end and the final stop
  may differ; the strict share, where they may not, is printed beside it;
- values: begin and end agree with one candidate. The specification ends periods with the day
  after; ours end with their last day. "March to May" and "2014 to 2018" end, there, where the last
  unit begins; here, where it ends: either is right. Parts of a day (its evening is 16 to 20)
  and the early or late share of a period are right when date and name of the part agree, as do
  seasons and fiscal years, which the specification does not resolve. A coarse offset ("two months
  ago") is right when the middle of our window is the day it names. For a clock time without a date
  the time is judged.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SPEC = Path("recognizers_text/Specs/DateTime/English/DateTimeModel.json")
JUDGED = {"date", "daterange", "datetime", "datetimerange", "time", "timerange"}
_LEAD = re.compile(
    r"^(?:(?:on|in|at|the|of|by|for|from|during|around|about|around|this|a)\s+)+")
_ZONE = re.compile(
    r"[\s(]*\b(?:[a-z]{2,4}t|gmt|utc|eastern|(?:[a-z]+ )?(?:time|timezone)|pt|et)\)?$")
PARTS = {"MO", "AF", "EV", "NI", "DT", "NT", "MEB", "MEL", "MED"}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    args = parser.parse_args(argv)
    path = args.data / SPEC
    if not path.is_file():
        print(f"skipped: no {path}")
        return 0
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    left_out = 0
    for case in json.loads(path.read_text("utf-8-sig")):
        gold = results(case)
        judged = [g for g in gold if g[2] in JUDGED]
        if gold and not judged:
            left_out += 1
            continue
        name = "cases" if gold else "nothing found where nothing is"
        verdict, strict, why = judge(case, gold, judged)
        total[name] += 1
        right[name] += verdict
        if gold:
            right["strict"] += verdict and strict
            for kind in {g[2] for g in judged}:
                total[kind] += 1
                right[kind] += verdict
        if args.show and not verdict:
            print(f"{case['Input'][:110]!r} at {reference(case)}\n    {why}")
    floors = yaml.safe_load((HERE / "floors" / "times.yaml").read_text())
    rows = [(f"right of {total['cases']} cases", right["cases"] / total["cases"],
             floors["cases right"]),
            ("  with the very words", right["strict"] / total["cases"], None)]
    rows += [(f"  {kind}, {total[kind]}", right[kind] / total[kind], None)
             for kind in sorted(JUDGED)]
    none = "nothing found where nothing is"
    rows.append((f"{none}, {total[none]}", right[none] / total[none], floors[none]))
    print(f"{'measure':48}{'value':>8}{'floor':>8}")
    for label, value, floor in rows:
        print(f"{label:48}{value:8.3f}{'' if floor is None else format(floor, '8.3f')}")
    print(f"{'left out: sets, durations and zones only':48}{left_out:8}")
    return int(any(floor is not None and value < floor for _, value, floor in rows))


def reference(case: dict[str, Any]) -> datetime:
    stamp = (case.get("Context") or {}).get("ReferenceDateTime", "2016-11-07T00:00:00")
    return datetime.fromisoformat(stamp[:19])


def results(case: dict[str, Any]) -> list[tuple[int, int, str, list[dict[str, str]]]]:
    """(start, end, type, candidate values) of each gold result."""
    out = []
    for r in case["Results"]:
        kind = (r.get("TypeName") or r.get("Typename") or "").split(".")[-1]
        start = r.get("Start")
        end = r["End"] + 1 if start is not None else None
        low = case["Input"].lower()
        if start is None or low[start:end] != r["Text"]:
            start = low.find(r["Text"], out[-1][1] if out else 0)
            end = start + len(r["Text"])
        values = (r.get("Resolution") or {}).get("values") or []
        out.append((start, end, kind, values))
    return out


def judge(
    case: dict[str, Any], gold: list[Any], judged: list[Any],
) -> tuple[bool, bool, str]:
    from brinkwatch.read.times import cue_future, resolve_times

    text = case["Input"]
    now = reference(case)
    found = resolve_times(text, now, None, lambda s, e: cue_future(text, s))
    aside = [g for g in gold if g[2] not in JUDGED]
    ours = [f for f in found if not any(f[0] < g[1] and g[0] < f[1] for g in aside)]
    shown = " ; ".join(
        f"{text[s:e]!r} {_brief(i)}" for s, e, _, i in ours) + "  gold: " + " ; ".join(
        f"{text[s:e]!r} {t} {[_gold(v) for v in vs]}" for s, e, t, vs in judged)
    if len(ours) != len(judged):
        return False, False, shown
    strict = True
    for (s, e, _, interval), (gs, ge, kind, values) in zip(ours, judged, strict=True):
        a, b = text[s:e].lower(), text[gs:ge].lower()
        strict = strict and a == b
        if core(a) != core(b) or not (s < ge and gs < e):
            return False, False, "words: " + shown
        if values and not any(agrees(interval, kind, v, now) for v in values):
            return False, False, shown
    return True, strict, shown


def core(words: str) -> str:
    """The words without what may differ."""
    words = words.strip(" .,;:-")
    stripped = _ZONE.sub("", words)
    if stripped and any(c.isdigit() for c in stripped):
        words = stripped
    return _LEAD.sub("", words).strip(" .,;:-()")


def _brief(interval: Any) -> str:
    if interval is None:
        return "unresolved"
    return f"{interval.lo}..{interval.hi} {interval.precision} {interval.part}{interval.mod}"


def _gold(v: dict[str, str]) -> str:
    return f"{v.get('timex')} {v.get('Mod', '')} {v.get('value') or ''}" \
           f"{v.get('start', '')}..{v.get('end', '')}"


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def agrees(ours: Any, kind: str, value: dict[str, str], now: datetime) -> bool:
    """Whether our interval means a candidate value of the specification."""
    if value.get("value") == "not resolved":
        return ours is None or _unresolved(ours, value.get("timex", ""))
    if ours is None:
        return False
    timex, mod = value.get("timex", ""), value.get("Mod", "")
    part = re.search(r"T([A-Z]{2,3})$", timex)
    if kind in {"time", "timerange"}:
        if part:
            return bool(ours.part == part[1]) and _same_mod(ours.mod, mod)
        if "value" in value:
            return bool(ours.lo) and ours.lo.strftime("%H:%M:%S") == value["value"]
        lo = ours.lo.strftime("%H:%M:%S") if ours.lo else None
        hi = ours.hi.strftime("%H:%M:%S") if ours.hi else None
        if "start" in value and lo != value["start"]:
            return False
        return not ("end" in value and hi != value["end"])
    if "value" in value:
        point = _moment(value["value"])
        if ours.mod == "about" and ours.lo and ours.hi:
            middle = ours.lo + (ours.hi - ours.lo - timedelta(days=1)) / 2
            return bool(abs(middle - point) <= timedelta(days=1))
        if kind == "datetime":
            return bool(ours.lo) and abs(ours.lo - point) < timedelta(minutes=1)
        return bool(ours.lo) and ours.lo.date() == point.date()
    if part and part[1] in PARTS and ours.part:
        first = _moment(value["start"])
        return bool(ours.part == part[1] and ours.lo and ours.lo.date() == first.date())
    start = _moment(value["start"]) if "start" in value else None
    end = _moment(value["end"]) if "end" in value else None
    if mod in {"start", "mid", "end"} and ours.mod == mod and ours.lo and start and end:
        wide = (end - start) * 2
        return bool(start - wide <= ours.lo <= end + wide)
    if start is not None and not _starts(ours.lo, start, mod):
        return False
    if start is None and ours.lo is not None:
        return False
    if end is None:
        return ours.hi is None
    return ours.hi is not None and _ends(ours.hi, end, bool(ours.clock))


def _same_mod(ours: str, gold: str) -> bool:
    return not gold or gold in ours or gold in {"approx", "after", "before", "since", "until"}


def _starts(lo: datetime | None, start: datetime, mod: str) -> bool:
    if lo is None:
        return False
    if mod.endswith(("-start", "-mid", "-end")):
        return abs(lo - start) <= timedelta(days=21)
    return abs(lo - start) < timedelta(minutes=1) or (
        lo.date() == start.date() and start.time() == datetime.min.time())


def _ends(hi: datetime, end: datetime, clock: bool) -> bool:
    """Whether our exclusive end is the gold end, by the gold's inclusive or exclusive reading."""
    if clock:
        return abs(hi - end) <= timedelta(minutes=1)
    units = [end + timedelta(days=1), end]
    if end.day == 1:
        units.append((end + timedelta(days=32)).replace(day=1))
        if end.month in {1, 4, 7, 10}:
            units.append((end + timedelta(days=93)).replace(day=1))
    if (end.month, end.day) == (1, 1):
        units.append(end.replace(year=end.year + 1))
    return hi in units or hi.date() == end.date()


def _unresolved(ours: Any, timex: str) -> bool:
    """Seasons and fiscal years: the year and the name agree."""
    year = re.match(r"(?:FY|SY)?(\d{4})", timex)
    if "-02-30" in timex or "-02-29" in timex:
        return ours.lo is None
    if year and ours.lo and str(ours.lo.year) != year[1]:
        return False
    months = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
    season = re.search(r"(SP|SU|FA|WI)$", timex)
    return not season or (ours.lo is not None and ours.lo.month == months[season[1]])


if __name__ == "__main__":
    sys.exit(main())
