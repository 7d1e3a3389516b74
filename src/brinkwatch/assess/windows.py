"""What a stretch of time in a trend claim may mean: "recent weeks", "this year", "since May 8"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from brinkwatch.knowledge.numbers import find_numbers
from brinkwatch.knowledge.offices import holders

UNITS = {
    "day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365, "decade": 3652,
}
VAGUE = {"day": (3, 7, 14), "week": (14, 21, 28), "month": (60, 90, 180), "year": (730, 1095),
         "decade": (3652,)}
"""Readings of "recent days", "in weeks" …, in days; all are tried and reported."""
ROUNDED = 0.5
"""Share of its unit by which a stretch of two units or more may be rounded up: twelve days are
"two weeks", ten are not."""
LOOSE = 0.25
"""Share by which a stretch of one unit, or one said to be rough ("about two weeks"), may be
short."""

_MONTH = (r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
          r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?")
_MONTHS = {m.lower(): n for n, m in enumerate(calendar.month_abbr) if m}
_WEEKDAYS = {d.lower(): n for n, d in enumerate(calendar.day_name)}
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade)"
_HEDGE = (r"(?P<hedge>about|around|roughly|approximately|nearly|almost|just under|less than|"
          r"under|more than|over|just over|at least)")
LENGTH = re.compile(
    rf"\b(?:(?:in|within|over|during|for|of) )?(?:the )?(?:past |last |previous |recent )?"
    rf"(?:{_HEDGE} )?(?:the )?(?:past |last |previous )?"
    rf"(?P<n>\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|"
    rf"a couple of|half a|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty)"
    rf"[ -]{_UNIT}s?\b", re.IGNORECASE)
AS_MANY = re.compile(rf"\bin as many {_UNIT}s\b", re.IGNORECASE)
RECENT = re.compile(
    rf"\b(?:(?:in|over|during|within|for) )?(?:the )?(?:recent|past|last|few|several|these|in)\s+"
    rf"(?:few\s+|several\s+)?{_UNIT}s\b", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:in|over|during|within|for) the (?:past|last|previous) "
    r"(?P<unit>week|month|quarter|year|decade)\b", re.IGNORECASE)
THIS = re.compile(
    r"\b(?:(?:so far )?(?:this|the current) (?P<this>week|month|quarter|year|decade)"
    r"|of the (?:new )?(?P<of>week|month|year|decade)|(?P<ytd>year[- ]to[- ]date))\b",
    re.IGNORECASE)
OF_YEAR = re.compile(rf"\b(?:of|in|during) (?:(?P<month>{_MONTH}) )?(?P<year>(?:19|20)\d\d)\b",
                     re.IGNORECASE)
OF_MONTH = re.compile(rf"\b(?:in|of) (?P<month>{_MONTH})(?! \d)", re.IGNORECASE)
SINCE = re.compile(
    r"\bsince\b\s+(?P<what>(?:[^,;.]|\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.(?= ?\d))+?)"
    r"(?=[,;]|\.(?! ?\d)|$| (?:that|when|which|and (?:its|the|their))\b)", re.IGNORECASE)
EVER = re.compile(r"\b(?:first[- ]ever|ever\b|in (?:its|the country's) history)", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:took|taking|takes|assumed|assuming|entered) (?:office|power)|\bcame (?:in)?to power|"
    r"\breturned to (?:the White House|office|power)|\bbecame (?:president|prime minister|leader)|"
    r"\binaugurat\w+|\bsworn in", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch as a claim words it, looking back from a day.

    Attributes:
        lengths: plausible lengths in days, each with the shortest it may be rounded from.
        named: first and last day of what a "since" names; a first since then has none after its
            last day, a third since then counts from its first.
        begins: day a calendar stretch ("this year") begins.
        until: last day, where the stretch is over ("in 2017").
    """

    text: str
    lengths: tuple[tuple[int, int], ...] = ()
    named: tuple[date, date] | None = None
    begins: date | None = None
    until: date | None = None
    ever: bool = False


def find(text: str, at: date, ordinal: int | None = None) -> tuple[tuple[int, Stretch], ...]:
    """Every stretch named in `text`, with its place in it, in text order.

    Args:
        at: the day the claim looks back from.
        ordinal: resolves "in as many weeks".
    """
    found: list[tuple[int, int, Stretch]] = []

    def add(match: re.Match[str], stretch: Stretch | None) -> None:
        a, b = match.span()
        if stretch is not None and not any(a < y and x < b for x, y, _ in found):
            found.append((a, b, stretch))

    for match in SINCE.finditer(text):
        add(match, since(match["what"], at))
    for match in AS_MANY.finditer(text):
        if ordinal:
            days = ordinal * UNITS[match["unit"].lower()]
            add(match, Stretch(match.group(), ((days, days),)))
    for match in THIS.finditer(text):
        unit = (match["this"] or match["of"] or "year").lower()
        add(match, Stretch(match.group(), begins=_begin(unit, at)))
    for match in OF_YEAR.finditer(text):
        add(match, _year(match, at))
    for match in LENGTH.finditer(text):
        add(match, _length(match))
    for match in PAST.finditer(text):
        days = UNITS[match["unit"].lower()]
        add(match, Stretch(match.group(), ((days, days),)))
    for match in RECENT.finditer(text):
        lengths = VAGUE.get(match["unit"].lower(), ())
        add(match, Stretch(match.group(), tuple((n, n) for n in lengths)) if lengths else None)
    for match in OF_MONTH.finditer(text):
        month = _MONTHS[match["month"][:3].lower()]
        if month == at.month:
            add(match, Stretch(match.group(), begins=at.replace(day=1)))
    for match in EVER.finditer(text):
        add(match, Stretch(match.group(), ever=True))
    return tuple((a, s) for a, _, s in sorted(found, key=lambda f: f[0]))


