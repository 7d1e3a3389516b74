"""Offices: title patterns with PLOVER sectors, and who held which office when.

Data: `data/offices.csv` (titles in lower case, American spelling), `data/holders.csv` (dates are
ISO 8601; an empty `until` means in office when the file was made; a change the file does not know
is simply missing, so what the report itself says always goes first) and `data/holders_past.csv`
(the same for older reports, by years: a term counts from the first day of its first year to the
last day of its last).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import fold, split, table


@dataclass(frozen=True, slots=True)
class Office:
    """`title` is the pattern that was met; `office` its canonical form."""

    title: str
    office: str
    sector: str


@dataclass(frozen=True, slots=True)
class Holder:
    """`country` is an ISO-3 code or None for the head of an international body, `organisation`
    that body's name; `sex` "m" or "f"; `since` and `until` inclusive, None is open."""

    office: str
    person: str
    aliases: tuple[str, ...]
    country: str | None
    organisation: str | None
    sector: str
    sex: str
    since: date | None
    until: date | None

    def at(self, when: date | None) -> bool:
        """Was this the holder on `when`? Without a date: is it the holder still?"""
        if when is None:
            return self.until is None
        return (self.since is None or self.since <= when) and (
            self.until is None or when <= self.until
        )


@lru_cache(maxsize=1 << 14)
def american(title: str) -> str:
    """Lower case and American spelling: "Defence Minister" → "defense minister"."""
    title = title.lower().replace("’", "'")
    return title.replace("labour", "labor").replace("defence", "defense")


@cache
def offices() -> dict[str, Office]:
    """Title pattern to office.

    Raises:
        KnowledgeError: the data file is broken.
    """
    return {
        row["title"]: Office(row["title"], row["office"], row["sector"])
        for row in table("offices", "title", "office", "sector")
    }


@cache
def title_words() -> frozenset[str]:
    """Every word that may be the last of a title."""
    return frozenset(title.split()[-1] for title in offices())


@cache
def title_heads() -> frozenset[str]:
    """The words that say what one is: "minister" of "minister of defense", not "defense"."""
    return frozenset(
        re.split(r" (?:of|for|to|in) ", title, maxsplit=1)[0].split()[-1] for title in offices()
    )


@cache
def longest_title() -> int:
    """Words in the longest title."""
    return max(len(title.split()) for title in offices())


def _day(cell: str, line: str, year: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell if len(cell) > 4 else f"{cell}-{year}")
    except ValueError as error:
        raise KnowledgeError(
            f"knowledge/data/holders.csv or holders_past.csv, {line}: '{cell}' is no date; "
            "write YYYY-MM-DD or YYYY"
        ) from error


@cache
def holders() -> tuple[Holder, ...]:
    """All terms of office, those of the past first.

    Raises:
        KnowledgeError: the data file is broken.
    """
    return tuple(
        Holder(
            office=row["office"], person=row["person"], aliases=split(row["aliases"]),
            country=row["country"] or None, organisation=row["organisation"] or None,
            sector=row["sector"], sex=row["sex"],
            since=_day(row["from"], row["person"], "01-01"),
            until=_day(row["until"], row["person"], "12-31"),
        )
        for name in ("holders_past", "holders")
        for row in table(name, "office", "person", "aliases", "country", "from", "until")
    )


@cache
def _by_name() -> dict[str, tuple[Holder, ...]]:
    out: dict[str, tuple[Holder, ...]] = {}
    for holder in holders():
        for name in (holder.person, *holder.aliases):
            out[fold(name)] = (*out.get(fold(name), ()), holder)
    return out


def terms(name: str) -> tuple[Holder, ...]:
    """All terms of the person with this full name or alias."""
    return _by_name().get(fold(name), ())


def term(name: str, when: date | None) -> Holder | None:
    """The term that `name` served on `when`, else the nearest earlier one, else any."""
    found = terms(name)
    current = [h for h in found if h.at(when)]
    if current:
        return max(current, key=lambda h: h.since or date.min)
    if when is not None:
        past = [h for h in found if h.since and h.since <= when]
        if past:
            return max(past, key=lambda h: h.since or date.min)
    return found[-1] if found else None


@cache
def _by_surname() -> dict[str, tuple[Holder, ...]]:
    out: dict[str, tuple[Holder, ...]] = {}
    for holder in holders():
        for key in {fold(surname(holder.person, holder.country)),
                    fold(holder.person.split()[-1])}:
            out[key] = (*out.get(key, ()), holder)
    return out


def in_office(family_name: str, when: date | None) -> tuple[Holder, ...]:
    """Holders in office on `when` whose family name this is; one row a person."""
    out: dict[str, Holder] = {}
    for holder in _by_surname().get(fold(family_name), ()):
        if holder.at(when):
            out.setdefault(holder.person, holder)
    return tuple(out.values())


def once_in_office(family_name: str) -> tuple[Holder, ...]:
    """Everybody of this family name who ever held an office; one row a person."""
    found = _by_surname().get(fold(family_name), ())
    return tuple({holder.person: holder for holder in found}.values())


def office_holder(
    country: str | None, office: str, when: date | None, organisation: str | None = None
) -> Holder | None:
    """Who held `office` (canonical title, any spelling) of a state or body on `when`."""
    wanted = american(office)
    for holder in holders():
        if (holder.country == country and holder.organisation == organisation
                and american(holder.office) == wanted and holder.at(when)):
            return holder
    return None


FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "HKG", "MAC", "SGP", "KHM",
                               "ETH", "ERI"})
"""States whose personal names are written family name first in English news."""


def surname(person: str, country: str | None = None) -> str:
    """Family name of a full name: "Lee Jae Myung" (KOR) → "Lee", "Pete Hegseth" → "Hegseth"."""
    words = person.split()
    if len(words) < 2:
        return person
    if country in FAMILY_NAME_FIRST:
        return words[0]
    particles = {"von", "van", "de", "der", "da", "al", "el", "bin", "ben", "di", "del", "la",
                 "le", "dos", "al-", "abu", "ibn"}
    end = len(words)
    if words[-1].rstrip(".").lower() in {"jr", "sr", "ii", "iii", "iv"} and end > 2:
        end -= 1
    start = end - 1
    while start > 1 and words[start - 1].lower() in particles:
        start -= 1
    return " ".join(words[start:end])


@cache
def first_names() -> dict[str, str]:
    """Given name in lower case to "m" or "f", from the holders file and `first_names.csv`."""
    out = {row["name"]: row["sex"] for row in table("first_names", "name", "sex")}
    for holder in holders():
        words = holder.person.split()
        if len(words) >= 2 and holder.country not in FAMILY_NAME_FIRST:
            out.setdefault(words[0].lower(), holder.sex)
    return out
