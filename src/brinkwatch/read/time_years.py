"""Years, decades, quarters and seasons."""

from __future__ import annotations

from brinkwatch.knowledge.numbers import ordinal_at
from brinkwatch.read import time_periods as periods
from brinkwatch.read.time_dates import (
    Found,
    digits_year,
    short_year,
    year_tail,
    year_words,
)
from brinkwatch.read.time_nodes import (
    Cycle,
    Decade,
    FiscalYear,
    This,
    Year,
)
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_words import (
    DECADES,
    PREPOSITIONS,
    SEASONS,
    UNITS,
)

_AFTER_YEAR = frozenset(
    "was is has as this us vs his its years months weeks days hours minutes plus analysis".split())
_TABLE_WORDS = frozenset("fiscal financial school academic calendar".split())


def year(r: Reader, i: int, vouched: bool = False) -> Found | None:
    """A year: "2025", "the year 2008", "fiscal 2026", "FY2008", "nineteen ninety-six"."""
    j = i + 1 if r.word(i) == "the" else i
    word = r.word(j)
    if word in _TABLE_WORDS and r.word(j + 1) in {"year", "years"} | (
            {r.word(j + 1)} if digits_year(r, j + 1) else set()):
        k = j + 2 if r.word(j + 1) == "year" else j + 1
        value = digits_year(r, k)
        if value is not None:
            return (Year(value) if word == "calendar" else FiscalYear(value)), k + 1
        if r.word(j + 1) == "year" and j == i:
            return (This("year") if word == "calendar" else FiscalYear(None)), k
        return None
    if word in {"fy", "cy", "sy"}:
        value = r.number(j + 1, 0, 2199)
        if value is not None and len(r.word(j + 1)) in {2, 4}:
            full = value if value > 999 else short_year(value)
            return (Year(full) if word == "cy" else FiscalYear(full)), j + 2
        return None
    if word == "year":
        k = j + 2 if r.word(j + 1) == "of" else j + 1
        value = digits_year(r, k)
        if value is not None and r.word(j + 1) != "to":
            return Year(value), k + 1
        return None
    if j != i:
        return None
    value = digits_year(r, i)
    if value is not None:
        return (Year(value), i + 1) if vouched or _sure_year(r, i, value) else None
    words = year_words(r, i)
    if words and (vouched or r.word(i - 1) in PREPOSITIONS or r.word(i - 1) == "year"):
        return Year(words[0]), words[1]
    return None


def _sure_year(r: Reader, i: int, value: int) -> bool:
    """Whether four digits are a year: not a count, a code, a price or a part of a number."""
    before, after = r.word(i - 1), r.word(i + 1)
    if i and r.glued(i) and before not in {"(", "[", '"', "'", "“", "‘", "=", "—", "–", "-"}:
        return False
    if before in {"-", "–"} and r.glued(i) and not (r.word(i - 2).isdecimal() and len(
            r.word(i - 2)) == 4):
        return False
    if before in {"$", "€", "£", "#", "+", "no", "number", "resolution", "flight", "article"} or (
            before == "." and r.word(i - 2) == "no"):
        return False
    if r.glued(i + 1) and (after[:1].isalnum() or after in {"-", "/", "~", ":", "%"}) and not (
            after == "-" and r.word(i + 2).isalpha()):
        return False
    if after in {"%", "percent", "people", "men", "women", "°"} or after in UNITS:
        return False
    if not 1800 <= value <= 2100:
        return value >= 1000 and before in {"in", "since", "until", "from", "by"} and not (
            after.isalpha() and after not in PREPOSITIONS) and value < 2200
    if before.isdecimal() and r.t.starts[i] - r.t.ends[i - 1] <= 1:
        return False
    if after.isalpha() and after.endswith("s") and after not in _AFTER_YEAR and len(after) > 3 and (
            not r.upper(i + 1)):
        return after in {"as", "was", "elections", "olympics", "games", "protests", "talks"} or (
            before in {"the"} and not r.upper(i + 1) and value > 1900)
    return True