def _length(match: re.Match[str]) -> Stretch | None:
    word = match["n"].lower()
    unit = UNITS[match["unit"].lower()]
    if word in ("a", "an", "one"):
        n: float = 1
    elif word == "half a":
        n = 0.5
    elif word in ("a couple of", "a dozen"):
        n = 2 if word == "a couple of" else 12
    else:
        n = int(word) if word.isdigit() else int(find_numbers(word)[0][2])
    days = round(n * unit)
    if days <= 0:
        return None
    hedge = (match["hedge"] or "").lower()
    if hedge in ("more than", "over", "just over", "at least"):
        slack = -1.0 if hedge != "at least" else 0.0
    elif hedge:
        slack = max(LOOSE * days, ROUNDED * unit if n >= 2 else 0)
    else:
        slack = ROUNDED * unit if n >= 2 and unit > 1 else LOOSE * days if unit > 1 else 0
    return Stretch(match.group(), ((days, max(1, round(days - slack))),))


def _begin(unit: str, at: date) -> date:
    return {
        "week": at - timedelta(days=at.weekday()), "month": at.replace(day=1),
        "quarter": date(at.year, 3 * ((at.month - 1) // 3) + 1, 1),
        "year": date(at.year, 1, 1), "decade": date(at.year // 10 * 10, 1, 1),
    }[unit]


def _year(match: re.Match[str], at: date) -> Stretch | None:
    year = int(match["year"])
    first, last = _period(year, _MONTHS[match["month"][:3].lower()] if match["month"] else None)
    if first > at:
        return None
    return Stretch(match.group(), begins=first, until=last if last < at else None)


def _period(year: int, month: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def since(what: str, at: date) -> Stretch | None:
    """What "since …" looks back to: a day, month, year, weekday, or a leader's first day.

    None when no calendar place can be read ("since its last test", "since the talks collapsed").
    """
    low = what.lower()
    text = f"since {what.strip()}"
    if _OFFICE.search(what):
        begin = _took_office(what, at)
        if begin is not None:
            return Stretch(text, named=(begin, begin - timedelta(days=1)))
    if found := re.match(r"(?:the )?(?:start|beginning|turn) of (?:the|this) (week|month|year|"
                         r"decade)\b", low):
        begin = _begin(found[1], at)
        return Stretch(text, named=(begin, begin - timedelta(days=1)))
    if found := re.match(r"last (week|month|year)\b", low):
        begin = _begin(found[1], at)
        last = begin - timedelta(days=1)
        return Stretch(text, named=(_begin(found[1], last), last))
    if found := re.match(r"(?:last |this )?(" + "|".join(_WEEKDAYS) + r")\b", low):
        back = (at.weekday() - _WEEKDAYS[found[1]]) % 7 or 7
        day = at - timedelta(days=back)
        return Stretch(text, named=(day, day))
    pair = _calendar(what, at)
    return Stretch(text, named=pair) if pair is not None else None


_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<m>{_MONTH})"
    rf"(?: (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,? (?P<y>(?:19|20)\d\d))?", re.IGNORECASE)


def _calendar(what: str, at: date) -> tuple[date, date] | None:
    match = _DAY.search(what)
    if match:
        month = _MONTHS[match["m"][:3].lower()]
        number = match["d1"] or match["d2"]
        for year in (int(match["y"]),) if match["y"] else (at.year, at.year - 1):
            try:
                first, last = (
                    (date(year, month, int(number)),) * 2 if number else _period(year, month))
            except ValueError:
                continue
            if match["y"] or (last < at if not number else first < at):
                return (first, last) if first <= at else None
        return None
    year_only = re.search(r"\b(?:19|20)\d\d\b", what)
    if year_only:
        first, last = _period(int(year_only.group()), None)
        return (first, last) if first <= at else None
    return None


def _took_office(what: str, at: date) -> date | None:
    """First day in office of the person named, the latest term by that day."""
    folded = what.lower()
    terms = [
        h.since for h in holders()
        if h.since is not None and h.since <= at
        and any(re.search(rf"\b{re.escape(name.lower())}\b", folded)
                for name in (h.person, *h.aliases, h.person.split()[-1]) if len(name) > 3)
    ]
    month = _calendar(what, at)
    if month is not None:
        near = [d for d in terms if month[0] - timedelta(days=15) <= d
                <= month[1] + timedelta(days=15)]
        return max(near) if near else month[0]
    return max(terms, default=None)


def day_named(text: str, at: date) -> date | None:
    """The day that words before a claim name: "Friday's launch", "the May 8 launch"."""
    match = _DAY.search(text)
    if match and (match["d1"] or match["d2"]):
        pair = _calendar(match.group(), at + timedelta(days=1))
        return pair[0] if pair else None
    found = re.search(r"\b(" + "|".join(_WEEKDAYS) + r")\b", text, re.IGNORECASE)
    if found:
        return at - timedelta(days=(at.weekday() - _WEEKDAYS[found[1].lower()]) % 7)
    return None
