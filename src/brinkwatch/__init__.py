"""Brinkwatch: an open crisis desk.

    >>> import brinkwatch as bw
    >>> with bw.open("record.sqlite") as desk:
    ...     desk.add("articles/")
    ...     for event in desk.events(countries=["Japan"]):
    ...         print(event["event_date"], event["event_type"], event["actor1"])

What is listed in `__all__` is the public API; it is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brinkwatch.api import Desk, Table, open
    from brinkwatch.errors import BrinkwatchError
    from brinkwatch.model import (
        Assessment,
        Claim,
        Edition,
        Event,
        Incident,
        Indicator,
        Launch,
        Report,
        Statement,
        Story,
        Trend,
    )

__version__ = "0.1.0"

__all__ = [
    "Assessment", "BrinkwatchError", "Claim", "Desk", "Edition", "Event", "Incident", "Indicator",
    "Launch", "Report", "Statement", "Story", "Table", "Trend", "__version__", "open",
]

_ROOMS = {"Desk": "api", "Table": "api", "open": "api", "BrinkwatchError": "errors"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'brinkwatch' has no attribute {name!r}")
    return getattr(importlib.import_module(f"brinkwatch.{_ROOMS.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
