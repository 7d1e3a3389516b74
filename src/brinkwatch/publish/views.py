"""What the templates show: plain strings, numbers and safe markup, worked out beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from brinkwatch.model import Claim, Edition, Incident, Report, StoryPage
from brinkwatch.publish import bars
from brinkwatch.publish.change_views import changes_view
from brinkwatch.publish.excerpts import visible
from brinkwatch.publish.judgement_views import assessment_view, indicators, trends
from brinkwatch.publish.labels import date_label, day_label, outlet, safe_url, title
from brinkwatch.publish.mapping import story_map
from brinkwatch.publish.phrasing import MONTHS
from brinkwatch.publish.record_box import card, card_title
from brinkwatch.publish.sentence_views import blocks, sentence_view, with_hedges
from brinkwatch.publish.value_views import (
    contradiction_view,
    shown,
)
from brinkwatch.publish.weights import KIND_WEIGHT


def drafted(edition: Edition) -> int:
    """How many sentences a language model has written."""
    return sum(s.kind == "drafted" for page in edition.stories for section in page.sections
               for s in section.sentences)


def edition_view(
    edition: Edition, reports: Mapping[str, Report], claims: Mapping[str, Claim]
) -> dict[str, Any]:
    """Everything the page template needs."""
    published = datetime.fromisoformat(edition.published)
    used = [line.id for p in edition.stories for line in p.reports]
    reasons: dict[str, list[dict[str, str]]] = {}
    for item in edition.left_out:
        report = reports.get(item.report)
        reasons.setdefault(visible(item.reason), []).append(
            {
                "name": title(report, item.report),
                "outlet": outlet(report),
                "date": day_label(report),
            }
        )
    return {
        "headline": visible(edition.headline),
        "deck": visible(edition.deck),
        "date": f"{published.day} {MONTHS[published.month - 1]} {published.year}",
        "time": f"{published:%H:%M} UTC",
        "published": edition.published,
        "sample": edition.sample,
        "drafted": drafted(edition),
        "stories": [
            story_view(page, reports, claims, f"s{n}") for n, page in enumerate(edition.stories, 1)
        ],
        "left_out": sorted(reasons.items(), key=lambda r: (-len(r[1]), r[0])),
        "left_count": len(edition.left_out),
        "report_count": len(used),
        "outlet_count": len({outlet(reports.get(r)) for r in used}),
    }


def story_view(
    page: StoryPage, reports: Mapping[str, Report], claims: Mapping[str, Claim], anchor: str
) -> dict[str, Any]:
    """One story."""
    numbers = {line.id: n for n, line in enumerate(page.reports, 1)}
    origins = Counter(line.origin for line in page.reports)
    outlets = {outlet(reports.get(line.id)) for line in page.reports}
    main = main_of(page)
    incidents = {i.id: i for i in page.incidents}
    dated = [day for line in page.reports if (day := day_label(reports.get(line.id))) != "no date"]
    return {
        "id": page.id,
        "anchor": anchor,
        "title": visible(page.title),
        "day": dated[-1] if dated else "",
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
                "id": line.id,
                "outlet": outlet(reports.get(line.id)),
                "title": visible(line.title or ""),
                "date": date_label(line.published),
                "origin": visible(line.origin),
                "url": safe_url(line.url),
                "anchor": f"{anchor}-r{numbers[line.id]}",
            }
            for line in page.reports
        ],
        "counts": counts(len(page.reports), len(outlets), len(origins)),
        "origin_bar": bars.shares([(visible(k), n) for k, n in origins.most_common()]),
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
        "contradictions": [
            contradiction_view(c, incidents, claims, reports, main.id if main else None)
            for c in page.contradictions
            if shown(c, incidents.get(c.incident)) and not twin(c.incident, main, incidents)
        ],
        "changes": changes_view(page, claims, reports),
        "trends": trends(page.assessments),
        "assessments": [
            assessment_view(a)
            for a in page.assessments
            if a.kind != "trend check" and a.verdict != "not judged"
        ],
        "unknowns": [visible(u) for u in page.unknowns],
        "card": card(main, reports) if main else None,
        "card_title": card_title(main) if main else "",
        "map": story_map(page, main, claims, reports),
        "indicators": indicators(page, claims),
        "reports": len(page.reports),
    }


def twin(name: str, main: Incident | None, incidents: Mapping[str, Incident]) -> bool:
    """Whether an incident is the main launch over again: its differences are shown once."""
    other = incidents.get(name)
    return (
        main is not None
        and other is not None
        and other.id != main.id
        and other.kind == main.kind == "launch"
        and (other.begin or "")[:10] == (main.begin or "")[:10]
    )


def counts(reports: int, outlets: int, origins: int) -> str:
    """ "16 reports, 8 outlets, 5 origins" """

    def one(n: int, word: str) -> str:
        return f"{n} {word}{'' if n == 1 else 's'}"

    return f"{one(reports, 'report')}, {one(outlets, 'outlet')}, {one(origins, 'origin')}"


def main_of(page: StoryPage) -> Incident | None:
    """The incident behind the first sentence of the page, else the gravest."""
    if not page.summary or not page.incidents:
        return page.incidents[0] if page.incidents else None
    spans = set(page.summary[0].spans)
    return max(
        page.incidents,
        key=lambda i: (
            sum(s in spans for f in i.fields.values() for v in f.values for s in v.spans),
            KIND_WEIGHT.get(i.kind, 1.0),
            len(i.claims),
        ),
    )


__all__ = ["edition_view", "story_view", "with_hedges"]
