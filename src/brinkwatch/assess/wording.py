"""What a trend claim asks of a record: its parts, read from its fields and its own words.

"Its fourth ballistic missile test of 2026 and its first in about three weeks" asks two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from brinkwatch.assess import counting, windows
from brinkwatch.assess.counting import Counted
from brinkwatch.assess.windows import Stretch
from brinkwatch.model import Trend

SERIES = "weapons tests"
"""The measure (knowledge/data/trends.yaml) that the launch log can count."""
FIRST, NTH, UP, DOWN, STEADY, MOST, LATEST = (
    "first", "nth", "up", "down", "steady", "most", "latest")

_WORDS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
          "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth")
ORDINALS = {word: n for n, word in enumerate(_WORDS.split(), start=1)}
_ORDINAL = re.compile(
    r"\b(?:(?P<word>" + "|".join(ORDINALS) + r")|(?P<n>\d{1,3})(?:st|nd|rd|th))\b"
    r"(?![- ](?:largest|biggest|longest|highest|heaviest|most|straight|consecutive|half|quarter|"
    r"day|week|month|time\b(?! (?:this|in|since))|anniversary|of (?:" +
    windows._MONTH + r")))", re.IGNORECASE)
_PHRASE_ENDS = re.compile(
    r"[,;:]|\b(?:since|after|before|came|comes|followed|follows|was|were|is|has|had|as|that|which|"
    r"when|with|drew)\b")
"""Where the noun phrase of a rank ends."""
_MISSILE = re.compile(
    r"\s*(?:(?!launch|test|firing|round|salvo|barrage)\w+[ -]){0,3}?"
    r"(?:missile|rocket|projectile)s?\b(?! (?:test|launch|firing|salvo|barrage))")
_NOT_RANK = re.compile(r"\b(?:at|the|for the) first\b(?= (?:sight|glance|place))", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:(?P<count>largest|biggest|heaviest)|(?P<far>longest(?:[- ]range)?|farthest|furthest)|"
    r"(?P<high>highest)|(?P<other>most \w+|strongest|record|deadliest|worst))\b", re.IGNORECASE)
_UP = re.compile(r"accelerat\w*|step\w* up|quicken\w*|faster|ris(?:e|en|ing)|rose|increas\w*|"
                 r"surg\w+|gr(?:ow\w*|ew)|escalat\w+|intensif\w+|ramp\w* up|more (?:often|frequent)"
                 r"|flurry|spate", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:fall(?:en|ing)?|fell|declin\w*|decreas\w*|decelerat\w*|slow\w*|drop\w*|"
                   r"eas(?:ed|ing)|fewer|less (?:often|frequent))\b", re.IGNORECASE)
DIRECTIONS = {"accelerating": UP, "rising": UP, "falling": DOWN, "slowing": DOWN,
              "decelerating": DOWN, "steady": STEADY}
DEFAULT_PACE = windows.Stretch("recent weeks", tuple((n, n) for n in windows.VAGUE["week"]))
"""Where a pace names no stretch."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a claim asks.

    Attributes:
        relation: "first", "nth", "up", "down", "steady", "most" or "latest".
        number: for "nth".
        counted: what is counted, as worded first; empty when the log cannot count it.
        missiles: whether missiles rather than launches are counted.
        field: for "most": "count", "distance" or "altitude"; "" when the log holds no such thing.
    """

    relation: str
    words: str
    counted: tuple[Counted, ...]
    stretch: Stretch | None
    number: int | None = None
    missiles: bool = False
    field: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for the same question in other words."""
        s = self.stretch
        return (self.relation, self.number, self.field, tuple(c.name for c in self.counted),
                (s.lengths, s.named, s.begins, s.ever) if s else None)


def asked(trend: Trend, at: date) -> tuple[Asked, ...]:
    """What the claim asks, in the order of its words; empty when nothing can be read."""
    text = trend.evidence[0].text if trend.evidence else ""
    ranks = list(_ranks(text, at, trend.measure)) if trend.ordinal != -1 else []
    found = list(ranks)
    if trend.ordinal is not None and trend.ordinal > 0 and not any(
            a.number == trend.ordinal for a in found) and not found:
        stretch = _stretch(trend, at)
        if stretch is not None or trend.ordinal == 1:
            found.append(Asked(
                FIRST if trend.ordinal == 1 else NTH, text or str(trend.ordinal),
                _counted(trend, text), stretch, trend.ordinal))
    direction = DIRECTIONS.get(trend.direction or "")
    superlative = _MOST.search(text)
    if superlative and re.search(r"\b(?:second|third|\w+th)[ -]$", text[:superlative.start()]):
        return ()  # "the second-largest": whether two or one came before cannot be told apart
    if superlative and trend.ordinal == 1 and (trend.direction == "rising" or not ranks):
        found = [_most(superlative, text, trend, at)]
    elif direction is not None:
        found.append(Asked(direction, _pace_words(text, direction), _counted(trend, text),
                           _stretch(trend, at) or DEFAULT_PACE))
    elif trend.ordinal == -1:
        found.append(Asked(LATEST, text, _counted(trend, text), _stretch(trend, at)))
    return tuple({a.key: a for a in reversed(found)}.values())[::-1]


