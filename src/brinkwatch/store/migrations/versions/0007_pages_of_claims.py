"""Claims of a kind in the order they were stored, for pages of a large record."""

from alembic import op

revision = "0007"
down_revision = "0006"

OLD = (["record", "type"], ["country", "type"], ["begin"])
NEW = (["record", "seq"], ["type", "seq"], ["country", "seq"], ["begin", "seq"])


def upgrade() -> None:
    for columns in OLD:
        op.drop_index(f"ix_claims_{'_'.join(columns)}", table_name="claims")
    for columns in NEW:
        op.create_index(f"ix_claims_{'_'.join(columns)}", "claims", columns, unique=False)


def downgrade() -> None:
    for columns in NEW:
        op.drop_index(f"ix_claims_{'_'.join(columns)}", table_name="claims")
    for columns in OLD:
        op.create_index(f"ix_claims_{'_'.join(columns)}", "claims", columns, unique=False)
