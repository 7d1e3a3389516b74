"""The record box: the main incident field by field, disagreeing values side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from brinkwatch.knowledge.event_kinds import event_kinds
from brinkwatch.model import Field, Incident, Report, Value
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.phrasing import bounds
from brinkwatch.publish.same import countries_in, words
from brinkwatch.publish.value_views import RANGES, field_words, holder_words, value_words

CARD = (
    ("actor", "who"),
    ("weapon_kind", "weapon"),
    ("count", "count"),
    ("date", "when"),
    ("origin", "from"),
    ("toward", "towards"),
    ("place", "where"),
    ("recipient", "to whom"),
    ("distance_km", "distance"),
    ("altitude_km", "altitude"),
    ("casualties", "casualties"),
    ("damage", "damage"),
    ("speaker", "speaker"),
    ("act", "act"),
    ("certainty", "certainty"),
)
WEAPONS = {
    "ballistic": "ballistic missile",
    "cruise": "cruise missile",
    "air defence": "air defence missile",
    "space": "space launch vehicle",
}
COMPARED = frozenset(
    "distance_km altitude_km count casualties killed injured captured fired intercepted crossed "
    "yield magnitude depth duration forces entities".split()
)
"""Fields whose values stand side by side where they differ."""
HIDDEN = frozenset(["ordinal", "object"])
LEAST = 2
"""Rows that make a box; one alone says nothing that the page does not."""


def card_title(main: Incident) -> str:
    """The heading of the box."""
    return {"launch": "The launch on record", "statement": "The statement on record"}.get(
        main.kind, "The event on record"
    )


def card(main: Incident, reports: Mapping[str, Report]) -> list[dict[str, Any]]:
    """The main incident's rows: what everybody asks first, then the fields of its kind; an empty
    list where there is too little for a box."""
    rows = [
        row
        for name, label, field in (*_asked_first(main), *_of_its_kind(main))
        if (row := _row(main, name, label, field, reports)) is not None
    ]
    return rows if len(rows) >= LEAST else []


def _asked_first(main: Incident) -> Iterator[tuple[str, str, Field]]:
    for name, label in CARD:
        field = main.fields.get(name)
        if field is None or field.resolved is None or field.resolved == "":
            continue
        if name == "place" and (_way(main) or _stands_for_party(main, str(field.resolved))):
            continue
        if name == "certainty" and field.resolved == "asserted":
            continue
        yield name, label, field


def _of_its_kind(main: Incident) -> Iterator[tuple[str, str, Field]]:
    """The fields that a kind of happening has of its own: "killed", "fired drone", "zone"."""
    asked = {name for name, _ in CARD}
    meanings = event_kinds().meanings
    for name, field in main.fields.items():
        base = name.split(" ")[0]
        if name in asked or base in HIDDEN or base not in meanings or field.resolved is None:
            continue
        yield name, "exercise" if base == "exercise_name" else field_words(name), field


def _way(main: Incident) -> bool:
    """Whether a launch says whence or which way: a place beside it is where it was told."""
    return main.kind == "launch" and bool(main.fields.keys() & {"origin", "toward"})


def _stands_for_party(main: Incident, place: str) -> bool:
    """Whether a "place" is a state or its capital that stands for somebody in the event."""
    here = {iso for _, _, iso in countries_in(words(place))}
    parties = {
        iso
        for name in ("actor", "recipient", "speaker")
        if (field := main.fields.get(name)) is not None
        for value in field.values
        for _, _, iso in countries_in(words(str(value.value)))
    }
    return bool(here & parties)


def _row(
    main: Incident, name: str, label: str, field: Field, reports: Mapping[str, Report]
) -> dict[str, Any] | None:
    live = [v for v in field.values if v.superseded_by is None]
    same = [v for v in live if v.value == field.resolved] or live
    if not same:
        return None
    base = name.split(" ")[0]
    many = _apart(name, live, reports) if base in COMPARED else []
    if name in ("actor", "recipient", "participants", "claimed_by", "denied_by", "blamed_on"):
        text = ", ".join(list(dict.fromkeys(visible(str(v.value)) for v in live))[:3])
    elif name in ("toward", "origin", "place"):
        text = visible(str(field.resolved))
    elif name == "weapon_kind":
        text = weapon_words(main, value_words(name, same[0]))
    else:
        text = with_unit(base, value_words(name, same[0]), same[0])
    if not text.strip():
        return None
    return {
        "label": label,
        "text": text,
        "who": _source(base, same[0], reports),
        "rule": visible(field.rule),
        "values": many if len(many) > 1 else [],
        "holders": len({v.origin for v in live}),
    }


def _apart(name: str, live: list[Value], reports: Mapping[str, Report]) -> list[dict[str, str]]:
    many: list[tuple[Any, dict[str, str]]] = []
    for v in live:
        shown = with_unit(name.split(" ")[0], value_words(name, v), v)
        if all(w["value"] != shown and not close(raw, v.value) for raw, w in many):
            many.append((v.value, {"value": shown, "who": holder_words(v, reports)}))
    return [w for _, w in many]


def _source(base: str, value: Value, reports: Mapping[str, Report]) -> str:
    """Who gives a count or a measure: a claim is shown with its holder."""
    hedge = "" if value.certainty == "asserted" else f", {value.certainty}"
    if base in COMPARED and base != "count" and value.by:
        return f"{holder_words(value, reports)}{hedge}"
    return hedge[2:]


UNITS = {"yield": "kilotons", "depth": "km"}


def with_unit(base: str, shown: str, value: Value) -> str:
    """A measured value with the unit of its field; its own words where they say one."""
    unit = UNITS.get(base)
    if unit is None or bounds(value.value) == (None, None):
        return shown
    return f"{shown} {unit}"


def close(a: Any, b: Any) -> bool:
    """Whether two measured values are one but for rounding (within 4 %)."""
    x, y = bounds(a)[0], bounds(b)[0]
    return x is not None and y is not None and abs(x - y) <= 0.04 * max(abs(x), abs(y), 1e-9)


def weapon_words(main: Incident, kind: str) -> str:
    """ "ballistic missile, suspected short-range" """
    words = WEAPONS.get(kind, kind)
    ranged = main.fields.get("range_class")
    if ranged is not None and ranged.resolved:
        sure = any(v.certainty == "asserted" for v in ranged.values)
        words += (
            f", {'' if sure else 'suspected '}{RANGES.get(str(ranged.resolved), ranged.resolved)}"
        )
    return words
