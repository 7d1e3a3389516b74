"""A source that corrects itself: its earlier value is superseded, and both stay.

Three signs count. A correction note in a later report of the same outlet; a later version of the
same text by the same outlet with another value; a holder who is said to have revised a figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brinkwatch.fuse.copies import is_copy
from brinkwatch.fuse.given import Given
from brinkwatch.fuse.keys import outlet, when
from brinkwatch.fuse.values import agree, limits, value_key
from brinkwatch.knowledge.credibility import credibility
from brinkwatch.model import Field, Report, Revision, Value

REVISABLE = (
    "distance_km", "altitude_km", "flight_seconds", "count", "casualties", "damage", "outcome",
    "weapon_kind", "range_class", "outside_eez", "origin", "date", "money", "percent", "count",
    "distance", "altitude",
)

Superseded = dict[tuple[str, str, str], str]
"""(claim, field, value key) to the claim that supersedes it."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")


def superseded(found: Sequence[Given], reports: Mapping[str, Report]) -> Superseded:
    """Find values their own sources took back, among all values of one incident."""
    gone: Superseded = {}
    for name in sorted({g.name for g in found} & set(REVISABLE)):
        same = sorted(
            (g for g in found if g.name == name),
            key=lambda g: (when(reports[g.claim.report]), g.claim.report, g.claim.id),
        )
        for later in same:
            for earlier in same:
                if _differ(earlier, later) and _takes_back(later, earlier, reports):
                    gone[(earlier.claim.id, name, value_key(earlier.value))] = later.claim.id
    return gone


def _differ(a: Given, b: Given) -> bool:
    x, y = limits(a.value), limits(b.value)
    if x is not None and y is not None:
        return abs(x[0] - y[0]) > 0.005 * max(abs(x[0]), abs(y[0]), 1e-9) or x[1] != y[1] != x[0]
    return not agree(a.value, b.value)


def _takes_back(later: Given, earlier: Given, reports: Mapping[str, Report]) -> bool:
    new, old = reports[later.claim.report], reports[earlier.claim.report]
    if new.id == old.id:
        return _old_in_note(later, earlier, new)
    if when(new) <= when(old):
        return False
    if outlet(new) == outlet(old) and outlet(new):
        note = _notes(new.text)
        if note:
            return _mentions(note, earlier) or (
                later.holder.name == earlier.holder.name and _mentions(note, later))
        same_page = bool(new.url) and new.url == old.url
        return (
            later.holder.origin == earlier.holder.origin
            and (same_page or is_copy(new.text, old.text))
        )
    if later.holder.actor is not None and later.holder.name == earlier.holder.name:
        sentence = _around(later, new.text)
        return bool(credibility().holder.search(sentence))
    return False


def _old_in_note(later: Given, earlier: Given, report: Report) -> bool:
    """The correction itself repeats the old figure: "an earlier version gave 670"."""
    cue = credibility().note
    for span in earlier.spans:
        sentence, start = _sentence_at(report.text, span.start)
        found = cue.search(sentence)
        if found is None or span.start < start + found.start():
            continue
        clash = [s for s in later.spans if start <= s.start < start + len(sentence)]
        if not clash or all(s.start > span.start for s in clash):
            elsewhere = any(not start <= s.start < start + len(sentence) for s in earlier.spans)
            return not elsewhere
    return False


def _notes(text: str) -> str:
    """Return the sentences of a text that correct it, each with the one after."""
    cue = credibility().note
    pieces = _SENTENCES.split(text)
    picked = [
        " ".join(pieces[i : i + 2]) for i, piece in enumerate(pieces) if cue.search(piece)
    ]
    return " ".join(picked)


def _mentions(note: str, g: Given) -> bool:
    low = note.lower()
    if g.text and g.text.lower() in low:
        return True
    bounds = limits(g.value)
    numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", note)
               if n.replace(",", "")]
    written = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", g.text)]
    if bounds is not None and bounds[0] in numbers:
        return True
    if written:
        return any(n in numbers for n in written)
    return isinstance(g.value, str) and g.value.lower() in low


def _around(g: Given, text: str) -> str:
    return " ".join(_sentence_at(text, s.start)[0] for s in g.spans[:1])


def _sentence_at(text: str, at: int) -> tuple[str, int]:
    start = 0
    for cut in _SENTENCES.finditer(text):
        if cut.start() >= at:
            return text[start : cut.start()], start
        start = cut.end()
    return text[start:], start


def revisions(incident: str, fields: Mapping[str, Field]) -> list[Revision]:
    """Return one revision for each superseded value whose successor is among the values."""
    made = []
    for name in sorted(fields):
        values = fields[name].values
        for before in values:
            if before.superseded_by is None:
                continue
            after = _successor(before, values)
            if after is not None:
                made.append(Revision(
                    incident, name, before.by or "", before, after, after.time))
    return _once(made)


def _successor(before: Value, values: Sequence[Value]) -> Value | None:
    live = [
        v for v in values
        if v.superseded_by is None and before.superseded_by in v.claims
        and value_key(v.value) != value_key(before.value)
    ]
    live.sort(key=lambda v: (v.by != before.by, v.time or "9", repr(v.value)))
    return live[0] if live else None


def _once(made: Sequence[Revision]) -> list[Revision]:
    """Keep one revision where a note repeats the value it withdraws."""
    seen: set[tuple[str, str, str, str]] = set()
    kept = []
    for r in sorted(made, key=lambda r: (r.field, r.before.time or "9", r.holder)):
        key = (r.field, r.holder, value_key(r.before.value), value_key(r.after.value))
        if key not in seen:
            seen.add(key)
            kept.append(r)
    return kept
