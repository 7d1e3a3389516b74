"""Brings a store to the tables this version knows. Alembic is loaded only when there is work."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, Engine, inspect, text

from brinkwatch.errors import StoreError
from brinkwatch.store.engine import name_of, wal, writing
from brinkwatch.store.schema import APPLICATION, REVISION, metadata


def prepare(engine: Engine, create: bool = True) -> None:
    """Make the tables of a new store, migrate an older one, leave a current one alone.

    Raises:
        StoreError: the database holds something else, or was written by a newer version.
    """
    with engine.connect() as connection:
        if version(connection) == REVISION:
            return
        if not create and version(connection) is None:
            raise StoreError(f"{name_of(engine)}: there is no store here. "
                             "Run 'brinkwatch brief' or 'brinkwatch read' to make one.")
    wal(engine)
    with writing(engine) as connection, connection.begin():
        found = version(connection)  # again, now that no other process can be at it
        if found == REVISION:
            return
        if found is None:
            _fresh(engine, connection)
        elif found in revisions():
            upgrade(connection)
        else:
            raise StoreError(f"{name_of(engine)}: the store was written by a newer Brinkwatch "
                             f"(tables {found}, this version knows {REVISION}). "
                             "Upgrade Brinkwatch, or name another store.")


def version(connection: Connection) -> str | None:
    """The revision of the store's tables; None when it has none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _fresh(engine: Engine, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise StoreError(f"{name_of(engine)}: this database holds {encoding} only. "
                             "Make one with createdb --encoding=UTF8 --template=template0.")
    tables = inspect(connection).get_table_names()
    if tables:
        raise StoreError(f"{name_of(engine)}: this database belongs to something else (it has a "
                         f"table {tables[0]!r}). Name another file.")
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": REVISION})
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")


def revisions() -> list[str]:
    """Every revision this version has a migration for, oldest first."""
    folder = resources.files("brinkwatch.store.migrations").joinpath("versions")
    return sorted(f.name[:4] for f in folder.iterdir() if f.name[:4].isdigit())


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to `to` inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(resources.files("brinkwatch.store.migrations")).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
