"""Is the desk in order? Model, knowledge, store, captures, disk, settings, and what was refused."""

from __future__ import annotations

import importlib
import pkgutil
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from brinkwatch import config
from brinkwatch.config import Settings
from brinkwatch.errors import BrinkwatchError
from brinkwatch.model.watched import NEED_A_LOOK, health
from brinkwatch.store import Store

LISTED = 50
"""Refusals and problems shown; the rest is counted."""
DISK_LOW, DISK_OUT = 2_000_000_000, 200_000_000
"""Free bytes under which the disk is worth a warning, and an error."""
OVERDUE = timedelta(hours=1)
"""A source due for so long is one that nobody visits."""
PARTS = ("numpy", "onnxruntime", "spacy", "sqlalchemy", "tokenizers", "trafilatura")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mend` is empty where nothing is wrong."""

    level: str
    """"ok", "warning" or "error"."""
    what: str
    place: str
    mend: str = ""


def examine(store: Store, settings: Settings) -> list[Finding]:
    """Look at everything; a check that fails is a finding and never an exception."""
    found: list[Finding] = []
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("versions", _versions), ("settings", _settings),
        ("language model", lambda: _model(settings)), ("knowledge", _knowledge),
        ("store", lambda: _store(store)), ("captures", lambda: _captures(store)),
        ("disk", lambda: _disk(store)), ("refusals", lambda: _refusals(store)),
        ("problems", lambda: _problems(store)), ("sources", lambda: _sources(store)),
    )
    for place, check in checks:
        try:
            found += check()
        except BrinkwatchError as error:
            found.append(Finding("error", error.message, place, "See the message"))
        except Exception as error:  # doctor must finish, whatever it meets
            what = f"the check itself failed: {type(error).__name__}: {error}"
            found.append(Finding("error", what, place, "Report this as a bug"))
    return found


def _versions() -> Iterator[Finding]:
    parts = ", ".join(f"{name} {metadata.version(name)}" for name in PARTS)
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Finding("ok", f"Brinkwatch {metadata.version('brinkwatch')}; {python}; {parts}",
                  f"{platform.system()} {platform.machine()}")


def _settings() -> Iterator[Finding]:
    for name in config.unknown_variables():
        near = config.suggestion(name.removeprefix(config.PREFIX))
        yield Finding("warning", "this variable sets nothing", name, near)
    yield Finding("ok", "settings read", str(config.config_file() or "defaults and environment"))


def _model(settings: Settings) -> Iterator[Finding]:
    from brinkwatch.read.neural import WEIGHTS, NeuralReader

    folder = settings.model or WEIGHTS
    doc = NeuralReader(folder)("North Korea fired a missile on Friday.")
    if any(token.dep_ == "ROOT" for token in doc):
        yield Finding("ok", "the language model is whole and reads", str(folder))
    else:
        yield Finding("error", "the language model reads nothing", str(folder),
                      "Reinstall Brinkwatch")


def _knowledge() -> Iterator[Finding]:
    import brinkwatch.knowledge as package

    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__))
    for name in names:
        module = importlib.import_module(f"brinkwatch.knowledge.{name}")
        for loader in vars(module).values():
            # A loader is a cached function of the module without parameters.
            if hasattr(loader, "cache_info") and loader.__module__ == module.__name__ \
                    and loader.__wrapped__.__code__.co_argcount == 0:
                loader()
    yield Finding("ok", f"{len(names)} parts of the knowledge load", str(Path(package.__path__[0])))


def _store(store: Store) -> Iterator[Finding]:
    from brinkwatch.store.migrate import version
    from brinkwatch.store.schema import REVISION

    with store.engine.connect() as connection:
        tables = version(connection)
        if store.engine.dialect.name == "sqlite":
            sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if sound != "ok":
                yield Finding("error", f"the store is damaged: {sound}", store.name,
                              "Restore it from a backup")
    with store.batch():  # waits its turn like any other writer, and says so when it does not come
        pass
    if tables == REVISION:
        counts = store.stats()
        held = ", ".join(f"{counts[name]:,} {name}" for name in ("reports", "claims", "editions"))
        yield Finding("ok", f"the store opens, its tables are current ({tables}): {held}",
                      store.name)
    else:
        yield Finding("error", f"the store's tables are {tables}, not {REVISION}", store.name,
                      "Open it once with this version")


def _captures(store: Store) -> Iterator[Finding]:
    count = 0
    for sha, path, fault in store.verify_captures():
        count += 1
        if fault:
            yield Finding("error", f"capture {sha[:12]}: {fault}", path,
                          "Restore the store from a backup, or read the file again")
    yield Finding("ok", f"{count:,} captures hashed anew", store.name)


def _disk(store: Store) -> Iterator[Finding]:
    if store.engine.dialect.name != "sqlite" or store.name == ":memory:":
        return
    folder = Path(store.name).absolute().parent
    free = shutil.disk_usage(folder).free
    level = "error" if free < DISK_OUT else "warning" if free < DISK_LOW else "ok"
    yield Finding(level, f"{free / 1e9:.1f} GB free", str(folder),
                  "" if level == "ok" else "Free some space, or move the store")


def _sources(store: Store) -> Iterator[Finding]:
    now, bad = datetime.now(UTC), 0
    held = store.sources()
    for source in held:
        state = health(source, now)
        if state.state in NEED_A_LOOK:
            bad += 1
            if bad <= LISTED:
                yield Finding("warning", f"source {state.state}: {state.note}", source.url,
                              "Look at the site; 'brinkwatch sources' removes or pauses it")
    late = [s for s in held if not s.paused and s.due is not None and now - s.due > OVERDUE]
    if late:
        oldest = min(s.due for s in late if s.due is not None)
        yield Finding("warning", f"{len(late):,} sources have not been visited when they were due, "
                      f"one since {oldest:%Y-%m-%d %H:%M} UTC; nothing is watching", store.name,
                      "Start 'brinkwatch watch'")
    if held:
        yield Finding("ok", f"{len(held):,} sources watched, {bad:,} gone, failing, quiet or with "
                      "a gap",
                      store.name)


def _refusals(store: Store) -> Iterator[Finding]:
    more = 0
    for number, row in enumerate(store.refusals()):
        if number >= LISTED:
            more += 1
            continue
        place = f"{row['path']}, {row['place']}" if row["place"] else row["path"]
        yield Finding("warning", f"not read: {row['reason']}", place, row["mend"])
    if more:
        yield Finding("warning", f"{more:,} more inputs were not read", store.name,
                      "Mend those above first")


def _problems(store: Store) -> Iterator[Finding]:
    more = 0
    for number, row in enumerate(store.problems()):
        if number >= LISTED:
            more += 1
            continue
        times = f" ({row['times']} times)" if row["times"] > 1 else ""
        place = row["place"] or row["report"] or store.name
        yield Finding("warning", f"{row['stage']}: {row['what']}{times}", place, row["mend"] or "")
    if more:
        yield Finding("warning", f"{more:,} more problems", store.name, "Mend those above first")
