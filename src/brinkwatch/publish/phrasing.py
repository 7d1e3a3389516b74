"""Words for numbers, dates, distances and places, and the mending of carried words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from brinkwatch.knowledge.prose import house_spelling
from brinkwatch.publish.cited_dates import WEEKDAYS
from brinkwatch.publish.same import HIDDEN

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
KM_PER_MILE = 1.609344
"""International mile, exact (1959 agreement)."""


def clean(text: str) -> str:
    """One line of visible characters with typographic quotation marks."""
    text = HIDDEN.sub("", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(^|[\s(\[—–-])\"", r"\1“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[“—–])'(?=\w)", r"\1‘", text)
    return text.replace("'", "’")


def number(value: float) -> str:
    """A count in words up to ten, else in digits with commas."""
    if float(value).is_integer():
        n = int(value)
        return SMALL[n] if 0 <= n <= 10 else f"{n:,}"
    return f"{value:,.1f}".rstrip("0").rstrip(".")


def figure(value: float) -> str:
    """A measured number in digits."""
    return f"{round(value):,}" if abs(value - round(value)) < 0.005 else f"{value:,.1f}"


def rounded(value: float) -> float:
    """The way a conversion is told: to a ten where that is within 0.2 %, else whole."""
    if value < 20:
        return round(value, 0 if value >= 10 else 1)
    near = round(value / 10.0) * 10.0
    return near if value >= 100 and abs(near - value) <= 0.002 * value else float(round(value))


def distance(km: float, text: str = "") -> str:
    """Kilometres with miles beside them: "700 km (435 miles)".

    When the source's own figure is in miles it is kept to the digit.
    """
    miles = re.search(r"([\d,.]+)[\s-]?(?:statute )?miles?\b", text or "")
    own_km = re.search(r"([\d,.]+)[\s-]?(?:km|kilomet)", text or "")
    if miles and not own_km:
        shown_miles = miles.group(1).rstrip(".,")
        return f"{figure(rounded(km))} km ({shown_miles} miles)"
    shown = figure(round(km, 1))
    if miles and own_km:
        return f"{shown} km ({miles.group(1).rstrip('.,')} miles)"
    return f"{shown} km ({figure(rounded(km / KM_PER_MILE))} miles)"


def bounds(value: Any) -> tuple[float | None, float | None]:
    """Low and high of an incident's value: a number or {"low", "high"}."""
    if isinstance(value, bool) or value is None:
        return None, None
    if isinstance(value, (int, float)):
        return float(value), float(value)
    if isinstance(value, dict):
        return value.get("low"), value.get("high")
    return None, None


def day_of(iso: str | None) -> date | None:
    """The calendar day of an ISO 8601 date or time, None when it names no day."""
    if not iso or not re.match(r"\d{4}-\d\d-\d\d", iso):
        return None
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def day_words(day: date, *, weekday: bool, year: bool = False) -> str:
    """ "Friday, 7 November", "7 November", "7 November 2024" """
    words = f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return f"{DAYS[day.weekday()]}, {words}" if weekday else words


_DEICTIC = re.compile(
    r"\b(?:(?P<on>[Oo]n\s+)(?P<late>late\s+|early\s+)?)?(?:(?:last|this past)\s+)?"
    r"(?P<word>yesterday|today|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?P<part>\s+(?:morning|afternoon|"
    r"evening|night))?(?P<dated>,\s+(?:\d|[A-Z][a-z]+\.?\s+\d)|\s+and\b|’s|'s)?"
)
IDLE_TIME = re.compile(r",? (?:later|earlier|early|late) (?:in|on) the (?:same )?day\b")
_OWNED = re.compile(
    r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)[’']s\s+"
    r"((?:[a-z-]+\s)?(?:attacks?|launch(?:es)?|tests?|blasts?|bombings?|strikes?|raids?|meetings?|"
    r"talks|votes?|elections?|protests?|explosions?|shootings?|missiles?|incidents?|quake|"
    r"earthquake|ruling|decision|statement|announcement|fire|crash|violence|clashes))\b"
)
_AHEAD = re.compile(
    r"\b(?:(?:next|coming|until|by|from|starting|for|before)\s+(?:on\s+)?$|"
    r"(?:will|would|scheduled|due|upcoming|plans?|planned|set)\b[^.;]{0,60}$)"
)


_MONTH_NEAR = re.compile(r"\b(?:earlier |later )?(next|last|this) month\b")


def fix_months(text: str, published: date | None) -> str:
    """Set "next month" as "in December", counted from `published`."""
    if published is None:
        return text

    def mend(match: re.Match[str]) -> str:
        step = {"next": 1, "last": -1, "this": 0}[match[1]]
        index = published.year * 12 + published.month - 1 + step
        year, month = divmod(index, 12)
        if re.match(r",?\s+(?:on|by|until|from)\s+\d", match.string[match.end() :]):
            return ""  # the day itself follows
        shown = MONTHS[month] + (f" {year}" if year != published.year else "")
        before = match.string[: match.start()].rstrip()
        return shown if re.search(r"\b(?:since|until|by|from|of|in)$", before) else f"in {shown}"

    return _MONTH_NEAR.sub(mend, text)


