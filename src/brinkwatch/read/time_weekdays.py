"""Weekdays, "today" and its like, and holidays, with the dates beside them."""

from __future__ import annotations

from brinkwatch.knowledge.holidays import holidays
from brinkwatch.knowledge.numbers import ONES, ordinal_at
from brinkwatch.read import time_dates as dates
from brinkwatch.read import time_numeric as numeric_dates
from brinkwatch.read.time_nodes import DayWord, Holiday, MonthDay, Node, Weekday
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_words import (
    MONTHS,
    SHORT_DAYS,
    WEEKDAYS,
)

_PAPERS = frozenset([
    "times", "telegraph", "mirror", "express", "herald", "post", "world", "mail", "tribune"
])
_WEEKDAY_MODS = {"last": "last", "previous": "last", "next": "next", "this": "this",
                 "past": "past", "coming": "coming", "upcoming": "coming",
                 "following": "following"}
_HOLIDAY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}


def weekday_name(r: Reader, i: int) -> tuple[int, int] | None:
    """The weekday named at `i`: (Monday is 0, token after it)."""
    word = r.word(i)
    day = WEEKDAYS.get(word)
    if day is None:
        return None
    j = i + 1
    if word in SHORT_DAYS:
        if r.glued(i) and r.word(i - 1) not in {"(", "-", "/", "¶"}:
            return None
        dotted = r.word(j) == "." and r.glued(j)
        after = r.word(j + 1) if dotted or r.word(j) in {",", "("} else r.word(j)
        sure = (after in MONTHS or after[:1].isdecimal() or after in {"the", "at", ")"}
                or ordinal_at(r.t, j) is not None
                or r.word(i - 1) in {"on", "next", "last", "this", "week", "(", "or", "every"})
        if not sure or (word in {"sun", "sat", "wed", "mon"} and not r.upper(i) and not (
                after in MONTHS or after[:1].isdecimal() or r.word(i - 1) in {
                    "on", "next", "last", "this", "week", "(", "or"})):
            return None
        if word in {"sun", "mon", "wed", "sat", "fri"} and after in {"the", "at"} and not (
                r.upper(i) or r.word(i - 1) == "on"):
            return None
        if word == "sun" and r.word(i - 1) == "the":
            return None
        if dotted and (after in MONTHS or after[:1].isdecimal() or r.word(j + 1) == ","
                       or not r.upper(j + 1)):
            j += 1
        return day, j
    if r.word(j) in _PAPERS and r.upper(j):
        return None
    if r.word(i - 1) in {"bloody", "super", "holy"} and r.upper(i - 1):
        return None
    return day, j


def weekday(r: Reader, i: int) -> dates.Found | None:
    """A weekday with what narrows it: "last Friday", "Friday, Nov. 7", "Monday the 21st"."""
    j, mod = i, ""
    if r.word(j) == "the" and r.word(j + 1) in _WEEKDAY_MODS:
        j += 1
    if r.word(j) in _WEEKDAY_MODS:
        mod = _WEEKDAY_MODS[r.word(j)]
        j += 1
        if mod == "this" and r.word(j) in {"coming", "past", "upcoming"}:
            mod = _WEEKDAY_MODS[r.word(j)]
            j += 1
    elif j != i:
        return None
    named = weekday_name(r, j)
    if named is None:
        return None
    day, k = named
    date = _date_beside(r, k)
    if date:
        node, k = date
        if isinstance(node, MonthDay):
            pinned = mod in {"this", "next"} and node.year is None
            return MonthDay(node.month, node.day, node.year, day, node.of, pinned=pinned), k
        return node, k
    number = None if r.word(k) == "," else dates._day_number(r, k)
    if number and (number[2] or r.word(k).isdecimal()) and r.word(k) not in ONES:
        after = r.word(number[1])
        ok = number[2] or ((after not in {"-", "–", ":", "to", "am", "pm", "o", "oclock", "a", "p"}
                           and not (r.glued(number[1]) and after[:1].isalpha())
                           and not after.isalpha()) or after in {"at", "between", "from", "for"})
        if ok and dates._day_ok(r, number[1]):
            from brinkwatch.read.time_nodes import DayOfMonth

            return DayOfMonth(number[0], day), number[1]
    return Weekday(day, mod), k


