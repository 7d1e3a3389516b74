"""The record's tables. Portable between SQLite and PostgreSQL.

A change here needs a migration in `migrations/versions` and a new `REVISION`; a test holds the two
together. `store.fulltext` adds the search index, whose form depends on the database.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

REVISION = "0008"
"""The migration that makes exactly these tables."""

APPLICATION = 0x42726E6B
"""SQLite's application_id of our files: "Brnk"."""

_REPLACED = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")


class Words(TypeDecorator[str]):
    """Text any database can hold: NUL and lone surrogates become U+FFFD, one for one."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        if value is None or (value.isascii() and "\x00" not in value):
            return value
        return value.translate(_REPLACED)


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and given back with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s",
})

_Seq = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only plain INTEGER keys."""

_Iso = String(40).with_variant(postgresql.VARCHAR(40, collation="C"), "postgresql")
"""A date or moment as ISO 8601 writes it; compared character by character."""

captures = Table(
    "captures", metadata,
    Column("sha256", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("codec", String(8), nullable=False),  # "zlib" or "raw"
    Column("size", BigInteger, nullable=False),  # of the bytes as captured
    Column("captured_at", Moment, nullable=False),
    Column("path", Words, nullable=False),
    Column("kind", String(16), nullable=False),
)

reports = Table(
    "reports", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("sha256", String(64), ForeignKey(captures.c.sha256), index=True),
    Column("title", Words),
    Column("text", Words, nullable=False),
    Column("url", Words),
    Column("source", Words),
    Column("published", String(40)),  # ISO 8601 with the zone as given
    Column("published_at", Moment, index=True),  # the same in UTC, for order
    Column("published_precision", String(16)),
    Column("language", String(8)),
    Column("captured", Moment),
    Column("path", Words),
    Column("notes", Words, nullable=False, server_default="[]"),  # JSON list
    Column("reader", String(80), index=True),  # version of the reader its claims are from
    Column("read_at", Moment),
    sqlite_autoincrement=True,
)

refusals = Table(
    "refusals", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("path", Words, nullable=False),
    Column("place", Words),
    Column("reason", Words, nullable=False),
    Column("mend", Words, nullable=False),
    Column("code", String(16), nullable=False),
    Column("sha256", String(64)),
    Column("at", Moment, nullable=False),  # last seen
    sqlite_autoincrement=True,
)

claims = Table(
    "claims", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False),
    Column("report", Words, ForeignKey(reports.c.id, ondelete="CASCADE"), nullable=False),
    Column("record", String(16), nullable=False),
    Column("type", String(32)),
    Column("mode", String(64)),
    Column("actor", Words),  # of the first actor, a statement's speaker
    Column("country", String(3)),
    Column("begin", _Iso),  # ISO 8601
    Column("certainty", String(16)),
    Column("body", Text, nullable=False),  # the claim as model.codec writes it
    Column("words", Words, nullable=False, server_default=""),  # what search looks through
    UniqueConstraint("report", "id"),
    Index(None, "id"), Index(None, "actor"), Index(None, "begin", "seq"),
    # A page of some kind of claims is read in the order of the key, however many there are.
    Index(None, "record", "seq"), Index(None, "type", "seq"), Index(None, "country", "seq"),
    sqlite_autoincrement=True,
)

actors = Table(
    "actors", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("name", Words, nullable=False),
    Column("country", String(3), nullable=False, server_default=""),  # "" is none
    Column("person", Words),
    Column("words", Words, nullable=False),  # name and offices: what search looks through
    UniqueConstraint("name", "country"),
    sqlite_autoincrement=True,
)

actor_claims = Table(
    "actor_claims", metadata,
    Column("actor", _Seq, ForeignKey(actors.c.seq, ondelete="CASCADE"), primary_key=True),
    Column("claim", _Seq, ForeignKey(claims.c.seq, ondelete="CASCADE"), primary_key=True),
    Column("role", String(16), primary_key=True),  # store.words.ROLES
    Column("office", Words),
    Index(None, "claim"),
)

