"""A sentence as the page shows it: markup, source numbers, the words behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from brinkwatch.model import Report, Sentence, StoryPage
from brinkwatch.publish.excerpts import excerpts, visible
from brinkwatch.publish.labels import date_label, day_label, outlet, safe_url

HEDGES = re.compile(
    r"\b(suspected|reportedly|allegedly|alleged|apparently|appeared to|believed|believes?|"
    r"some analysts|may|might|could|possibly|probably|likely|thought to|seemed to|unconfirmed)\b",
    re.I,
)
DISPLAYED = 2
"""Quotations of one section set by themselves; the others stand in the running text."""
PARAGRAPH = 4
"""Sentences of one paragraph at most."""


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
        "cite": capital(visible(quote[2]).rstrip(".")) if quote else None,
        "numbers": sorted(numbers[r] for r in cited if r in numbers),
        "anchor": anchor,
        "excerpts": [
            {
                "html": e.html,
                "n": numbers.get(e.report, 0),
                "report": e.report,
                "outlet": outlet(reports.get(e.report)),
                "date": _moment(reports.get(e.report)),
                "origin": visible(origin.get(e.report, "")),
                "url": safe_url(reports[e.report].url),
                "start": e.start,
                "end": e.end,
            }
            for e in excerpts(sentence.spans, reports)[:8]
        ],
    }


def _moment(report: Report | None) -> str:
    """When a report came out, to the minute where it says so."""
    if report is None or report.published is None or report.published_precision == "day":
        return day_label(report)
    return date_label(report.published.isoformat(), time=True)


def with_hedges(text: str) -> Markup:
    """Escaped text with its hedges marked, those inside a quotation left alone."""
    out, at = [], 0
    clean = visible(text)
    quoted = [m.span() for m in re.finditer(r"“[^”]*”", clean)]
    for match in HEDGES.finditer(clean):
        if any(a <= match.start() < b for a, b in quoted):
            continue
        out.append(escape(clean[at : match.start()]))
        out.append(Markup('<span class="h">{}</span>').format(match.group()))
        at = match.end()
    out.append(escape(clean[at:]))
    return Markup("").join(out)


def blocks(sentences: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Paragraphs of like length, the first quotations of a section by themselves."""
    out: list[dict[str, Any]] = []
    run: list[dict[str, Any]] = []
    displayed = 0

    def close() -> None:
        parts = -(-len(run) // PARAGRAPH)
        for n in range(parts):
            begin, end = len(run) * n // parts, len(run) * (n + 1) // parts
            out.append({"kind": "text", "sentences": run[begin:end]})
        run.clear()

    for view in sentences:
        apart = run or not out or out[-1]["kind"] != "quote"
        if view["quote"] and displayed < DISPLAYED and apart:
            close()
            out.append({"kind": "quote", "sentences": [view]})
            displayed += 1
        else:
            run.append(view)
    close()
    return out


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
