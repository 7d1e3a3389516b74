"""PostgreSQL's full-text index: a generated column beside the rows, and a GIN index over it.

Words are what `query.words_of` says they are and stemmed by Snowball's algorithm for English; its
list of stop words is not used, so that a phrase with "of" in it is found. Ranked by `ts_rank`: how
often the words stand there, a title counting more, long texts less.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from brinkwatch.store.query import Term

CONFIGURATION = "brinkwatch"
MOST = 240_000
"""Characters indexed of a text; a tsvector holds a megabyte."""
_TOKENS = ("asciiword, word, numword, int, uint, float, sfloat, version, host, email, url, "
           "url_path, file, hword, asciihword, numhword, hword_part, hword_asciipart, "
           "hword_numpart")

SPLIT = (r"[[:space:][:punct:][:cntrl:]$+<=>^`|~\u00a0-\u00bf\u00d7\u00f7\u2000-\u2bff"
         r"\u3000-\u3004]+")
"""What stands between words, for a database in whatever locale."""
MARKS = r"[\u0300-\u036f]+"
"""Accents of letters, once they are taken apart."""


class Tsvector:
    """Args:
        columns: what is indexed, by table; the first of several counts most.
        ranked: how many matches are ranked.
    """

    COLUMN = "search"

    def __init__(self, columns: Mapping[str, Sequence[str]], ranked: int) -> None:
        self._columns, self._ranked = columns, ranked

    @classmethod
    def index(cls, table: str) -> str:
        return f"ix_{table}_{cls.COLUMN}"

    def ddl(self) -> Iterator[str]:
        yield (f"CREATE TEXT SEARCH DICTIONARY {CONFIGURATION}_stem "
               "(TEMPLATE = snowball, Language = english)")
        yield f"CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (PARSER = default)"
        yield (f"ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} ADD MAPPING FOR {_TOKENS} "
               f"WITH {CONFIGURATION}_stem")
        yield (f"CREATE FUNCTION {CONFIGURATION}_folded(given text) RETURNS text LANGUAGE sql "
               "IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT regexp_replace(normalize("
               f"regexp_replace(normalize(lower(left(given, {MOST}) COLLATE \"und-x-icu\"), NFD), "
               f"'{MARKS}', '', 'g'), NFC), '{SPLIT}', ' ', 'g') $$")
        for table, columns in self._columns.items():
            made = " || ".join(
                f"setweight(to_tsvector('{CONFIGURATION}', {CONFIGURATION}_folded("
                f"coalesce({column}, ''))), '{weight}')"
                for column, weight in zip(columns, "ABCD", strict=False))
            yield (f"ALTER TABLE {table} ADD COLUMN {self.COLUMN} tsvector "
                   f"GENERATED ALWAYS AS ({made}) STORED")
            yield f"CREATE INDEX {self.index(table)} ON {table} USING gin ({self.COLUMN})"

    def rebuild(self, connection: Connection) -> None:
        for table in self._columns:
            connection.exec_driver_sql(f"REINDEX INDEX {self.index(table)}")

    def find(self, connection: Connection, table: str, terms: Sequence[Term], join: str,
             where: str, given: dict[str, Any], limit: int, offset: int) -> list[tuple[int, float]]:
        weights = "'{0.25, 0.25, 0.25, 1.0}'"  # of D, C, B, A
        rows = connection.execute(text(
            f"SELECT seq, score FROM (SELECT t.seq AS seq, "
            f"ts_rank({weights}, t.{self.COLUMN}, q.q, 1) AS score "
            f"FROM {table} t {join} CROSS JOIN to_tsquery('{CONFIGURATION}', :match) AS q(q) "
            f"WHERE t.{self.COLUMN} @@ q.q{where} ORDER BY t.seq DESC LIMIT {self._ranked}) found "
            "ORDER BY score DESC, seq DESC LIMIT :limit OFFSET :offset"),
            {**given, "match": expression(terms), "limit": limit, "offset": offset})
        return [(row.seq, row.score) for row in rows]


def expression(terms: Sequence[Term]) -> str:
    """Terms in the language of to_tsquery. Every word stands in quotes, so none is syntax."""
    wanted = " & ".join(_quoted(term) for term in terms if not term.excluded)
    unwanted = "".join(f" & !{_quoted(term)}" for term in terms if term.excluded)
    return f"{wanted}{unwanted}"


def _quoted(term: Term) -> str:
    words = [f"'{_folded(word)}'" for word in term.words]
    return "(" + " <-> ".join(words) + (":*" if term.prefix else "") + ")"


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.lower())
    bare = "".join(c for c in apart if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare) or word
