"""How far an edition looked, so that a run that was cut off knows whether one is still due."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("editions", sa.Column("upto", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("editions", "upto")
