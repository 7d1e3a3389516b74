"""Days written with a month or a weekday: "Nov. 7, 2025", "7th of November", "2025-11-07",
"11/7/2025", "Friday", "Monday the twenty-seventh", "last Friday", and the years that go with them.

Numeric dates are read month first, as in the United States, and day first where that cannot be.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from brinkwatch.knowledge.holidays import holidays
from brinkwatch.knowledge.numbers import ONES, TENS, cardinal_at, ordinal_at
from brinkwatch.read.time_calendar import make
from brinkwatch.read.time_clock import Reader
from brinkwatch.read.time_nodes import DayWord, Exact, Holiday, MonthDay, Node, This, Weekday
from brinkwatch.read.time_words import (
    MONTHS,
    MONTHS_THAT_ARE_WORDS,
    PREPOSITIONS,
    SHORT_DAYS,
    WEEKDAYS,
)

Found = tuple[Node, int]
_JOINERS = frozenset({"-", "/", ".", "–"})
_PAPERS = frozenset([
    "times", "telegraph", "mirror", "express", "herald", "post", "world", "mail", "tribune"
])
_WEEKDAY_MODS = {"last": "last", "previous": "last", "next": "next", "this": "this",
                 "past": "past", "coming": "coming", "upcoming": "coming",
                 "following": "following"}


def digits_year(r: Reader, i: int) -> int | None:
    """A year in four digits at `i` that is not a part of a longer number."""
    year = r.number(i, 1000, 2199)
    if year is None or len(r.word(i)) != 4:
        return None
    if r.word(i + 1) in {",", "."} and r.glued(i + 1) and r.glued(i + 2) and (
            r.word(i + 2).isdecimal()):
        return None
    return year


def year_words(r: Reader, i: int) -> tuple[int, int] | None:
    """A year in words: "nineteen ninety-six", "two thousand and fifteen", "twenty twenty-five"."""
    word = r.word(i)
    if word == "two" and r.word(i + 1) == "thousand":
        found = cardinal_at(r.t, i)
        return (int(found[0]), found[1]) if found and 2000 <= found[0] < 2100 else None
    century = ONES.get(word) if word in ONES and ONES[word] >= 15 else (
        20 if word == "twenty" else None)
    if century is None:
        return None
    j = i + 1
    if r.word(j) == "-":
        return None
    if r.word(j) == "hundred":
        j += 1
        if r.word(j) == "and":
            j += 1
        rest = cardinal_at(r.t, j) if r.word(j) in TENS or r.word(j) in ONES else None
        if rest and rest[0] < 100:
            return century * 100 + int(rest[0]), rest[1]
        return century * 100, j
    if r.word(j) not in TENS and ONES.get(r.word(j), 0) < 10:
        return None
    rest = cardinal_at(r.t, j)
    if rest is None or not 10 <= rest[0] < 100:
        return None
    return century * 100 + int(rest[0]), rest[1]


def short_year(value: int, now_century: int = 2000) -> int:
    """A two-digit year: 00 to 49 in this century, the others in the last."""
    return now_century + value if value < 50 else now_century - 100 + value


def year_tail(r: Reader, i: int) -> tuple[int | Node, int] | None:
    """The year after a month or a day: ", 2025", "of 1987", "'87", "of this year", "last year"."""
    j = i
    if r.word(j) == ",":
        j += 1
    year = digits_year(r, j)
    if year is not None and not _is_count(r, j + 1) and not (
            r.word(j + 1) in {"-", "/"} and r.glued(j + 1) and r.glued(j + 2)
            and len(r.word(j + 2)) <= 2 and r.word(j + 2).isdecimal()):
        return year, j + 1
    words = year_words(r, j)
    if words:
        return words
    if r.word(j) in {"'", "’"} and r.glued(j + 1):
        value = r.number(j + 1, 0, 99, 2)
        if value is not None and len(r.word(j + 1)) == 2:
            return short_year(value), j + 2
    if r.word(i) in {"of", "in"}:
        j = i + 1
        if r.word(j) == "the" and r.word(j + 1) == "year":
            j += 2
        year = digits_year(r, j)
        if year is not None:
            return year, j + 1
        words = year_words(r, j)
        if words:
            return words
        two = r.number(j, 0, 99, 2)
        if r.word(i) == "of" and two is not None and len(r.word(j)) == 2 and not r.word(
                j + 1).isalpha():
            return short_year(two), j + 1
    else:
        j = i
    if r.word(j) == "," and r.word(j + 1) in {"last", "this", "next"}:
        j += 1
    if r.word(j) in {"last", "this", "next", "that"} and r.word(j + 1) == "year":
        offset = {"last": -1, "this": 0, "next": 1, "that": 0}[r.word(j)]
        return This("year", offset, "last" if r.word(j) == "that" else "now"), j + 2
    return None


def _is_count(r: Reader, j: int) -> bool:
    word = r.word(j)
    return bool(word) and (word in {"%", "percent", "km", "miles"} or (
        r.glued(j) and word[0].isalpha() and word not in {"s"}))


def month_name(r: Reader, i: int) -> tuple[int, int] | None:
    """The month named at `i`: (number, token after it and its full stop)."""
    month = MONTHS.get(r.word(i))
    if month is None:
        return None
    word = r.word(i)
    j = i + 1
    if len(word) <= 4 and word not in {"may", "june", "july"} and r.word(j) == "." and r.glued(j):
        j += 1
    return month, j


def _day_number(r: Reader, i: int) -> tuple[int, int, bool] | None:
    """A day of the month at `i`: (day, token after it, whether it is an ordinal)."""
    j = i + 1 if r.word(i) == "the" else i
    ordinal = ordinal_at(r.t, j)
    if ordinal and 1 <= ordinal[0] <= 31:
        return ordinal[0], ordinal[1], True
    day = r.number(j, 1, 31, 2)
    if day is not None:
        k = j + 1
        if r.glued(k) and r.word(k) in {"st", "nd", "rd", "th"}:
            return day, k + 1, True
        return day, k, False
    if j == i and (r.word(j) in ONES or r.word(j) in TENS):
        found = cardinal_at(r.t, j)
        if found and 1 <= found[0] <= 31:
            return int(found[0]), found[1], False
    return None


def _day_ok(r: Reader, j: int) -> bool:
    """Whether the number that ends before token `j` may be a day: not a count, clock or decimal."""
    word = r.word(j)
    if word in {":", "%"} and r.glued(j):
        return False
    if word in {".", ","} and r.glued(j) and r.glued(j + 1) and r.word(j + 1).isdecimal():
        return False
    return not (r.glued(j) and word[:1].isalpha()) and word not in {
        "percent", "km", "million", "billion", "am", "pm", "miles", "kilometers", "kilometres"}


def month_first(r: Reader, i: int) -> Found | None:
    """ "Nov. 7, 2025", "November 7th", "Oct/2", "may twenty nine", "2019-aug-01" from the month."""
    found = month_name(r, i)
    if found is None:
        return None
    month, j = found
    joined = r.word(j) in {"-", "/"} and r.glued(j) and r.glued(j + 1) and r.word(j + 1).isdecimal()
    if joined:
        if digits_year(r, j + 1) is not None:
            named = digits_year(r, j + 1)
            if r.word(j + 2) in {"-", "/"} and r.glued(j + 2):
                day = r.number(j + 3, 1, 31, 2)
                if day is not None and named is not None:
                    return MonthDay(month, day, named), j + 4
            return None
        day = r.number(j + 1, 1, 31, 2)
        if day is None:
            return None
        k = j + 2
        if r.word(k) in {"-", "/"} and r.glued(k) and digits_year(r, k + 1) is not None:
            return MonthDay(month, day, digits_year(r, k + 1)), k + 2
        return MonthDay(month, day), k
    if r.word(j) == "," and ordinal_at(r.t, j + 1):
        j += 1
    number = _day_number(r, j)
    if number is None or (r.word(j) == "the" and not number[2]):
        return None
    day, k, ordinal = number
    spelled = not r.word(j).isdecimal()
    if spelled and not ordinal and not r.word(j).isdecimal() and (
            r.word(i) in MONTHS_THAT_ARE_WORDS and not r.upper(i)):
        return None
    if not ordinal and not _day_ok(r, k):
        return None
    if r.word(i) in {"may", "march", "mar"} and not r.upper(i) and not ordinal and r.word(
            k) in _COUNTED:
        return None
    year: int | Node | None = None
    tail = year_tail(r, k)
    if tail:
        year, k = tail
    elif spelled and ordinal and _short_year_follows(r, k):
        year, k = short_year(int(r.word(k))), k + 1
    if isinstance(year, int):
        return MonthDay(month, day, year), k
    return MonthDay(month, day, of=year), k


def _short_year_follows(r: Reader, k: int) -> bool:
    """"the seventh of May 25": two digits that nothing else claims."""
    after = r.word(k + 1)
    if r.number(k, 10, 99, 2) is not None and not after.isalpha() and (
            after not in {":", ".", "-", "–"} or not r.glued(k + 1)):
        return True
    return r.number(k, 1, 99, 2) is not None and after in {"was", "is", ".", ""}


_COUNTED = frozenset([
    "people", "men", "women", "missiles", "troops", "miles", "km", "percent", "times", "days"
])


def day_first(r: Reader, i: int) -> Found | None:
    """ "7 November 2025", "the 7th of November", "23/Sep/2020", "05-Aug-2016", "fourth of July"."""
    number = _day_number(r, i)
    if number is None or r.fraction(i) or r.word(i - 1) in {"$", "€", "£"}:
        return None
    day, j, ordinal = number
    if r.word(j) == "day" and ordinal and r.word(j + 1) == "of":
        found = month_name(r, j + 2)
        return _with_year(r, found[0], day, found[1]) if found else None
    if r.word(j) in {"-", "/", "–"} and r.glued(j) and r.glued(j + 1):
        if digits_year(r, j + 1) is not None and r.word(j + 2) == r.word(j):
            found = month_name(r, j + 3)
            return (MonthDay(found[0], day, digits_year(r, j + 1)), found[1]) if found else None
        found = month_name(r, j + 1)
        if found is None:
            return None
        k = found[1]
        if r.word(k) == r.word(j) and digits_year(r, k + 1) is not None:
            return MonthDay(found[0], day, digits_year(r, k + 1)), k + 2
        return None if r.glued(k) and r.word(k) in _JOINERS else (MonthDay(found[0], day), k)
    if r.word(j) == "of":
        j += 1
    elif r.word(i) == "the" and not ordinal:
        return None
    found = month_name(r, j)
    if found is None or (r.glued(j) and not r.word(j - 1).isalpha() and r.word(j) not in MONTHS):
        return None
    if r.word(j) in {"may", "march", "mar"} and not r.upper(j) and not ordinal and r.word(
            j - 1) != "of" and digits_year(r, found[1]) is None:
        return None
    return _with_year(r, found[0], day, found[1])


def _with_year(r: Reader, month: int, day: int, j: int) -> Found:
    tail = year_tail(r, j)
    if tail is None:
        return MonthDay(month, day), j
    year, k = tail
    if isinstance(year, int):
        return MonthDay(month, day, year), k
    return MonthDay(month, day, of=year), k


def numeric(r: Reader, i: int, vouched: bool = False) -> Found | None:
    """Dates in digits. `vouched` accepts "7/6" without a year, where the context speaks for it."""
    first = r.word(i)
    if not first.isdecimal() or len(first) > 8:
        return None
    if i and r.glued(i) and (r.word(i - 1) in {".", "$", "€", "£", "/", ":"} or (
            r.word(i - 1) in {"-", ","} and r.glued(i - 1) and r.word(i - 2)[-1:].isdecimal())):
        return None
    if len(first) == 8:
        day = make(int(first[:4]), int(first[4:6]), int(first[6:]))
        if day and 1900 <= day.year < 2100 and not (r.glued(i + 1) and r.word(
                i + 1).isalpha()):
            return MonthDay(day.month, day.day, day.year), i + 1
        return None
    mark = r.word(i + 1)
    tight = r.glued(i + 1) and r.glued(i + 2)
    if len(first) == 4:
        return _year_first(r, i, mark, tight)
    if mark not in {"/", "-", ".", "–"} or not tight or len(first) > 2:
        return None
    a, b = r.number(i, 1, 31, 2), r.number(i + 2, 1, 31, 2)
    if a is None or b is None:
        return None
    if r.word(i + 3) == mark and r.glued(i + 3) and r.glued(i + 4) and r.word(i + 4).isdecimal():
        text = r.word(i + 4)
        if len(text) not in {2, 4} or (r.word(i + 5) == mark and r.glued(i + 5) and (
                mark == "-" and not r.word(i + 6).isdecimal())):
            return None
        year = int(text) if len(text) == 4 else _two_digit(int(text))
        if not 1000 <= year < 2200 or (mark == "." and len(text) == 2 and a > 31):
            return None
        month_day = _order(a, b, mark == ".")
        return (MonthDay(*month_day, year), i + 5) if month_day else None
    if (a, b, mark) == (9, 11, "/") and not vouched:
        return MonthDay(9, 11, 2001), i + 3
    if mark == "/" and (a, b) == (24, 7):
        return None
    if not (vouched or mark == "/") or (mark == "/" and not vouched and not _slash_date(r, i)):
        return None
    if mark in {".", "-"} and not vouched:
        return None
    if not _day_ok(r, i + 3) or (r.word(i + 3) in {"/"} and r.glued(i + 3)):
        return None
    month_day = _order(a, b, False)
    return (MonthDay(*month_day), i + 3) if month_day else None


def _two_digit(value: int) -> int:
    return short_year(value)


def _order(a: int, b: int, day_first_style: bool) -> tuple[int, int] | None:
    pairs = ((b, a), (a, b)) if day_first_style else ((a, b), (b, a))
    for month, day in pairs:
        if 1 <= month <= 12 and make(2000, month, day):
            return month, day
    return None


def _slash_date(r: Reader, i: int) -> bool:
    before = r.word(i - 1)
    return before in {"on", "by", "until", "till", "from", "since", "between", "before", "after",
                      "and", "or", ",", "-", "to", "this", "next", "the", "for", "?"} or (
        before in WEEKDAYS) or i == 0


def _year_first(r: Reader, i: int, mark: str, tight: bool) -> Found | None:
    year = r.number(i, 1000, 2199)
    if year is None:
        return None
    if mark in {"-", "/", "."} and tight:
        named = month_name(r, i + 2)
        if named and r.word(named[1]) == mark and r.glued(named[1]):
            day = r.number(named[1] + 1, 1, 31, 2)
            return (MonthDay(named[0], day, year), named[1] + 2) if day else None
        if r.word(i + 3) == mark and r.glued(i + 3) and r.glued(i + 4):
            named = month_name(r, i + 4)
            if named and r.number(i + 2, 1, 31, 2):
                return MonthDay(named[0], int(r.word(i + 2)), year), named[1]
            month, day = r.number(i + 2, 1, 12, 2), r.number(i + 4, 1, 31, 2)
            if month and day and make(year, month, day):
                return _iso_time(r, make(year, month, day), i + 5) or (
                    MonthDay(month, day, year), i + 5)
        return None
    if len(mark) == 2 and mark.isdecimal() and len(r.word(i + 2)) == 2:
        month, day = r.number(i + 1, 1, 12, 2), r.number(i + 2, 1, 31, 2)
        if month and day and make(year, month, day) and 1900 <= year < 2100:
            return MonthDay(month, day, year), i + 3
    return None


def _iso_time(r: Reader, day: datetime | None, i: int) -> Found | None:
    """ "T08:30:00Z" after an ISO date."""
    if day is None or r.word(i) != "t" or not r.glued(i) or r.word(i + 2) != ":":
        return None
    hour, minute = r.number(i + 1, 0, 23, 2), r.number(i + 3, 0, 59, 2)
    if hour is None or minute is None:
        return None
    j, second = i + 4, 0
    if r.word(j) == ":" and r.number(j + 1, 0, 59, 2) is not None:
        second, j = int(r.word(j + 1)), j + 2
        if r.word(j) == "." and r.glued(j) and r.word(j + 1).isdecimal():
            j += 2
    info: tzinfo | None = None
    if r.word(j) == "z" and r.glued(j):
        info, j = UTC, j + 1
    elif r.word(j) in {"+", "-"} and r.glued(j) and r.number(j + 1, 0, 14, 2) is not None:
        minutes = int(r.word(j + 1)) * 60
        k = j + 2
        if r.word(k) == ":" and r.number(k + 1, 0, 59, 2) is not None:
            minutes, k = minutes + int(r.word(k + 1)), k + 2
        info, j = timezone(timedelta(minutes=minutes if r.word(j) == "+" else -minutes)), k
    moment = day.replace(hour=hour, minute=minute, second=second, tzinfo=info)
    return Exact(moment), j


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


def weekday(r: Reader, i: int) -> Found | None:
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
    number = None if r.word(k) == "," else _day_number(r, k)
    if number and (number[2] or r.word(k).isdecimal()) and r.word(k) not in ONES:
        after = r.word(number[1])
        ok = number[2] or ((after not in {"-", "–", ":", "to", "am", "pm", "o", "oclock", "a", "p"}
                           and not (r.glued(number[1]) and after[:1].isalpha())
                           and not after.isalpha()) or after in {"at", "between", "from", "for"})
        if ok and _day_ok(r, number[1]):
            from brinkwatch.read.time_nodes import DayOfMonth

            return DayOfMonth(number[0], day), number[1]
    return Weekday(day, mod), k


def _date_beside(r: Reader, k: int) -> Found | None:
    """The calendar date right after a weekday: ", Nov. 7", " (Nov 7)", "-Jun-15", " 7/6"."""
    start = k
    closing = False
    if r.word(k) == "(":
        closing, k = True, k + 1
    elif r.word(k) in {",", "-", "–"}:
        k += 1
    if r.word(k) == "the" and r.word(start) == ",":
        pass
    found = (month_first(r, k) or day_first(r, k)
             or numeric(r, k, vouched=r.word(k).isdecimal() and r.word(start) != "-"))
    if found is None:
        return None
    node, j = found
    if closing:
        if r.word(j) != ")":
            return None
        j += 1
    return node, j


def day_word(r: Reader, i: int) -> Found | None:
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


_HOLIDAY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}


def holiday(r: Reader, i: int) -> Found | None:
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
    tail = year_tail(r, end)
    of: Node | None = None
    if tail:
        from brinkwatch.read.time_nodes import Year

        value, end = tail
        of = Year(value) if isinstance(value, int) else value
    return Holiday(rule, of, mod), end


def sure_month(r: Reader, i: int, j: int) -> bool:
    """Whether a bare month name at `i` (ending before `j`) is the month, no word and no name."""
    word = r.word(i)
    before = r.word(i - 1) if i else ""
    after = r.word(j)
    if i and r.glued(i) and r.word(i - 1) in {"$", "#", "@"}:
        return False
    if word not in MONTHS_THAT_ARE_WORDS and not (word in MONTHS and len(word) <= 4
                                                   and word not in {"june", "july"}):
        return True
    if before in PREPOSITIONS and before not in {"about", "or", "around", "over", "at", "on"}:
        if not r.upper(i) and word in {"may", "march", "august"}:
            return before in {"in", "since", "until", "mid", "late", "early", "between", "from",
                              "to", "till", "of", "through", "and", "during", "by"} and not (
                after.isalpha() and after not in PREPOSITIONS)
        if before in {"for", "to", "with", "by", "and", "through"} and r.upper(j):
            return False
        return not (word == "march" and after == "on") or not r.upper(j + 1)
    return False
