"""Drawings of judgements: launches by month and kind, tension against its levels, chances with
their intervals. SVG, no script; on a page the style sheet colours them, `standalone` makes a file.

Every chart is readable in black and white and carries its figures as text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from brinkwatch.publish import bars

WIDE = 640.0
ROW = 22.0
STYLE = (
    "svg{background:#fff;font-family:sans-serif}text{fill:#1b1c1f;font-size:11.5px}"
    ".tick,.small{font-size:10px;fill:#5a5e66}.axis,.scale{stroke:#5a5e66;fill:none}"
    ".grid{stroke:#dcd8cf;stroke-width:.7;fill:none}.coolbar{fill:#5d86ab}.hotbar{fill:#8c1c13}"
    ".arc{stroke:#8c1c13;stroke-width:1.4;fill:none}.way{stroke:#8c1c13;fill:none;"
    "stroke-dasharray:5 3}.hot{fill:#8c1c13}.dot{fill:#1f4e79}.sea{fill:#eef2f4}"
    ".doubt{fill:#8c1c13;opacity:.13}.water{font-style:italic;fill:#1f4e79}"
)


def standalone(drawing: Markup, title: str) -> str:
    """A drawing as an SVG file of its own, with its colours and a title."""
    head, _, rest = str(drawing).partition(">")
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    inside = Markup("<title>{}</title><style>{}</style>").format(title, Markup(STYLE))
    return f"{head}>{inside}{rest}\n"


def months(days: Iterable[date], until: date, count: int = 24) -> Markup:
    """Launch days in each of the last `count` months; the last month stands out."""
    found: Counter[tuple[int, int]] = Counter((d.year, d.month) for d in set(days) if d <= until)
    values = []
    for back in range(count - 1, -1, -1):
        n = until.year * 12 + until.month - 1 - back
        year, month = divmod(n, 12)
        name = date(year, month + 1, 1)
        values.append((f"{name:%b}" if month else f"{year}", float(found[(year, month + 1)])))
    told = f"Launch days by month, {count} months to {until:%B %Y}: " + ", ".join(
        f"{v:g}" for _, v in values
    )
    return bars.bars(values, told)


def timeline(launches: Sequence[tuple[date, str, str]], label: str) -> Markup:
    """One row for each kind, a stroke for each launch; `launches` are (day, kind, words)."""
    if not launches:
        return Markup("")
    kinds = [k for k, _ in Counter(kind for _, kind, _ in launches).most_common()]
    first, last = min(d for d, _, _ in launches), max(d for d, _, _ in launches)
    span = max(1, (last - first).days)
    left, right = 118.0, WIDE - 44
    high = ROW * len(kinds) + 26
    out = []
    for n, kind in enumerate(kinds):
        y = 6 + n * ROW
        total = sum(k == kind for _, k, _ in launches)
        out.append(
            Markup(
                '<text x="0" y="{:.1f}">{}</text><path class="grid" d="M{:.1f} {:.1f}H{:.1f}"/>'
                '<text class="small" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(y + 13, kind, left, y + 17, right, WIDE - 4, y + 13, total)
        )
        for day, own, words in launches:
            if own == kind:
                x = left + (right - left) * (day - first).days / span
                out.append(
                    Markup(
                        '<rect class="coolbar" x="{:.1f}" y="{:.1f}" width="1.6" height="14">'
                        "<title>{}</title></rect>"
                    ).format(x - 0.8, y + 3, words)
                )
    out.extend(_years(first, last, left, right, high - 6))
    return Markup(
        '<svg class="chart" viewBox="0 0 {:g} {:g}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDE, high, label, Markup("").join(out))


def _years(first: date, last: date, left: float, right: float, y: float) -> list[Markup]:
    """Names of years, or of months in a stretch of less than two years, along an axis."""
    span = max(1, (last - first).days)
    marks: list[tuple[date, str]] = []
    if span > 730:
        step = max(1, math.ceil((last.year - first.year + 1) / 12))
        marks = [
            (date(year, 1, 1), str(year))
            for year in range(first.year + 1, last.year + 1)
            if (last.year - year) % step == 0
        ]
    else:
        at = first.replace(day=1)
        while at <= last:
            marks.append((at, f"{at:%b %y}"))
            at = (at + timedelta(days=32)).replace(day=1)
        marks = marks[:: max(1, math.ceil(len(marks) / 9))]
    return [
        Markup('<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
            left + (right - left) * (day - first).days / span, y, words
        )
        for day, words in marks
        if first <= day <= last
    ]


def tension(series: Sequence[float], edges: Mapping[str, float], day: date, level: str) -> Markup:
    """The score of the last days as a line, with the scores at which the levels begin."""
    if len(series) < 2:
        return Markup("")
    low = min(0.0, *series)
    high = max([*series, *edges.values(), 0.1]) * 1.05
    left, right, top, floor = 4.0, 262.0, 8.0, 92.0

    def y(value: float) -> float:
        return floor - (floor - top) * (value - low) / (high - low)

    out = []
    placed: list[float] = []
    for name, value in sorted(edges.items(), key=lambda e: e[1]):
        at = y(value)
        out.append(Markup('<path class="grid" d="M{:g} {:.1f}H{:g}"/>').format(left, at, right))
        if all(abs(at - other) > 9 for other in placed):
            placed.append(at)
            out.append(
                Markup('<text class="tick" x="{:g}" y="{:.1f}">{}</text>').format(
                    right + 4, at + 3, name
                )
            )
    step = (right - left) / (len(series) - 1)
    points = " L".join(f"{left + n * step:.1f} {y(v):.1f}" for n, v in enumerate(series))
    out.append(Markup('<path class="arc" d="M{}"/>').format(points))
    out.append(
        Markup('<circle class="hot" cx="{:.1f}" cy="{:.1f}" r="3.5"/>').format(right, y(series[-1]))
    )
    begin = day - timedelta(days=len(series) - 1)
    out.append(
        Markup(
            '<text class="tick" x="{:g}" y="104">{}</text>'
            '<text class="tick" x="{:g}" y="104" text-anchor="end">{}</text>'
        ).format(left, f"{begin.day} {begin:%b %Y}", right, f"{day.day} {day:%b %Y}")
    )
    told = (
        f"Tension in {len(series)} days to {day.day} {day:%B %Y}: now {series[-1]:.2f} "
        f"({level}), highest {max(series):.2f}; levels begin at "
        + ", ".join(f"{n} {v:.2f}" for n, v in edges.items())
    )
    return Markup(
        '<svg class="chart" viewBox="0 0 320 108" role="img" aria-label="{}">{}</svg>'
    ).format(told, Markup("").join(out))


def chances(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """For each forecast a bar over its interval, a dot at the probability, a stroke at what
    climatology says."""
    if not rows:
        return Markup("")
    left, right = 62.0, 270.0
    high = 24.0 * len(rows) + 22

    def x(p: float) -> float:
        return left + (right - left) * p

    out = []
    for mark in (0.0, 0.25, 0.5, 0.75, 1.0):
        out.append(
            Markup(
                '<path class="grid" d="M{:.1f} 2V{:.1f}"/>'
                '<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
            ).format(x(mark), high - 16, x(mark), high - 4, f"{mark:.0%}")
        )
    told = []
    for n, row in enumerate(rows):
        y = 14 + 24.0 * n
        out.append(
            Markup(
                '<text x="0" y="{:.1f}">{}</text>'
                '<rect class="coolbar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="5"/>'
                '<path class="axis" d="M{:.1f} {:.1f}v14"/>'
                '<circle class="hot" cx="{:.1f}" cy="{:.1f}" r="5"/>'
                '<text x="{:g}" y="{:.1f}">{}</text>'
            ).format(
                y + 4,
                row["label"],
                x(row["low"]),
                y - 2.5,
                x(row["high"]) - x(row["low"]),
                x(row["reference"]),
                y - 7,
                x(row["probability"]),
                y,
                right + 12,
                y + 4,
                f"{row['probability']:.0%}",
            )
        )
        told.append(
            f"{row['label']} {row['probability']:.0%} ({row['low']:.0%} to "
            f"{row['high']:.0%}; climatology {row['reference']:.0%})"
        )
    return Markup(
        '<svg class="chart" viewBox="0 0 320 {:g}" role="img" aria-label="{}">{}</svg>'
    ).format(high, "Chances: " + "; ".join(told), Markup("").join(out))


__all__ = ["chances", "months", "standalone", "tension", "timeline"]
