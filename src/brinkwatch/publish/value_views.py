"""Claimed values as a reader would have them, and where accounts differ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from brinkwatch.model import Claim, Contradiction, Incident, Report, Value
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.labels import date_label, outlet, short_day
from brinkwatch.publish.phrasing import bounds, distance, number

FIELD_NAMES = {
    "distance_km": "distance flown",
    "altitude_km": "height reached",
    "flight_seconds": "time in the air",
    "count": "number",
    "casualties": "casualties",
    "damage": "damage",
    "date": "date",
    "range_class": "range class",
    "weapon_kind": "weapon",
    "outside_eez": "outside economic zone",
    "outcome": "outcome",
    "certainty": "whether it happened",
    "origin": "fired from",
}
RANGES = {
    "CRBM": "close-range",
    "SRBM": "short-range",
    "MRBM": "medium-range",
    "IRBM": "intermediate-range",
    "ICBM": "intercontinental",
}
STANDING = {
    "open": "open: nobody has revised",
    "revised": "revised by its source",
    "same moment": "one moment, two clocks",
}
COUNTED = frozenset(["killed", "injured", "captured", "casualties", "damage"])
WORDED = {"none": "none", "reported": "some, no number given"}
SAID_OF = {"asserted": "it happened", "denied": "it did not happen"}


def field_words(name: str) -> str:
    """A field's name as a reader would have it; what it counts stands behind: "fired (drone)"."""
    known = FIELD_NAMES.get(name)
    base, _, of = name.partition(" ")
    words = known or FIELD_NAMES.get(base, base.replace("_", " "))
    return visible(words if known or not of else f"{words} ({of})")


def value_words(name: str, value: Value) -> str:
    """A claimed value as a reader would have it."""
    low, high = bounds(value.value)
    if name.endswith("_km") and low is not None:
        if low == high or high is None:
            return distance(low, value.text)
        return f"{distance(low)} to {distance(high)}"
    if name == "flight_seconds" and low is not None:
        return f"{low / 60:.0f} minutes" if low >= 120 else f"{low:.0f} seconds"
    if name == "date":
        return date_label(str(value.value)) or visible(value.text)
    if name == "range_class":
        return RANGES.get(str(value.value), visible(str(value.value)))
    if name == "certainty":
        return SAID_OF.get(str(value.value), visible(str(value.value)))
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    if low is not None and low == high:
        return number(low) if low < 10 else f"{low:,.0f}" if low == int(low) else f"{low:,}"
    if low is not None or high is not None:
        if high is None:
            return f"at least {number(low or 0)}"
        if low is None:
            return f"at most {number(high)}"
        return f"{number(low)} to {number(high)}"
    if isinstance(value.value, dict):
        return visible(value.text) or "not given"
    if str(value.value) in WORDED and name.split(" ")[0] in COUNTED:
        return WORDED[str(value.value)]
    return visible(str(value.value))


def shown(c: Contradiction, incident: Incident | None = None) -> bool:
    """Whether a reader can use a contradiction: two holders, or one that changed its word."""
    if incident is not None and incident.kind in ("trend", "indicator", "statement"):
        return False
    if c.field == "date" and not any("T" in str(v.value) for v in c.values):
        return False
    if c.field == "certainty" and len({v.value for v in c.values}) < 2:
        return False
    words = {value_words(c.field, v) for v in c.values}
    if len(words) < 2 and c.standing != "same moment":
        return False
    holders = {(v.by, v.spans[0].report if v.spans else "") for v in c.values}
    return c.standing != "open" or len(holders) > 1


def contradiction_view(
    c: Contradiction,
    incidents: Mapping[str, Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    main: str | None,
) -> dict[str, Any]:
    """One row of "Where accounts differ": each value with those who gave it."""
    seen: dict[str, list[str]] = {}
    for v in c.values:
        who, when = holder_words(v, reports), date_label(v.time, time=True)
        told = seen.setdefault(value_words(c.field, v), [])
        if all(not e.startswith(who) for e in told):
            told.append(f"{who}, {when}" if when else who)
    named = [{e.split(", ")[0] for e in told} for told in seen.values()]
    for n, told in enumerate(seen.values()):
        # one holder of two figures only repeats the one that others hold too
        others = set().union(*(h for m, h in enumerate(named) if m != n))
        own = [e for e in told if e.split(", ")[0] not in others]
        if own:
            told[:] = own
    about = ""
    if c.incident != main and c.incident in incidents:
        about = subject_words(incidents[c.incident], claims)
    return {
        "field": field_words(c.field),
        "about": about,
        "values": [{"value": k, "who": "; ".join(v[:4])} for k, v in seen.items()],
        "standing": STANDING.get(c.standing, visible(c.standing)),
        "since": date_label(c.since, time=True),
        "until": date_label(c.until, time=True),
        "note": visible(c.note),
        "same": c.standing == "same moment",
    }


def holder_words(value: Value, reports: Mapping[str, Report]) -> str:
    """Who gave a value, by name; the outlet when it is the report's own word."""
    if value.by and value.by != "unnamed outlet":
        return visible(re.sub(r"^(.*) \(([^)]*)\)$", r"\1, \2", value.by))
    return outlet(next((reports[s.report] for s in value.spans if s.report in reports), None)) or (
        "the report"
    )


def subject_words(incident: Incident, claims: Mapping[str, Claim]) -> str:
    """Which incident is meant, in two or three words: "launch of 22 Oct"."""
    claim = next((claims[c] for c in incident.claims if c in claims), None)
    deed = incident.kind if incident.kind == "launch" else (claim.trigger if claim else "") or ""
    day = short_day(incident.begin) if incident.begin else ""
    return visible(f"{deed} of {day}" if deed and day else deed)


__all__: Sequence[str] = (
    "contradiction_view",
    "holder_words",
    "shown",
    "value_words",
)
