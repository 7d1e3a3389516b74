"""Settings and fixtures shared by all tests."""

import os

import pytest
from hypothesis import settings

# How fast an example runs depends on what else the machine does; speed is measured elsewhere.
settings.register_profile("brinkwatch", deadline=None)
settings.load_profile("brinkwatch")


@pytest.fixture(scope="session")
def postgresql():
    """A private PostgreSQL server with one database, "made", that has the store's tables."""
    from tests import postgresql_kit

    from brinkwatch.store import Store

    if postgresql_kit.binaries() is None:
        if os.environ.get("BRINKWATCH_REQUIRE_POSTGRESQL") == "1":
            pytest.fail("PostgreSQL is required and not installed: no initdb was found")
        pytest.skip("PostgreSQL is not installed")
    with postgresql_kit.running() as cluster:
        cluster.execute("CREATE DATABASE made")
        Store.open(cluster.url("made")).close()
        yield cluster


@pytest.fixture
def postgresql_url(postgresql):
    """The URL of an empty store in PostgreSQL."""
    postgresql.empty("made")
    return postgresql.url("made")


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """Where a store can be: a file, and a database of PostgreSQL."""
    if request.param == "sqlite":
        return tmp_path / "record.sqlite"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture(scope="session")
def demo_record(tmp_path_factory):
    """The record of the demo desk; read only."""
    from brinkwatch.config import Settings
    from brinkwatch.desk import Desk
    from brinkwatch.sample import dossier_paths

    out = tmp_path_factory.mktemp("demo")
    with Desk.open(out / "record.sqlite", Settings()) as desk:
        desk.brief(dossier_paths(), out, sample=True)
    return out / "record.sqlite"


@pytest.fixture
def site():
    """A web site on loopback."""
    from web_kit import Site

    opened = Site()
    yield opened
    opened.close()
