"""What every command of the command line shares: the app, options, the desk, progress, printing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brinkwatch.errors import StoreError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from brinkwatch.desk import Desk, Progress

app = typer.Typer(
    name="brinkwatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="An open crisis desk: reads public reporting, keeps checked claims, publishes pages "
    "whose every sentence opens its sources.",
)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help=".txt, .html, .json, .jsonl, .csv or .tsv with a header, .parquet, .warc, a folder, "
        "or - for stdin",
        show_default=False,
    ),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="PATH", help="where the record is kept (file, :memory: or database URL)"
    ),
]
When = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help="publication date of inputs that give none (2025-11-08)"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print data as JSON, one object a line")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="no progress on stderr")]


def date_of(text: str | None) -> date | datetime | None:
    """What --date holds.

    Raises:
        UsageError: it is no ISO date.
    """
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--date {text!r}: not an ISO date; write it as 2025-11-08 or 2025-11-08T09:00+00:00"
        ) from None


@contextmanager
def open_desk(where: str | None, *, create: bool = True) -> Iterator[Desk]:
    """The desk with its record; where no default place can be written, one that keeps nothing.

    `create=False` is for commands that only look: without a record they fail.
    """
    from brinkwatch import log
    from brinkwatch.config import Settings
    from brinkwatch.desk import Desk

    settings = Settings()
    log.configure(settings.log_level, settings.log_format)
    try:
        desk = Desk.open(where, settings, create=create)
    except StoreError as error:
        if where is not None or settings.store_was_chosen or not create:
            raise
        typer.echo(f"brinkwatch: {error.message}; this run keeps no record", err=True)
        desk = Desk.open(":memory:", settings)
    with desk:
        yield desk


@contextmanager
def progress_bar(hidden: bool) -> Iterator[Progress]:
    """A bar on standard error for each step, or nothing."""
    from brinkwatch.desk import quiet

    if hidden:
        yield quiet
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
    )
    tasks: dict[str, Any] = {}

    def progress(step: str, done: int, total: int | None) -> None:
        if step not in tasks:
            tasks[step] = bar.add_task(step, total=total)
        bar.update(tasks[step], completed=done, total=total)

    with bar:
        yield progress


def console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr)


def print_json(value: Any) -> None:
    """One JSON object on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
