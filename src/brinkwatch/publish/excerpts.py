"""The words behind a sentence: each cited span inside the sentence it stands in, marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from brinkwatch.model import Report, Span
from brinkwatch.publish.same import HIDDEN

LONGEST = 420
"""Characters of a report shown around the spans of one excerpt."""
STOP = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[\"“‘'A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a report, as safe markup with <mark> around the cited words."""

    report: str
    html: Markup
    text: str
    """The same, plain, cited words between » and «."""
    start: int
    end: int


def visible(text: str) -> str:
    """Text for display: hidden and bidirectional control characters out, white space single."""
    return re.sub(r"\s+", " ", HIDDEN.sub("", text))


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences around a span."""
    left, right = 0, len(text)
    for match in STOP.finditer(text):
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def excerpts(spans: Iterable[Span], reports: Mapping[str, Report]) -> list[Excerpt]:
    """One excerpt for each sentence that holds a cited span, in the order of first citation."""
    frames: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for span in spans:
        report = reports.get(span.report)
        if report is None:
            continue
        left, right = bounds(report.text, span.start, span.end)
        frames.setdefault((span.report, left, right), []).append((span.start, span.end))
    merged: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for (rid, left, right), marks in frames.items():
        for key in merged:
            if key[0] == rid and left < key[2] and key[1] < right:
                joined = (rid, min(left, key[1]), max(right, key[2]))
                merged[joined] = [*merged.pop(key), *marks]
                break
        else:
            merged[(rid, left, right)] = list(marks)
    return [
        _excerpt(reports[rid], left, right, marks) for (rid, left, right), marks in merged.items()
    ]


def _excerpt(report: Report, left: int, right: int, marks: list[tuple[int, int]]) -> Excerpt:
    marks = _union(marks)
    cut_left, cut_right = left, right
    if right - left > LONGEST:
        first, last = marks[0][0], marks[-1][1]
        room = max(0, LONGEST - (last - first)) // 2
        cut_left, cut_right = max(left, first - room), min(right, max(last, first) + room)
        cut_left = _word_edge(report.text, cut_left, left)
        cut_right = _word_edge(report.text, cut_right, right)
        if cut_right - cut_left > 2 * LONGEST:
            cut_right = _word_edge(report.text, cut_left + 2 * LONGEST, right)
    parts: list[Markup] = []
    plain: list[str] = []
    at = cut_left
    for start, end in marks:
        start, end = max(start, cut_left), min(end, cut_right)
        if end <= start:
            continue
        parts.append(escape(visible(report.text[at:start])))
        parts.append(Markup("<mark>{}</mark>").format(visible(report.text[start:end])))
        plain.extend([visible(report.text[at:start]), "»", visible(report.text[start:end]), "«"])
        at = end
    parts.append(escape(visible(report.text[at:cut_right])))
    plain.append(visible(report.text[at:cut_right]))
    lead = "… " if cut_left > left else ""
    tail = " …" if cut_right < right else ""
    return Excerpt(
        report.id,
        Markup(lead) + Markup("").join(parts) + Markup(tail),
        lead + "".join(plain) + tail,
        cut_left,
        cut_right,
    )


def _union(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(marks)):
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _word_edge(text: str, at: int, limit: int) -> int:
    """The nearest blank, going towards `limit`."""
    step = 1 if limit > at else -1
    while at != limit and 0 < at < len(text) and not text[at - 1].isspace():
        at += step
    return at
