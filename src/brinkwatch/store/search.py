"""Full-text search over reports, claims and people.

    for hit in store.search('missile "Sea of Japan"', "claims").hits: ...

How a word is matched is the database's (`fulltext`); what a hit shows is the same for all.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, func, select

from brinkwatch.errors import StoreError, UsageError
from brinkwatch.model.codec import claim as built
from brinkwatch.store.base import Base
from brinkwatch.store.fulltext import index_of, marked
from brinkwatch.store.query import Term, parse
from brinkwatch.store.schema import actor_claims, actors, claims, reports
from brinkwatch.store.words import ROLES, evidence_offset

Kind = Literal["reports", "claims", "people"]
KINDS: tuple[Kind, ...] = get_args(Kind)

WIDTH = 220
"""Longest snippet, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found. `matches` are offsets into `snippet`; `score` is better when higher."""

    kind: Kind
    id: str
    title: str
    """A report's title, a claim's "record TYPE", a person's name."""
    snippet: str
    matches: tuple[tuple[int, int], ...] = ()
    score: float = 0.0
    report: str | None = None
    """Id of the report the snippet is from; `start` and `end` are its place in the stored text."""
    start: int | None = None
    end: int | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    """ISO 8601 as the report gives it; of a person, of the latest report that names it."""
    certainty: str | None = None
    country: str | None = None
    offices: tuple[str, ...] = ()
    roles: dict[str, int] | None = None
    """In how many claims a person is actor, recipient, speaker, addressee or source."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    more: bool
    """Are there further hits, from `offset + len(hits)` on?"""


class Search(Base):
    def search(self, words: str, kind: Kind = "reports", *, since: str | date | None = None,
               until: str | date | None = None, limit: int = 20, offset: int = 0) -> Found:
        """Find reports, claims or people, best first.

        Args:
            words: as `store.query` describes; any text is harmless.
            since: only what was published at this ISO 8601 date or moment or later (UTC where it
                names no zone); a claim counts by its report, a person by any report.
            until: only what was published before it.

        Raises:
            UsageError: there is no word to look for, or a date, kind or number is wrong.
            StoreError: this database has no search index.
        """
        if kind not in KINDS:
            raise UsageError(f"search: there is no kind {kind!r}. Kinds are: {', '.join(KINDS)}.")
        if limit < 1 or offset < 0:
            raise UsageError("search: the limit must be 1 or more and the offset 0 or more.")
        terms = parse(words)
        index = index_of(self.engine.dialect.name)
        if index is None:
            raise StoreError(f"search: there is no index for {self.engine.dialect.name}. "
                             "Keep the record in an SQLite file or in PostgreSQL.")
        table = "actors" if kind == "people" else kind
        join, where, given = _window(kind, since, until)
        with self._read() as connection:
            rows = index.find(connection, table, terms, join, where, given, limit + 1, offset)
            hits = _Hits(connection)
            made = [getattr(hits, kind)(seq, score) for seq, score in rows[:limit]]
        marks = _marks([text for text, _ in made], terms)
        return Found(tuple(made_of(found) for (_, made_of), found in zip(
            made, marks, strict=True)), len(rows) > limit)

    def reindex(self) -> None:
        """Make the search index anew from the rows, should it have been damaged."""
        index = index_of(self.engine.dialect.name)
        if index is not None:
            with self._write() as connection:
                index.rebuild(connection)


Marks = Sequence[tuple[int, int]]
Drawn = tuple[str, Callable[[Marks], Hit]]
"""The text to look for matches in, and the hit they make of it."""


class _Hits:
    """Rows to hits, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reports(self, seq: int, score: float) -> Drawn:
        row = self._connection.execute(select(
            reports.c.id, reports.c.title, reports.c.text, reports.c.source, reports.c.url,
            reports.c.published).where(reports.c.seq == seq)).one()

        def hit(matches: Marks) -> Hit:
            start, end = window(row.text, matches)
            return Hit(
                kind="reports", id=row.id, title=row.title or row.source or row.id, score=score,
                snippet=row.text[start:end], matches=_within(matches, start, end), report=row.id,
                start=start, end=end, source=row.source, url=row.url, published=row.published)

        return row.text, hit

    def claims(self, seq: int, score: float) -> Drawn:
        row = self._connection.execute(
            select(claims.c.id, claims.c.body, claims.c.words, claims.c.record, claims.c.type,
                   claims.c.certainty, claims.c.country, reports.c.id.label("report"),
                   reports.c.source, reports.c.url, reports.c.published)
            .join(reports, reports.c.id == claims.c.report).where(claims.c.seq == seq)).one()

        def hit(matches: Marks) -> Hit:
            begin, end = _line(row.words, matches)
            start, end = window(row.words[begin:end], _within(matches, begin, end))
            start, end = begin + start, begin + end
            place = evidence_offset(built(json.loads(row.body)), start, end) or (None, None)
            return Hit(
                kind="claims", id=row.id, title=" ".join(filter(None, (row.record, row.type))),
                score=score, snippet=row.words[start:end], matches=_within(matches, start, end),
                report=row.report, start=place[0], end=place[1], source=row.source, url=row.url,
                published=row.published, certainty=row.certainty, country=row.country)

        return row.words, hit

    def people(self, seq: int, score: float) -> Drawn:
        row = self._connection.execute(select(actors).where(actors.c.seq == seq)).one()
        parts = self._connection.execute(
            select(actor_claims.c.role, func.count()).where(actor_claims.c.actor == seq)
            .group_by(actor_claims.c.role)).all()
        last = self._connection.execute(
            select(reports.c.id, reports.c.published, reports.c.source, reports.c.url)
            .join(claims, claims.c.report == reports.c.id)
            .join(actor_claims, actor_claims.c.claim == claims.c.seq)
            .where(actor_claims.c.actor == seq)
            .order_by(reports.c.published_at.desc(), claims.c.seq.desc()).limit(1)).first()
        lines = row.words.split("\n")
        counts = dict(tuple(part) for part in parts)

        def hit(matches: Marks) -> Hit:
            return Hit(
                kind="people", id=str(seq), title=row.name, snippet=row.words.replace("\n", " "),
                matches=tuple(matches), score=score, country=row.country or None,
                offices=tuple(line for line in lines if line not in (row.name, row.person)),
                roles={role: counts[role] for role in ROLES if role in counts},
                report=last.id if last else None, published=last.published if last else None,
                source=last.source if last else None, url=last.url if last else None)

        return row.words, hit


