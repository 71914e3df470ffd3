"""How Alembic runs here: on a connection it is given, in the caller's transaction."""

from alembic import context

from mi_crm.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    user_module_prefix="columns.",
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
