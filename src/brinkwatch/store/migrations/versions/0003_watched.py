"""What is watched: sources, articles, their versions, and visits."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table("sources",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("added", sa.DateTime(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.Column("tried", sa.DateTime(), nullable=True),
        sa.Column("answered", sa.DateTime(), nullable=True),
        sa.Column("moved", sa.DateTime(), nullable=True),
        sa.Column("newest", sa.DateTime(), nullable=True),
        sa.Column("gap", sa.Float(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_sources"),
        sa.UniqueConstraint("url", name="uq_sources_url"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_sources_due", "sources", ["due"], unique=False)
    op.create_table("articles",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", SEQ, nullable=True),
        sa.Column("entry", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("found", sa.DateTime(), nullable=False),
        sa.Column("checked", sa.DateTime(), nullable=True),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["sources.seq"],
            name="fk_articles_source", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("seq", name="pk_articles"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_articles_digest", "articles", ["digest"], unique=False)
    op.create_index("ix_articles_due", "articles", ["due"], unique=False)
    op.create_index("ix_articles_source_entry", "articles", ["source", "entry"], unique=False)
    op.create_table("versions",
        sa.Column("article", SEQ, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.seq"],
            name="fk_versions_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"],
            name="fk_versions_report", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "number", name="pk_versions")
    )
    op.create_index("ix_versions_digest", "versions", ["digest"], unique=False)
    op.create_index("ix_versions_report", "versions", ["report"], unique=False)
    op.create_table("visits",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("source", SEQ, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.seq"],
            name="fk_visits_source", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_visits"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_visits_source_at", "visits", ["source", "at"], unique=False)


def downgrade() -> None:
    for table in ("visits", "versions", "articles", "sources"):
        op.drop_table(table)
