"""What frames a report and is no part of what it says: dateline, byline, credits.

Forms follow the habits of news agencies: "SEOUL, Nov 7 (Wire) — ", "Seoul, South Korea (Wire) - ",
"MOSCOW, November 7. /WIRE/. ", "NEW DELHI: ", and "By Jane Doe, Outlet" on a line of its own. A
place without a date or an agency counts only when the gazetteer knows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from brinkwatch.knowledge.gazetteer import capital_of, gazetteer
from brinkwatch.knowledge.zones import place_names, zone_of_country

HEAD = 700
"""Characters from the start within which datelines and bylines are looked for."""
TAIL = 500
"""Characters before the end within which credits are looked for."""

_MONTH = (r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|"
          r"July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|"
          r"Dec(?:ember|\.)?)")
_DATE = (rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
         rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?)")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_CAPS = r"[A-Z][A-Z'’.\-]*(?: [A-Z][A-Z'’.\-]*)*[A-Z]"
_NAME = r"[A-Z][\w'’.\-]+(?: (?:of |the |de |al-)?[A-Z][\w'’.\-]+){0,3}"
_IN = rf"(?:,? (?!{_MONTH}\b)(?!{_DAY})(?:{_NAME}))"
_WIRE = (r"(?:\((?P<wire>[^()\n]{2,40})\)|/(?P<slashed>[^/\n]{2,40})/\.?"
         r"|\[(?P<boxed>[^\]\n]{2,40})\])")
_DASH = r"(?:—|–|--|-)"
_ON = rf"(?:[,.]? \(?(?:{_DAY},? )?(?P<when>{_DATE})\)?[,.]?)"
_BY = rf"(?:By {_NAME}(?: and {_NAME})?\s+(?={_CAPS}))?"
_DATELINES = tuple(re.compile(p) for p in (
    # SEOUL, South Korea, Nov 7 (Wire) — ; SEOUL/TOKYO — ; MOSCOW, November 7. /WIRE/.
    rf"{_BY}(?P<place>{_CAPS}(?:/{_CAPS})*)(?P<within>,{_IN})?{_ON}?\s*{_WIRE}?\s*{_DASH}\s*(?=[A-Z0-9\"“‘'«])",
    rf"{_BY}(?P<place>{_CAPS}(?:/{_CAPS})*)(?P<within>,{_IN})?{_ON}?\s*{_WIRE}[.:]?\s+(?=[A-Z\"“‘'])",
    # Seoul, South Korea (Wire) — ; Seoul, Nov. 7 (Wire) --
    rf"(?P<place>{_NAME})(?P<within>,{_IN})?{_ON}?\s*{_WIRE}\s*{_DASH}\s*(?=[A-Z0-9\"“‘'«])",
    rf"(?P<place>{_NAME})(?P<within>,{_IN})?{_ON}\s*{_DASH}\s*(?=[A-Z0-9\"“‘'«])",
    # Nov. 7 (Wire) --
    rf"(?P<when>{_DATE})\s*{_WIRE}\s*{_DASH}\s*(?=[A-Z0-9\"“‘'«])",
    # NEW DELHI:
    rf"(?P<place>{_CAPS}(?:/{_CAPS})*)(?P<within>,{_IN})?{_ON}?:\s+(?=[A-Z\"“‘'])",
))
_SURE = (False, True, True, True, True, False)
"""Which of the forms need no known place."""
_DATE_LINE = re.compile(rf"(?:{_DAY},? )?(?P<when>{_DATE})[ \t]*(?:\n|$)")
_BYLINE = re.compile(
    rf"(?:(?:Report(?:ing|ed)|Words|Story) )?[Bb][Yy]:? {_NAME}(?:(?:,| and|, and) {_NAME})*"
    r"(?:(?:,| \||;| for| in|\s+[-–—])\s*[^\n.]{2,60})?[ \t]*(?:\n|$)"
)
_CREDIT = re.compile(
    r"\(?(?:Additional r|R)eporting by [A-Z][^\n]{2,300}$|\(?Edit(?:ing|ed) by [A-Z][^\n]{2,200}$"
    r"|(?:©|Copyright|\(c\))[^\n]{2,160}$", re.M,
)
_WIDE = frozenset({"USA", "RUS", "CAN", "AUS", "BRA", "MEX", "IDN", "KAZ", "COD", "MNG", "CHL"})
"""Countries of several zones, where only a city that `time_zones.csv` names tells its own."""
_ABOARD = re.compile(r"(?:ABOARD|ON BOARD|UNITED NATIONS|WITH |NEAR |OFF )")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters [start, end) that frame a report; `kind` "dateline", "byline", "date" or
    "credit"."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed.

    `start` to `end` are the characters it takes with the dash behind it; `place` as written, of
    two places the first; `when` the words of its date, `wire` the agency in brackets; each "" where
    the text gives none.
    """

    start: int
    end: int
    place: str
    when: str
    wire: str
    country: str | None = None

    @property
    def zone(self) -> str | None:
        """IANA zone of the place, None when it cannot be told from its name and country."""
        named = place_names().get(self.place.lower())
        if named is None and self.country is not None and self.country not in _WIDE:
            return zone_of_country(self.country)
        return named


@lru_cache(maxsize=256)
def furniture(text: str) -> tuple[Stretch, ...]:
    """The stretches of `text` that frame it, in order, none overlapping."""
    head = text[:HEAD]
    found = []
    line = dateline(text)
    if line is not None:
        found.append(Stretch(line.start, line.end, "dateline"))
    for at in _line_starts(head):
        if line is not None and at >= line.start:
            break
        by = _BYLINE.match(head, at)
        day = None if by else _DATE_LINE.match(head, at)
        match = by or day
        if match is not None:
            found.append(Stretch(at, match.end(), "byline" if by else "date"))
    least = max((s.end for s in found), default=0)
    for match in _CREDIT.finditer(text, max(least, len(text) - TAIL)):
        found.append(Stretch(match.start(), match.end(), "credit"))
    return tuple(sorted(found, key=lambda s: s.start))


def dateline(text: str) -> Dateline | None:
    """The dateline `text` opens with, after a headline, a date or a byline at most; or None."""
    head = text[:HEAD]
    for at in _line_starts(head)[:5]:
        for pattern, sure in zip(_DATELINES, _SURE, strict=True):
            match = pattern.match(head, at)
            if match is None:
                continue
            groups = match.groupdict()
            wire = next((groups[k] for k in ("wire", "slashed", "boxed") if groups.get(k)), "")
            place, when = groups.get("place") or "", groups.get("when") or ""
            first = place.split("/")[0].strip(" ,.")
            country = _country_of(first, groups.get("within") or "")
            if not (sure or wire or when or country or _ABOARD.match(place)):
                continue
            return Dateline(at, match.end(), first, when, wire or "", country)
    return None


def _line_starts(head: str) -> list[int]:
    """Where each line's first word begins."""
    return [m.end() - 1 for m in re.finditer(r"(?:^|\n)[ \t\r]*\S", head)]


def _country_of(place: str, within: str) -> str | None:
    """ISO-3 of the country a place of a dateline lies in, None when nothing known has the name."""
    inside = within.strip(" ,").rstrip(".")
    capital = capital_of(place)
    if capital is not None and not inside:
        return capital
    for name in (inside, place):
        options = gazetteer().lookup(name.title() if name.isupper() else name) if name else ()
        if not options:
            continue
        best = max(options, key=lambda c: (c.kind == "country", c.curated, c.population))
        if best.country is not None and (name is inside or best.population > 20_000
                                         or best.kind != "city"):
            return best.country
    return None
