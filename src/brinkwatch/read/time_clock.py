"""Clock times and zones at a token: "7:50 a.m. KST", "half past seven", "0335 UTC", "noon"."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.knowledge.numbers import ONES, TENS, cardinal_at
from brinkwatch.read.time_nodes import Clock
from brinkwatch.read.time_reader import Reader
from brinkwatch.read.time_words import PARTS
from brinkwatch.read.time_zone_words import meridiem, zone

_HALF_OF_DAY = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
_HOUR_WORDS = {w: v for w, v in ONES.items() if 1 <= v <= 12}
_MEASURES = frozenset(
    [
        "percent", "per", "%", "million", "billion", "thousand", "hundred", "km", "miles",
        "people", "men", "women", "years", "year", "months", "month", "weeks", "week", "days",
        "day", "hours", "hour", "minutes", "minute", "seconds", "points", "other", "more", "of"
    ])


def _finish(r: Reader, clock: Clock, j: int, strict: bool = False) -> tuple[Clock, int]:
    """Adds "in the evening", "at night" and the zone."""
    if not clock.meridiem and clock.hour <= 12:
        k = j
        if r.word(k) == "," and r.word(k + 1) in {"in", "at"}:
            k += 1
        if r.word(k) == "in" and r.word(k + 1) == "the" and r.word(k + 2) in _HALF_OF_DAY:
            part = r.word(k + 2)
            clock, j = replace(clock, meridiem=_part_meridiem(part, clock.hour)), k + 3
        elif r.word(k) == "at" and r.word(k + 1) == "night":
            clock, j = replace(clock, meridiem=_part_meridiem("night", clock.hour)), k + 2
    found = zone(r, j, strict)
    if found:
        name, j = found
        clock = replace(clock, local=True) if name == "local" else replace(clock, zone=name)
    return clock, j


def _part_meridiem(part: str, hour: int) -> str:
    if part == "night" and (hour < 5 or hour == 12):
        return "am"
    if part == "afternoon" and hour == 12:
        return "pm"
    return _HALF_OF_DAY[part]


def with_part(clock: Clock, code: str) -> Clock:
    """`clock` read within a part of the day: 7 in the evening is 19:00."""
    word = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}.get(code)
    if word is None or clock.meridiem or clock.hour > 12:
        return clock
    return replace(clock, meridiem=_part_meridiem(word, clock.hour))


def clock_at(r: Reader, i: int, bare: bool = False) -> tuple[Clock, int] | None:
    """The clock time at token `i`, with the token after it.

    `bare` accepts an hour without any sign of a clock ("at 7"), where the context vouches for it.
    """
    if r.fraction(i):
        return None
    word = r.word(i)
    if word.isdecimal():
        return _digits(r, i, bare)
    return _spelled(r, i, bare)


def _digits(r: Reader, i: int, bare: bool) -> tuple[Clock, int] | None:
    t = r.t
    if i and t.glued(i) and r.word(i - 1) in {"$", "€", "£", "#"}:
        return None
    word = r.word(i)
    if len(word) <= 2 and r.word(i + 1) == ":" and (r.glued(i + 1) == r.glued(i + 2)):
        hour, minute = r.number(i, 0, 24, 2), r.number(i + 2, 0, 59, 2)
        if hour is None or minute is None or len(r.word(i + 2)) != 2:
            return None
        j, second = i + 3, None
        if r.word(j) == ":" and len(r.word(j + 1)) == 2:
            second = r.number(j + 1, 0, 59, 2)
            if second is None:
                return None
            j += 2
            if r.word(j) == "." and r.glued(j) and r.word(j + 1).isdecimal() and r.glued(j + 1):
                j += 2
        half = meridiem(r, j)
        if half:
            j = half[1]
        return _finish(r, Clock(hour, minute, second, half[0] if half else ""), j)
    if len(word) <= 2 and r.word(i + 1) == "." and r.glued(i + 1) and r.glued(i + 2):
        hour, minute = r.number(i, 0, 24, 2), r.number(i + 2, 0, 59, 2)
        if hour is not None and minute is not None and len(r.word(i + 2)) == 2:
            half = meridiem(r, i + 3)
            if half and hour <= 12:
                return _finish(r, Clock(hour, minute, None, half[0]), half[1])
            named = zone(r, i + 3, True)
            if named or (bare and r.word(i + 3) not in _MEASURES and not (
                    r.word(i + 3) == "." and r.word(i + 4).isdecimal())):
                return _finish(r, Clock(hour, minute), i + 3)
    if len(word) in {3, 4}:
        hour, minute = int(word[:-2]), int(word[-2:])
        if hour <= 24 and minute < 60:
            half = meridiem(r, i + 1)
            if half and hour <= 12:
                return _finish(r, Clock(hour, minute, None, half[0]), half[1])
            if len(word) == 4:
                if r.word(i + 1) in {"hours", "hrs", "h"}:
                    return _finish(r, Clock(hour, minute), i + 2, True)
                if zone(r, i + 1, True):
                    return _finish(r, Clock(hour, minute), i + 1, True)
        return None
    hour_only = r.number(i, 0, 24, 2)
    if hour_only is None:
        return None
    if r.word(i + 1) in {"h", "hrs"} and r.glued(i + 1) and r.glued(i + 2) and len(
            r.word(i + 2)) == 2:
        minute_only = r.number(i + 2, 0, 59, 2)
        if minute_only is not None:
            return _finish(r, Clock(hour_only, minute_only), i + 3)
    if 1 <= hour_only <= 12:
        half = meridiem(r, i + 1)
        if half:
            return _finish(r, Clock(hour_only, None, None, half[0]), half[1])
    if hour_only == 12 and r.word(i + 1) in {"noon", "midnight", "midday"}:
        return _finish(r, Clock(0 if r.word(i + 1) == "midnight" else 12), i + 2)
    oclock = _oclock(r, i + 1)
    if oclock:
        return _finish(r, Clock(hour_only), oclock)
    if r.word(i + 1) == "ish" and r.glued(i + 1):
        return _finish(r, Clock(hour_only, approximate=True), i + 2)
    past = _past(r, i, hour_only)
    if past:
        return past
    if zone(r, i + 1, True) and r.word(i + 1) != "(" and len(word) == 2 and r.word(i + 1) in {
            "gmt", "utc"}:
        return _finish(r, Clock(hour_only), i + 1, True)
    done = _finish(r, Clock(hour_only), i + 1, True)
    if done[0].meridiem or (bare and not _counts(r, i + 1)):
        return done
    return None


def _counts(r: Reader, j: int) -> bool:
    """Whether the word at `j` makes the number before it a count or a code."""
    word = r.word(j)
    if not word:
        return False
    if word in _MEASURES or (r.glued(j) and word not in {",", ".", ";", ")", "?", "!", "-", "–",
                                                         "~",
                                                         "/"}):
        return True
    return word == "." and r.glued(j) and r.word(j + 1).isdecimal()


def _oclock(r: Reader, j: int) -> int | None:
    if r.word(j) == "oclock":
        return j + 1
    if r.word(j) == "o" and r.word(j + 1) in {"'", "’"} and r.word(j + 2) == "clock":
        return j + 3
    return None


def _past(r: Reader, i: int, minutes: int) -> tuple[Clock, int] | None:
    """ "20 minutes past eight", "10 to 9" with the minutes read at `i`."""
    j = i + 1
    named = r.word(j) in {"minute", "minutes", "min", "mins"}
    if named:
        j += 1
    word = r.word(j)
    if word not in {"past", "to", "after", "before"} or not 1 <= minutes < 60:
        return None
    if word != "past" and not named:
        return None
    return _past_hour(r, j, minutes)


def _past_hour(r: Reader, j: int, minutes: int) -> tuple[Clock, int] | None:
    hour = r.number(j + 1, 1, 12, 2) or _HOUR_WORDS.get(r.word(j + 1))
    special = {"noon": 12, "midnight": 0}.get(r.word(j + 1))
    if special is not None:
        hour = special
    if hour is None:
        return None
    if r.word(j) in {"to", "before"}:
        hour, minutes = (hour - 1) % 12 or 12, 60 - minutes
    k = _oclock(r, j + 2) or j + 2
    half = meridiem(r, k)
    if half:
        k = half[1]
    return _finish(r, Clock(hour, minutes, None, half[0] if half else ""), k)


def _spelled(r: Reader, i: int, bare: bool) -> tuple[Clock, int] | None:
    word = r.word(i)
    if word in {"noon", "midday", "noonish", "noontime"}:
        return _finish(r, Clock(12, approximate=word == "noonish"), i + 1)
    if word == "midnight":
        return _finish(r, Clock(0), i + 1)
    if word == "mid" and r.word(i + 1) == "night":
        return _finish(r, Clock(0), i + 2)
    if word == "half" and r.word(i + 1) == "past":
        return _past_hour(r, i + 1, 30)
    start = i + 1 if word == "a" else i
    if r.word(start) == "quarter" and r.word(start + 1) in {"past", "to", "after", "before"}:
        return _past_hour(r, start + 1, 15)
    if word in _HOUR_WORDS or word in TENS or word in ONES:
        counted = cardinal_at(r.t, i)
        if counted and 1 <= counted[0] < 60:
            j = counted[1]
            past = _past(r, j - 1, int(counted[0]))
            if past:
                return past
    if word not in _HOUR_WORDS:
        return None
    hour = _HOUR_WORDS[word]
    oclock = _oclock(r, i + 1)
    if oclock:
        return _finish(r, Clock(hour), oclock)
    half = meridiem(r, i + 1)
    if half:
        return _finish(r, Clock(hour, None, None, half[0]), half[1])
    k = i + 2 if r.word(i + 1) == "-" and r.glued(i + 1) else i + 1
    minutes = cardinal_at(r.t, k) if r.word(k) in TENS or r.word(k) in ONES else None
    if minutes and 10 <= minutes[0] < 60 and minutes[0].is_integer() and r.word(k) != word:
        j = minutes[1]
        half = meridiem(r, j)
        tail = half[1] if half else j
        done = _finish(r, Clock(hour, int(minutes[0]), None, half[0] if half else ""), tail)
        if half or done[0].meridiem or done[0].zone or bare:
            if not half and r.word(done[1]) in {"minutes", "minute"} and bare:
                return done[0], done[1] + 1
            return done
    done = _finish(r, Clock(hour), i + 1, True)
    if done[0].meridiem or (bare and not _counts(r, i + 1)):
        return done
    return None


def part_word(r: Reader, i: int) -> tuple[str, int] | None:
    """The part of day named at token `i`: (code, token after it)."""
    word = r.word(i)
    if word in PARTS:
        if word == "night" and r.word(i + 1) in {"-", ""} and r.word(i + 2) == "time":
            return "NT", i + 3
        return PARTS[word], i + 1
    if word in {"nighttime"}:
        return "NT", i + 1
    if word in {"mid", "pre"} and r.word(i + 1) in {"-", "morning", "afternoon", "dawn"}:
        k = i + 2 if r.word(i + 1) == "-" else i + 1
        if r.word(k) == "dawn":
            return "SMALL", k + 1
        if r.word(k) in {"morning", "afternoon"}:
            return PARTS[r.word(k)], k + 1
    return None
