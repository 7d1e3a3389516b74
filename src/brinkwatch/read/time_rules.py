"""What the rules for time expressions share: words that join and bound, and memory."""

from __future__ import annotations

from collections.abc import Callable

from brinkwatch.read.time_dates import Found
from brinkwatch.read.time_reader import Reader

DASHES = frozenset({"-", "–", "—", "~"})
TO = frozenset({"to", "through", "thru", "till", "until"})
BOUNDS: dict[str, str] = {
    "since": "since", "after": "after", "before": "before", "until": "until", "till": "until",
    "by": "until", "starting": "since", "beginning": "since", "ending": "until",
}
BOUND_PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("as", "early", "as"), "since"), (("as", "late", "as"), "until"),
    (("no", "later", "than"), "until"), (("not", "later", "than"), "until"),
    (("no", "earlier", "than"), "since"), (("later", "than"), "after"),
    (("earlier", "than"), "before"), (("prior", "to"), "before"), (("up", "to"), "until"),
    (("any", "time", "from"), "since"), (("greater", "than"), "after"),
    (("year", "greater", "than"), "after"),
)
Parser = Callable[[Reader, int], Found | None]


def memo(parser: Parser) -> Parser:
    """Keeps what a parser found at a token, since several rules ask for it."""
    name = parser.__qualname__

    def remembered(r: Reader, i: int) -> Found | None:
        key = (name, i)
        if key in r.memo:
            return r.memo[key]  # type: ignore[return-value]
        found = parser(r, i) if i < len(r.t.words) else None
        r.memo[key] = found
        return found

    return remembered


def longest(*found: Found | None) -> Found | None:
    best: Found | None = None
    for one in found:
        if one is not None and (best is None or one[1] > best[1]):
            best = one
    return best
