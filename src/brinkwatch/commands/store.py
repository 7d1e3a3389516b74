"""`brinkwatch store`: copies, retention, the search index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from brinkwatch.commands.kit import Json, Store, app, open_desk, print_json

store_app = typer.Typer(
    no_args_is_help=True,
    help="Copy, restore and trim the record; make its search index anew.",
    epilog="Example:  brinkwatch store backup record-copy.sqlite",
)
app.add_typer(store_app, name="store")

File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]


@store_app.command(epilog="Example:  brinkwatch store backup record-copy.sqlite")
def backup(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="replace the file")] = False,
    store: Store = None,
) -> None:
    """Copy the record to a file, checked and whole, while the desk goes on."""
    with open_desk(store, create=False) as desk:
        done = desk.store.backup(file, overwrite=force)
    typer.echo(f"{done.path}: {done.reports:,} reports, {done.editions:,} editions, "
               f"{done.size / 1e6:.1f} MB", err=True)


@store_app.command(epilog="Example:  brinkwatch store restore record-copy.sqlite")
def restore(file: File, store: Store = None) -> None:
    """Put a copy in the place of the record. What the record held is kept beside it."""
    from brinkwatch.config import Settings
    from brinkwatch.store.backup import restore as put_back

    done = put_back(file, store if store is not None else Settings().store)
    typer.echo(f"{done.path}: {done.reports:,} reports, {done.editions:,} editions restored"
               + (f"; what it held before is in {done.kept}" if done.kept else ""), err=True)


@store_app.command(epilog="Example:  brinkwatch store prune --days 365 --dry-run")
def prune(
    days: Annotated[int, typer.Option("--days", min=1, help="keep what is younger than this")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would go")] = False,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Let old reports go, except those that a published edition or a current story rests on."""
    from brinkwatch.model.codec import plain

    with open_desk(store, create=False) as desk:
        done = desk.store.prune(datetime.now(UTC) - timedelta(days=days), dry_run=dry_run)
    if as_json:
        print_json(plain(done))
        return
    verb = "would go" if dry_run else "let go"
    typer.echo(f"{done.reports:,} reports and {done.captures:,} captures {verb} "
               f"({done.size / 1e6:.1f} MB); {done.spared:,} old reports are evidence and stay",
               err=True)


@store_app.command(epilog="Example:  brinkwatch store reindex")
def reindex(store: Store = None) -> None:
    """Make the search index anew from the record."""
    with open_desk(store, create=False) as desk:
        desk.store.reindex()
    typer.echo("the search index was made anew", err=True)
