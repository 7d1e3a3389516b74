"""Histories of launches made by others, forecasts, assessments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table("histories",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_histories")
    )
    op.create_table("history_entries",
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("begin", sa.String(length=10), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["history"], ["histories.name"],
            name="fk_history_entries_history", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("history", "place", name="pk_history_entries")
    )
    op.create_index("ix_history_entries_party_begin", "history_entries", ["party", "begin"],
                    unique=False)
    op.create_table("forecasts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=10), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.Float(), nullable=True),
        sa.Column("scored", sa.String(length=10), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forecasts")
    )
    op.create_index("ix_forecasts_due", "forecasts", ["due"], unique=False)
    op.create_table("assessments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessments")
    )
    op.create_index("ix_assessments_story", "assessments", ["story"], unique=False)


def downgrade() -> None:
    for index, table in (("ix_assessments_story", "assessments"), ("ix_forecasts_due", "forecasts"),
                         ("ix_history_entries_party_begin", "history_entries")):
        op.drop_index(index, table_name=table)
    for table in ("assessments", "forecasts", "history_entries", "histories"):
        op.drop_table(table)
