"""What the templates show: plain strings, numbers and safe markup, worked out beforehand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from brinkwatch.model import (
    Assessment,
    Claim,
    Edition,
    Incident,
    Report,
    Sentence,
    StoryPage,
    Value,
)
from brinkwatch.publish import charts
from brinkwatch.publish.excerpts import excerpts, visible
from brinkwatch.publish.phrasing import MONTHS, bounds, day_of, distance, number
from brinkwatch.publish.plan import KIND_WEIGHT

HEDGES = re.compile(
    r"\b(suspected|reportedly|allegedly|apparently|believed|some analysts|may have|might|could)\b",
    re.I,
)
FIELD_NAMES = {
    "distance_km": "distance",
    "altitude_km": "altitude",
    "flight_seconds": "time in the air",
    "count": "number",
    "casualties": "casualties",
    "damage": "damage",
    "date": "date",
    "range_class": "range class",
    "weapon_kind": "weapon",
    "outside_eez": "outside economic zone",
    "outcome": "outcome",
    "certainty": "whether it happened",
    "origin": "fired from",
}
CARD = (
    ("actor", "who"),
    ("weapon_kind", "weapon"),
    ("count", "count"),
    ("date", "when"),
    ("origin", "from"),
    ("toward", "towards"),
    ("place", "where"),
    ("recipient", "to whom"),
    ("distance_km", "distance"),
    ("altitude_km", "altitude"),
    ("casualties", "casualties"),
    ("damage", "damage"),
    ("speaker", "speaker"),
    ("act", "act"),
    ("certainty", "certainty"),
)
RANGES = {
    "CRBM": "close-range",
    "SRBM": "short-range",
    "MRBM": "medium-range",
    "IRBM": "intermediate-range",
    "ICBM": "intercontinental",
}
VERDICT_SIGN = {"supported": "●", "contradicted": "○", "not judged": "◐"}


def edition_view(
    edition: Edition, reports: Mapping[str, Report], claims: Mapping[str, Claim]
) -> dict[str, Any]:
    """Everything the page template needs."""
    published = datetime.fromisoformat(edition.published)
    left = Counter(item.reason for item in edition.left_out)
    return {
        "headline": visible(edition.headline),
        "deck": visible(edition.deck),
        "date": f"{published.day} {MONTHS[published.month - 1]} {published.year}",
        "time": f"{published:%H:%M} UTC",
        "published": edition.published,
        "sample": edition.sample,
        "stories": [
            story_view(page, reports, claims, f"s{n}") for n, page in enumerate(edition.stories, 1)
        ],
        "left_out": [
            {
                "name": _title(reports.get(item.report), item.report),
                "outlet": _outlet(reports.get(item.report)),
                "date": _day_label(reports.get(item.report)),
                "reason": visible(item.reason),
            }
            for item in edition.left_out
        ],
        "left_reasons": left.most_common(),
        "report_count": sum(len(p.reports) for p in edition.stories),
        "outlet_count": len({line.source for p in edition.stories for line in p.reports}),
    }


def story_view(
    page: StoryPage, reports: Mapping[str, Report], claims: Mapping[str, Claim], anchor: str
) -> dict[str, Any]:
    """One story."""
    numbers = {line.id: n for n, line in enumerate(page.reports, 1)}
    origins = Counter(line.origin for line in page.reports)
    outlets = {line.source or line.id for line in page.reports}
    main = main_of(page)
    return {
        "id": page.id,
        "anchor": anchor,
        "title": visible(page.title),
        "summary": [sentence_view(s, page, reports, numbers, anchor) for s in page.summary],
        "sections": [
            {
                "heading": section.heading,
                "blocks": blocks(
                    [sentence_view(s, page, reports, numbers, anchor) for s in section.sentences]
                ),
            }
            for section in page.sections
        ],
        "sources": [
            {
                "n": numbers[line.id],
                "outlet": _outlet(reports.get(line.id)) or "unnamed outlet",
                "title": visible(line.title or ""),
                "date": date_label(line.published),
                "origin": visible(line.origin),
                "url": safe_url(line.url),
                "anchor": f"{anchor}-r{numbers[line.id]}",
            }
            for line in page.reports
        ],
        "counts": counts(len(page.reports), len(outlets), len(origins)),
        "origin_bar": charts.shares([(visible(k), n) for k, n in origins.most_common()]),
        "origins": [(visible(k), n) for k, n in origins.most_common()],
        "timeline": [
            {
                "label": e.label,
                "when": e.when[:10],
                "kind": e.kind,
                "sentence": sentence_view(e.sentence, page, reports, numbers, anchor),
            }
            for e in page.timeline
        ],
        "contradictions": [contradiction_view(c) for c in page.contradictions if shown(c)],
        "revisions": [
            {
                "field": FIELD_NAMES.get(r.field, r.field),
                "holder": visible(r.holder),
                "before": value_words(r.field, r.before),
                "after": value_words(r.field, r.after),
                "when": date_label(r.when),
            }
            for r in page.revisions
        ],
        "trends": [
            trend_view(a)
            for a in page.assessments
            if a.kind == "trend check" and (a.detail or {}).get("readings", True)
        ],
        "assessments": [assessment_view(a) for a in page.assessments if a.kind != "trend check"],
        "unknowns": [visible(u) for u in page.unknowns],
        "card": card(main) if main else None,
        "card_title": card_title(main) if main else "",
        "map": story_map(page, main, claims),
        "indicators": indicators(page, claims),
        "reports": len(page.reports),
    }


def counts(reports: int, outlets: int, origins: int) -> str:
    """ "16 reports, 8 outlets, 5 origins" """

    def one(n: int, word: str) -> str:
        return f"{n} {word}{'' if n == 1 else 's'}"

    return f"{one(reports, 'report')}, {one(outlets, 'outlet')}, {one(origins, 'origin')}"


def main_of(page: StoryPage) -> Incident | None:
    """The incident behind the first sentence of the page, else the gravest."""
    marked = {e.sentence.text for e in page.timeline if e.kind == "main"}
    if page.summary and page.incidents:
        spans = set(page.summary[0].spans)
        best = max(
            page.incidents,
            key=lambda i: (
                sum(s in spans for f in i.fields.values() for v in f.values for s in v.spans),
                KIND_WEIGHT.get(i.kind, 1.0),
                len(i.claims),
            ),
        )
        if marked or best:
            return best
    return page.incidents[0] if page.incidents else None


# --- sentences -------------------------------------------------------------------------------


def sentence_view(
    sentence: Sentence,
    page: StoryPage,
    reports: Mapping[str, Report],
    numbers: Mapping[str, int],
    anchor: str,
) -> dict[str, Any]:
    """A sentence as markup, its source numbers and the words behind it."""
    origin = {line.id: line.origin for line in page.reports}
    cited = list(dict.fromkeys(s.report for s in sentence.spans))
    quote = re.match(r"^“(.+)”\s+(.+)$", sentence.text) if sentence.kind == "quote" else None
    return {
        "kind": sentence.kind,
        "html": with_hedges(sentence.text),
        "quote": visible(f"“{quote[1].rstrip(',')}”") if quote else None,
        "cite": visible(quote[2]).rstrip(".") if quote else None,
        "numbers": sorted(numbers[r] for r in cited if r in numbers),
        "anchor": anchor,
        "excerpts": [
            {
                "html": e.html,
                "n": numbers.get(e.report, 0),
                "outlet": _outlet(reports.get(e.report)),
                "date": _day_label(reports.get(e.report)),
                "origin": visible(origin.get(e.report, "")),
                "url": safe_url(reports[e.report].url),
                "start": e.start,
                "end": e.end,
            }
            for e in excerpts(sentence.spans, reports)[:8]
        ],
    }


def with_hedges(text: str) -> Markup:
    """Escaped text with its hedges marked."""
    out, at = [], 0
    clean = visible(text)
    for match in HEDGES.finditer(clean):
        out.append(escape(clean[at : match.start()]))
        out.append(Markup('<span class="h">{}</span>').format(match.group()))
        at = match.end()
    out.append(escape(clean[at:]))
    return Markup("").join(out)


def blocks(sentences: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Paragraphs of at most four sentences, quotations by themselves."""
    out: list[dict[str, Any]] = []
    for view in sentences:
        if view["quote"]:
            out.append({"kind": "quote", "sentences": [view]})
        elif out and out[-1]["kind"] == "text" and len(out[-1]["sentences"]) < 4:
            out[-1]["sentences"].append(view)
        else:
            out.append({"kind": "text", "sentences": [view]})
    return out


