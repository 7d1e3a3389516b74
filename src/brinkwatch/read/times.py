"""Time expressions to intervals: what a report's "Friday" or "three weeks ago" means.

`time_grammar` finds the expressions; here they are counted from the report's date. News convention:
a bare weekday, month or date without a year is the latest that has begun by the report's date,
unless its clause speaks of the future; a date without a year and without such a clause is the
nearest. "Two days later" and "the same day" count from the date mentioned before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from spacy.tokens import Doc, Token

from brinkwatch.knowledge.zones import find_zone
from brinkwatch.model import TimeRef
from brinkwatch.read.annotations import text_of
from brinkwatch.read.time_calendar import Context, Interval
from brinkwatch.read.time_grammar import expressions
from brinkwatch.read.time_nodes import (
    Approx,
    Bound,
    Clock,
    DayWord,
    InUnits,
    MonthDay,
    Node,
    Part,
    Range,
    Weekday,
    precision_of,
)
from brinkwatch.read.time_words import FUTURE_CUES, PAST_CUES

DAYLIGHT = 12
"""Hours from which a number of them, told of the past, is a stretch of time ("in 24 hours")."""
Resolved = tuple[int, int, Node, Interval | None]

_SENTENCE_END = re.compile(
    r"(?:(?<![ap]\.m)\.|[!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])"
    r"|(?<=[ap]\.m)\.\s+(?=[\"“‘]?[A-Z][a-z])|\n\s*\n")
_ENTRY = re.compile(r"\s+[-–—]\s|:\s")
_WORD = re.compile(r"[^\W\d_]+")
_WILL = frozenset({"will", "shall", "would", "'ll", "’ll", "wo"})
_GOING = frozenset({"go", "set", "plan", "schedule", "expect", "due", "intend", "slate", "poise",
                    "prepare", "hope", "want", "propose", "vow", "pledge", "threaten", "promise"})


def annotate_times(doc: Doc, anchor: datetime | None, zone: str | None = None) -> None:
    """Set `doc._.times`: every time expression as a `TimeRef`, in text order.

    Args:
        anchor: when the report was published, in its own zone; None leaves what is relative
            without `begin` and `until`.
        zone: the zone of clock times that name none, and the one whose calendar "today" is of;
            the anchor's otherwise.
    """
    if not Doc.has_extension("times"):
        Doc.set_extension("times", default=())
    text = text_of(doc)
    parsed = any(token.dep_ for token in doc[:20])

    def future(start: int, end: int) -> bool | None:
        if _entry(text, start, end):
            return False
        if parsed:
            told = _clause_future(doc, start, end)
            if told is not None:
                return told
        return cue_future(text, start)

    doc._.times = tuple(
        _ref(found, node, text, start, end)
        for start, end, node, found in resolve_times(text, anchor, zone, future)
    )


def resolve_times(
    text: str, anchor: datetime | None, zone: str | None = None,
    future: Callable[[int, int], bool | None] | None = None,
) -> list[Resolved]:
    """(start, end, node, interval or None) of every expression in `text`, in order.

    `future` tells of a stretch of characters whether its clause speaks of what is to come.
    """
    home = find_zone(zone) if zone else anchor.tzinfo if anchor else None
    now: datetime | None = None
    if anchor is not None:
        local = anchor.astimezone(home) if zone and home and anchor.tzinfo else anchor
        now = local.replace(tzinfo=None)
    found = expressions(text)
    cuts = [m.end() for m in _SENTENCE_END.finditer(text)] if found else []
    out: list[Resolved] = []
    last: datetime | None = None
    waiting: list[int] = []
    sentence = -1
    sentence_day: datetime | None = None

    def settle() -> None:
        """Clock times without a date take the one day their sentence names."""
        for k in waiting:
            start, end, node, _ = out[k]
            context = Context(now, None, last, sentence_day or last_day, home)
            out[k] = (start, end, node, node.resolve(context))
        waiting.clear()

    last_day: datetime | None = None
    cut = 0
    for start, end, node in found:
        while cut < len(cuts) and cuts[cut] <= start:
            cut += 1
        if cut != sentence:
            settle()
            sentence, sentence_day = cut, None
        told = future(start, end) if future else None
        if told is False and _lasted(node):
            continue
        interval = node.resolve(Context(now, told, last, sentence_day or last_day, home))
        if _floats(node):
            waiting.append(len(out))
        elif interval is not None and interval.lo is not None and not isinstance(
                node, (Bound, Range)):
            if interval.precision in {"day", "hour", "minute", "part of day"}:
                if interval.precision != "minute" or interval.part or not _is_now(node):
                    sentence_day = interval.lo.replace(hour=0, minute=0, second=0, microsecond=0)
                    last_day = sentence_day if _near(sentence_day, now) else last_day
            if interval.precision in {"day", "hour", "minute", "part of day", "week", "month"}:
                last = interval.lo
        out.append((start, end, node, interval))
    settle()
    return _offsets_from_pairs(out)


def _entry(text: str, start: int, end: int) -> bool:
    """Whether a date opens an entry of a log: "15 April - two rockets were fired"."""
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip() and _ENTRY.match(text, end) is not None


def _lasted(node: Node) -> bool:
    """Whether "in 86 minutes", told of the past, says how long a deed took, not when it was."""
    return isinstance(node, InUnits) and not node.back and all(
        unit in {"second", "minute"} or (unit == "hour" and count < DAYLIGHT)
        for count, unit in node.parts)


def _near(day: datetime, now: datetime | None) -> bool:
    """Whether a day may lend itself to the clock times of later sentences."""
    return now is not None and abs(day - now) <= timedelta(days=4)


def _is_now(node: Node) -> bool:
    return type(node).__name__ == "Now"


def _floats(node: Node) -> bool:
    """Whether a clock time or part of day still lacks its date."""
    if isinstance(node, (Approx, Bound)):
        return _floats(node.of)
    if isinstance(node, Range):
        return _floats(node.first) and _floats(node.second)
    return isinstance(node, (Clock, Part)) and node.day is None


def _offsets_from_pairs(found: list[Resolved]) -> list[Resolved]:
    """Give "7:50 a.m." the offset that "(2250 GMT)" right behind it implies."""
    from dataclasses import replace
    from datetime import timezone

    for k in range(len(found) - 1):
        start, end, node, interval = found[k]
        start2, _, node2, other = found[k + 1]
        if not (isinstance(node, Clock) and isinstance(node2, Clock) and node.zone is None
                and node2.zone and interval and other and interval.lo and other.lo
                and other.zone and 0 < start2 - end <= 3):
            continue
        offset = other.lo.replace(tzinfo=other.zone).utcoffset() or timedelta()
        utc = other.lo - offset
        gap = (interval.lo - utc) % timedelta(days=1)
        if gap > timedelta(hours=14):
            gap -= timedelta(days=1)
        if gap.seconds % 900 == 0:
            found[k] = (start, end, node, replace(interval, zone=timezone(gap)))
            if node2.day is None and node.day is not None:
                moment = interval.lo - gap + offset
                found[k + 1] = (start2, found[k + 1][1], node2,
                                replace(other, lo=moment, hi=moment + (other.hi - other.lo)
                                        if other.hi else None))
    return found


def cue_future(text: str, start: int) -> bool | None:
    """Whether the words before an expression in its sentence speak of the future (True) or the
    past (False); None where no word tells."""
    window = text[max(0, start - 120):start]
    cut = None
    for match in _SENTENCE_END.finditer(window):
        cut = match
    words = [m.group().lower() for m in _WORD.finditer(window[cut.end() if cut else 0:])]
    words = words[-14:]
    for k in range(len(words) - 1, -1, -1):
        word = words[k]
        if word in FUTURE_CUES:
            return True
        if k and words[k - 1] == "be":
            continue
        if word in PAST_CUES or (word.endswith("ed") and len(word) > 4 and word not in {
                "united", "armed", "nearby"}):
            return False
    return None


def _clause_future(doc: Doc, start: int, end: int) -> bool | None:
    """Whether the verb a time expression hangs from speaks of what is to come."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    token = span.root
    for _ in range(8):
        if token.pos_ in {"VERB", "AUX"} and not span.start <= token.i < span.end:
            told = _verb_future(token)
            if told is not None:
                return told
        if token.head == token:
            return None
        token = token.head
    return None


