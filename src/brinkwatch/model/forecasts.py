"""Forecasts as they are made, kept and scored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability that a thing happens after `made` and up to `due`, both ISO 8601 days.

    It is kept as it was made; when it is due, `outcome` (1.0 or 0.0) and `scored` are filled in.
    """

    id: str
    party: str
    """Whose launch, ISO 3166-1 alpha-3."""
    counted: str
    """What kind of launch."""
    horizon: int
    """Days."""
    made: str
    due: str
    probability: float
    low: float
    high: float
    """90 % interval."""
    reference: float
    """What all-past climatology said on the same day."""
    method: str
    published: bool = True
    """Whether it beat climatology in the backtest, so that it was published."""
    outcome: float | None = None
    scored: str | None = None
    """The last day the log covered when it was scored, ISO 8601."""

    @property
    def brier(self) -> float | None:
        """Squared error; None until it is scored."""
        return None if self.outcome is None else (self.probability - self.outcome) ** 2
