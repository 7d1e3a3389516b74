"""Alert rules and their firings. What sets a rule off is kept once, so it is sent once.

    if store.fire(rule.id, key, title, body): ...      the first time only
    for firing in store.due_firings(now): send, then store.sent(firing.id) or store.tried(...)
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from brinkwatch.errors import UsageError
from brinkwatch.model.alerts import DIGEST, FAILED, HELD, PENDING, SENT, Firing, Rule
from brinkwatch.model.codec import build, plain
from brinkwatch.store.base import Base, now, packed
from brinkwatch.store.schema import firings, rules

TRIES = 6
FIRST_WAIT = timedelta(minutes=1)
"""Before the second attempt; doubled each time."""
SENDING = timedelta(minutes=5)
"""Longer than sending takes: after it another process may try."""


class Alerts(Base):
    def add_rule(self, rule: Rule) -> Rule:
        """Keep a rule; its id is given here."""
        rule = replace(rule, id=uuid.uuid4().hex, created=now())
        with self._write() as connection:
            connection.execute(rules.insert().values(id=rule.id, created=rule.created,
                                                     **_columns(rule)))
        return rule

    def change_rule(self, rule: Rule) -> None:
        """Keep a rule as it is now.

        Raises:
            UsageError: there is none of its id.
        """
        with self._write() as connection:
            done = connection.execute(
                update(rules).where(rules.c.id == rule.id).values(**_columns(rule)))
            if done.rowcount == 0:
                raise UsageError(f"alert rule {rule.id}: there is none.")

    def drop_rule(self, id: str) -> bool:
        """Forget a rule and its firings."""
        with self._write() as connection:
            return connection.execute(delete(rules).where(rules.c.id == id)).rowcount == 1

    def rule(self, id: str) -> Rule | None:
        with self._read() as connection:
            row = connection.execute(select(rules).where(rules.c.id == id)).first()
        return None if row is None else _rule(row)

    def rules(self, *, user: str | None = None, active: bool = False) -> list[Rule]:
        """Rules, first made first; of a user, or only those that are active."""
        query = select(rules).order_by(rules.c.seq)
        if user is not None:
            query = query.where(rules.c.user == user)
        if active:
            query = query.where(rules.c.active.is_(True))
        with self._read() as connection:
            return [_rule(row) for row in connection.execute(query)]

    def fire(self, rule_id: str, key: str, title: str, body: Mapping[str, Any] | None = None
             ) -> Firing | None:
        """Note that a rule was met by `key`; None when it was met by it before.

        Its status says what is to become of it: to be sent ("pending"), kept for the digest, or
        held back because the rule is muted or has sent another within its cool-down.
        """
        at = now()
        with self._write() as connection:
            row = connection.execute(select(rules).where(rules.c.id == rule_id)).first()
            if row is None:
                return None
            rule = _rule(row)
            status = _status(connection, rule, at)
            due = at if status == PENDING else None
            made = connection.execute(self._insert(firings).on_conflict_do_nothing().values(
                rule=rule_id, key=key, at=at, title=title, body=packed(body or {}), status=status,
                due=due, tries=0).returning(firings.c.seq)).scalar()
        if made is None:
            return None
        return Firing(id=made, rule=rule_id, key=key, at=at, title=title, body=dict(body or {}),
                      status=status, due=due)

    def due_firings(self, moment: datetime, most: int = 50) -> list[Firing]:
        """Firings to be sent now. They are put off for five minutes, so that no other process sends
        them too; say `sent` or `tried` when it is done."""
        with self._write() as connection:
            held = [_firing(row) for row in connection.execute(
                select(firings).where(firings.c.due <= moment)
                .order_by(firings.c.due, firings.c.seq).limit(most))]
            if held:
                connection.execute(update(firings).where(
                    firings.c.seq.in_([one.id for one in held])).values(due=moment + SENDING))
        return held

    def sent(self, id: int) -> None:
        with self._write() as connection:
            connection.execute(update(firings).where(firings.c.seq == id).values(
                status=SENT, due=None, tries=firings.c.tries + 1, note=None))

    def tried(self, id: int, note: str) -> None:
        """It could not be sent; it is tried again later, and given up after some times."""
        with self._write() as connection:
            tries = connection.execute(select(firings.c.tries).where(
                firings.c.seq == id, firings.c.status == PENDING)).scalar()
            if tries is None:
                return
            last = tries + 1 >= TRIES
            connection.execute(update(firings).where(firings.c.seq == id).values(
                status=FAILED if last else PENDING, tries=tries + 1, note=note,
                due=None if last else now() + FIRST_WAIT * 2 ** tries))

    def digest(self, rule_id: str, most: int = 500) -> list[Firing]:
        """What a rule has kept for its digest, first first; say `digested` when it was sent."""
        with self._read() as connection:
            return [_firing(row) for row in connection.execute(select(firings).where(
                firings.c.rule == rule_id, firings.c.status == DIGEST
            ).order_by(firings.c.seq).limit(most))]

    def digested(self, ids: list[int]) -> None:
        with self._write() as connection:
            connection.execute(update(firings).where(firings.c.seq.in_(ids)).values(status=SENT))

    def firings(self, limit: int = 50, before: int | None = None, *, rule_id: str | None = None
                ) -> list[Firing]:
        """Firings, latest first; `before` is the last id of the page before."""
        query = select(firings).order_by(firings.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(firings.c.seq < before)
        if rule_id is not None:
            query = query.where(firings.c.rule == rule_id)
        with self._read() as connection:
            return [_firing(row) for row in connection.execute(query)]

    def firing_counts(self) -> dict[str, int]:
        """How many firings there are of each status."""
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(
                select(firings.c.status, func.count()).group_by(firings.c.status))}


def _status(connection: Connection, rule: Rule, at: datetime) -> str:
    """What is to become of a firing of this rule at this moment."""
    if rule.muted is not None and rule.muted > at:
        return HELD
    if rule.daily:
        return DIGEST
    cooling = connection.execute(select(firings.c.seq).where(
        firings.c.rule == rule.id, firings.c.at > at - timedelta(seconds=rule.cool_down),
        firings.c.at <= at, firings.c.status.in_((PENDING, SENT))).limit(1)).first()
    return PENDING if cooling is None else HELD


def _columns(rule: Rule) -> dict[str, Any]:
    body = plain(rule)
    for name in ("id", "name", "user", "active", "muted", "created"):
        del body[name]
    return {"name": rule.name, "user": rule.user, "active": rule.active, "muted": rule.muted,
            "body": packed(body)}


def _rule(row: Row[Any]) -> Rule:
    rule: Rule = build(Rule, {**json.loads(row.body), "id": row.id, "name": row.name,
                              "user": row.user, "active": row.active})
    return replace(rule, muted=row.muted, created=row.created)


def _firing(row: Row[Any]) -> Firing:
    return Firing(id=row.seq, rule=row.rule, key=row.key, at=row.at, title=row.title,
                  body=json.loads(row.body), status=row.status, due=row.due, tries=row.tries,
                  note=row.note)