def _date_beside(r: Reader, k: int) -> dates.Found | None:
    """The calendar date right after a weekday: ", Nov. 7", " (Nov 7)", "-Jun-15", " 7/6"."""
    start = k
    closing = False
    if r.word(k) == "(":
        closing, k = True, k + 1
    elif r.word(k) in {",", "-", "–"}:
        k += 1
    if r.word(k) == "the" and r.word(start) == ",":
        pass
    found = (dates.month_first(r, k) or dates.day_first(r, k)
             or numeric_dates.numeric(r, k, vouched=r.word(k).isdecimal() and r.word(start) != "-"))
    if found is None:
        return None
    node, j = found
    if closing:
        if r.word(j) != ")":
            return None
        j += 1
    return node, j


def day_word(r: Reader, i: int) -> dates.Found | None:
    """ "today", "the day after tomorrow", "the next day", "the same day"."""
    word = r.word(i)
    if word in {"today", "yesterday", "tomorrow", "tmrw", "otd"}:
        if word == "today" and r.word(i + 1) in {"'", "’"} and r.word(i - 1) == "usa":
            return None
        return DayWord({"yesterday": -1, "tomorrow": 1, "tmrw": 1}.get(word, 0)), i + 1
    if word == "current" and r.word(i + 1) == "date":
        return DayWord(0), i + 2
    j = i + 1 if word == "the" else i
    w = r.word(j)
    if w == "day" and r.word(j + 1) in {"before", "after"}:
        sign = 1 if r.word(j + 1) == "after" else -1
        if r.word(j + 2) == ("tomorrow" if sign > 0 else "yesterday"):
            return DayWord(2 * sign), j + 3
        if word == "the" and (not r.word(j + 2) or not r.word(j + 2).isalnum()):
            return DayWord(sign, "last"), j + 2
        return None
    if w in {"next", "following", "same", "previous", "preceding"} and r.word(j + 1) == "day":
        if w == "next" and word != "the":
            return None
        if r.word(j + 2) == "and" and r.word(j + 3)[:1].isdecimal():
            return None
        return DayWord({"next": 1, "following": 1, "same": 0}.get(w, -1), "last"), j + 2
    if word == "that" and r.word(i + 1) == "day":
        return DayWord(0, "last"), i + 2
    if word == "earlier" and r.word(i + 1) == "that" and r.word(i + 2) == "day":
        return DayWord(0, "last"), i + 3
    return None


def holiday(r: Reader, i: int) -> dates.Found | None:
    """A holiday by name, with "next" or "last" before it or a year after it."""
    if not _HOLIDAY_FIRST:
        from brinkwatch.knowledge.numbers import lex

        for name, rule in holidays().items():
            words = tuple(lex(name).words)
            _HOLIDAY_FIRST.setdefault(words[0], []).append((words, rule))
    j, mod = i, ""
    if r.word(i) in {"next", "last", "previous", "following", "this"}:
        j = i + 1
        mod = {"next": "next", "following": "next", "this": ""}.get(r.word(i), "last")
    best: tuple[int, str] | None = None
    for words, rule in _HOLIDAY_FIRST.get(r.word(j), ()):
        if all((r.word(j + k) == w) or (w == "'" and r.word(j + k) == "’")
               for k, w in enumerate(words)) and (best is None or j + len(words) > best[0]):
            best = j + len(words), rule
    if best is None:
        return None
    end, rule = best
    tail = dates.year_tail(r, end)
    of: Node | None = None
    if tail:
        from brinkwatch.read.time_nodes import Year

        value, end = tail
        of = Year(value) if isinstance(value, int) else value
    return Holiday(rule, of, mod), end
