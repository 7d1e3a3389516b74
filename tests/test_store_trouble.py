"""A store that cannot be used says why and what to do; a crash loses and doubles nothing."""

import re
import signal
import sqlite3
import subprocess
import sys
import time
import warnings

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError, PendingRollbackError

from brinkwatch.errors import StoreError
from brinkwatch.model import Report
from brinkwatch.store import Store
from brinkwatch.store.engine import connect, trouble
from brinkwatch.store.fulltext import is_index
from brinkwatch.store.migrate import revisions, upgrade, version
from brinkwatch.store.schema import APPLICATION, REVISION, metadata


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.sqlite"


def refuses(where, reason, **options):
    with pytest.raises(StoreError, match=re.escape(reason)) as caught:
        Store.open(where, **options)
    assert str(where).replace("hidden", "***") in caught.value.message
    assert caught.value.message.endswith(".")


def test_a_new_store_has_what_it_needs(path):
    Store.open(path.parent / "in" / "folders" / "made" / "record.sqlite").close()
    Store.open(path).close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISION,)
    raw.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request, tmp_path):
    """Where two new stores can be."""
    if request.param == "sqlite":
        return [f"sqlite:///{tmp_path}/{n}.sqlite" for n in range(2)]
    cluster = request.getfixturevalue("postgresql")
    return [cluster.database() for _ in range(2)]


def test_the_migrations_make_the_tables_the_code_knows(two):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert revisions()[-1] == REVISION
    engine = connect(two[0], 1_000)
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={
            "compare_type": True, "include_name": lambda name, kind, _: not is_index(name)})
        differences = compare_metadata(context, metadata)
        assert version(connection) == REVISION
    with Store.open(two[1]) as store, store.engine.connect() as fresh, \
            engine.connect() as migrated:
        assert sorted(inspect(fresh).get_table_names()) == sorted(
            inspect(migrated).get_table_names())
        assert built(fresh) == built(migrated)
    engine.dispose()
    assert differences == []


BUILT = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%'",
    "postgresql": """
        SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
        UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION SELECT attrelid::regclass || attname || coalesce(collname, '') FROM pg_attribute
            LEFT JOIN pg_collation c ON c.oid = attcollation JOIN pg_class r ON r.oid = attrelid
            WHERE r.relnamespace = 'public'::regnamespace AND attnum > 0
        UNION SELECT maptokentype || dictname FROM pg_ts_config_map
            JOIN pg_ts_config c ON c.oid = mapcfg JOIN pg_ts_dict d ON d.oid = mapdict
            WHERE cfgname = 'brinkwatch'""",
}


def built(connection):
    """What a database has beside its tables, word for word."""
    return set(connection.exec_driver_sql(BUILT[connection.dialect.name]).scalars())


def test_alembic_is_not_loaded_for_a_store_that_is_current(path):
    code = ("import sys; from brinkwatch.store import Store; Store.open(sys.argv[1]).close(); "
            "sys.exit('alembic' in sys.modules)")
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_an_older_store_is_migrated(path, monkeypatch):
    Store.open(path).close()
    called = []
    monkeypatch.setattr("brinkwatch.store.migrate.REVISION", "9998")
    monkeypatch.setattr("brinkwatch.store.migrate.upgrade", called.append)
    Store.open(path).close()
    assert len(called) == 1


def test_a_store_of_a_newer_version(path):
    Store.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    refuses(path, f"written by a newer Brinkwatch (tables 9999, this version knows {REVISION})")


def test_a_file_that_is_something_else(path):
    path.write_bytes(b"Not a database at all, but a text of some length. " * 40)
    refuses(path, "this file is no Brinkwatch store. Name another file.")


def test_a_database_of_another_program(path):
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE songs (name TEXT)")
    raw.close()
    refuses(path, "belongs to something else (it has a table 'songs')")


def test_a_store_another_process_has_locked(path):
    Store.open(path).close()
    raw = sqlite3.connect(path)
    raw.execute("BEGIN IMMEDIATE")
    with Store.open(path, busy_ms=50) as store, pytest.raises(
            StoreError, match=r"another process is writing to the store\. Wait until it has"):
        store.capture(b"x", "a", "txt")
    raw.close()


def test_a_new_store_another_process_has_locked(path):
    raw = sqlite3.connect(path)
    raw.execute("BEGIN EXCLUSIVE")
    refuses(path, "another process is writing to the store", busy_ms=50)
    raw.close()


def test_a_full_disk_loses_nothing_that_was_stored(path):
    import os

    with Store.open(path) as store:
        store.add_report(Report(id="1", text="Words."))
        with store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        with pytest.raises(StoreError, match=r"the disk is full\. Free some space"):
            store.capture(os.urandom(100_000), "a", "txt")
        assert store.has_report("1")


def test_a_store_that_may_not_be_written(path):
    Store.open(path).close()
    with Store.open(f"sqlite:///file:{path}?mode=ro&uri=true") as store, pytest.raises(
            StoreError, match=r"the store may not be written\. Give yourself write permission"):
        store.capture(b"x", "a", "txt")


def test_places_where_no_store_can_be(path):
    refuses(path, "there is no store here", create=False)
    refuses(path.parent, "the store cannot be opened")
    path.write_text("a file")
    refuses(path / "below" / "record.sqlite", "its folder cannot be made")
    refuses("nonsense://", "no driver is installed")
    refuses("postgresql+missing://u:hidden@h/d", "no driver is installed")


class Said(Exception):
    """What a driver raises: words, and a code for the error."""

    def __init__(self, words, sqlstate=None):
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(("error", "passing"), [
    (OperationalError("SELECT 1", {}, Said("sending failed"), connection_invalidated=True),
     True),
    (OperationalError("SELECT 1", {}, Said("words nobody knows", "57P02")), True),
    (OperationalError("SELECT 1", {}, Said("words nobody knows", "08006")), True),
    (PendingRollbackError("Can't reconnect until invalid transaction is rolled back."), True),
    (OperationalError("SELECT 1", {}, Said("words nobody knows", "42601")), False),
])
def test_a_server_that_went_away_may_come_back(path, error, passing):
    found = trouble(connect(path, 100), error)
    assert found.passing is passing
    assert ("no database answers there" in found.message) is passing


def test_a_password_in_a_url_is_never_shown():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(StoreError) as caught:
            Store.open("postgresql+psycopg://user:hidden@localhost:1/none")
    assert "hidden" not in caught.value.message


WRITER = """
import sys
from brinkwatch.collect import gather_bytes
from brinkwatch.model import Event
from brinkwatch.store import Store
store = Store.open(sys.argv[1])
print("up", flush=True)
for n in range(100000):
    for report in gather_bytes(f"Report number {n}.".encode(), kind="txt", capture=store.capture):
        if store.reading_version(report.id) is None:
            store.add_report(report)
            claims = [Event(id=f"{report.id}-{i}", report=report.id, evidence=()) for i in range(3)]
            store.put_claims(report.id, claims, "1")
"""


def test_killing_the_process_loses_and_doubles_nothing(path):
    for number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(0.05 + 0.03 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with Store.open(path) as store:
        counts = store.stats()
        read = [r for r in store.reports() if store.reading_version(r.id)]
        assert len(read) > 10
        assert counts["reports"] - len(read) <= 1  # the one that was being read
        assert counts["claims"] == 3 * len(read)
        assert [r.text for r in store.reports()] == [
            f"Report number {n}." for n in range(counts["reports"])]
        assert all(fault is None for _, _, fault in store.verify_captures())
