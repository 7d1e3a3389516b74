"""Units and their conversion, from `data/units.yaml` through pint.

pint is imported on the first conversion (about 0.4 s) with only the units of the data file, and
each pair of units is worked out once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError, UsageError
from brinkwatch.knowledge.tables import parse_yaml

NEEDS_FIRST = frozenset({"m", "mi", "ha"})
"""Spellings so short that they count as a unit only right after digits."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: `name` is pint's, `kind` a quantity kind, `short` the label of pages."""

    name: str
    kind: str
    short: str


@cache
def _data() -> dict[str, Any]:
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            "data/units.yaml").read_text("utf-8")
        return dict(parse_yaml(text))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"knowledge/data/units.yaml cannot be read ({error}); install the package again"
        ) from error


@cache
def units() -> dict[str, Unit]:
    """Unit by pint name, by short label and by canonical unit."""
    out: dict[str, Unit] = {}
    for row in _data()["units"]:
        unit = Unit(row["pint"], row["kind"], row["short"])
        out[unit.name] = unit
        out.setdefault(unit.short, unit)
    for row in _data()["kinds"].values():
        if row["pint"] in out:
            out.setdefault(row["unit"], out[row["pint"]])
    return out


@cache
def spellings() -> dict[str, Unit]:
    """Lower-case spelling to unit; currencies are units of kind "money" named by ISO 4217."""
    out = {
        spelling.lower(): Unit(row["pint"], row["kind"], row["short"])
        for row in _data()["units"] for spelling in row["spellings"]
    }
    for code, names in _data()["currencies"].items():
        for name in names:
            out.setdefault(name, Unit(code, "money", code))
    return out


@cache
def currency_signs() -> dict[str, str]:
    """Lower-case sign to ISO 4217 code: {"$": "USD", "us$": "USD", "€": "EUR", …}."""
    return dict(_data()["signs"])


def canonical_unit(kind: str) -> str | None:
    """The unit records carry for a kind: "km" for distance, "s" for duration; None without one."""
    row = _data()["kinds"].get(kind)
    return row["unit"] if row else None


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(None)
    for line in _data()["definitions"]:
        registry.define(line)
    return registry


@cache
def _name(unit: str) -> str:
    found = units().get(unit) or spellings().get(unit.lower())
    if found is None or found.kind in {"money", "percent"}:
        raise UsageError(
            f"unit {unit!r} cannot be converted; use one of knowledge/data/units.yaml")
    return found.name


@cache
def _line(unit: str, to: str) -> tuple[float, float]:
    """(factor, shift) such that a value in `to` is value * factor + shift."""
    import pint

    registry = _registry()
    try:
        zero = float(registry.Quantity(0.0, unit).to(to).magnitude)
        one = float(registry.Quantity(1.0, unit).to(to).magnitude)
    except pint.DimensionalityError as error:
        raise UsageError(f"unit {unit!r} cannot be converted to {to!r}: {error}") from error
    return one - zero, zero


def convert(value: float, unit: str, to: str) -> float:
    """`value` in another unit, rounded to 12 significant digits.

    `unit` and `to` are any name of the data file: "mile", "miles", "km", "km/h", "°C".

    Raises:
        UsageError: a unit is not known, or the two measure different things.
    """
    source, target = _name(unit), _name(to)
    if source == target:
        return float(value)
    factor, shift = _line(source, target)
    result = value * factor + shift
    if not math.isfinite(result) or result == 0:
        return result
    return round(result, 11 - math.floor(math.log10(abs(result))))


def to_canonical(value: float, unit: Unit, kind: str | None = None) -> tuple[float, str]:
    """`value` in the canonical unit of `kind` (by default the unit's own), with that unit."""
    row = _data()["kinds"].get(kind or unit.kind)
    if row is None:
        return value, "%" if unit.kind == "percent" else unit.short
    factor, shift = (1.0, 0.0) if row["pint"] == unit.name else _line(unit.name, row["pint"])
    result = value * factor + shift
    if result and math.isfinite(result):
        result = round(result, 11 - math.floor(math.log10(abs(result))))
    return result, row["unit"]


def display(value: float, unit: str) -> tuple[float, str] | None:
    """The same amount in the other system, for "700 km (435 miles)".

    The result is rounded to as many significant digits as `value` carries, two at least; None
    where pages show no second unit.
    """
    found = units().get(unit) or spellings().get(unit.lower())
    pairs = _data()["pairs"]
    other = pairs.get(unit) or (pairs.get(found.name) or pairs.get(found.short) if found else None)
    if found is None or other is None:
        return None
    target = units()[other]
    return _rounded(convert(value, found.name, other), max(3, _digits(value))), target.short


def _digits(value: float) -> int:
    return len(f"{value:.12g}".lstrip("-0.").replace(".", "").rstrip("0")) if value else 1


def _rounded(value: float, digits: int) -> float:
    if value == 0 or not math.isfinite(value):
        return value
    rounded = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    return float(round(rounded)) if abs(rounded) >= 10 else rounded