def fix_days(text: str, published: date | None, year: int | None = None) -> str:
    """Set "yesterday" and weekdays of running text as dates, counted back from `published`.

    Words inside quotation marks are left alone; so is everything when the date is unknown or the
    text looks ahead.
    """
    if published is None:
        return text

    def mend(match: re.Match[str]) -> str:
        word = match["word"].lower()
        ahead = _AHEAD.search(match.string[: match.start()])
        if match["dated"] or (ahead and word in WEEKDAYS):
            return match.group()
        if word in ("yesterday", "today"):
            day = published - timedelta(days=word == "yesterday")
        else:
            day = published - timedelta(days=(published.weekday() - WEEKDAYS[word]) % 7)
        shown = day_words(day, weekday=False, year=year is not None and day.year != year)
        part = (match["part"] or "").strip()
        if part:
            return f"on the {part} of {shown}"
        before = match.string[: match.start()].rstrip()
        if not match["on"] and re.search(r"\b(since|until|before|after|from|by|of)$", before):
            return shown
        on = "On" if (match["on"] or "").startswith("O") else "on"
        return f"{match['late'] or ''}{on} {shown}"

    def owned(match: re.Match[str]) -> str:
        day = published - timedelta(days=(published.weekday() - WEEKDAYS[match[1].lower()]) % 7)
        shown = day_words(day, weekday=False, year=year is not None and day.year != year)
        return f"the {match[2]} of {shown}"

    pieces = re.split(r"(“[^”]*”)", text)
    return "".join(
        p
        if n % 2
        else fix_months(_DEICTIC.sub(mend, _OWNED.sub(owned, IDLE_TIME.sub("", p))), published)
        for n, p in enumerate(pieces)
    )


_KM = re.compile(
    r"\b(?P<n>\d[\d,]*(?:\.\d+)?)[\s-]?(?P<u>kilometers|kilometres|kilometer|kilometre|km|miles|mile)\b"
    r"(?!\s*\(|\s*(?:per|an) hour|/h)"
)


def convert(text: str) -> str:
    """Give each distance of running text in kilometres with miles beside it."""

    def mend(match: re.Match[str]) -> str:
        if re.search(r"\(\s*$", match.string[: match.start()]):
            return match.group()  # the conversion of a figure before it
        n = float(match["n"].replace(",", ""))
        if match["u"].startswith("mile"):
            return f"{figure(rounded(n * KM_PER_MILE))} km ({match['n']} miles)"
        return f"{match['n']} km ({figure(rounded(n / KM_PER_MILE))} miles)"

    pieces = re.split(r"(“[^”]*”)", text)
    out = []
    for n, piece in enumerate(pieces):
        if n % 2:
            out.append(piece)
            continue
        piece = re.sub(r"\b(\d[\d,.]*)[\s-]?kilomet(?:er|re)s?\b(?=\s*\()", r"\1 km", piece)
        out.append(_KM.sub(mend, piece))
    return "".join(out)


_MONTH_DAY = re.compile(
    r"\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?\s+(\d{1,2})(?!\d|,\d|\s*(?:%|km|miles|people))\b(?:,\s+(\d{4}))?"
)


def _day_first(match: re.Match[str]) -> str:
    name = next(m for m in MONTHS if m.startswith(match[1][:3]))
    return f"{match[2]} {name}" + (f" {match[3]}" if match[3] else "")


_ABBREVIATIONS = (
    (r"\bU\.\s?S\.(?=\W|$)(?!A)", "US"),
    (r"\bU\.\s?K\.(?=\W|$)", "UK"),
    (r"\bU\.\s?N\.(?=\W|$)", "UN"),
    (r"(?<=\d)(?:\s+per cent\b|\s+percent\b)", "%"),
    (r"\b([ap])\.m\.?(?!\w)", r"\1m"),
)


def running(text: str, published: date | None = None, year: int | None = None) -> str:
    """Carried words set in the desk's style: spelling, dates, units, abbreviations.

    No word of a quotation is touched, and no content is added.
    """
    text = clean(text)
    pieces = re.split(r"(“[^”]*”)", text)
    for n, piece in enumerate(pieces):
        if n % 2:
            continue
        piece = (
            re.sub(r"\s*\([^)]*\)", "", piece)
            if not re.search(r"\(\d[\d,.]* (?:miles|km)", piece)
            else piece
        )
        for pattern, better in _ABBREVIATIONS:
            piece = re.sub(pattern, better, piece)
        piece = re.sub(r"(\d) %", r"\1%", piece)
        piece = _MONTH_DAY.sub(_day_first, piece)
        piece = re.sub(r"(?<!\w)‘([^‘’]{2,120})’(?!\w)", r"“\1”", piece)
        piece = re.sub(r"\s+([,;.])", r"\1", piece)
        pieces[n] = piece
    text = house_spelling("".join(pieces))
    text = re.sub(r"\s{2,}", " ", convert(fix_days(text, published, year)))
    return text.strip(" ,;:–—-")


def sentence(text: str) -> str:
    """Capital first, one stop last, no space before a comma."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    text = re.sub(r",\s*,", ",", text).rstrip(" ,;:")
    for n, c in enumerate(text):
        if c.isalpha():
            text = text[:n] + c.upper() + text[n + 1 :]
            break
        if c.isdigit():
            break
    if re.search(r"[.!?]”$", text):
        return text
    text = text.rstrip(".")
    if text.endswith("”"):
        return text + "."
    return text if text.endswith(("!", "?")) else text + "."


def listed(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c" """
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def possessive(name: str) -> str:
    """ "Japan’s", "the United States’" """
    return name + ("’" if name.endswith("s") else "’s")


def a(noun: str) -> str:
    """With its indefinite article."""
    article = (
        "an" if re.match(r"(?i)[aeio]|u(?!ni|s\b|se|N|K)|8|11\b|18\b|hour|honest", noun) else "a"
    )
    return f"{article} {noun}"
