"""Whether a noun from outside holds what its type says."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any


def wrong(noun: Any) -> str | None:
    """The first field whose value is not of its type, and what it is; None where all are."""
    kind: Any = type(noun)
    for name, hint in _hints(kind).items():
        fault = _fault(getattr(noun, name), hint)
        if fault is not None:
            return f"{name}{fault}"
    return None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}


def _fault(value: Any, hint: Any) -> str | None:
    """None where the value fits."""
    origin = typing.get_origin(hint)
    if hint is Any:
        return None
    if origin in (typing.Union, types.UnionType):
        found = [_fault(value, option) for option in typing.get_args(hint)]
        return None if None in found else found[0]
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        if not isinstance(value, tuple):
            return _told(value)
        return next((f"[{n}]{f}" for n, v in enumerate(value)
                     if (f := _fault(v, inner)) is not None), None)
    if origin is dict:
        if not isinstance(value, Mapping) or not all(isinstance(k, str) for k in value):
            return _told(value)
        inner = typing.get_args(hint)[1]
        return next((f"[{k!r}]{f}" for k, v in value.items()
                     if (f := _fault(v, inner)) is not None), None)
    if hint is type(None):
        return None if value is None else _told(value)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        if not isinstance(value, hint):
            return _told(value)
        inside = wrong(value)
        return None if inside is None else f".{inside}"
    if hint is float:
        good = isinstance(value, int | float) and not isinstance(value, bool)
    elif hint is int:
        good = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    elif hint in (str, bool, datetime):
        good = isinstance(value, hint)
    else:
        good = True
    return None if good else _told(value)


def _told(value: Any) -> str:
    return f": {type(value).__name__} {str(value)[:40]!r} does not belong there"
