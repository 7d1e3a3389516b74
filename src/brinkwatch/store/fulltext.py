"""The full-text index, one class a database.

SQLite keeps it in FTS5 tables that hold no text of their own: triggers bring them up to date in the
transaction that changes the row, so the index and the row are stored together or not at all.
Words are folded (case, accents) and stemmed for English (Porter).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, event, text

from brinkwatch.store.query import Term
from brinkwatch.store.schema import metadata

COLUMNS = {"reports": ("title", "text", "source"), "claims": ("words",), "actors": ("words",)}
"""What is indexed, by table; each has the key `seq`."""

WEIGHTS = {"reports": (4.0, 1.0, 1.0), "claims": (1.0,), "actors": (1.0,)}
"""How much a match in each column counts (BM25)."""

TOKENS = "porter unicode61 remove_diacritics 2"

RANKED = 2_000
"""Matches that are ranked, newest stored first: a word that half the record holds still answers at
once."""


class Fts5:
    """SQLite's index."""

    def ddl(self) -> Iterator[str]:
        for table, columns in COLUMNS.items():
            names = ", ".join(columns)
            yield (f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='{table}', "
                   f"content_rowid='seq', tokenize='{TOKENS}')")
            old, new = (", ".join(f"{row}.{c}" for c in columns) for row in ("old", "new"))
            gone = (f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) "
                    f"VALUES ('delete', old.seq, {old});")
            come = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.seq, {new});"
            yield f"CREATE TRIGGER {table}_fts_ai AFTER INSERT ON {table} BEGIN {come} END"
            yield f"CREATE TRIGGER {table}_fts_ad AFTER DELETE ON {table} BEGIN {gone} END"
            yield (f"CREATE TRIGGER {table}_fts_au AFTER UPDATE OF seq, {names} ON {table} "
                   f"BEGIN {gone} {come} END")

    def rebuild(self, connection: Connection) -> None:
        """Make the index anew from the rows."""
        for table in COLUMNS:
            connection.execute(text(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')"))

    def find(self, connection: Connection, table: str, terms: Sequence[Term], join: str,
             where: str, given: dict[str, Any], limit: int, offset: int) -> list[tuple[int, float]]:
        """Keys and scores of matching rows, best first, the newest stored first among equals.

        `join` and `where` are SQL of ours over `t`, the table; `given` are its parameters.
        """
        weights = ", ".join(map(str, WEIGHTS[table]))
        rows = connection.execute(text(
            f"SELECT seq, score FROM (SELECT t.seq AS seq, bm25({table}_fts, {weights}) AS score "
            f"FROM {table}_fts CROSS JOIN {table} t ON t.seq = {table}_fts.rowid {join} "
            f"WHERE {table}_fts MATCH :match{where} ORDER BY {table}_fts.rowid DESC LIMIT {RANKED}"
            ") ORDER BY score, seq DESC LIMIT :limit OFFSET :offset"),
            {**given, "match": expression(terms), "limit": limit, "offset": offset})
        return [(row.seq, row.score) for row in rows]

    def marked(self, texts: Sequence[str], terms: Sequence[Term], begin: str, end: str
               ) -> list[str]:
        """Texts with each match between `begin` and `end`. Only these texts are looked through,
        in an index of their own, however large the record is."""
        wanted = " OR ".join(_quoted(term) for term in terms if not term.excluded)
        with closing(sqlite3.connect(":memory:")) as small:
            small.execute(f"CREATE VIRTUAL TABLE texts USING fts5(words, tokenize='{TOKENS}')")
            small.executemany("INSERT INTO texts (rowid, words) VALUES (?, ?)", enumerate(texts))
            found = dict(small.execute(
                "SELECT rowid, highlight(texts, 0, ?, ?) FROM texts WHERE texts MATCH ?",
                (begin, end, wanted)))
        return [found.get(number, text) for number, text in enumerate(texts)]


def index_of(dialect: str) -> Fts5 | None:
    """The index for a database; None where there is none yet."""
    return Fts5() if dialect == "sqlite" else None


def is_index(name: str | None) -> bool:
    """Is this table part of the index and not one of the schema's own?"""
    return name is not None and any(name.startswith(f"{table}_fts") for table in COLUMNS)


def expression(terms: Sequence[Term]) -> str:
    """Terms in the language of FTS5's MATCH. Every word stands in quotes, so none is syntax."""
    wanted = " AND ".join(_quoted(term) for term in terms if not term.excluded)
    unwanted = "".join(f" NOT {_quoted(term)}" for term in terms if term.excluded)
    return f"({wanted}){unwanted}"


def _quoted(term: Term) -> str:
    inside = " ".join(term.words).replace('"', '""')
    return f'"{inside}"' + ("*" if term.prefix else "")


@event.listens_for(metadata, "after_create")
def _create(_: Any, connection: Connection, **__: Any) -> None:
    index = index_of(connection.dialect.name)
    for statement in index.ddl() if index else ():
        connection.exec_driver_sql(statement)
