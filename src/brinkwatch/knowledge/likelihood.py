"""Words of likelihood with the range each stands for (ICD 203, `likelihood.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from brinkwatch.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class Likelihood:
    """`low` and `high` are probabilities."""

    words: str
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.words} ({self.low:.0%} to {self.high:.0%})"


@cache
def scale() -> tuple[Likelihood, ...]:
    """The words, least likely first.

    Raises:
        KnowledgeError: the data file is broken.
    """
    return tuple(
        Likelihood(row["words"], float(row["low"]), float(row["high"]))
        for row in table("likelihood", "words", "low", "high"))


def words(probability: float) -> Likelihood:
    """The words for a probability; a value on an edge has the higher ones, one beyond the scale
    the outermost."""
    held = scale()
    return next((w for w in reversed(held) if probability >= w.low), held[0])
