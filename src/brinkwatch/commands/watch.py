"""`brinkwatch watch`."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brinkwatch.commands.kit import Json, Quiet, Store, app, open_desk, print_json
from brinkwatch.errors import PublishError, StoreError
from brinkwatch.model.watched import FAILED, NEW, Visit

if TYPE_CHECKING:
    from brinkwatch.desk import Desk
    from brinkwatch.store import Store as Record

LONGEST_WAIT, AFTER_TROUBLE = 60.0, 30.0
"""Seconds between two looks at what is due (somebody may add a source), and after the record
could not be written."""
KEPT = timedelta(days=90)
"""The log of visits goes back this far."""


@app.command(epilog="Example:  brinkwatch watch --once")
def watch(
    once: Annotated[
        bool, typer.Option("--once", help="visit every source once, then stop")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="ask the sources, show what is new, keep nothing")
    ] = False,
    read: Annotated[
        bool, typer.Option("--read/--no-read", help="read what is new to claims after each round")
    ] = True,
    days: Annotated[
        int, typer.Option("--edition", metavar="DAYS", min=0, max=3_650,
                          help="after something new, make an edition of this many days; 0 is none")
    ] = 0,
    as_json: Json = False,
    quiet: Quiet = False,
    store: Store = None,
) -> None:
    """Visit the sources when they are due, fetch what is new, keep what changed."""
    failed = False
    with open_desk(store, create=not dry_run) as desk:
        if not desk.store.sources():
            typer.echo("brinkwatch: nothing is watched yet; add a source with "
                       "'brinkwatch sources add URL'", err=True)
            if once or dry_run:
                return
        if dry_run:
            with desk.watcher() as watcher:
                for visit, urls in watcher.preview():
                    _say(visit, as_json, False, urls)
                    failed = failed or visit.outcome == FAILED
        else:
            failed = _rounds(desk, once, read, days, as_json, quiet)
    if failed and (once or dry_run):
        raise typer.Exit(1)


def _rounds(desk: Desk, once: bool, read: bool, days: int, as_json: bool, quiet: bool) -> bool:
    """Rounds until a signal, or one; whether a source failed in the last."""
    stop, failed, trouble = threading.Event(), False, _Trouble(desk.store)
    with desk.watcher() as watcher:
        def finish(*_: Any) -> None:
            stop.set()
            watcher.stop()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, finish)
        editions = _Editions(desk, days) if days else None
        while not stop.is_set():
            wait = LONGEST_WAIT
            try:
                failed = False
                for visit in watcher.round(everything=once):
                    failed = failed or visit.outcome == FAILED
                    _say(visit, as_json, quiet)
                if (read or days) and not stop.is_set():
                    desk.read_new()
                if editions and not stop.is_set():
                    editions.make()
                desk.store.prune_visits(datetime.now(UTC) - KEPT)
                trouble.over()
                due = desk.store.next_due()
                if due is not None:
                    wait = min(wait, max(1.0, (due - datetime.now(UTC)).total_seconds()))
            except StoreError as error:
                # A full disk or a locked store mends; what was not kept is fetched again.
                if once:
                    raise
                typer.echo(f"brinkwatch: {error.message} Trying again.", err=True)
                trouble.note(error)
                wait = AFTER_TROUBLE
            if once:
                break
            stop.wait(wait)
    return failed


class _Trouble:
    """Remembers that the record took nothing, until it can be told so itself."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._said: tuple[datetime, str] | None = None

    def note(self, error: StoreError) -> None:
        since = self._said[0] if self._said else datetime.now(UTC)
        self._said = since, error.message

    def over(self) -> None:
        if self._said is not None:
            since, message = self._said
            self._record.add_problem(
                "store", f"the watch could not write to the record: {message}",
                place=f"from {since:%Y-%m-%d %H:%M} UTC", mend="It has passed; nothing was lost")
            self._said = None


class _Editions:
    """Makes an edition of the last days whenever reports have come in that none has considered. One
    that may not be published costs no round, and is tried again when there is something new."""

    def __init__(self, desk: Desk, days: int) -> None:
        self._desk, self._span = desk, timedelta(days=days)
        self._refused: int | None = None

    def make(self) -> None:
        since = datetime.now(UTC) - self._span
        upto = self._desk.store.edition_due(since)
        if upto is None or upto == self._refused:
            return
        try:
            edition = self._desk.edition_since(since)
        except PublishError as error:
            self._refused = upto
            self._desk.store.add_problem("publish", error.message, mend="Report this as a bug")
            typer.echo(f"brinkwatch: no edition: {error.message}", err=True)
            return
        if edition is not None:
            typer.echo(f"brinkwatch: edition: {edition.headline}", err=True)


def _say(visit: Visit, as_json: bool, quiet: bool, urls: tuple[str, ...] = ()) -> None:
    from brinkwatch.model.codec import plain

    if as_json:
        line: dict[str, Any] = plain(visit)
        print_json({**line, "urls": list(urls)} if urls else line)
        return
    if quiet and visit.outcome != FAILED:
        return
    parts = [f"{count} {name}" for name, count in (
        ("new", visit.new), ("changed", visit.changed), ("articles failed", visit.failed),
        ("waiting", visit.waiting)) if count]
    if visit.outcome == FAILED:
        typer.echo(f"{visit.outcome:<12} {visit.reason}")
    else:
        about = ", ".join(parts) if visit.outcome == NEW or parts else ""
        typer.echo(f"{visit.outcome:<12} {visit.source}" + (f": {about}" if about else "")
                   + (f" ({visit.reason})" if visit.reason else ""))
    for url in urls:
        typer.echo(f"  {url}")
