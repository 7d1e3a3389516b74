"""Bars of origins and of tempo. SVG, no script."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup


def shares(parts: Sequence[tuple[str, int]]) -> Markup:
    """One bar cut by origin; the widest first."""
    total = sum(n for _, n in parts)
    if not total:
        return Markup("")
    out, x = [], 0.0
    for i, (name, n) in enumerate(parts):
        wide = 320.0 * n / total
        out.append(
            Markup(
                '<rect class="share n{}" x="{:.1f}" width="{:.1f}" height="12"><title>'
                '{}: {}</title></rect>'
            ).format(i % 6, x, max(1.0, wide - 2), name, n)
        )
        x += wide
    label = "; ".join(f"{name}: {n}" for name, n in parts)
    return Markup(
        '<svg class="bar" viewBox="0 0 320 12" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>'
    ).format(label, Markup("").join(out))


def bars(values: Sequence[tuple[str, float]], label: str, unit: str = "") -> Markup:
    """A bar for each value with its number above and its name below; the last stands out."""
    if not values:
        return Markup("")
    top = max(v for _, v in values) or 1.0
    wide = 320.0 / len(values)
    out = [Markup('<path class="axis" d="M0 86H320"/>')]
    every = max(1, math.ceil(len(values) * 34 / 320))
    for i, (name, value) in enumerate(values):
        high = 66.0 * value / top
        last = i == len(values) - 1
        x = i * wide
        out.append(
            Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>'
                '{}: {}{}</title></rect>'
            ).format(
                "hotbar" if last else "coolbar",
                x + wide * 0.16,
                86 - high,
                wide * 0.68,
                high,
                name,
                _short(value),
                unit,
            )
        )
        if value:
            out.append(
                Markup(
                    '<text class="small" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
                ).format(x + wide / 2, 82 - high, _short(value))
            )
        if (len(values) - 1 - i) % every == 0:
            out.append(
                Markup(
                    '<text class="tick" x="{:.1f}" y="99" text-anchor="middle">{}</text>'
                ).format(x + wide / 2, name)
            )
    return Markup(
        '<svg class="chart" viewBox="0 0 320 104" role="img" aria-label="{}">{}</svg>'
    ).format(label, Markup("").join(out))


def days(begin: date, until: date, counts: Mapping[date, int], label: str) -> Markup:
    """A stretch of calendar with a bar on each day that has a count; the last bar stands out."""
    length = max(1, (until - begin).days)
    top = max(counts.values(), default=1)
    wide = max(4.0, min(14.0, 300.0 / (length + 1) * 0.8))
    out = [Markup('<path class="axis" d="M0 86H320"/>')]
    last_label = -40.0
    shown = sorted(d for d in counts if begin <= d <= until)
    for i, day in enumerate(shown):
        x = 10 + 300.0 * (day - begin).days / length
        high = 58.0 * counts[day] / top
        name = f"{day.day} {day:%b}"
        out.append(
            Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                "<title>{}: {}</title></rect>"
            ).format(
                "hotbar" if i == len(shown) - 1 else "coolbar",
                x - wide / 2,
                86 - high,
                wide,
                high,
                name,
                counts[day],
            )
        )
        if counts[day] > 1:
            out.append(
                Markup(
                    '<text class="small" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
                ).format(x, 82 - high, counts[day])
            )
        if x - last_label > 38:
            anchor = "end" if x > 300 else "start" if x < 20 else "middle"
            out.append(
                Markup('<text class="tick" x="{:.1f}" y="99" text-anchor="{}">{}</text>').format(
                    min(x + 10, 320)
                    if anchor == "end"
                    else max(x - 10, 0)
                    if anchor == "start"
                    else x,
                    anchor,
                    name,
                )
            )
            last_label = x
    return Markup(
        '<svg class="chart" viewBox="0 0 320 104" role="img" aria-label="{}">{}</svg>'
    ).format(label, Markup("").join(out))


def _short(value: float) -> str:
    return f"{value:g}"