# --- values ----------------------------------------------------------------------------------


def value_words(name: str, value: Value) -> str:
    """A claimed value as a reader would have it."""
    low, high = bounds(value.value)
    if name.endswith("_km") and low is not None:
        return (
            distance(low, value.text)
            if low == high or high is None
            else (f"{distance(low)} to {distance(high)}")
        )
    if name == "flight_seconds" and low is not None:
        return f"{low / 60:.0f} minutes" if low >= 120 else f"{low:.0f} seconds"
    if name == "date":
        return date_label(str(value.value)) or visible(value.text)
    if name == "range_class":
        return RANGES.get(str(value.value), visible(str(value.value)))
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    if low is not None and low == high:
        return number(low) if low < 10 else f"{low:,.0f}" if low == int(low) else f"{low:,}"
    if low is not None or high is not None:
        if high is None:
            return f"at least {number(low or 0)}"
        return (
            f"{number(low or 0)} to {number(high)}"
            if low is not None
            else f"at most {number(high)}"
        )
    if isinstance(value.value, dict):
        return visible(value.text) or "not given"
    return visible(str(value.value))


def shown(c: Any) -> bool:
    return c.field != "certainty" or len({v.value for v in c.values}) > 1


def contradiction_view(c: Any) -> dict[str, Any]:
    seen: dict[str, list[str]] = {}
    for v in c.values:
        who = visible(v.by or "the report")
        when = date_label(v.time, time=True)
        entry = f"{who}, {when}" if when else who
        seen.setdefault(value_words(c.field, v), [])
        if all(not e.startswith(who) for e in seen[value_words(c.field, v)]):
            seen[value_words(c.field, v)].append(entry)
    standing = {
        "open": "open; neither has revised",
        "revised": "revised by its source",
        "same moment": "one moment, two clocks",
    }.get(c.standing, visible(c.standing))
    return {
        "field": FIELD_NAMES.get(c.field, c.field.replace("_", " ")),
        "values": [{"value": k, "who": "; ".join(v[:4])} for k, v in seen.items()],
        "standing": standing,
        "note": visible(c.note),
        "same": c.standing == "same moment",
    }


