"""The vocabulary of time expressions, lower case."""

from __future__ import annotations

_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december"
]
MONTHS = {name: i for i, name in enumerate(_MONTHS, 1)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12,
}
MONTHS_THAT_ARE_WORDS = frozenset({"may", "march", "august", "mar", "jan", "dec", "sep", "jun"})
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name: i for i, name in enumerate(_DAYS)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}
SHORT_DAYS = frozenset(w for w in WEEKDAYS if len(w) < 6)
UNITS = {
    "second": "second", "sec": "second", "minute": "minute", "min": "minute", "hour": "hour",
    "hr": "hour", "day": "day", "week": "week", "fortnight": "fortnight", "month": "month",
    "quarter": "quarter", "year": "year", "yr": "year", "decade": "decade",
    "century": "century", "weekend": "weekend", "workweek": "workweek", "night": "day",
    "seconds": "second", "secs": "second", "minutes": "minute", "mins": "minute",
    "hours": "hour", "hrs": "hour", "days": "day", "weeks": "week", "fortnights": "fortnight",
    "months": "month", "quarters": "quarter", "years": "year", "yrs": "year",
    "decades": "decade", "centuries": "century", "weekends": "weekend", "nights": "day",
}
PLURAL_UNITS = frozenset(w for w in UNITS if w.endswith("s") and w not in {"hrs"}) | {"hrs"}
PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "nite": "NI",
    "daytime": "DT", "dawn": "DAWN", "dusk": "DUSK", "daybreak": "DAWN", "sunrise": "DAWN",
    "sunset": "DUSK", "nightfall": "DUSK", "lunchtime": "MEL", "predawn": "SMALL",
}
MEALS = {
    "breakfast": "MEB", "lunch": "MEL", "lunchtime": "MEL", "dinner": "MED", "dinnertime": "MED",
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI",
           "springtime": "SP", "summertime": "SU", "wintertime": "WI"}
DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
           "seventies": 70, "eighties": 80, "nineties": 90}
DEICTICS = {
    "this": "this", "current": "this", "last": "last", "previous": "last", "past": "past",
    "next": "next", "coming": "coming", "upcoming": "coming", "following": "following",
    "same": "same", "that": "same", "preceding": "preceding", "prior": "preceding",
    "recent": "past",
}
OFFSETS = {"this": 0, "last": -1, "past": -1, "next": 1, "coming": 1, "following": 1, "same": 0,
           "preceding": -1}
BACKWARD = frozenset({"last", "past", "previous", "recent", "preceding"})
FORWARD = frozenset({"next", "coming", "upcoming", "following"})
MODS = {
    "early": "start", "mid": "mid", "late": "end", "earlier": "earlier", "later": "later",
    "beginning": "start", "start": "start", "middle": "mid", "end": "end", "close": "end",
    "midway": "mid", "outset": "start", "turn": "start",
}
VAGUE = {"few": 3, "several": 3, "some": 3, "many": 5, "multiple": 3}
APPROXIMATE = frozenset(
    ["about", "around", "approximately", "roughly", "nearly", "almost", "circa", "some"])
PREPOSITIONS = frozenset(
    [
        "in", "on", "at", "since", "by", "until", "till", "before", "after", "during", "from",
        "to", "between", "through", "of", "for", "around", "about", "early", "late", "mid",
        "circa", "and", "or", "beginning", "starting", "throughout", "within", "into", "over",
        "ending", "until"
    ])
FUTURE_CUES = frozenset(
    [
        "will", "shall", "would", "ll", "plan", "plans", "planned", "planning", "scheduled",
        "schedule", "due", "set", "expected", "expect", "expects", "upcoming", "slated",
        "intends", "intend", "aims", "poised", "going", "must", "should", "may", "might",
        "tomorrow"
    ])
PAST_CUES = frozenset(
    [
        "said", "says", "told", "announced", "reported", "was", "were", "had", "did", "fired",
        "launched", "struck", "killed", "attacked", "carried", "conducted", "held", "met",
        "visited", "took", "made", "came", "went", "began", "started", "ended", "condemned",
        "warned", "confirmed", "added", "detected", "landed", "flew", "fell", "hit", "tested",
        "issued", "signed", "released", "happened", "occurred", "published", "spoke",
        "according", "has", "have"
    ])
