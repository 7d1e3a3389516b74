"""Weapon systems: aliases, kind and range class (`data/weapons.csv`).

Range classes by maximum range: CRBM to 300 km, SRBM to 1,000, MRBM to 3,000, IRBM to 5,500, ICBM
beyond (the usual classes, as the U.S. NASIC and CSIS use them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from brinkwatch.knowledge.tables import split, table


@dataclass(frozen=True, slots=True)
class System:
    """`kind` as in `Launch.weapon.kind`; `range_class` None where it has none; `country` the
    maker's ISO-3."""

    name: str
    kind: str
    range_class: str | None
    country: str | None
    aliases: tuple[str, ...]


_CALIBER = re.compile(r"caliber:(\d+)")
_LAUNCHERS = (
    "multiple rocket launcher", "multiple-launch rocket system", "multiple launch rocket system",
    "multiple rocket launch system", "MLRS", "MRL", "MRLS", "rocket launcher", "rocket artillery",
    "rocket", "launcher", "multiple rocket system", "controllable rocket", "guided rocket",
)


def _aliases(cell: str) -> tuple[str, ...]:
    """The names of a cell; "caliber:600" stands for every way to name a launcher of 600 mm."""
    names: list[str] = []
    for name in split(cell):
        caliber = _CALIBER.fullmatch(name)
        if caliber is None:
            names.append(name)
            continue
        bores = [f"{caliber[1]}{sep}{unit}" for sep in ("", " ", "-")
                 for unit in ("mm", "millimeter", "millimetre")]
        names += [f"{bore}{link}{launcher}" for bore in bores
                  for link in (" ", "-caliber ", " caliber ") for launcher in _LAUNCHERS]
    return tuple(names)


@cache
def systems() -> tuple[System, ...]:
    """All systems, in file order.

    Raises:
        KnowledgeError: the data file is broken.
    """
    return tuple(
        System(row["name"], row["kind"], row["range_class"] or None, row["country"] or None,
               _aliases(row["aliases"]))
        for row in table("weapons", "name", "kind", "range_class", "country", "aliases")
    )


_GAP = re.compile(r"\\[ -]")


def _key(name: str) -> str:
    return re.sub(r"[\s\-–]+", "", name).lower()


@cache
def _index() -> tuple[dict[str, System], re.Pattern[str]]:
    index: dict[str, System] = {}
    for system in systems():
        for name in (system.name, *system.aliases):
            index.setdefault(_key(name), system)
    names = sorted({n for s in systems() for n in (s.name, *s.aliases)}, key=len, reverse=True)
    parts = []
    for name in names:
        pattern = _GAP.sub(
            lambda gap: r"[\s\-–]" if gap.group() == r"\ " else r"[\s\-–]?", re.escape(name))
        proper = name[:1].isupper()
        parts.append(pattern if proper else f"(?i:{pattern})")
    return index, re.compile(r"(?<![\w])(?:" + "|".join(parts) + r")(?:s|[A-Z]{1,2})?(?![\w])")


def system(name: str) -> System | None:
    """The system of this name or alias, spelled with or without hyphens and spaces."""
    return _index()[0].get(_key(name))


def _of(index: dict[str, System], words: str) -> System:
    key = _key(words)
    for shorter in (key, key[:-1], key[:-2]):  # a plural, a variant ("Shaheen-IA")
        if shorter in index:
            return index[shorter]
    return index[key]


def find(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, System]]:
    """(start, end, system) of every system named in `text[start:end]`, in text order.

    A name that is also a common word or a person's ("Patriot", "Hawk", "Grad") is found like any
    other: whether a weapon is meant is for the reader of the sentence.
    """
    index, pattern = _index()
    stop = len(text) if end is None else end
    return [
        (m.start(), m.end(), _of(index, m.group())) for m in pattern.finditer(text, start, stop)
    ]