def card_title(main: Incident) -> str:
    return {"launch": "The launch on record", "statement": "The statement on record"}.get(
        main.kind, "The event on record"
    )


def card(main: Incident) -> list[dict[str, Any]]:
    """The main incident's fields, disagreeing values side by side."""
    rows = []
    for name, label in CARD:
        field = main.fields.get(name)
        if field is None or field.resolved is None:
            continue
        live = [v for v in field.values if v.superseded_by is None]
        same = [v for v in live if v.value == field.resolved] or live
        if not same:
            continue
        text = value_words(name, same[0])
        many: list[dict[str, str]] = []
        if name in ("distance_km", "altitude_km", "count", "casualties"):
            for v in live:
                words = value_words(name, v)
                if all(w["value"] != words and not _close(w["raw"], v.value) for w in many):
                    many.append({"value": words, "who": visible(v.by or ""), "raw": v.value})  # type: ignore[dict-item]
        if name in ("actor", "recipient", "toward", "origin", "place"):
            names = list(dict.fromkeys(visible(str(v.value)) for v in live))
            text = (
                ", ".join(names[:3])
                if name in ("actor", "recipient")
                else visible(str(field.resolved))
            )
        if name == "weapon_kind":
            text = weapon_words(main, text)
        if name == "certainty" and text == "asserted":
            continue
        rows.append(
            {
                "label": label,
                "text": text,
                "rule": visible(field.rule),
                "values": many if len(many) > 1 else [],
                "holders": len({v.origin for v in live}),
            }
        )
    return rows


def _close(a: Any, b: Any) -> bool:
    x, y = bounds(a)[0], bounds(b)[0]
    return x is not None and y is not None and abs(x - y) <= 0.04 * max(abs(x), abs(y), 1e-9)


def weapon_words(main: Incident, kind: str) -> str:
    words = {
        "ballistic": "ballistic missile",
        "cruise": "cruise missile",
        "air defence": "air defence missile",
        "space": "space launch vehicle",
    }.get(kind, kind)
    ranged = main.fields.get("range_class")
    if ranged is not None and ranged.resolved:
        sure = any(v.certainty == "asserted" for v in ranged.values)
        words += (
            f", {'' if sure else 'suspected '}{RANGES.get(str(ranged.resolved), ranged.resolved)}"
        )
    return words


def trend_view(a: Assessment) -> dict[str, Any]:
    claim = visible(str((a.detail or {}).get("claim") or ""))
    note = visible(a.note)
    first = re.split(r"(?<=[.])\s+(?=[A-Z])", note)[0]
    return {
        "claim": claim,
        "verdict": a.verdict,
        "note": note,
        "method": a.method,
        "first": first,
        "more": note[len(first) :].strip(),
        "sign": VERDICT_SIGN.get(a.verdict, "◐"),
        "id": a.id,
    }


