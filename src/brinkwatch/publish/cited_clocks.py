"""Clock times in a text, with the zones it names, for the citation check."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

CLOCK = re.compile(
    r"\b(?:(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?\s?(?P<half>a\.?m\.?|p\.?m\.?)(?=\W|$)"
    r"|(?P<h24>[01]?\d|2[0-3]):(?P<m24>\d\d)|(?P<word>noon|midnight)\b)",
    re.I,
)


ZONES = {
    # hours east of UTC; names as news uses them, summer and winter time both possible
    "utc": (0,),
    "gmt": (0,),
    "bst": (1,),
    "cet": (1,),
    "cest": (2,),
    "eet": (2,),
    "eest": (3,),
    "est": (-5,),
    "edt": (-4,),
    "eastern": (-5, -4),
    "washington time": (-5, -4),
    "et": (-5, -4),
    "new york time": (-5, -4),
    "cst": (-6,),
    "central time": (-6, -5),
    "pst": (-8,),
    "pdt": (-7,),
    "pacific time": (-8, -7),
    "kst": (9,),
    "jst": (9,),
    "korean time": (9,),
    "korea time": (9,),
    "seoul time": (9,),
    "tokyo time": (9,),
    "japan time": (9,),
    "moscow time": (3,),
    "msk": (3,),
    "ist": (5.5,),
    "beijing time": (8,),
    "hong kong time": (8,),
    "aest": (10,),
    "aedt": (11,),
    "tehran time": (3.5,),
    "israel time": (2, 3),
    "london time": (0, 1),
    "paris time": (1, 2),
}


ZONE = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, ZONES), key=len, reverse=True)) + r")\b", re.I
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after midnight, and the zones the text names."""

    text: str
    start: int
    end: int
    minute: int
    zones: tuple[float, ...]


def clocks(text: str) -> list[Clock]:
    """Clock times, each with the zones named within the next few words."""
    out = []
    for m in CLOCK.finditer(text):
        if m["word"]:
            minute = 720 if m["word"].lower() == "noon" else 0
        elif m["h24"] is not None:
            minute = int(m["h24"]) * 60 + int(m["m24"])
        else:
            hour = int(m["h"])
            if not 1 <= hour <= 12:
                continue
            half = m["half"].lower().startswith("p")
            minute = (hour % 12 + 12 * half) * 60 + int(m["m"] or 0)
        zone = ZONE.search(text, m.end(), min(len(text), m.end() + 40))
        end = zone.end() if zone and not text[m.end() : zone.start()].strip(" ,(") else m.end()
        out.append(
            Clock(
                text[m.start() : end],
                m.start(),
                end,
                minute,
                tuple(ZONES[zone.group().lower()]) if zone else (),
            )
        )
    return out


def clock_carried(clock: Clock, found: Iterable[Clock]) -> bool:
    """Whether a clock time is one of the spans' own, or the same moment in another zone."""
    for other in found:
        if clock.minute == other.minute and (
            not clock.zones or set(clock.zones) & set(other.zones)
        ):
            return True
        for here in clock.zones:
            for there in other.zones:
                if (clock.minute - 60 * here - other.minute + 60 * there) % 1440 == 0:
                    return True
    return False
