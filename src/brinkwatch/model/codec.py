"""Nouns to plain JSON values and back. No I/O."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from brinkwatch.model.claims import Claim, Event, Indicator, Launch, Statement, Trend
from brinkwatch.model.parts import TimeRef

RECORDS: dict[str, type[Claim]] = {
    kind.record: kind for kind in (Event, Launch, Statement, Trend, Indicator)
}


def plain(value: Any) -> Any:
    """Return `value` as dicts, lists, strings, numbers, booleans and None.

    Records get their "record" key first; `TimeRef` is written with "start"/"end" as times and its
    offsets as "span".
    """
    kind: type = type(value)
    if value is None or kind is str or kind is int or kind is bool:
        return value
    names = _names(kind)
    if names:
        out: dict[str, Any] = {"record": value.record} if isinstance(value, Claim) else {}
        for name in names:
            out[name] = plain(getattr(value, name))
        return out
    if isinstance(value, TimeRef):
        return {
            "start": value.begin, "end": value.until, "precision": value.precision,
            "text": value.text, "approximate": value.approximate,
            "span": None if value.start is None else [value.start, value.end],
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a noun; none of what is no noun, or is written in a way of its own."""
    if kind is TimeRef or not dataclasses.is_dataclass(kind):
        return ()
    return tuple(f.name for f in dataclasses.fields(kind))


def claim(data: Mapping[str, Any]) -> Claim:
    """Rebuild a record from `plain`'s output.

    Raises:
        KeyError: the record kind is unknown or a required field is missing.
    """
    return build(RECORDS[data["record"]], data)


def build(kind: type, data: Any) -> Any:
    """Rebuild a noun of `kind` from `plain`'s output; fields it does not know are ignored."""
    if kind is TimeRef:
        span = data.get("span") or [None, None]
        return TimeRef(
            begin=data["start"], until=data["end"], precision=data["precision"],
            text=data["text"], start=span[0], end=span[1],
            approximate=data.get("approximate", False),
        )
    return kind(**{
        name: data[name] if make is None or data[name] is None else make(data[name])
        for name, make in _fields(kind) if name in data
    })


Maker = Callable[[Any], Any]


@cache
def _fields(kind: type) -> tuple[tuple[str, Maker | None], ...]:
    """Fields with what rebuilds their values; None where a value is as it should be."""
    hints = typing.get_type_hints(kind)
    return tuple((f.name, _maker(hints[f.name])) for f in dataclasses.fields(kind))


def _maker(hint: Any) -> Maker | None:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        options = [a for a in typing.get_args(hint) if a is not type(None)]
        return _maker(options[0]) if len(options) == 1 else None
    if origin is tuple:
        return _tuple_maker(_maker(typing.get_args(hint)[0]))
    if origin is dict:
        return _dict_maker(_maker(typing.get_args(hint)[1]))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return partial(build, hint)
    return _moment if hint is datetime else None


def _tuple_maker(inner: Maker | None) -> Maker:
    if inner is None:
        return tuple
    return lambda value: tuple(None if v is None else inner(v) for v in value)


def _dict_maker(inner: Maker | None) -> Maker:
    if inner is None:
        return dict
    return lambda value: {k: None if v is None else inner(v) for k, v in value.items()}


def _moment(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
