"""A backtest as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from brinkwatch.assess.forecast.backtest import PUBLISHED, REFERENCES, Backtest


def lines(test: Backtest, what: str) -> Iterator[str]:
    """The table of scores, then the calibration of the published model."""
    yield f"{what}; origins every 7 days, {test.first} to {test.last}"
    yield (f"{'days':>4}  {'model':<30}{'Brier':>8}{'log':>8}   skill against climatology (90 %)  "
           f"last 5 years  persistence")
    for horizon in test.origins:
        for s in (s for s in test.scores if s.horizon == horizon):
            skills = [_signed(s.skill[r]) for r in REFERENCES]
            span = "" if s.model == REFERENCES[0] or s.low is None or s.high is None else (
                f"({s.low:+.3f} to {s.high:+.3f})")
            mark = "*" if s.model == PUBLISHED else " "
            yield (f"{horizon:>4} {mark}{s.model:<30}{s.brier:>8.4f}{s.log:>8.4f}   "
                   f"{skills[0]:>7} {span:<20}{skills[1]:>17}{skills[2]:>13}")
        yield (f"     {test.origins[horizon]} origins, a launch followed {test.rate[horizon]:.1%}; "
               f"{'published' if test.beats(horizon) else 'not published'}")
    yield f"* published where it beats both climatologies. Calibration of the {PUBLISHED}:"
    for horizon, rows in test.calibration.items():
        for row in rows:
            if row.count and row.said is not None and row.came is not None:
                yield (f"{horizon:>4}  said {row.low:.0%} to {row.high:.0%}: {row.count} times, "
                       f"{row.said:.1%} on average; it came {row.came:.1%}")


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.3f}"