vectors = Table(
    "vectors", metadata,
    Column("report", Words, ForeignKey(reports.c.id, ondelete="CASCADE"), primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("columns", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # float32, little endian, row by row
)

stories = Table(
    "stories", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("begin", _Iso, index=True),
    Column("until", _Iso),
    Column("body", Text, nullable=False),  # the story without its incidents
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

story_reports = Table(
    "story_reports", metadata,
    Column("story", Words, ForeignKey(stories.c.id, ondelete="CASCADE"), primary_key=True),
    Column("report", Words, ForeignKey(reports.c.id, ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, nullable=False),
    Index(None, "report"),
)

incidents = Table(
    "incidents", metadata,
    Column("story", Words, ForeignKey(stories.c.id, ondelete="CASCADE"), primary_key=True),
    Column("id", Words, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("type", String(32), index=True),
    Column("kind", String(16)),
    Column("title", Words),
    Column("begin", _Iso, index=True),
    Column("until", _Iso),
    Column("body", Text, nullable=False),
)

editions = Table(
    "editions", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),  # SHA-256 of the body
    Column("published", _Iso, nullable=False, index=True),
    Column("headline", Words, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("upto", BigInteger),  # reports.seq of the last one considered, where all were
    sqlite_autoincrement=True,
)

sources = Table(
    "sources", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("url", Words, nullable=False, unique=True),
    Column("kind", String(8), nullable=False),  # model.watched.KINDS
    Column("title", Words),
    Column("every", Integer, nullable=False),  # seconds
    Column("paused", Boolean, nullable=False),
    Column("added", Moment, nullable=False),
    Column("due", Moment, index=True),
    Column("tried", Moment),
    Column("answered", Moment),
    Column("moved", Moment),
    Column("newest", Moment),
    Column("gap", Float),  # seconds
    Column("etag", Words),
    Column("modified", Words),
    Column("fails", Integer, nullable=False),
    Column("error", Words),
    Column("code", String(16)),
    Column("visits", Integer, nullable=False),
    Column("moved_to", Words),
    Column("missed", Moment),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("url", Words, nullable=False, unique=True),
    Column("source", _Seq, ForeignKey(sources.c.seq, ondelete="SET NULL")),
    Column("entry", String(64)),  # digest of the feed's entry
    Column("title", Words),
    Column("published", Words),  # as the feed writes it
    Column("html", Words),  # what the feed carries of it, until the page itself is kept
    Column("found", Moment, nullable=False),
    Column("checked", Moment),
    Column("due", Moment, index=True),
    Column("checks", Integer, nullable=False),
    Column("fails", Integer, nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    Column("digest", String(64), index=True),  # of the text kept last
    Column("note", Words),
    Index(None, "source", "entry"),
    sqlite_autoincrement=True,
)

versions = Table(
    "versions", metadata,
    Column("article", _Seq, ForeignKey(articles.c.seq, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1 is the first
    Column("report", Words, ForeignKey(reports.c.id, ondelete="CASCADE"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "report"), Index(None, "digest"),
)

visits = Table(
    "visits", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("source", _Seq, ForeignKey(sources.c.seq, ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),  # model.watched.OUTCOMES
    Column("reason", Words),
    Column("code", String(16)),
    Column("status", Integer),
    Column("size", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Index(None, "source", "at"),
    sqlite_autoincrement=True,
)

runs = Table(
    "runs", metadata,
    Column("id", String(32), primary_key=True),
    Column("command", Words, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("status", String(16), nullable=False),  # "running", "done", "failed"
    Column("note", Words),
)

steps = Table(
    "steps", metadata,
    Column("run", String(32), ForeignKey(runs.c.id, ondelete="CASCADE"), primary_key=True),
    Column("step", String(32), primary_key=True),
    Column("key", Words, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("note", Words),
)

problems = Table(
    "problems", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("stage", String(32), nullable=False),
    Column("what", Words, nullable=False),
    Column("place", Words),
    Column("mend", Words),
    Column("report", Words),
    Column("at", Moment, nullable=False),  # last seen
    Column("times", Integer, nullable=False),
    sqlite_autoincrement=True,
)

histories = Table(
    "histories", metadata,
    Column("name", Words, primary_key=True),
    Column("digest", String(64), nullable=False),  # SHA-256 of the file
    Column("body", Text, nullable=False),  # the history without its rows
    Column("at", Moment, nullable=False),
)

history_entries = Table(
    "history_entries", metadata,
    Column("history", Words, ForeignKey(histories.c.name, ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("begin", String(10), nullable=False),  # ISO 8601
    Column("party", Words, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "party", "begin"),
)

forecasts = Table(
    "forecasts", metadata,
    Column("id", String(64), primary_key=True),
    Column("party", Words, nullable=False),
    Column("made", String(10), nullable=False),
    Column("due", String(10), nullable=False, index=True),
    Column("outcome", Float),
    Column("scored", String(10)),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

assessments = Table(
    "assessments", metadata,
    Column("id", Words, primary_key=True),
    Column("story", Words, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("place", Integer, nullable=False),
    Column("method", String(64), nullable=False),
    Column("body", Text, nullable=False),
)

users = Table(
    "users", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("name", Words, nullable=False, unique=True),
    Column("role", String(16), nullable=False),  # model.accounts.ROLES
    Column("password", Words),  # Argon2id, in its own notation; none: no log-in by password
    Column("active", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    sqlite_autoincrement=True,
)

tokens = Table(
    "tokens", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the token
    Column("user", _Seq, ForeignKey(users.c.seq, ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("role", String(16), nullable=False),  # at most this, whatever the user's
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
    Column("used", Moment),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions", metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the cookie's secret
    Column("user", _Seq, ForeignKey(users.c.seq, ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

audit = Table(
    "audit", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),  # ISO 8601, UTC; as it went into the digest
    Column("user", Words, nullable=False),
    Column("act", String(32), nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Words, nullable=False),  # JSON
    Column("digest", String(64), nullable=False),  # of the line before and this one
    sqlite_autoincrement=True,
)

acts = Table(
    "acts", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("user", Words, nullable=False),  # by name: an act outlives its account
    Column("kind", String(16), nullable=False),  # model.acts.KINDS
    Column("subject", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("detail", Words, nullable=False),  # JSON
    Column("undone", Moment),
    Column("undone_by", Words),
    Index(None, "subject", "kind"),
    sqlite_autoincrement=True,
)

rules = Table(
    "rules", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("name", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("body", Words, nullable=False),  # the rule as model.codec writes it
    Column("muted", Moment),  # until then
    Column("created", Moment, nullable=False),
    sqlite_autoincrement=True,
)

firings = Table(
    "firings", metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("rule", String(32), ForeignKey(rules.c.id, ondelete="CASCADE"), nullable=False),
    Column("key", Words, nullable=False),  # what set it off; fires once
    Column("at", Moment, nullable=False),
    Column("title", Words, nullable=False),
    Column("body", Words, nullable=False),  # JSON
    Column("status", String(16), nullable=False),  # model.alerts.STATUSES
    Column("due", Moment, index=True),  # when it is to be sent; none: not, or no more
    Column("tries", Integer, nullable=False),
    Column("note", Words),
    UniqueConstraint("rule", "key"), Index(None, "rule", "at"),
    sqlite_autoincrement=True,
)
