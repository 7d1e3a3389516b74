"""A private PostgreSQL for the tests: a cluster in a folder of its own, reached by socket alone.

It is started once for all tests that ask for it, from the binaries that Debian or another system
has put in place, and is gone when they are done. Where there are none those tests are skipped, or
fail when BRINKWATCH_REQUIRE_POSTGRESQL=1 says that they must not be.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "brinkwatch"
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "50",
    "shared_buffers": "32MB", "synchronous_commit": "on", "autovacuum": "off", "jit": "off",
}
"""A test's server need not outlive its machine; what it must outlive is its own end."""

EMPTY = """
SET session_replication_role = replica;  -- the audit log would not let its lines go
DO $$ DECLARE names text; BEGIN
    SELECT string_agg(tablename, ', ') INTO names FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version';
    EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY';
END $$"""


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version's; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0)
    if found:
        return found[-1].parent
    in_path = shutil.which("initdb")
    return Path(in_path).parent if in_path else None


class Cluster:
    """A server in a folder."""

    def __init__(self, folder: Path, bin: Path) -> None:
        self._folder, self._bin = folder, bin
        self._made = 0

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self._folder}"

    def start(self) -> None:
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-t", "60",
                  "-l", self._folder / "log", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; "immediate" is what a crash is to its clients."""
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-m", mode, "stop")

    def crash(self) -> None:
        """Cut everybody off, and come back."""
        self.stop("immediate")
        self.start()

    def make(self) -> None:
        self._run("initdb", "-D", self._folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
        lines.append(f"unix_socket_directories = '{self._folder}'")
        with open(self._folder / "data" / "postgresql.conf", "a") as file:
            file.write("\n".join(lines) + "\n")

    def database(self) -> str:
        """Make a database with nothing in it; its URL."""
        self._made += 1
        self.execute(f"CREATE DATABASE t{self._made}")
        return self.url(f"t{self._made}")

    def empty(self, database: str) -> None:
        """Take all rows out of a database's tables, and cut off whoever still uses it."""
        self.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     f"WHERE datname = '{database}'")
        self.execute(EMPTY, database)

    def execute(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*_as_nobody_special(), str(self._bin / program), *map(str, arguments)]
        done = subprocess.run(command, cwd=self._folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            log = self._folder / "log"
            said = log.read_text()[-2_000:] if log.exists() else ""
            raise RuntimeError(f"{program}: {done.stdout}{said}")


def _as_nobody_special() -> list[str]:
    """PostgreSQL does not run as root."""
    if os.getuid() != 0:
        return []
    user = _user()
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is neither a user 'postgres' nor 'nobody'")


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster, as long as the block lasts."""
    bin = binaries()
    assert bin is not None
    folder = Path(tempfile.mkdtemp(prefix="bw-pg-"))  # a socket's path must be short
    try:
        if os.getuid() == 0:
            os.chown(folder, _user().pw_uid, _user().pw_gid)
        cluster = Cluster(folder, bin)
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
