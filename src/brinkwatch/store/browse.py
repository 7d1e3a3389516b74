"""Looking through the record page by page, newest stored first, as a served desk does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from brinkwatch.model import Claim
from brinkwatch.model.codec import claim as built
from brinkwatch.store.base import Base
from brinkwatch.store.schema import actor_claims, actors, claims, editions, reports
from brinkwatch.store.words import ROLES

LARGEST = 2**63 - 1
"""The largest key a database gives."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report without its text."""

    seq: int
    id: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    captured: datetime | None
    language: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Person:
    """An actor as the record knows it."""

    id: int
    name: str
    country: str | None
    person: str | None
    offices: tuple[str, ...]
    roles: dict[str, int]
    """Claims it has a part in, by role."""


class Browse(Base):
    def latest_edition_id(self) -> str | None:
        with self._read() as connection:
            return connection.execute(
                select(editions.c.id).order_by(editions.c.seq.desc()).limit(1)).scalar()

    def edition_lines(self, limit: int, before: int | None = None) -> list[dict[str, Any]]:
        """Editions, latest first: seq, id, published, headline, sample, at."""
        names = ("seq", "id", "published", "headline", "sample", "at")
        query = _newest(select(*(editions.c[n] for n in names)), editions.c.seq, limit, before)
        with self._read() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def report_lines(self, limit: int, before: int | None = None, *,
                     ids: Sequence[str] | None = None) -> list[ReportLine]:
        """Reports, latest stored first, or those of some ids."""
        count = select(func.count()).where(claims.c.report == reports.c.id).scalar_subquery()
        names = ("seq", "id", "title", "source", "url", "published", "captured", "language")
        query = select(*(reports.c[n] for n in names), count.label("claims"))
        if ids is not None:
            query = query.where(reports.c.id.in_(ids))
        with self._read() as connection:
            return [ReportLine(**row._mapping) for row in connection.execute(
                _newest(query, reports.c.seq, limit, before))]

    def claim_page(self, limit: int, before: int | None = None, *, record: str | None = None,
                   type: str | None = None, country: str | None = None, since: str | None = None,
                   until: str | None = None, actor: int | None = None
                   ) -> list[tuple[int, Claim]]:
        """Claims with their keys, latest stored first; `before` is the last key of the page
        before. Filters as for `Store.claims`; `actor` is a `Person.id`."""
        seq: Any = claims.c.seq if actor is None else actor_claims.c.claim
        query = select(seq.label("seq"))
        if actor is not None:
            query = query.where(actor_claims.c.actor == actor).distinct()
        where = [column == value for column, value in (
            (claims.c.record, record), (claims.c.type, type), (claims.c.country, country))
            if value is not None]
        if since is not None:
            where.append(claims.c.begin >= since)
        if until is not None:
            where.append(claims.c.begin < until + "~")
        if where:
            if actor is not None:
                query = query.join(claims, claims.c.seq == seq)
            query = query.where(*where)
        # The keys alone first: an index gives them, and only a page of claims is looked up.
        page = _newest(query, seq, limit, before).subquery()
        with self._read() as connection:
            return [(row.seq, built(json.loads(row.body))) for row in connection.execute(
                select(claims.c.seq, claims.c.body).join(page, page.c.seq == claims.c.seq)
                .order_by(claims.c.seq.desc()))]

    def claims_by_id(self, ids: Sequence[str]) -> dict[str, Claim]:
        """Claims of these ids, as many as are stored; of several of one id the first stored."""
        found: dict[str, Claim] = {}
        with self._read() as connection:
            for begin in range(0, len(ids), 400):
                for row in connection.execute(select(claims.c.id, claims.c.body).where(
                        claims.c.id.in_(ids[begin:begin + 400])).order_by(claims.c.seq)):
                    if row.id not in found:
                        found[row.id] = built(json.loads(row.body))
        return found

    def person(self, id: int) -> Person | None:
        if id > LARGEST:
            return None
        with self._read() as connection:
            row = connection.execute(select(actors).where(actors.c.seq == id)).first()
            if row is None:
                return None
            counts = {row[0]: row[1] for row in connection.execute(
                select(actor_claims.c.role, func.count()).where(actor_claims.c.actor == id)
                .group_by(actor_claims.c.role))}
        lines = row.words.split("\n")
        return Person(
            row.seq, row.name, row.country or None, row.person,
            tuple(line for line in lines if line not in (row.name, row.person)),
            {role: counts[role] for role in ROLES if role in counts})


def _newest(query: Select[Any], seq: Any, limit: int, before: int | None) -> Select[Any]:
    if before is not None:
        query = query.where(seq < before)
    return query.order_by(seq.desc()).limit(limit)
