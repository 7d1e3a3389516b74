"""When a feed may have shown more than was seen of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("sources", sa.Column("missed", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("sources", "missed")
