"""Alembic migrations of the store, run by `brinkwatch.store.migrate`."""
