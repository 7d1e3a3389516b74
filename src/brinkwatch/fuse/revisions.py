"""A source that corrects itself: its earlier value is superseded, and both stay.

Three signs count. A correction note in a later report of the same outlet; a later version of the
same text by the same outlet with another value; a holder who is said to have revised a figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from brinkwatch.fuse.copies import is_copy
from brinkwatch.fuse.given import Given
from brinkwatch.fuse.keys import aware, outlet, outlet_name, said, when
from brinkwatch.fuse.values import agree, base_name, limits, value_key
from brinkwatch.knowledge.credibility import credibility
from brinkwatch.model import Field, Report, Revision, Value

REVISABLE = (
    "distance_km", "altitude_km", "flight_seconds", "count", "casualties", "damage", "outcome",
    "weapon_kind", "range_class", "outside_eez", "origin", "date", "money", "percent", "count",
    "distance", "altitude", "killed", "injured", "captured", "fired", "intercepted", "forces",
    "yield", "magnitude", "depth",
)

COMPARED = 500
"""Earlier values of one outlet or holder that a later one is held against."""

Superseded = dict[tuple[str, str, str], str]
"""(claim, field, value key) to the claim that supersedes it."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")


def superseded(found: Sequence[Given], reports: Mapping[str, Report]) -> Superseded:
    """Find values their own sources took back, among all values of one incident.

    Only values of one outlet or of one holder are compared.
    """
    gone: Superseded = {}
    for name in sorted({g.name for g in found if base_name(g.name) in REVISABLE}):
        same = sorted(
            (g for g in found if g.name == name),
            key=lambda g: (when(reports[g.claim.report]), g.claim.report, g.claim.id),
        )
        if len({value_key(g.value) for g in same}) < 2:
            continue
        kin: dict[str, list[Given]] = defaultdict(list)
        for g in same:
            kin[f"outlet {outlet(reports[g.claim.report])}"].append(g)
            if g.holder.actor is not None:
                kin[f"holder {g.holder.name}"].append(g)
        for later in same:
            for earlier in _earlier(later, kin, reports):
                if _differ(earlier, later) and _takes_back(later, earlier, reports):
                    gone[(earlier.claim.id, name, value_key(earlier.value))] = later.claim.id
        for g in same:
            key = (g.claim.id, name, value_key(g.value))
            if key not in gone and (right := _corrected_to(g, same, reports)) is not None:
                gone[key] = right.claim.id
    return gone


def _corrected_to(
    g: Given, same: Sequence[Given], reports: Mapping[str, Report]
) -> Given | None:
    """Return the value a correction puts in the place of one that only the correction gives.

    "An earlier version gave 670 kilometers. The military's figure is 700." The right figure may
    be held by another claim, of the military's own.
    """
    report = reports[g.claim.report]
    if not _only_in_note(g, report):
        return None
    note = _notes(report.text)
    right = [o for o in same if _differ(g, o) and _mentions(note, o)]
    return min(
        right, default=None,
        key=lambda o: (o.claim.report != report.id, when(reports[o.claim.report]), o.claim.id))


def _only_in_note(g: Given, report: Report) -> bool:
    return bool(g.spans) and all(_after_cue(s.start, report) for s in g.spans)


def _after_cue(at: int, report: Report) -> bool:
    """Tell whether a place lies behind the words of correction of its sentence."""
    sentence, start = _sentence_at(report.text, at)
    found = credibility().note.search(sentence)
    return found is not None and at >= start + found.start()


def _earlier(
    later: Given, kin: Mapping[str, Sequence[Given]], reports: Mapping[str, Report]
) -> list[Given]:
    """Return one giving of each other value in each report of the same outlet or holder, at most
    `COMPARED`."""
    report = reports[later.claim.report]
    keys = [f"outlet {outlet(report)}", f"holder {later.holder.name}"]
    others = {
        (g.claim.id, value_key(g.value)): g
        for key in keys for g in kin.get(key, ()) if value_key(g.value) != value_key(later.value)
    }
    if later.holder.actor is not None and not credibility().holder.search(
        _around(later, report.text)
    ):  # then only its own outlet's reports can be meant
        mine = outlet(report)
        others = {
            k: g for k, g in others.items()
            if g.claim.report == report.id or outlet(reports[g.claim.report]) == mine}
    return list(others.values())[:COMPARED]


def _differ(a: Given, b: Given) -> bool:
    x, y = limits(a.value), limits(b.value)
    if x is not None and y is not None:
        return abs(x[0] - y[0]) > 0.005 * max(abs(x[0]), abs(y[0]), 1e-9) or x[1] != y[1] != x[0]
    return not agree(a.value, b.value)


def _takes_back(later: Given, earlier: Given, reports: Mapping[str, Report]) -> bool:
    new, old = reports[later.claim.report], reports[earlier.claim.report]
    if new.id == old.id:
        return _old_in_note(later, earlier, new)
    if not _after(new, old):
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


def _after(new: Report, old: Report) -> bool:
    """Tell which of two reports is the later; of one page with one date the one captured later."""
    if when(new) != when(old) or not new.url or new.url != old.url:
        return when(new) > when(old)
    never = datetime.min.replace(tzinfo=UTC)
    return aware(new.captured or never) > aware(old.captured or never)


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


def revisions(
    incident: str, fields: Mapping[str, Field], report_of: Mapping[str, Report]
) -> list[Revision]:
    """Return one revision for each superseded value whose successor is among the values.

    Args:
        report_of: claim id to its report.
    """
    made = []
    for name in sorted(fields):
        values = fields[name].values
        for before in values:
            after = _successor(before, values) if before.superseded_by else None
            if after is not None:
                made.append(_revision(incident, name, before, after, report_of))
    return _once(made)


def _revision(
    incident: str, name: str, before: Value, after: Value, report_of: Mapping[str, Report]
) -> Revision:
    """Where an outlet put its own report right the revision is the outlet's, else the holder's."""
    old = report_of[before.claims[-1]]
    new = report_of[before.superseded_by or after.claims[0]]
    if _only_in_note_of(before, old) or (outlet(old) and outlet(old) == outlet(new)):
        who = outlet_name(old)
    else:
        who = before.by or outlet_name(old)
    latest = max((r for r in (old, new) if r.published is not None), key=when, default=None)
    stamp = latest.published.isoformat() if latest is not None and latest.published else None
    return Revision(incident, name, who, before, after, stamp)


def _only_in_note_of(value: Value, report: Report) -> bool:
    return bool(value.spans) and all(
        s.report == report.id and _after_cue(s.start, report) for s in value.spans)


def _successor(before: Value, values: Sequence[Value]) -> Value | None:
    live = [
        v for v in values
        if v.superseded_by is None and before.superseded_by in v.claims
        and value_key(v.value) != value_key(before.value)
    ]
    live.sort(key=lambda v: (v.by != before.by, said(v.time), repr(v.value)))
    return live[0] if live else None


def _once(made: Sequence[Revision]) -> list[Revision]:
    """Keep one revision where a note repeats the value it withdraws."""
    seen: set[tuple[str, str, str, str]] = set()
    kept = []
    for r in sorted(made, key=lambda r: (r.field, said(r.before.time), r.holder)):
        key = (r.field, r.holder, value_key(r.before.value), value_key(r.after.value))
        if key not in seen:
            seen.add(key)
            kept.append(r)
    return kept