def decade(r: Reader, i: int) -> Found | None:
    """ "the 1990s", "'90s", "nineties", "the 21st century"."""
    j = i + 1 if r.word(i) == "the" else i
    apostrophe = r.word(j) in {"'", "’"}
    if apostrophe:
        j += 1
    word = r.word(j)
    if word in DECADES:
        return Decade(DECADES[word], short=True), j + 1
    if word.isdecimal() and len(word) in {2, 4} and word.endswith("0"):
        k = j + 2 if r.word(j + 1) in {"'", "’"} and r.glued(j + 1) else j + 1
        if (r.word(k) == "s" and not r.word(k + 1)[:1].isalnum() | (
                r.glued(k + 1) and r.word(k + 1).isalnum())) or (
                r.word(k) == "s" and not r.glued(k + 1)):
            if len(word) == 4 and 1000 <= int(word) < 2200:
                start = int(word)
                return Decade(start, 100 if start % 100 == 0 and start < 2000 else 10), k + 1
            before = r.word(i - 1)
            if len(word) == 2 and int(word) >= 20 and (apostrophe or j > i or before in {
                    "in", "mid", "early", "late", "since"}) and before not in {"his", "her"}:
                return Decade(int(word), short=True), k + 1
    ordinal = ordinal_at(r.t, j)
    if ordinal and ordinal[0] <= 30:
        k = ordinal[1] + 1 if r.word(ordinal[1]) == "-" else ordinal[1]
        if r.word(k) in {"century", "centuries"} and r.word(k) == "century":
            return Decade((ordinal[0] - 1) * 100, 100), k + 1
    return None


def quarter(r: Reader, i: int) -> Found | None:
    """Quarters and halves: "Q3", "Q3 2025", "2017-q1", "the first quarter of 2013", "H2"."""
    value = digits_year(r, i)
    if value is not None:
        k = i + 2 if r.word(i + 1) == "-" and r.glued(i + 1) else i + 1
        named = _quarter_code(r, k)
        return (Cycle(named[0], named[1], of=Year(value)), named[2]) if named else None
    named = _quarter_code(r, i)
    if named:
        kind, index, j = named
        k = j + 1 if r.word(j) == "-" and r.glued(j) else j
        tail = year_tail(r, k)
        if tail:
            of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
            return Cycle(kind, index, of=of), tail[1]
        return Cycle(kind, index), j
    return None


def _quarter_code(r: Reader, i: int) -> tuple[str, int, int] | None:
    kind = {"q": "quarter", "h": "half"}.get(r.word(i))
    if kind is None or not r.glued(i + 1):
        return None
    index = r.number(i + 1, 1, 4 if kind == "quarter" else 2, 1)
    if index is None or (r.glued(i + 2) and r.word(i + 2)[:1].isalnum()) or (
            i and r.glued(i) and r.word(i - 1) not in {"-", "(", '"'}):
        return None
    return kind, index, i + 2


def season(r: Reader, i: int) -> Found | None:
    """A season with a sign that it is one: "last summer", "the spring of 2024", "in winter"."""
    j, mod = i, ""
    if r.word(j) == "the":
        j += 1
    if r.word(j) in periods._CYCLE_MODS:
        mod, j = periods._CYCLE_MODS[r.word(j)], j + 1
    code = SEASONS.get(r.word(j))
    if code is None:
        return None
    tail = year_tail(r, j + 1)
    if tail:
        of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
        return Cycle("season", 0, code, of), tail[1]
    if mod:
        return Cycle("season", 0, code, mod="" if mod == "coming" else mod), j + 1
    before = r.word(i - 1)
    risky = r.word(j) in {"fall", "spring"}
    follower = r.word(j + 1)
    if follower in {"of", "in", "to", "from", "back", "below"} and risky:
        return None
    if before in {"in", "during", "since", "by", "until", "late", "early", "mid", "throughout",
                  "whole", "through", "this"} or (not risky and not follower.isalpha()):
        return Cycle("season", 0, code), j + 1
    return None
