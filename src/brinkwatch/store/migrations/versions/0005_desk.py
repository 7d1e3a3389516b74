"""Who uses a served desk and what they do: accounts, the audit log, acts, alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSED = "the audit log is append-only"


def upgrade() -> None:
    op.create_table("acts",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("undone", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_acts"),
        sa.UniqueConstraint("id", name="uq_acts_id"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_acts_subject_kind", "acts", ["subject", "kind"], unique=False)
    op.create_table("audit",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sqlite_autoincrement=True
    )
    op.create_table("rules",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("muted", sa.DateTime(), nullable=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_rules"),
        sa.UniqueConstraint("id", name="uq_rules_id"),
        sqlite_autoincrement=True
    )
    op.create_table("users",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
        sqlite_autoincrement=True
    )
    op.create_table("firings",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["rule"], ["rules.id"],
            name="fk_firings_rule", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_firings"),
        sa.UniqueConstraint("rule", "key", name="uq_firings_rule_key"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_firings_due", "firings", ["due"], unique=False)
    op.create_index("ix_firings_rule_at", "firings", ["rule", "at"], unique=False)
    op.create_table("sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user", SEQ, nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.seq"],
            name="fk_sessions_user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions")
    )
    op.create_index("ix_sessions_expires", "sessions", ["expires"], unique=False)
    op.create_index("ix_sessions_user", "sessions", ["user"], unique=False)
    op.create_table("tokens",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user", SEQ, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=True),
        sa.Column("used", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user"], ["users.seq"],
            name="fk_tokens_user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_tokens_user", "tokens", ["user"], unique=False)
    for statement in _append_only(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for table in ("tokens", "sessions", "firings", "users", "rules", "audit", "acts"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION brinkwatch_refused()")


def _append_only(dialect):
    if dialect == "postgresql":
        yield ("CREATE FUNCTION brinkwatch_refused() RETURNS trigger LANGUAGE plpgsql AS "
               f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$")
        yield ("CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
               "FOR EACH STATEMENT EXECUTE FUNCTION brinkwatch_refused()")
    else:
        for word in ("update", "delete"):
            yield (f"CREATE TRIGGER audit_{word} BEFORE {word.upper()} ON audit "
                   f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
