"""Organisations and the words that stand for governments.

Data: `data/organisations.csv` (a "?" for country: the country must come from the text) and
`data/governments.csv` (`kind` "seat", "body", "capital" or "place"; a "place" is a place first).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from brinkwatch.knowledge.countries import capitals, countries
from brinkwatch.knowledge.tables import fold, split, table


@dataclass(frozen=True, slots=True)
class Organisation:
    """`country` is ISO-3, None for an international body; `national` bodies exist in many
    states and take theirs from the text."""

    name: str
    country: str | None
    sector: str
    national: bool = False


@dataclass(frozen=True, slots=True)
class Metonym:
    """A seat or capital that stands for a government."""

    alias: str
    country: str | None
    sector: str
    name: str
    kind: str


def _exact(name: str) -> bool:
    return len(name) <= 5 and sum(c.isupper() for c in name) >= 2


@cache
def _index() -> tuple[dict[str, Organisation], dict[str, Organisation]]:
    folded: dict[str, Organisation] = {}
    exact: dict[str, Organisation] = {}
    for row in table("organisations", "name", "country", "sector", "aliases"):
        national = row["country"] == "?"
        found = Organisation(
            row["name"], None if national else row["country"] or None, row["sector"], national
        )
        for name in (row["name"], *split(row["aliases"])):
            if _exact(name):
                exact.setdefault(name, found)
            else:
                folded.setdefault(fold(name), found)
    return folded, exact


def organisation(name: str) -> Organisation | None:
    """The organisation that `name` names; abbreviations must be written as listed ("UN", not
    "un"), so "Kim Jong Un" holds no United Nations."""
    folded, exact = _index()
    bare = name[4:] if name[:4].lower() == "the " else name
    if bare in exact:
        return exact[bare]
    if _exact(bare):
        return None
    found = folded.get(fold(bare))
    proper = bare[:1].isupper() or bare[:1].isdigit() or bare.startswith(("al-", "al "))
    return found if proper else None


def organisation_keys() -> tuple[frozenset[str], frozenset[str]]:
    """(folded names, exact abbreviations)."""
    folded, exact = _index()
    return frozenset(folded), frozenset(exact)


@cache
def metonyms() -> dict[str, Metonym]:
    """Folded alias to what it stands for, capitals included."""
    out: dict[str, Metonym] = {}
    for row in table("governments", "alias", "country", "sector", "name", "kind"):
        out[fold(row["alias"])] = Metonym(
            row["alias"], row["country"] or None, row["sector"], row["name"], row["kind"]
        )
    for key, iso3 in capitals().items():
        country = countries()[iso3]
        out.setdefault(key, Metonym(country.capital, iso3, "GOV", country.name, "capital"))
    return out


def metonym(name: str) -> Metonym | None:
    """What "Seoul", "the Kremlin" or "Downing Street" stands for, or None."""
    return metonyms().get(fold(name)) if name[:1].isupper() or name[:4] == "the " else None


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of institution that many states have; `label` groups its names ("armed forces" and
    "military")."""

    phrase: str
    label: str
    sector: str


@cache
def bodies() -> dict[str, Body]:
    """Lower-case phrase (American spelling) to body, from `data/bodies.csv`."""
    return {
        row["phrase"]: Body(row["phrase"], row["label"], row["sector"])
        for row in table("bodies", "phrase", "label", "sector")
    }


@cache
def body_words() -> frozenset[str]:
    """Last words of the phrases."""
    return frozenset(phrase.split()[-1] for phrase in bodies())


SECTOR_WORDS = (
    ("GOV", frozenset({"ministry", "department", "government", "embassy", "presidency", "cabinet",
                       "administration", "agency", "commission", "authority", "bureau",
                       "secretariat", "municipality", "council", "office", "committee"})),
    ("MIL", frozenset({"army", "navy", "force", "forces", "military", "command", "brigade",
                       "regiment", "battalion", "fleet", "corps", "guard", "division", "squadron",
                       "guards", "marines"})),
    ("COP", frozenset({"police", "sheriff", "coastguard", "constabulary"})),
    ("JUD", frozenset({"court", "tribunal", "prosecutor", "judiciary"})),
    ("LEG", frozenset({"parliament", "assembly", "congress", "senate", "legislature", "diet"})),
    ("PTY", frozenset({"party", "coalition", "alliance"})),
    ("MED", frozenset({"news", "times", "post", "herald", "tribune", "daily", "tv", "television",
                       "radio", "broadcasting", "journal", "guardian", "telegraph", "gazette",
                       "magazine", "media", "press", "newspaper", "observer", "chronicle"})),
    ("EDU", frozenset({"university", "college", "school", "academy", "institute", "institution"})),
    ("BUS", frozenset({"inc", "inc.", "corp", "corp.", "corporation", "company", "co.", "ltd",
                       "bank", "airlines", "airways", "group", "industries", "energy", "oil",
                       "motors", "electronics", "holdings", "plc", "llc", "steel"})),
    ("REB", frozenset({"front", "brigades", "liberation", "resistance", "jihad", "militia"})),
    ("LAB", frozenset({"union", "workers"})),
    ("NGO", frozenset({"foundation", "watch", "rights", "charity", "society", "association",
                       "network", "relief", "humanitarian", "center", "centre", "trust"})),
    ("HLH", frozenset({"hospital", "clinic"})),
)
"""Sector by a word of a body's name, first match counts."""


def sector_of(name: str) -> str | None:
    """PLOVER sector that a body's name shows, or None."""
    words = set(name.lower().split())
    return next((sector for sector, known in SECTOR_WORDS if words & known), None)
