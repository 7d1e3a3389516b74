"""Periods and what is counted from them: "September 2024", "Q3", "the 1990s", "last year",
"the past two weeks", "the first half of 2024", "the last week of July", "early this month"."""

from __future__ import annotations

from brinkwatch.knowledge.numbers import cardinal_at, ordinal_at
from brinkwatch.read.time_clock import Reader
from brinkwatch.read.time_dates import (
    Found,
    day_first,
    digits_year,
    holiday,
    month_first,
    month_name,
    short_year,
    sure_month,
    weekday_name,
    year_tail,
    year_words,
)
from brinkwatch.read.time_nodes import (
    Cycle,
    DayOfMonth,
    Decade,
    FiscalYear,
    Mod,
    Node,
    Rest,
    Span,
    Sub,
    This,
    WeekOf,
    Year,
)
from brinkwatch.read.time_words import (
    BACKWARD,
    DECADES,
    DEICTICS,
    FORWARD,
    MODS,
    OFFSETS,
    PLURAL_UNITS,
    PREPOSITIONS,
    SEASONS,
    UNITS,
    VAGUE,
)

_CYCLE_MODS = {"this": "this", "last": "last", "previous": "last", "next": "next", "past": "last",
               "coming": "coming", "upcoming": "coming", "following": "following"}
_CUSTOMARY = {"second": 30, "minute": 10, "hour": 6, "day": 5, "week": 3, "month": 3, "year": 3,
              "decade": 2, "quarter": 2}
"""How long an unnumbered plural reaches: "recent weeks" is taken as three."""
_AFTER_YEAR = frozenset(
    "was is has as this us vs his its years months weeks days hours minutes plus analysis".split())
_TABLE_WORDS = frozenset("fiscal financial school academic calendar".split())


def amount(r: Reader, i: int) -> tuple[float, int, bool] | None:
    """The number of units at `i`: (value, token after it, whether it is vague)."""
    word = r.word(i)
    if word == "a" and r.word(i + 1) in {"few", "couple"}:
        value = 3.0 if r.word(i + 1) == "few" else 2.0
        return value, i + 2 + (r.word(i + 2) == "of"), True
    if word == "couple":
        return 2.0, i + 1 + (r.word(i + 1) == "of"), True
    if word in {"a", "an", "another"}:
        if word == "a" and r.word(i + 1) == "half":
            return 0.5, i + 2, False
        return (1.0, i + 1, False) if r.word(i + 1) in UNITS else None
    if word == "half" and r.word(i + 1) in {"a", "an"} and r.word(i + 2) in UNITS:
        return 0.5, i + 2, False
    if word in VAGUE:
        return float(VAGUE[word]), i + 1, True
    found = cardinal_at(r.t, i) if word else None
    if found is None or not 0 < found[0] < 10000:
        return None
    k = found[1]
    if r.word(k) == "-" and r.glued(k):
        k += 1
    return found[0], k, False


def unit_at(r: Reader, i: int) -> tuple[str, int] | None:
    """The unit named at `i`, "business day" among them."""
    if r.word(i) in {"business", "working"} and r.word(i + 1) in {"day", "days"}:
        return "business day", i + 2
    if r.word(i) in {"working", "work"} and r.word(i + 1) == "week":
        return "workweek", i + 2
    if r.word(i) == "calendar" and UNITS.get(r.word(i + 1)):
        return UNITS[r.word(i + 1)], i + 2
    unit = UNITS.get(r.word(i))
    return (unit, i + 1) if unit else None


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