def _verb_future(verb: Token) -> bool | None:
    low = verb.lower_
    helpers = {child.lower_ for child in verb.children if child.dep_.startswith("aux")}
    if helpers & _WILL:
        return True
    to = "to" in helpers
    if to and verb.dep_ in {"xcomp", "advcl", "acl", "csubj", "ccomp"}:
        head = verb.head
        if head.lemma_.lower() in _GOING or head.lower_ in FUTURE_CUES or verb.dep_ == "acl":
            return True
        return None
    if low in FUTURE_CUES and verb.pos_ == "VERB":
        return True
    if helpers & {"was", "were", "had", "did", "has", "have", "been", "'ve"}:
        return False
    if low in PAST_CUES or (low.endswith("ed") and verb.pos_ == "VERB"):
        return False
    if verb.lemma_ and verb.lemma_.lower() != low and not low.endswith(("s", "ing")):
        return False
    return None


def _ref(found: Interval | None, node: Node, text: str, start: int, end: int) -> TimeRef:
    words = text[start:end]
    if found is None:
        return TimeRef(None, None, precision_of(node), words, start, end)
    until = found.hi
    if found.clock:
        if until is not None and (until != found.lo) and found.mod not in {
                "before", "until"}:
            until -= timedelta(minutes=1)
        return TimeRef(_stamp(found.lo, found.zone), _stamp(until, found.zone), found.precision,
                       words, start, end, found.approximate)
    if until is not None:
        until -= timedelta(days=1)
    return TimeRef(found.lo.date().isoformat() if found.lo else None,
                   until.date().isoformat() if until else None, found.precision, words, start,
                   end, found.approximate)


def _stamp(moment: datetime | None, zone: tzinfo | None) -> str | None:
    if moment is None:
        return None
    if zone is not None:
        moment = moment.replace(tzinfo=zone)
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


__all__ = ["DayWord", "MonthDay", "Weekday", "annotate_times", "cue_future", "resolve_times"]
