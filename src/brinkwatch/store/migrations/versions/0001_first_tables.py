"""The first tables: captures, reports, claims, stories, editions, runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ISO = sa.String(length=40).with_variant(
    postgresql.VARCHAR(40, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table("captures",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("codec", sa.String(length=8), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("captured_at", sa.DateTime(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_captures")
    )
    op.create_table("editions",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("published", ISO, nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_editions"),
        sa.UniqueConstraint("id", name="uq_editions_id"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_editions_published", "editions", ["published"], unique=False)
    op.create_table("problems",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("mend", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_problems"),
        sa.UniqueConstraint("digest", name="uq_problems_digest"),
        sqlite_autoincrement=True
    )
    op.create_table("refusals",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mend", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_refusals"),
        sa.UniqueConstraint("digest", name="uq_refusals_digest"),
        sqlite_autoincrement=True
    )
    op.create_table("runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs")
    )
    op.create_table("stories",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("begin", ISO, nullable=True),
        sa.Column("until", ISO, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_stories"),
        sa.UniqueConstraint("id", name="uq_stories_id"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_stories_begin", "stories", ["begin"], unique=False)
    op.create_table("incidents",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("begin", ISO, nullable=True),
        sa.Column("until", ISO, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"],
            name="fk_incidents_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "id", name="pk_incidents")
    )
    op.create_index("ix_incidents_begin", "incidents", ["begin"], unique=False)
    op.create_index("ix_incidents_type", "incidents", ["type"], unique=False)
    op.create_table("reports",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=40), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_precision", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("captured", sa.DateTime(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), server_default="[]", nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["captures.sha256"], name="fk_reports_sha256"),
        sa.PrimaryKeyConstraint("seq", name="pk_reports"),
        sa.UniqueConstraint("id", name="uq_reports_id"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_reports_published_at", "reports", ["published_at"], unique=False)
    op.create_index("ix_reports_reader", "reports", ["reader"], unique=False)
    op.create_index("ix_reports_sha256", "reports", ["sha256"], unique=False)
    op.create_table("steps",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_steps_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "step", "key", name="pk_steps")
    )
    op.create_table("claims",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("record", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=True),
        sa.Column("mode", sa.String(length=64), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("begin", ISO, nullable=True),
        sa.Column("certainty", sa.String(length=16), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"],
            name="fk_claims_report", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_claims"),
        sa.UniqueConstraint("report", "id", name="uq_claims_report_id"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_claims_actor", "claims", ["actor"], unique=False)
    op.create_index("ix_claims_begin", "claims", ["begin"], unique=False)
    op.create_index("ix_claims_country_type", "claims", ["country", "type"], unique=False)
    op.create_index("ix_claims_id", "claims", ["id"], unique=False)
    op.create_index("ix_claims_record_type", "claims", ["record", "type"], unique=False)
    op.create_table("story_reports",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"],
            name="fk_story_reports_report", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story"], ["stories.id"],
            name="fk_story_reports_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "report", name="pk_story_reports")
    )
    op.create_index("ix_story_reports_report", "story_reports", ["report"], unique=False)
    op.create_table("vectors",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"],
            name="fk_vectors_report", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", name="pk_vectors")
    )


def downgrade() -> None:
    op.drop_table("vectors")
    op.drop_index("ix_story_reports_report", table_name="story_reports")
    op.drop_table("story_reports")
    op.drop_index("ix_claims_record_type", table_name="claims")
    op.drop_index("ix_claims_id", table_name="claims")
    op.drop_index("ix_claims_country_type", table_name="claims")
    op.drop_index("ix_claims_begin", table_name="claims")
    op.drop_index("ix_claims_actor", table_name="claims")
    op.drop_table("claims")
    op.drop_table("steps")
    op.drop_index("ix_reports_sha256", table_name="reports")
    op.drop_index("ix_reports_reader", table_name="reports")
    op.drop_index("ix_reports_published_at", table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_incidents_type", table_name="incidents")
    op.drop_index("ix_incidents_begin", table_name="incidents")
    op.drop_table("incidents")
    op.drop_index("ix_stories_begin", table_name="stories")
    op.drop_table("stories")
    op.drop_table("runs")
    op.drop_table("refusals")
    op.drop_table("problems")
    op.drop_index("ix_editions_published", table_name="editions")
    op.drop_table("editions")
    op.drop_table("captures")
