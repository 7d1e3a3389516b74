"""Countries: names, variants, capitals, centres, and the words for what and who is theirs.

Data: `data/countries.csv` (ISO 3166 codes; names and capitals by ISO, the UN and GeoNames) and
`data/demonyms.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from brinkwatch.knowledge.tables import fold, split, table


@dataclass(frozen=True, slots=True)
class Country:
    """`lat`/`lon` are the centre in degrees, None where the file gives none; `radius_km` is that
    of a circle of the country's area."""

    iso3: str
    iso2: str
    name: str
    variants: tuple[str, ...]
    capital: str
    lat: float | None
    lon: float | None
    radius_km: float
    population: int
    continent: str
    un_member: bool


@dataclass(frozen=True, slots=True)
class Demonym:
    """`kind` is "adjective", "person" or "plural"."""

    iso3: str
    word: str
    kind: str


@cache
def countries() -> dict[str, Country]:
    """ISO-3 to country.

    Raises:
        KnowledgeError: the data file is broken.
    """
    out = {}
    for row in table("countries", "iso3", "iso2", "name", "variants", "capital", "lat", "lon"):
        out[row["iso3"]] = Country(
            iso3=row["iso3"], iso2=row["iso2"], name=row["name"],
            variants=split(row["variants"]), capital=row["capital"],
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            radius_km=float(row["radius_km"]), population=int(row["population"]),
            continent=row["continent"], un_member=row["un_member"] == "yes",
        )
    return out


@cache
def iso2_to_iso3() -> dict[str, str]:
    return {c.iso2: c.iso3 for c in countries().values()}


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    folded: dict[str, str] = {}
    exact: dict[str, str] = {}
    for country in countries().values():
        for name in (country.name, *country.variants):
            if _abbreviation(name):
                exact.setdefault(name, country.iso3)
            else:
                folded.setdefault(fold(name), country.iso3)
    return folded, exact


def _abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= 4 and letters.isupper()


def country_named(name: str) -> str | None:
    """ISO-3 of the country that `name` names, or None: "South Korea", "the U.S.", "DPRK".

    Abbreviations must be in capitals: "US" is a country, "us" is not.
    """
    folded, exact = _names()
    bare = name[4:] if name[:4].lower() == "the " else name
    if bare in exact:
        return exact[bare]
    return folded.get(fold(bare)) if bare[:1].isupper() else None


def country_names() -> tuple[frozenset[str], frozenset[str]]:
    """(folded names, exact abbreviations)."""
    folded, exact = _names()
    return frozenset(folded), frozenset(exact)


@cache
def demonyms() -> dict[str, tuple[Demonym, ...]]:
    """Word as written ("South Korean", "Japanese", "Poles") to what it may mean."""
    out: dict[str, tuple[Demonym, ...]] = {}
    for row in table("demonyms", "iso3", "word", "kind"):
        found = Demonym(row["iso3"], row["word"], row["kind"])
        out[row["word"]] = (*out.get(row["word"], ()), found)
    return out


def demonym(word: str) -> Demonym | None:
    """The first meaning of `word` as a demonym, or None."""
    found = demonyms().get(word)
    return found[0] if found else None


def country_in(name: str) -> str | None:
    """The state that a body's name tells: "Royal Thai Army", "Seismology Office of Norway"."""
    parts = name.split()
    for word in parts:
        known = demonym(word)
        if known is not None:
            return known.iso3
    if len(parts) > 2 and parts[-2].lower() in ("of", "for"):
        return country_named(parts[-1])
    return None


MISSPELT_LENGTH = 6
"""Letters of the shortest name that is known in spite of a slip: shorter ones are other names."""


@cache
def misspelt(word: str) -> tuple[str, str] | None:
    """What a capitalised word names when one slip is undone ("Ethopia", "Agentinian").

    Returns:
        (ISO-3, "country" or the kind of demonym), or None where no name, or names of several
        countries, are one letter (added, left out, changed or swapped) away. The first letter
        must be right.
    """
    if len(word) < MISSPELT_LENGTH or not word.isalpha() or not word[:1].isupper():
        return None
    found: set[tuple[str, str]] = set()
    for name, iso3 in _names()[0].items():
        if _slip(fold(word), name):
            found.add((iso3, "country"))
    for name, meanings in demonyms().items():
        if _slip(word, name):
            found.add((meanings[0].iso3, meanings[0].kind))
    states = {iso3 for iso3, _ in found}
    return min(found) if len(states) == 1 else None


def _slip(word: str, name: str) -> bool:
    return (len(name) >= MISSPELT_LENGTH and name[0] == word[0] and abs(len(name) - len(word)) < 2
            and DamerauLevenshtein.distance(word, name, score_cutoff=1) == 1)


@cache
def capitals() -> dict[str, str]:
    """Folded capital to ISO-3 (members of the UN and a few others first)."""
    out: dict[str, str] = {}
    for country in sorted(countries().values(), key=lambda c: not c.un_member):
        if country.capital and fold(country.capital) != fold(country.name):
            out.setdefault(fold(country.capital), country.iso3)
    return out
