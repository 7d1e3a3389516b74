"""What changed about a story, by the day it came about, the latest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from brinkwatch.model import Change, Claim, Incident, Report, StoryPage, Value
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.labels import date_label, day_label, outlet, short_day, title
from brinkwatch.publish.value_views import field_words, subject_words, value_words

SAID_ONCE = frozenset({"statement", "trend", "indicator"})
"""Kinds of incident whose values are words; that they were said is the news, not their fields."""

SETTLED = {"revised": "its source revised it", "same moment": "one moment by two clocks"}
NO_DAY = "no date"


def changes_view(
    page: StoryPage, claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> list[dict[str, Any]]:
    """The log of a story, and corrections it does not hold yet, grouped by day.

    Each group is {"day", "iso", "items"}; an item {"lead", "text", "before", "after", "at",
    "time", "link"}: `at` is the edition that first showed it, `before` and `after` stand where
    something was corrected, `link` is the number of the source where the item is a report.
    """
    logged = {(c.incident, c.field, repr(c.before)) for c in page.log if c.kind == "revision"}
    missing = [
        Change("", "revision", r.incident, r.field, r.before.value, r.after.value, r.when, r.holder)
        for r in page.revisions
        if (r.incident, r.field, repr(r.before.value)) not in logged
    ]
    teller = _Teller(page, claims, reports)
    days: dict[str, list[dict[str, Any]]] = {}
    for change in sorted((*page.log, *missing), key=lambda c: c.when or c.at, reverse=True):
        day = _day(change, reports)
        item = teller.item(change, day)
        if item is not None and item not in days.setdefault(day, []):
            days[day].append(item)
    return [
        {"day": date_label(day) or NO_DAY, "iso": day, "items": items}
        for day, items in sorted(days.items(), reverse=True)
        if items
    ]


def _day(change: Change, reports: Mapping[str, Report]) -> str:
    """The date under which a change stands, "" where none is known."""
    report = reports.get(str(change.after)) if change.kind == "report" else None
    if report is not None and report.published is not None:
        return report.published.date().isoformat()
    day = (change.when or change.at)[:10]
    return day if date_label(day) else ""


class _Teller:
    """Changes of one page in words."""

    def __init__(
        self, page: StoryPage, claims: Mapping[str, Claim], reports: Mapping[str, Report]
    ) -> None:
        self.incidents = {i.id: i for i in page.incidents}
        self.apart = {(c.incident, c.field): c for c in page.contradictions if c.standing == "open"}
        self.numbers = {line.id: n for n, line in enumerate(page.reports, 1)}
        self.claims, self.reports = claims, reports

    def item(self, change: Change, day: str) -> dict[str, Any] | None:
        """One line of the log; None for what a reader could not use."""
        found = getattr(self, f"_{change.kind}", self._unknown)(change)
        if found is None:
            return None
        lead, text, more = found
        moment = date_label(change.when, time=True) if change.when else ""
        return {
            "lead": lead,
            "text": text if change.kind == "report" else text[:1].upper() + text[1:],
            "before": "",
            "after": "",
            "link": None,
            "at": visible(change.at),
            "time": moment.removeprefix(date_label(day)).removeprefix(", "),
            **more,
        }

    def _report(self, change: Change) -> tuple[str, str, dict[str, Any]]:
        rid = str(change.after)
        report = self.reports.get(rid)
        name = outlet(report)
        words = title(report, rid)
        late = {"time": "no date"} if report is not None and day_label(report) == NO_DAY else {}
        return "Report", f"{name}: {words}" if name else words, {
            "link": self.numbers.get(rid), **late}

    def _revision(self, change: Change) -> tuple[str, str, dict[str, Any]]:
        holder = visible(re.sub(r"\s*\([^)]*\)$", "", change.holder or ""))
        given = f", given by {holder}" if holder else ""
        return "Correction", self._what(change) + given, {
            "before": _words(change.field, change.before),
            "after": _words(change.field, change.after),
        }

    def _contradiction(self, change: Change) -> tuple[str, str, dict[str, Any]]:
        told = self.apart.get((change.incident or "", change.field or ""))
        words = dict.fromkeys(value_words(told.field, v) for v in told.values) if told else {}
        values = f": {' or '.join(list(words)[:4])}" if words else ""
        return "Accounts differ", self._what(change) + values, {}

    def _settled(self, change: Change) -> tuple[str, str, dict[str, Any]]:
        reason = SETTLED.get(str(change.after), "")
        return "No longer in dispute", self._what(change) + (f": {reason}" if reason else ""), {}

    def _merged(self, change: Change) -> tuple[str, str, dict[str, Any]]:
        return "Joined", "another story proved to be this one", {}

    def _incident(self, change: Change) -> tuple[str, str, dict[str, Any]]:
        return "New on record", self._about(change) or visible(str(change.after)), {}

    def _value(self, change: Change) -> tuple[str, str, dict[str, Any]] | None:
        incident = self.incidents.get(change.incident or "")
        before = _words(change.field, change.before) if change.before is not None else ""
        after = _words(change.field, change.after)
        if incident is None or incident.kind in SAID_ONCE or before == after:
            return None
        told = f"{self._what(change)}: {after}" + (f", before {before}" if before else "")
        return "Now", told, {}

    def _unknown(self, change: Change) -> None:
        return None

    def _what(self, change: Change) -> str:
        field = change.field or ""
        name = field_words(field)
        about = self._about(change)
        return f"{name} ({about})" if about else name

    def _about(self, change: Change) -> str:
        incident: Incident | None = self.incidents.get(change.incident or "")
        if incident is None:
            return ""
        if incident.kind == "launch":
            return subject_words(incident, self.claims)
        day = short_day(incident.begin) if incident.begin else ""
        return visible(incident.title) + (f", {day}" if day else "")


def _words(field: str | None, value: Any) -> str:
    return value_words(field or "", Value(value, None, "", ()))
