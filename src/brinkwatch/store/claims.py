"""Claims: replaced report by report, so that reading twice doubles nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select, update

from brinkwatch.errors import StoreError
from brinkwatch.model import Claim, Statement
from brinkwatch.model.codec import claim as built
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import Words, actor_claims, actors, claims, reports
from brinkwatch.store.words import SEPARATOR, actor_words, claim_words, parties

_words = Words()


class Claims(Base):
    def put_claims(self, report_id: str, items: Iterable[Claim], reader: str) -> int:
        """Replace a report's claims, in one transaction, with those this version of the reader
        found; return how many.

        Raises:
            StoreError: the report is not stored, or two claims share an id.
        """
        held = list(items)
        rows = [_row(item, report_id) for item in held]
        ids = [row["id"] for row in rows]
        if len(set(ids)) < len(ids):
            twice = next(id for id in ids if ids.count(id) > 1)
            raise StoreError(f"report {report_id}: two claims have the id {twice}. "
                             "Give each claim an id of its own.")
        with self._write() as connection:
            known = connection.execute(
                update(reports).where(reports.c.id == report_id)
                .values(reader=reader, read_at=now()))
            if known.rowcount == 0:
                raise StoreError(f"report {report_id}: it is not in the store. "
                                 "Add the report before its claims.")
            connection.execute(delete(claims).where(claims.c.report == report_id))
            if rows:
                connection.execute(claims.insert(), rows)
                self._put_parties(connection, report_id, held)
        return len(rows)

    def _put_parties(self, connection: Connection, report_id: str, items: list[Claim]) -> None:
        """Link the report's claims, just stored, to the actors that have a part in them."""
        keys: dict[str, int] = {row.id: row.seq for row in connection.execute(
            select(claims.c.id, claims.c.seq).where(claims.c.report == report_id))}
        links: dict[tuple[int, int, str], str | None] = {}
        for (name, country), named in _named(items).items():
            actor = self._actor(connection, name, country, named)
            for item, role, office in named.links:
                links[actor, keys[_clean(item.id) or ""], role] = _clean(office)
        if links:
            connection.execute(actor_claims.insert(), [
                {"actor": actor, "claim": claim, "role": role, "office": office}
                for (actor, claim, role), office in links.items()])

    def _actor(self, connection: Connection, name: str, country: str, named: _Named) -> int:
        """The key of an actor, stored or brought up to date with what is now known of it."""
        row = connection.execute(select(actors).where(
            actors.c.name == name, actors.c.country == country)).first()
        if row is None:
            found = connection.execute(actors.insert().values(
                name=name, country=country, person=named.person,
                words=actor_words(name, named.person, named.offices)))
            return int((found.inserted_primary_key or (0,))[0])
        person = row.person or named.person
        held = row.words.split(SEPARATOR)
        if person != row.person or any(office not in held for office in named.offices):
            connection.execute(update(actors).where(actors.c.seq == row.seq).values(
                person=person, words=actor_words(name, person, [*held, *named.offices])))
        return int(row.seq)

    def claims(self, report_id: str | None = None, *, record: str | None = None,
               type: str | None = None, country: str | None = None, since: str | None = None,
               until: str | None = None) -> Iterator[Claim]:
        """Claims in the order they were stored, of one report, record kind, PLOVER type, first
        actor's country (ISO 3166-1 alpha-3), or that begin in [since, until] (ISO 8601 dates)."""
        query = select(claims.c.seq, claims.c.body)
        for column, value in (
            (claims.c.report, report_id), (claims.c.record, record), (claims.c.type, type),
            (claims.c.country, country),
        ):
            if value is not None:
                query = query.where(column == value)
        if since is not None:
            query = query.where(claims.c.begin >= since)
        if until is not None:
            query = query.where(claims.c.begin < until + "~")  # "~" sorts after "T"
        for row in self._rows(query, claims.c.seq):
            yield built(json.loads(row.body))

    def claim(self, id: str) -> Claim | None:
        """The claim of this id, of the report stored first where several have it."""
        with self._read() as connection:
            row = connection.execute(
                select(claims.c.body).where(claims.c.id == id).order_by(claims.c.seq)).first()
        return None if row is None else built(json.loads(row.body))


def _row(item: Claim, report_id: str) -> dict[str, Any]:
    actor = item.speaker if isinstance(item, Statement) else next(iter(item.actors), None)
    return {
        "id": item.id, "report": report_id, "record": item.record, "type": item.type,
        "mode": item.mode, "actor": actor.name if actor else None,
        "country": actor.country if actor else None,
        "begin": item.time.begin if item.time else None, "certainty": item.certainty,
        "body": packed(item), "words": claim_words(item),
    }


@dataclass(slots=True)
class _Named:
    """What a report's claims say of one actor."""

    person: str | None = None
    offices: list[str] = field(default_factory=list)
    links: list[tuple[Claim, str, str | None]] = field(default_factory=list)


def _named(items: Iterable[Claim]) -> dict[tuple[str, str], _Named]:
    """Actors by name and country ("" where it has none)."""
    found: dict[tuple[str, str], _Named] = {}
    for item in items:
        for role, actor in parties(item):
            named = found.setdefault((_clean(actor.name) or "", actor.country or ""), _Named())
            named.person = named.person or _clean(actor.person)
            office = _clean(actor.office)
            if office and office not in named.offices:
                named.offices.append(office)
            named.links.append((item, role, actor.office))
    return found


def _clean(value: str | None) -> str | None:
    """As the database will hold it."""
    return _words.process_bind_param(value, None)
