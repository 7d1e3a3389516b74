"""Whole documents: plain text, and JSON that holds one article or a list of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brinkwatch.collect.dates import is_date
from brinkwatch.collect.fields import known

HEADLINE = 160
"""Characters; longer first lines are prose."""

LISTS = frozenset(("articles", "reports", "items", "documents", "docs", "results", "data", "news",
                   "stories", "entries", "records", "rows", "response", "hits"))
"""Keys under which an object keeps its list of articles."""

_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One JSON value and where it stood, or what is wrong there."""

    place: str | None
    value: Any
    digest: str | None = None
    """SHA-256 of the value as canonical JSON; None for a file that is one document."""
    fault: str | None = None


def headline(text: str) -> str | None:
    """The first line, where it looks like a headline: short, no full stop, a blank line after."""
    found = re.match(r"\s*(\S[^\n\r]*)\r?\n[ \t]*\r?\n", text)
    if found is None:
        return None
    line = " ".join(found[1].split())
    if len(line) > HEADLINE or " " not in line or line[-1] in ".,;:" or is_date(line):
        return None
    return line


def is_lines(text: str) -> bool:
    """Does a text that should be JSON hold one object a line?"""
    found = re.match(r"\s*(\{[^\n]*\})[ \t]*\r?\n\s*\{", text)
    if found is None:
        return False
    try:
        json.loads(found[1])
    except (ValueError, RecursionError):
        return False
    return True


def items(text: str) -> Iterator[Item]:
    """The articles of a JSON file: the object itself, the elements of a list, or those of the
    list an object keeps under one of `LISTS`. Elements before a broken place are kept."""
    start = _skip(text, 0)
    if start == len(text):
        yield Item(None, None, fault="there is no JSON value")
    elif text[start] == "[":
        yield from _elements(text, start)
    elif text[start] != "{":
        yield Item(_place(text, start), None, fault="this is no JSON object or list")
    else:
        yield from _object(text, start)


def _object(text: str, start: int) -> Iterator[Item]:
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        where = _list_at(text, start)
        if where is None:
            yield _broken(text, start, error)
        else:
            yield from _elements(text, where)
        return
    held = _held(value)
    if held is None:
        yield Item(None, value)
    else:
        name, values = held
        for number, element in enumerate(values, 1):
            yield Item(f"{name}, item {number}", element, _digest(element))
    if (rest := _skip(text, end)) < len(text):
        yield Item(_place(text, rest), None, fault="there is more after the end of the JSON value")


def _held(value: dict[str, Any]) -> tuple[str, list[Any]] | None:
    if any(known(k) in ("text", "html") and isinstance(v, str) for k, v in value.items()):
        return None
    for name, held in value.items():
        if name.casefold() in LISTS:
            if isinstance(held, list):
                return name, held
            if isinstance(held, dict) and (inner := _held(held)):
                return f"{name}.{inner[0]}", inner[1]
    return None


def _list_at(text: str, start: int) -> int | None:
    """Where a broken object's list of articles begins, to save what stands before the break."""
    found = re.compile(r'"(\w+)"\s*:\s*(?=\[)').search(text, start)
    return found.end() if found and found[1].casefold() in LISTS else None


def _elements(text: str, start: int) -> Iterator[Item]:
    decoder, at, number = json.JSONDecoder(), _skip(text, start + 1), 0
    line, counted = 1, 0
    while at < len(text) and text[at] != "]":
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield _broken(text, at, error)
            return
        number += 1
        line, counted = line + text.count("\n", counted, at), at
        yield Item(f"item {number}, line {line}", value, _digest(value))
        at = _skip(text, end)
        if text[at:at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at:at + 1] != "]":
            break
    if at >= len(text) or text[at] != "]":
        yield Item(_place(text, min(at, len(text))), None,
                   fault="the list breaks off: ',' or ']' is missing")


def _broken(text: str, at: int, error: Exception) -> Item:
    if isinstance(error, json.JSONDecodeError):
        return Item(_place(text, error.pos), None, fault=f"broken JSON: {error.msg}")
    reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    return Item(_place(text, at), None, fault=f"broken JSON: {reason}")


def _digest(value: Any) -> str:
    try:
        canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    except RecursionError:
        canonical = repr(type(value))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"