def before_ranks(text: str) -> str:
    """The words before the first rank: "Friday's launch was" of "Friday's launch was the first"."""
    mark = _ORDINAL.search(text)
    return text[:mark.start()] if mark else ""


def _stretch(trend: Trend, at: date) -> Stretch | None:
    if trend.since:
        found = windows.since(trend.since, at)
        if found is not None:
            return found
    for words in (trend.since, trend.window):
        if words:
            hits = windows.find(words, at, trend.ordinal) or windows.find(f"in {words}", at)
            if hits:
                return hits[0][1]
    text = trend.evidence[0].text if trend.evidence else ""
    hits = windows.find(text, at, trend.ordinal)
    return hits[0][1] if hits else None


def _counted(trend: Trend, text: str) -> tuple[Counted, ...]:
    """What the sentence counts: the words of the measure where the sentence has none."""
    if trend.measure not in ("", SERIES):
        return ()
    clause = _clause(text, trend)
    if found := counting.read(clause):
        return found
    return () if counting.UNKNOWABLE.search(clause) else counting.read(trend.measure)


def _clause(text: str, trend: Trend) -> str:
    """The part of the sentence that tells of the series: up to a comma after the claim's word."""
    word = (trend.trigger or "")[:5]
    at = text.lower().find(word.lower()) if word else -1
    if at < 0:
        return text
    end = re.search(r"[,;:—]|\bwhile\b|\bas\b|\bafter\b", text[at:])
    return text[:at + end.start()] if end else text


def _ranks(text: str, at: date, trend_measure: str) -> Iterator[Asked]:
    marks = [m for m in _ORDINAL.finditer(text) if not _NOT_RANK.search(text[:m.end() + 8])]
    if not marks:
        return
    counted: tuple[Counted, ...] = ()
    noun = ""
    for i, mark in enumerate(marks):
        number = ORDINALS.get((mark["word"] or "").lower()) or int(mark["n"] or 0)
        if not number:
            continue
        after = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        segment = text[mark.end():after]
        hits = windows.find(segment, at, number)
        if not hits and i + 1 < len(marks):
            more = windows.find(text[mark.end():], at, number)
            hits = more[:1] if not re.search(r"\band\b|,", segment) else ()
        head = segment[:hits[0][0]] if hits else segment
        if not hits:
            hits = windows.find(text[:mark.start()], at, number)[-1:]
        own: tuple[Counted, ...] = ()
        phrase = _PHRASE_ENDS.split(head)[0]
        if trend_measure in ("", SERIES):
            own = counting.read(phrase)
        if own or counting.UNKNOWABLE.search(phrase):
            counted, noun = own, phrase
        if not hits:
            continue
        if not counted and trend_measure in ("", SERIES) and not (
                counting.UNKNOWABLE.search(noun)):
            counted = (counting.read(text[:mark.start()]) or counting.read(text)
                       or counting.read(trend_measure))
        for _, stretch in hits:
            words = f"{mark.group()}{head.rstrip() if own else ''} {stretch.text}"
            yield Asked(
                FIRST if number == 1 else NTH, " ".join(words.split()), counted, stretch, number,
                missiles=bool(_MISSILE.match(head)))


def _most(match: re.Match[str], text: str, trend: Trend, at: date) -> Asked:
    if re.search(r"exercise|drill|protest|attack", text[match.end():match.end() + 60], re.I):
        field = ""
    else:
        field = ("count" if match["count"] else "distance" if match["far"] else
                 "altitude" if match["high"] else "")
    hits = windows.find(text[match.start():], at)
    return Asked(
        MOST, " ".join(text[match.start():].split())[:120], _counted(trend, text),
        hits[0][1] if hits else _stretch(trend, at), 1, field=field)


def _pace_words(text: str, direction: str) -> str:
    found = (_UP if direction == UP else _DOWN).search(text)
    return text[found.start():].split(",")[0] if found else text