def assessment_view(a: Assessment) -> dict[str, Any]:
    chart = Markup("")
    tests = (a.detail or {}).get("tests") or []
    if a.kind == "tempo" and tests:
        found: Counter[date] = Counter()
        for test in tests:
            if (when := day_of(str(test.get("day")))) is not None:
                found[when] += 1
        begin = day_of(str((a.detail or {}).get("begin"))) or min(found)
        until = day_of(str((a.detail or {}).get("until"))) or max(found)
        told = ", ".join(f"{_short_day(d.isoformat())} {n}" for d, n in sorted(found.items()))
        chart = charts.days(begin, until, found, f"Weapons tests by day: {told}")
    figure = ""
    if a.value is not None and a.low is not None and a.high is not None:
        figure = f"{a.value:g} ({a.low:g} to {a.high:g})"
    return {
        "kind": a.kind,
        "verdict": visible(a.verdict),
        "note": visible(a.note),
        "method": a.method,
        "chart": chart,
        "figure": figure,
    }


def indicators(page: StoryPage, claims: Mapping[str, Claim]) -> list[dict[str, str]]:
    out = []
    for incident in page.incidents:
        if incident.kind != "indicator":
            continue
        name = incident.fields.get("indicator")
        status = incident.fields.get("status")
        if name is None:
            continue
        by = next((v.by for v in name.values if v.by), "")
        day = day_of(incident.begin)
        out.append(
            {
                "name": visible(str(name.resolved)),
                "by": visible(by or ""),
                "status": visible(str(status.resolved)) if status else "",
                "when": f"{day.day} {MONTHS[day.month - 1][:3]}" if day else "",
            }
        )
    seen: set[str] = set()
    return [i for i in out if not (i["name"] in seen or seen.add(i["name"]))]


def story_map(page: StoryPage, main: Incident | None, claims: Mapping[str, Claim]) -> Markup:
    """The main incident's places, else the story's; with the claimed distances as arcs."""
    if main is None:
        return Markup("")
    points = _points(main.claims, claims)
    ranges: list[tuple[float, str]] = []
    field = main.fields.get("distance_km")
    if field is not None:
        for value in field.values:
            low, _ = bounds(value.value)
            if (
                low
                and value.superseded_by is None
                and all(abs(low - r) > 0.04 * low for r, _ in ranges)
            ):
                ranges.append((low, f"{low:,.0f} km"))
    if main.kind != "launch":
        points = points or _points(tuple(c for i in page.incidents for c in i.claims), claims)
    return charts.locator(points, ranges)


def _points(ids: Iterable[str], claims: Mapping[str, Claim]) -> list[charts.Point]:
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Any] = {}
    for cid in ids:
        claim = claims.get(cid)
        for place in claim.places if claim else ():
            if place.lat is None or place.lon is None or place.precision == "country":
                continue
            key = (place.name, place.role)
            found[key] += 1
            first.setdefault(key, place)
    out = []
    for key, _ in found.most_common(6):
        p = first[key]
        out.append(charts.Point(visible(p.name), p.lat, p.lon, p.role, p.radius_km))
    return out


# --- labels ----------------------------------------------------------------------------------


def safe_url(url: str | None) -> str | None:
    """Web addresses only; anything else is not linked."""
    return url if url and re.match(r"https?://[^\s\"'<>]+$", url) else None


def date_label(iso: str | None, time: bool = False) -> str:
    """ "7 Nov 2025", with the clock where asked and known."""
    day = day_of(iso)
    if day is None:
        return ""
    label = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    clock = re.match(
        r"\d{4}-\d\d-\d\dT(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?([+-]\d\d:\d\d|Z)?$", iso or ""
    )
    if clock and (time or clock[1]):
        zone = clock[2] or ""
        zone = "UTC" if zone in ("Z", "+00:00") else f"UTC{zone}" if zone else ""
        label += f", {clock[1]} {zone}".rstrip()
    return label


def _short_day(iso: str) -> str:
    day = day_of(iso)
    return f"{day.day} {MONTHS[day.month - 1][:3]}" if day else iso


def _outlet(report: Report | None) -> str:
    if report is None:
        return ""
    return visible(report.source or Path(report.path or "").name or "unnamed outlet")


def _day_label(report: Report | None) -> str:
    if report is None or report.published is None:
        return "no date"
    day = report.published
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _title(report: Report | None, fallback: str) -> str:
    return visible((report.title if report else None) or fallback)
