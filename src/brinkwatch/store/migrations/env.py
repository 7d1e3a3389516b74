"""Alembic's environment: the connection is handed over by `brinkwatch.store.migrate`."""

from alembic import context

from brinkwatch.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata,
    transactional_ddl=True, render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
