"""Words of numbers and units, for the citation check."""

from __future__ import annotations

UNITS: dict[str, tuple[str, float]] = {
    # word: (dimension, factor to the dimension's base unit); factors are exact or SI definitions
    **dict.fromkeys(
        ("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), ("length", 1000.0)
    ),
    **dict.fromkeys(("mile", "miles", "mi"), ("length", 1609.344)),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), ("length", 1.0)),
    **dict.fromkeys(
        ("mm", "millimeter", "millimeters", "millimetre", "millimetres"), ("length", 0.001)
    ),
    **dict.fromkeys(("cm", "centimeters", "centimetres"), ("length", 0.01)),
    **dict.fromkeys(("foot", "feet", "ft"), ("length", 0.3048)),
    **dict.fromkeys(("yard", "yards"), ("length", 0.9144)),
    **dict.fromkeys(("inch", "inches"), ("length", 0.0254)),
    **dict.fromkeys(("kg", "kilogram", "kilograms", "kilo", "kilos"), ("mass", 1.0)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("mass", 0.45359237)),
    **dict.fromkeys(("tonne", "tonnes"), ("mass", 1000.0)),
    **dict.fromkeys(("ton", "tons"), ("ton", 1.0)),
    **dict.fromkeys(("%", "percent", "pct", "per cent"), ("percent", 1.0)),
    **dict.fromkeys(("second", "seconds"), ("duration", 1.0)),
    **dict.fromkeys(("minute", "minutes"), ("duration", 60.0)),
    **dict.fromkeys(("hour", "hours"), ("duration", 3600.0)),
    **dict.fromkeys(("day", "days"), ("duration", 86400.0)),
    **dict.fromkeys(("week", "weeks"), ("duration", 604800.0)),
    **dict.fromkeys(("kph", "km/h", "kmh"), ("speed", 1.0)),
    **dict.fromkeys(("mph",), ("speed", 1.609344)),
    **dict.fromkeys(("acre", "acres"), ("area", 4046.8564224)),
    **dict.fromkeys(("hectare", "hectares"), ("area", 10000.0)),
}


MEASURED = frozenset({"percent", "length", "mass", "ton", "speed", "area", "money $", "money €"})
"""Dimensions whose number is not a count."""


NAUTICAL = {"nautical mile", "nautical miles"}


SMALL = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}


TENS = {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}


SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}


SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1000}


ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}


VAGUE = frozenset(
    [
        "dozens",
        "hundreds",
        "thousands",
        "millions",
        "billions",
        "tens",
        "scores",
        "several",
        "multiple",
        "twice",
        "thrice",
        "double",
        "doubled",
        "triple",
        "tripled",
        "half",
        "halved",
        "quarter",
        "pair",
        "couple",
        "both",
    ]
)
"""Number words that are checked as words."""
