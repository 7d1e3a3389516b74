"""SQLite's full-text index: FTS5 tables that hold no text of their own, kept by triggers.

Words are stemmed by Porter's algorithm and ranked by BM25.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from brinkwatch.store.query import Term

TOKENS = "porter unicode61 remove_diacritics 2"


class Fts5:
    """Args:
        columns: what is indexed, by table.
        weights: how much a match in each of them counts.
        ranked: how many matches are ranked.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]],
                 weights: Mapping[str, Sequence[float]], ranked: int) -> None:
        self._columns, self._weights, self._ranked = columns, weights, ranked

    def ddl(self) -> Iterator[str]:
        for table, columns in self._columns.items():
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
        for table in self._columns:
            connection.execute(text(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')"))

    def find(self, connection: Connection, table: str, terms: Sequence[Term], join: str,
             where: str, given: dict[str, Any], limit: int, offset: int) -> list[tuple[int, float]]:
        weights = ", ".join(map(str, self._weights[table]))
        rows = connection.execute(text(
            f"SELECT seq, score FROM (SELECT t.seq AS seq, bm25({table}_fts, {weights}) AS score "
            f"FROM {table}_fts CROSS JOIN {table} t ON t.seq = {table}_fts.rowid {join} "
            f"WHERE {table}_fts MATCH :match{where} ORDER BY {table}_fts.rowid DESC "
            f"LIMIT {self._ranked}) ORDER BY score, seq DESC LIMIT :limit OFFSET :offset"),
            {**given, "match": expression(terms), "limit": limit, "offset": offset})
        return [(row.seq, -row.score) for row in rows]  # SQLite's score is better when lower


def expression(terms: Sequence[Term]) -> str:
    """Terms in the language of MATCH. Every word stands in quotes, so none is syntax."""
    wanted = " AND ".join(quoted(term) for term in terms if not term.excluded)
    unwanted = "".join(f" NOT {quoted(term)}" for term in terms if term.excluded)
    return f"({wanted}){unwanted}"


def quoted(term: Term) -> str:
    inside = " ".join(term.words).replace('"', '""')
    return f'"{inside}"' + ("*" if term.prefix else "")