def month(r: Reader, i: int) -> Found | None:
    """A month: "September", "last September", "Sept. 2024", "2017 April", "Dec/2018", "2015-3"."""
    j, mod = i, ""
    if r.word(j) in _CYCLE_MODS:
        mod, j = _CYCLE_MODS[r.word(j)], j + 1
    value = digits_year(r, j) if j == i else None
    if value is not None and value >= 1000:
        tight = r.word(j + 1) in {"-", "/"} and r.glued(j + 1) and r.glued(j + 2)
        number = r.number(j + 2, 1, 12, 2) if tight else None
        if number and 1900 <= value < 2100 and not ((r.glued(j + 3) and r.word(j + 3) in {
                "-", "/"}) or (r.glued(j + 3) and r.word(j + 3)[:1].isalnum())) and not (
                len(r.word(j + 2)) == 2 and number == value % 100 + 1) and not (
                j and r.glued(j) and r.word(j - 1) in {"-", "/"}):
            return Cycle("month", number, of=Year(value)), j + 3
        named = month_name(r, j + 1)
        if named and (r.upper(j + 1) or r.word(j + 1) not in {"may", "march"}) and (
                not r.word(named[1]).isdecimal()) and len(r.word(j + 1)) > 2:
            return Cycle("month", named[0], of=Year(value)), named[1]
        return None
    number = r.number(j, 1, 12, 2) if j == i else None
    if number and r.word(j + 1) in {"-", "/"} and r.glued(j + 1) and r.glued(j + 2):
        value = digits_year(r, j + 2)
        if value and 1900 <= value < 2100 and not (r.glued(j + 3) and r.word(j + 3) in {
                "-", "/"}) and not (j and r.glued(j)):
            return Cycle("month", number, of=Year(value)), j + 3
        return None
    if r.word(j) == "the" and j == i and month_name(r, j + 1):
        j += 1
    found = month_name(r, j)
    if found is None:
        return None
    index, k = found
    if r.word(k) in {"-", "/"} and r.glued(k) and r.glued(k + 1):
        value = digits_year(r, k + 1)
        if value is not None and not (r.glued(k + 2) and r.word(k + 2) in {"-", "/"}):
            return Cycle("month", index, of=Year(value)), k + 2
    tail = year_tail(r, k)
    if tail and (r.upper(j) or r.word(j) not in {"may", "march"} or isinstance(tail[0], int)):
        of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
        return Cycle("month", index, of=of), tail[1]
    if mod:
        return (Cycle("month", index, mod=mod), k) if r.upper(j) or r.word(j) not in {
            "may", "march"} else None
    return (Cycle("month", index), k) if sure_month(r, j, k) else None


def season(r: Reader, i: int) -> Found | None:
    """A season with a sign that it is one: "last summer", "the spring of 2024", "in winter"."""
    j, mod = i, ""
    if r.word(j) == "the":
        j += 1
    if r.word(j) in _CYCLE_MODS:
        mod, j = _CYCLE_MODS[r.word(j)], j + 1
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


def week_number(r: Reader, i: int) -> Found | None:
    """ "week 31", "week 27 of last year", "the week of April 10", "the weekend of 7 November"."""
    j = i + 1 if r.word(i) == "the" else i
    if r.word(j) == "w" and r.word(j + 1) == "/" and r.word(j + 2) == "c":
        day = _plain_day(r, j + 3)
        return (WeekOf(day[0]), day[1]) if day else None
    if r.word(j) not in {"week", "weekend"}:
        return None
    if r.word(j) == "week" and r.word(j + 1).isdecimal():
        index = r.number(j + 1, 1, 53, 2)
        if index is None:
            return None
        tail = year_tail(r, j + 2)
        of = (Year(tail[0]) if isinstance(tail[0], int) else tail[0]) if tail else None
        return Cycle("week", index, of=of), tail[1] if tail else j + 2
    if r.word(j + 1) == "after" and r.word(j + 2) == "next":
        return This(r.word(j), 2), j + 3
    if r.word(j + 1) == "before" and r.word(j + 2) == "last":
        return This(r.word(j), -2), j + 3
    k = j + 1
    if r.word(k) in {"of", "beginning", "starting", "commencing", "ending"}:
        k += 1
        if r.word(k) == "on":
            k += 1
        day = _plain_day(r, k)
        if day is None and r.word(k) == "the":
            ordinal = ordinal_at(r.t, k + 1)
            if ordinal and ordinal[0] <= 31:
                day = DayOfMonth(ordinal[0]), ordinal[1]
        if day:
            return WeekOf(day[0], r.word(j)), day[1]
    return None


def _plain_day(r: Reader, i: int) -> Found | None:
    return month_first(r, i) or day_first(r, i) or holiday(r, i)


def deictic(r: Reader, i: int) -> Found | None:
    """ "this week", "last year", "the following month", "the past two weeks", "recent days",
    "next 3 days", "the 5 past years"."""
    j = i + 1 if r.word(i) in {"the", "these", "those"} else i
    if r.word(j) in {"within"} and r.word(j + 1) in FORWARD | BACKWARD:
        j += 1
    if r.word(j) == "the":
        j += 1
    word = r.word(j)
    if word in DEICTICS:
        if word == "this" and r.word(j + 1) in {"past", "coming", "last"}:
            j += 1
            word = r.word(j)
        if word == "that" and r.word(j + 1) not in {
                "week", "weekend", "month", "year", "day", "quarter", "decade"}:
            return None
        if word == "next" and r.word(j + 1) in {"few", "couple"}:
            pass
        k = j + 1
        if r.word(k) in {"fiscal", "school", "academic", "financial"} and r.word(k + 1) == "year":
            return FiscalYear(None, OFFSETS.get(DEICTICS[word], 0)), k + 2
        named = unit_at(r, k)
        if named and not (word == "same" and named[0] in {"second", "minute", "hour", "day"}):
            return _single(r, word, named, k, i)
        if word in BACKWARD | FORWARD:
            counted = amount(r, k)
            if counted:
                named = unit_at(r, counted[1])
                if named:
                    sign = 1 if word in FORWARD else -1
                    extra, end = _more(r, named[1])
                    return Span(counted[0], named[0], sign, counted[2], extra), end
        return None
    counted = amount(r, j) if word.isdecimal() or word[:1].isalpha() else None
    if counted and r.word(counted[1]) in BACKWARD | FORWARD:
        named = unit_at(r, counted[1] + 1)
        if named and r.word(counted[1] + 1) in PLURAL_UNITS | {"business", "working"}:
            sign = 1 if r.word(counted[1]) in FORWARD else -1
            return Span(counted[0], named[0], sign, counted[2]), named[1]
    return None


