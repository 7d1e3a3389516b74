"""The full-text index: what is indexed, and which class keeps it in which database.

Words are folded (case, accents) and stemmed for English; no word is left out. An index and its rows
change in one transaction, so they are stored together or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Protocol

from sqlalchemy import Connection, event

from brinkwatch.store.fts5 import TOKENS, Fts5, quoted
from brinkwatch.store.query import Term
from brinkwatch.store.schema import metadata
from brinkwatch.store.tsvector import Tsvector

COLUMNS = {"reports": ("title", "text", "source"), "claims": ("words",), "actors": ("words",)}
"""What is indexed, by table; each has the key `seq`."""

WEIGHTS = {"reports": (4.0, 1.0, 1.0), "claims": (1.0,), "actors": (1.0,)}
"""How much a match in each column counts."""

RANKED = 2_000
"""Matches that are ranked, newest stored first: a word that half the record holds still answers at
once."""


class Index(Protocol):
    """What search needs of a database's index."""

    def ddl(self) -> Iterator[str]:
        """The statements that make it, for new tables."""

    def rebuild(self, connection: Connection) -> None:
        """Make it anew from the rows."""

    def find(self, connection: Connection, table: str, terms: Sequence[Term], join: str,
             where: str, given: dict[str, Any], limit: int, offset: int) -> list[tuple[int, float]]:
        """Keys and scores of matching rows, best (highest) first, the newest stored first among
        equals. `join` and `where` are SQL of ours over `t`, the table; `given` are its
        parameters."""


def index_of(dialect: str) -> Index | None:
    """The index for a database; None where there is none."""
    if dialect == "sqlite":
        return Fts5(COLUMNS, WEIGHTS, RANKED)
    return Tsvector(COLUMNS, RANKED) if dialect == "postgresql" else None


def is_index(name: str | None) -> bool:
    """Is this table, column or index part of the index and not one of the schema's own?"""
    return name is not None and (name == Tsvector.COLUMN or any(
        name.startswith((f"{table}_fts", Tsvector.index(table))) for table in COLUMNS))


def marked(texts: Sequence[str], terms: Sequence[Term], begin: str, end: str) -> list[str]:
    """Texts with each match between `begin` and `end`. Only these texts are looked through, in a
    small index of their own, however large the record is and whatever keeps it."""
    wanted = " OR ".join(quoted(term) for term in terms if not term.excluded)
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute(f"CREATE VIRTUAL TABLE texts USING fts5(words, tokenize='{TOKENS}')")
        small.executemany("INSERT INTO texts (rowid, words) VALUES (?, ?)", enumerate(texts))
        found = dict(small.execute(
            "SELECT rowid, highlight(texts, 0, ?, ?) FROM texts WHERE texts MATCH ?",
            (begin, end, wanted)))
    return [found.get(number, text) for number, text in enumerate(texts)]


@event.listens_for(metadata, "after_create")
def _create(_: Any, connection: Connection, **__: Any) -> None:
    index = index_of(connection.dialect.name)
    for statement in index.ddl() if index else ():
        connection.exec_driver_sql(statement)
