"""Launch days as a series of ones and zeros, one a day, and what a forecast may see of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """Days from `first` to `last`: 1 where there was a launch."""

    first: date
    days: Floats

    @classmethod
    def of(cls, days: Iterable[date], first: date, last: date) -> Series:
        """A series over [first, last]; days outside are dropped."""
        held = np.zeros((last - first).days + 1)
        for day in days:
            if first <= day <= last:
                held[(day - first).days] = 1.0
        return cls(first, held)

    def __len__(self) -> int:
        return len(self.days)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=len(self.days) - 1)

    def until(self, n: int) -> Series:
        """What was known at the end of day `n` (0 is the first)."""
        return Series(self.first, self.days[:n + 1])

    def date(self, n: int) -> date:
        return self.first + timedelta(days=n)

    def outcomes(self, horizon: int) -> Floats:
        """For each day whether a launch followed within `horizon` days; NaN where the series ends
        before that is known."""
        total = np.concatenate([[0.0], np.cumsum(self.days)])
        n = len(self.days)
        out = np.full(n, np.nan)
        known = n - horizon
        if known > 0:
            out[:known] = (total[1 + horizon:n + 1] - total[1:known + 1]) > 0
        return out

    def decayed(self, half_life: float) -> Floats:
        """For each day the sum of launches up to it, each halved every `half_life` days."""
        keep = 0.5 ** (1 / half_life)
        out = np.empty(len(self.days))
        total = 0.0
        for n, day in enumerate(self.days):
            total = total * keep + day
            out[n] = total
        return out

    def since(self) -> Floats:
        """Days since the last launch; before the first one, since the series began."""
        out = np.empty(len(self.days))
        quiet = 0
        for n, day in enumerate(self.days):
            quiet = 0 if day else quiet + 1
            out[n] = quiet
        return out
