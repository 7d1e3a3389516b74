"""CSV tables of the knowledge, and the spelling that names are compared in."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError

_SPELLING = str.maketrans("-–—/", "    ", "'’‘ʼʻ`´.")
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D"})


@cache
def table(name: str, *columns: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/NAME.csv`, which must have `columns`.

    Raises:
        KnowledgeError: the file is missing, a column is, or a row is short.
    """
    place = f"knowledge/data/{name}.csv"
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            f"data/{name}.csv").read_text("utf-8")
    except OSError as error:
        raise KnowledgeError(
            f"{place} cannot be read ({error}); install the package again"
        ) from error
    reader = csv.DictReader(text.splitlines())
    missing = [c for c in (*columns, "source") if c not in (reader.fieldnames or ())]
    if missing:
        raise KnowledgeError(f"{place} has no column {', '.join(missing)}; add it to the header")
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise KnowledgeError(
                f"{place}, line {reader.line_num}: {len(reader.fieldnames or ())} cells expected; "
                "quote the cell that holds a comma"
            )
        rows.append(row)
    return tuple(rows)


def parse_yaml(text: str, *, plain: bool = False) -> Any:
    """What YAML text holds, as plain data, by libyaml where PyYAML has it: ten times faster.

    `plain` leaves every value a string ("on" is a preposition).

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    return yaml.load(text, Loader=_PLAIN if plain else _SAFE)


_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several values, "A|B|C"."""
    return tuple(part for part in cell.split("|") if part)


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """Spelling for comparison: lower case, without accents, apostrophes, full stops and a leading
    "the"; hyphens and slashes are spaces; "saint" is "st" and "mt" is "mount"."""
    if not name.isascii():
        name = "".join(
            c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)
        ).translate(_LETTERS)
    name = " ".join(name.lower().translate(_SPELLING).split())
    if name.startswith("the "):
        name = name[4:]
    if name.startswith("saint "):
        name = "st " + name[6:]
    elif name.startswith("mt "):
        name = "mount " + name[3:]
    return name