def _more(r: Reader, j: int) -> tuple[tuple[tuple[float, str], ...], int]:
    """Further terms of a length: "and 2 weeks and 2 days"; nothing if "ago" or the like follows."""
    terms: list[tuple[float, str]] = []
    end = j
    while True:
        k = end + 1 if r.word(end) in {"and", ","} else end
        counted = cardinal_at(r.t, k) if k < len(r.t) else None
        named = unit_at(r, counted[1]) if counted else None
        if counted is None or named is None:
            break
        terms.append((counted[0], named[0]))
        end = named[1]
    if terms and r.word(end) in {"ago", "later", "earlier"}:
        return (), j
    return tuple(terms), end


def _single(
    r: Reader, word: str, named: tuple[str, int], k: int, i: int,
) -> Found | None:
    unit, end = named
    plural = r.word(end - 1) in PLURAL_UNITS
    if plural or (word == "recent"):
        if word in BACKWARD | FORWARD and word not in {"previous", "preceding"}:
            n = _CUSTOMARY.get(unit, 3)
            return Span(n, unit, 1 if word in FORWARD else -1, vague=True), end
        return None
    kind = DEICTICS[word]
    if unit == "second" or (unit in {"hour", "minute"} and kind not in {
            "last", "next", "past", "coming"}):
        return None
    if unit == "day":
        if kind == "past":
            return Span(1, "day", -1), end
        return (This("day", 1), end) if kind == "coming" else None
    if kind == "past" and unit in {"week", "month", "year", "decade"}:
        return Span(1, unit, -1), end
    if unit == "fortnight":
        offset = OFFSETS.get(kind, 0)
        if offset:
            return Span(1, "fortnight", offset), end
        return This("fortnight"), end
    base = "last" if kind in {"same", "following", "preceding"} else "now"
    return This(unit, OFFSETS[kind], base), end


def bare(r: Reader, i: int) -> Found | None:
    """ "the week", "the year" standing for the present one; "the weekend"."""
    if r.word(i) == "weekend" and r.word(i - 1) in {"over", "mom"}:
        return This("weekend"), i + 1
    if r.word(i) != "the":
        return None
    if r.word(i + 1) == "weekend":
        return This("weekend"), i + 2
    if r.word(i + 1) == "fortnight" and not r.word(i + 2).isalpha():
        return This("fortnight"), i + 2
    return None


_NTH_UNITS = {"week", "month", "day", "quarter", "half", "year", "decade", "weekend"}


def sub(r: Reader, i: int) -> Found | None:
    """ "the first week of January", "last four months of 2021", "the 15th day of next month",
    "the second half of the year", "the first Monday of next month"."""
    j = i + 1 if r.word(i) == "the" else i
    if r.word(j) in {"last", "final", "closing"}:
        which, k = -1, j + 1
    elif r.word(j) == "opening":
        which, k = 1, j + 1
    else:
        ordinal = ordinal_at(r.t, j)
        if ordinal is None:
            return None
        which, k = ordinal
        if r.word(k) == "-":
            k += 1
    counted = amount(r, k) if r.word(k) not in {"half"} else None
    count, fixed = 1, False
    if counted and not counted[2] and counted[0].is_integer() and r.word(
            counted[1]) in PLURAL_UNITS:
        count, k, fixed = int(counted[0]), counted[1], True
        if which > 1:
            return None
    named = weekday_name(r, k)
    unit = UNITS.get(r.word(k), "half" if r.word(k) == "half" else "")
    if named is None and unit not in _NTH_UNITS:
        return None
    k = named[1] if named else k + 1
    if r.word(k) not in {"of", "in"}:
        if unit in {"quarter", "half"} and which in {1, 2, 3, 4} and r.word(i) == "the":
            tail = year_tail(r, k)
            if tail:
                of = Year(tail[0]) if isinstance(tail[0], int) else tail[0]
                return Cycle(unit, which, of=of), tail[1]
            return Cycle(unit, which), k
        return None
    whole = container(r, k + 1)
    if whole is None:
        return None
    if named:
        return Sub(which, "day", whole[0], weekday=named[0]), whole[1]
    if unit == "week" and count == 1 and r.word(whole[1]) in {"on", "-"} | {
            r.word(whole[1]) if r.word(whole[1]) == "." else "on"}:
        k = whole[1] + 1 if r.word(whole[1]) == "." else whole[1]
        day = weekday_name(r, k + 1) if r.word(k) == "on" else None
        if day:
            return Sub(which, "day", whole[0], weekday=day[0]), day[1]
    return Sub(which, unit, whole[0], count, fixed=not fixed), whole[1]


