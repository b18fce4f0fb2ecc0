"""Alembic's entry: runs the versions on the connection that the store hands over."""

from alembic import context

from trucewatch.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
