"""Users, tokens and sessions. Of passwords and secrets only hashes are kept.

Secrets are 256 random bits, so a plain SHA-256 of them cannot be turned back. Passwords are chosen
by people and hashed with Argon2id (`store.passwords`).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from brinkwatch.errors import UsageError
from brinkwatch.model.accounts import ADMIN, ROLES, Session, Token, User, lesser
from brinkwatch.store.base import Base, now
from brinkwatch.store.schema import sessions, tokens, users

LONGEST_NAME = 100
USED_EVERY = timedelta(minutes=1)
"""When a token was used is noted no more often than this: a read is not to cost a write each."""


class Accounts(Base):
    def add_user(self, name: str, role: str, password: str | None = None) -> User:
        """Make an account; without a password only tokens lead into it.

        Raises:
            UsageError: the name is taken or no name, there is no such role, or the password is too
                short or too long.
        """
        from brinkwatch.store import passwords

        name = _name(name)
        hashed = None if password is None else passwords.hashed(password)
        user = User(name=name, role=_role(role), created=now(), has_password=hashed is not None)
        with self._write() as connection:
            if _user_row(connection, name) is not None:
                raise UsageError(f"user {name}: there is one of this name. Choose another name.")
            connection.execute(users.insert().values(
                name=name, role=role, password=hashed, active=True, created=user.created))
        return user

    def change_user(self, name: str, *, role: str | None = None, password: str | None = None,
                    active: bool | None = None) -> User:
        """Change an account. A new password, another role or the end of the account ends its
        sessions.

        Raises:
            UsageError: there is no such user, or it is the last active admin and would no longer
                be one.
        """
        from brinkwatch.store import passwords

        values: dict[str, Any] = {}
        if role is not None:
            values["role"] = _role(role)
        if password is not None:
            values["password"] = passwords.hashed(password)
        if active is not None:
            values["active"] = active
        with self._write() as connection:
            row = _user_row(connection, name)
            if row is None:
                raise UsageError(f"user {name}: there is none of this name.")
            leaves = row.role == ADMIN and row.active and (
                values.get("role", ADMIN) != ADMIN or values.get("active") is False)
            if leaves and self._admins(connection) == 1:
                raise UsageError(f"user {name}: this is the last admin. Make another one first.")
            if values:
                connection.execute(update(users).where(users.c.seq == row.seq).values(**values))
                connection.execute(delete(sessions).where(sessions.c.user == row.seq))
            return _user(_user_row(connection, name))

    def user(self, name: str) -> User | None:
        with self._read() as connection:
            row = _user_row(connection, name)
        return None if row is None else _user(row)

    def users(self) -> list[User]:
        """Every account, first made first."""
        with self._read() as connection:
            return [_user(row) for row in connection.execute(select(users).order_by(users.c.seq))]

    def check_password(self, name: str, password: str) -> User | None:
        """The active user of this name and password; None otherwise, after the same time. A hash of
        older parameters is made anew."""
        from brinkwatch.store import passwords

        with self._read() as connection:
            row = _user_row(connection, name)
        right, better = passwords.verified(password, row.password if row else None)
        if not right or not row.active:
            return None
        if better is not None:
            with self._write() as connection:
                connection.execute(update(users).where(
                    users.c.seq == row.seq, users.c.password == row.password
                ).values(password=better))
        return _user(row)

    def add_token(self, user: str, name: str, *, role: str | None = None,
                  lasts: timedelta | None = None) -> tuple[str, Token]:
        """Make a token for a user; its secret is given back this once.

        Raises:
            UsageError: there is no such user or role.
        """
        secret = secrets.token_urlsafe(32)
        at = now()
        with self._write() as connection:
            row = _user_row(connection, user)
            if row is None:
                raise UsageError(f"user {user}: there is none of this name.")
            most = row.role if role is None else _role(role)
            expires = None if lasts is None else at + lasts
            done = connection.execute(tokens.insert().values(
                digest=_digest(secret), user=row.seq, name=_name(name), role=most, created=at,
                expires=expires))
            key = int((done.inserted_primary_key or (0,))[0])
        return secret, Token(id=key, user=row.name, name=_name(name), role=most, created=at,
                             expires=expires)

    def token_user(self, secret: str) -> User | None:
        """The user a token stands for, in the role it may act in; None when it is not or no longer
        good."""
        at = now()
        query = select(users, tokens.c.seq.label("token"), tokens.c.role.label("most"),
                       tokens.c.expires, tokens.c.used).join(
            tokens, tokens.c.user == users.c.seq).where(tokens.c.digest == _digest(secret))
        with self._read() as connection:
            row = connection.execute(query).first()
        if row is None or not row.active or (row.expires is not None and row.expires <= at):
            return None
        if row.used is None or not -USED_EVERY < at - row.used < USED_EVERY:
            with self._write() as connection:
                connection.execute(
                    update(tokens).where(tokens.c.seq == row.token).values(used=at))
        return User(name=row.name, role=lesser(row.role, row.most), created=row.created,
                    has_password=row.password is not None)

    def tokens(self, user: str | None = None) -> list[Token]:
        """Tokens, of one user or all, first made first."""
        query = select(tokens, users.c.name.label("owner")).join(
            users, users.c.seq == tokens.c.user).order_by(tokens.c.seq)
        if user is not None:
            query = query.where(users.c.name == user)
        with self._read() as connection:
            return [Token(id=row.seq, user=row.owner, name=row.name, role=row.role,
                          created=row.created, expires=row.expires, used=row.used)
                    for row in connection.execute(query)]

    def drop_token(self, id: int, user: str | None = None) -> bool:
        """Let a token be good no more; of one user only where one is named."""
        query = delete(tokens).where(tokens.c.seq == id)
        if user is not None:
            query = query.where(tokens.c.user.in_(
                select(users.c.seq).where(users.c.name == user)))
        with self._write() as connection:
            return connection.execute(query).rowcount == 1

    def begin_session(self, user: str, lasts: timedelta) -> tuple[str, Session]:
        """Log a user in: the cookie's secret and the session. Sessions that have run out are
        forgotten.

        Raises:
            UsageError: there is no such active user.
        """
        secret, csrf, at = secrets.token_urlsafe(32), secrets.token_hex(32), now()
        with self._write() as connection:
            row = _user_row(connection, user)
            if row is None or not row.active:
                raise UsageError(f"user {user}: there is no such active user.")
            connection.execute(delete(sessions).where(sessions.c.expires <= at))
            connection.execute(sessions.insert().values(
                digest=_digest(secret), user=row.seq, csrf=csrf, created=at, expires=at + lasts))
        return secret, Session(user=_user(row), csrf=csrf, created=at, expires=at + lasts)

    def session(self, secret: str) -> Session | None:
        """The session of a cookie; None when it has ended."""
        query = select(users, sessions.c.csrf, sessions.c.created.label("began"),
                       sessions.c.expires).join(
            sessions, sessions.c.user == users.c.seq).where(sessions.c.digest == _digest(secret))
        with self._read() as connection:
            row = connection.execute(query).first()
        if row is None or not row.active or row.expires <= now():
            return None
        return Session(user=_user(row), csrf=row.csrf, created=row.began, expires=row.expires)

    def end_session(self, secret: str) -> None:
        """Log out."""
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == _digest(secret)))

    def _admins(self, connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(users).where(
            users.c.role == ADMIN, users.c.active.is_(True))).scalar_one()


def _user_row(connection: Connection, name: str) -> Any:
    return connection.execute(select(users).where(users.c.name == name)).first()


def _user(row: Row[Any] | Any) -> User:
    return User(name=row.name, role=row.role, active=row.active, created=row.created,
                has_password=row.password is not None)


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"{name[:40]!r}: a name has 1 to {LONGEST_NAME} printable characters.")
    return name


def _role(role: str) -> str:
    if role not in ROLES:
        raise UsageError(f"role {role!r}: there is none. Roles are: {', '.join(ROLES)}.")
    return role


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