def container(r: Reader, i: int) -> Found | None:
    """A whole period, such as another expression may lie in."""
    options = (month(r, i), year(r, i, True), deictic(r, i), season(r, i), decade(r, i),
               quarter(r, i), _the_unit(r, i), sub(r, i) if r.word(i) != "the" else None)
    return max((x for x in options if x), key=lambda x: x[1], default=None)


def _the_unit(r: Reader, i: int) -> Found | None:
    """ "the year" or "year" as a container."""
    j = i + 1 if r.word(i) == "the" else i
    unit = UNITS.get(r.word(j))
    if unit in {"week", "month", "year", "quarter", "decade", "day", "century"} and r.word(
            j) not in PLURAL_UNITS:
        return This(unit), j + 1
    return None


def possessive(r: Reader, i: int) -> Found | None:
    """ "next year's first quarter", "last month's final week"."""
    whole = deictic(r, i)
    if whole is None or r.word(whole[1]) not in {"'", "’"} or r.word(whole[1] + 1) != "s":
        return None
    k = whole[1] + 2
    ordinal = ordinal_at(r.t, k)
    unit = UNITS.get(r.word(ordinal[1]), r.word(ordinal[1])) if ordinal else ""
    if ordinal and unit in {"quarter", "half"}:
        return Cycle(unit, ordinal[0], of=whole[0]), ordinal[1] + 1
    named = month_name(r, k)
    return (Cycle("month", named[0], of=whole[0]), named[1]) if named else None


def modified(r: Reader, i: int) -> Found | None:
    """ "early this month", "mid-November", "the end of 2000", "late last year", "eoy",
    "the rest of the week", "year to date"."""
    j = i + 1 if r.word(i) == "the" else i
    word = r.word(j)
    if word == "eoy":
        return Mod("end", This("year")), j + 1
    if word == "year" and r.word(j + 1) == "to" and r.word(j + 2) == "date":
        return Rest(This("year"), passed=True), j + 3
    if word in {"rest", "remainder", "remaining"} and r.word(j + 1) == "of":
        whole = container(r, j + 2)
        return (Rest(whole[0]), whole[1]) if whole else None
    kind = MODS.get(word)
    if kind is None or (j > i and word in {"early", "late", "earlier", "later"} and not month_name(
            r, j + 1) and not decade(r, j + 1) and r.word(j + 1) != "-"):
        return None
    k = j + 1
    if word in {"beginning", "start", "middle", "end", "close", "outset", "turn"}:
        if r.word(k) in {"-", "of"}:
            k += 1
        elif not (word == "end" and unit_at(r, k)):
            return None
        whole = container(r, k)
        if word == "end" and isinstance(whole[0] if whole else None, This) and whole and (
                whole[0].unit == "day"):  # type: ignore[attr-defined]
            return None
        if whole and word == "turn" and not isinstance(whole[0], (Decade, This)):
            return None
        return (Mod(kind, whole[0]), whole[1]) if whole else None
    if (r.word(k) == "-" and r.glued(k)) or (
            r.word(k) in {"in", "on"} and word in {"early", "late", "later", "earlier"}):
        k += 1
    whole = container(r, k)
    if whole is None or (isinstance(whole[0], This) and whole[0].unit == "day"):
        return None
    if isinstance(whole[0], Span):
        return None
    return Mod(kind, whole[0]), whole[1]


def period(r: Reader, i: int) -> Found | None:
    """The longest period at token `i`."""
    options = (month(r, i), year(r, i), season(r, i), quarter(r, i), decade(r, i),
               week_number(r, i), deictic(r, i), bare(r, i), sub(r, i), possessive(r, i),
               modified(r, i))
    return max((x for x in options if x), key=lambda x: x[1], default=None)


__all__ = ["Node", "amount", "container", "period", "unit_at", "year"]
