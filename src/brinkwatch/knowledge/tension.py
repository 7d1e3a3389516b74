"""The weights of the tension score (`tension.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml


@dataclass(frozen=True, slots=True)
class Weights:
    """See `tension.yaml` for what each is."""

    version: str
    half_life: float
    undirected: float
    one_origin: float
    cooperation: float
    certainty: dict[str, float]
    past: int
    least_past: int
    levels: dict[str, float]

    def level(self, rank: float) -> str:
        """The level of a day that was tenser than this share of the past."""
        return [name for name, lowest in self.levels.items() if rank >= lowest][-1]


@cache
def weights() -> Weights:
    """The weights in use.

    Raises:
        KnowledgeError: the data file is broken.
    """
    place = resources.files("brinkwatch.knowledge").joinpath("data/tension.yaml")
    try:
        return Weights(**parse_yaml(place.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise KnowledgeError(
            f"tension.yaml: cannot be read ({error}); install the package again") from error
