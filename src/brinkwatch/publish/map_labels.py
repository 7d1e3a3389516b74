"""Where names stand on a map: beside their places, clear of lines and of each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

Box = tuple[float, float, float, float]
LETTER = 6.1
"""Drawing units that a letter of a name is wide, about."""
SPOTS = (
    (8, 4, "start"), (-8, 4, "end"), (0, -9, "middle"), (0, 17, "middle"),
    (8, -8, "start"), (-8, -8, "end"), (8, 16, "start"), (-8, 16, "end"),
    (12, 28, "start"), (-12, 28, "end"), (12, -20, "start"), (-12, -20, "end"),
)
"""Places of a name around its point, the best first."""


@dataclass(slots=True)
class Labels:
    """The names of one map; `block` and `line` keep them off what is drawn."""

    wide: float
    high: float
    taken: list[Box] = field(default_factory=list)

    def block(self, box: Box) -> None:
        self.taken.append(box)

    def line(self, x0: float, y0: float, x1: float, y1: float, step: float = 4.0) -> None:
        """Keep names off a straight line."""
        long = max(abs(x1 - x0), abs(y1 - y0))
        count = max(1, int(long / step))
        for n in range(count + 1):
            x, y = x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count
            self.taken.append((x - 1.5, y - 1.5, x + 1.5, y + 1.5))

    def put(self, text: str, x: float, y: float, kind: str = "name", letter: float = LETTER,
            must: bool = True) -> Markup:
        """A name beside its point: the first spot that is free, else the least crowded one where
        it `must` be named, else nothing."""
        wide = letter * len(text)
        best: tuple[float, float, float, str, Box] | None = None
        for dx, dy, anchor in SPOTS:
            left = x + dx - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
            box = (left, y + dy - 10, left + wide, y + dy + 3)
            if left < 2 or box[2] > self.wide - 2 or box[1] < 2 or box[3] > self.high - 2:
                continue
            over = sum(_overlap(box, other) for other in self.taken)
            if best is None or over < best[0]:
                best = (over, x + dx, y + dy, anchor, box)
            if over == 0:
                break
        if best is None or (best[0] > 0 and not must):
            return Markup("")
        self.taken.append(best[4])
        return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            kind, best[1], best[2], best[3], text
        )


def _overlap(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(
        0.0, min(a[3], b[3]) - max(a[1], b[1])
    )
