"""Days written with a month: "Nov. 7, 2025", "7th of November", "05-Aug-2016", and the years
that go with them."""

from __future__ import annotations

from brinkwatch.knowledge.numbers import ONES, TENS, cardinal_at, ordinal_at
from brinkwatch.read.time_nodes import MonthDay, Node, This
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_words import (
    MONTHS,
    MONTHS_THAT_ARE_WORDS,
    PREPOSITIONS,
)

Found = tuple[Node, int]
_JOINERS = frozenset({"-", "/", ".", "–"})


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