def _marks(texts: Sequence[str], terms: Sequence[Term]) -> list[Marks]:
    """Where the words stand in each text. The marks cannot be foreseen, so no text holds them."""
    key = secrets.token_hex(8)
    begin, end = f"\ue000{key}\ue001", f"\ue001{key}\ue000"
    made: list[Marks] = []
    for text, shown in zip(texts, marked(texts, terms, begin, end), strict=True):
        found, clean = [], 0
        for number, piece in enumerate(re.split(f"{begin}|{end}", shown)):
            if number % 2:
                found.append((clean, clean + len(piece)))
            clean += len(piece)
        made.append(tuple(found) if clean == len(text) else ())
    return made


def window(text: str, matches: Sequence[tuple[int, int]], width: int = WIDTH) -> tuple[int, int]:
    """Start and end of the stretch of at most `width` characters that shows the most matches,
    cut between words."""
    if len(text) <= width:
        return 0, len(text)
    best, most, last = 0, 0, 0
    for number, (start, _) in enumerate(matches):
        last = max(last, number)
        while last < len(matches) and matches[last][1] <= start + width * 3 // 4:
            last += 1
        if last - number > most:
            best, most = start, last - number
    start = min(max(0, best - width // 4), len(text) - width)
    end = start + width
    if start:
        start = _next_word(text, start)
    if end < len(text):
        cut = max(text.rfind(space, start + width // 2, end) for space in " \n")
        end = end if cut < 0 else cut
    return start, end


def _next_word(text: str, place: int) -> int:
    near = re.compile(r"\s\S").search(text, place, place + 40)
    return near.start() + 1 if near else place


def _line(text: str, matches: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The line with the first match."""
    at = matches[0][0] if matches else 0
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return begin, len(text) if end < 0 else end


def _within(matches: Sequence[tuple[int, int]], start: int, end: int
            ) -> tuple[tuple[int, int], ...]:
    """Matches inside a stretch, counted from its start."""
    return tuple((a - start, b - start) for a, b in matches if start <= a and b <= end)


def _window(kind: Kind, since: str | date | None, until: str | date | None
            ) -> tuple[str, str, dict[str, Any]]:
    """SQL that keeps what was published in [since, until)."""
    given = {name: moment for name, value in (("since", since), ("until", until))
             if value is not None and (moment := _moment(value, name))}
    inside = "".join(f" AND r.published_at {sign} :{name}"
                     for name, sign in (("since", ">="), ("until", "<")) if name in given)
    linked = "FROM actor_claims l JOIN claims c ON c.seq = l.claim " \
             "JOIN reports r ON r.id = c.report WHERE l.actor = t.seq"
    if kind == "people":  # an actor nobody names any more is not shown
        return "", f" AND EXISTS (SELECT 1 {linked}{inside})", given
    if not given:
        return "", "", {}
    if kind == "reports":
        return "", inside.replace("r.published_at", "t.published_at"), given
    return "JOIN reports r ON r.id = t.report", inside, given


def _moment(value: str | date, name: str) -> str:
    """In UTC, as SQLAlchemy writes moments into SQLite and PostgreSQL reads them."""
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"{name} {value!r}: not an ISO date; write it as 2025-11-08 or "
                         "2025-11-08T09:00+00:00") from None
    when = when.astimezone(UTC) if when.tzinfo else when
    return when.strftime("%Y-%m-%d %H:%M:%S.%f")
