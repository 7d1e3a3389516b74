"""The command line: a thin skin over `brinkwatch.desk`.

Data goes to stdout, progress and messages to stderr. Exit code 0 is success, 1 is failure (also
when part of a batch could not be read), 2 is bad usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import brinkwatch
from brinkwatch.errors import BrinkwatchError, StoreError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from brinkwatch.desk import Desk, Intake, Progress

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
        help=".txt, .html, .json, .jsonl, .csv or .tsv with a header, a folder, or - for stdin",
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


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    if version:
        typer.echo(brinkwatch.__version__)
        raise typer.Exit


@app.command(
    epilog="Example:  brinkwatch demo --out out/demo",
)
def demo(
    out: Annotated[Path, typer.Option("--out", help="folder for the edition")] = Path("out/demo"),
    quiet: Quiet = False,
) -> None:
    """Read the bundled sample dossier and write an edition."""
    from brinkwatch.sample import dossier_paths

    with _desk(_beside(out)) as desk, _progress(quiet) as progress:
        brief_ = desk.brief(dossier_paths(), out, sample=True, progress=progress)
    _say_refusals(brief_.intake)
    _summary(brief_)
    typer.echo(out / "index.html")


@app.command(
    epilog="Example:  brinkwatch read report.txt --date 2025-11-08 --json",
)
def read(
    inputs: Inputs,
    when: When = None,
    as_json: Json = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Read reports and print the claims found in them."""
    with _desk(store) as desk, _progress(quiet or not sys.stderr.isatty()) as progress:
        intake = desk.take(inputs, default_date=_date(when), progress=progress)
        readings = desk.read(intake.reports, progress=progress)
    if as_json:
        from brinkwatch.model.codec import plain

        for reading in readings.values():
            for claim in reading.claims:
                _print_json(plain(claim))
    else:
        from brinkwatch.tables import claims_table

        console = _console()
        for report in intake.reports:
            console.print(claims_table(report, readings[report.id].claims))
    _say_refusals(intake)
    if intake.failed:
        raise typer.Exit(1)


@app.command(
    epilog="Example:  brinkwatch brief reports.csv --out out/today",
)
def brief(
    inputs: Inputs,
    out: Annotated[
        Path | None, typer.Option("--out", help="folder for index.html, edition.json, edition.md")
    ] = None,
    when: When = None,
    stories: Annotated[
        bool, typer.Option("--stories", help="only print which report belongs to which story")
    ] = False,
    as_json: Json = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Make an edition out of reports: pages in which every sentence cites its words."""
    if out is None and not stories:
        raise UsageError("brief: no output folder; give one with --out DIR, or use --stories")
    where = store or (_beside(out) if out is not None else None)
    with _desk(where) as desk, _progress(quiet) as progress:
        if stories:
            intake = desk.take(inputs, default_date=_date(when), progress=progress)
            for row in desk.stories(intake.reports, progress=progress):
                _print_json(row)
        else:
            assert out is not None
            made = desk.brief(inputs, out, default_date=_date(when), progress=progress)
            intake = made.intake
    _say_refusals(intake)
    if not stories:
        _summary(made)
        if as_json:
            typer.echo((out / "edition.json").read_text(encoding="utf-8"), nl=False)  # type: ignore[operator]
        else:
            typer.echo(out / "index.html")  # type: ignore[operator]
    if intake.failed:
        raise typer.Exit(1)


@app.command(
    epilog="Example:  brinkwatch doctor --store out/demo/record.sqlite",
)
def doctor(store: Store = None, as_json: Json = False) -> None:
    """Check the desk's health and list every input that could not be read."""
    from brinkwatch.doctor import examine
    from brinkwatch.model.codec import plain

    with _desk(store) as desk:
        findings = examine(desk.store, desk.settings)
    if as_json:
        for finding in findings:
            _print_json(plain(finding))
    else:
        from brinkwatch.tables import findings_table

        _console().print(findings_table(findings))
    if any(f.level == "error" for f in findings):
        raise typer.Exit(1)


def main() -> None:
    """Entry point: turns the desk's errors into one line on stderr and an exit code."""
    try:
        app(standalone_mode=True)
    except BrinkwatchError as error:
        typer.echo(f"brinkwatch: {error.message}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("brinkwatch: interrupted; run the same command again to go on", err=True)
        sys.exit(130)


def _date(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--date {text!r}: not an ISO date; write it as 2025-11-08 or 2025-11-08T09:00+00:00"
        ) from None


def _beside(out: Path) -> str:
    """The record is kept with the edition made from it, so the edition can be rebuilt."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{out}: {error.strerror or error}; choose a folder you may write to with --out"
        ) from None
    return str(out / "record.sqlite")


@contextmanager
def _desk(where: str | None) -> Iterator[Desk]:
    from brinkwatch.config import Settings
    from brinkwatch.desk import Desk

    from brinkwatch import log

    settings = Settings()
    log.configure(settings.log_level, settings.log_format)
    try:
        desk = Desk.open(where, settings)
    except StoreError as error:
        if where is not None or settings.store_was_chosen:
            raise
        typer.echo(f"brinkwatch: {error.message}; this run keeps no record", err=True)
        desk = Desk.open(":memory:", settings)
    with desk:
        yield desk


@contextmanager
def _progress(hidden: bool) -> Iterator[Progress]:
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
        console=_console(stderr=True),
        transient=True,
    )
    tasks: dict[str, Any] = {}

    def progress(step: str, done: int, total: int | None) -> None:
        if step not in tasks:
            tasks[step] = bar.add_task(step, total=total)
        bar.update(tasks[step], completed=done, total=total)

    with bar:
        yield progress


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _say_refusals(intake: Intake) -> None:
    for refusal in intake.refusals:
        typer.echo(f"brinkwatch: {refusal.message}", err=True)


def _summary(brief_: Any) -> None:
    edition = brief_.edition
    sentences = sum(
        len(p.summary) + sum(len(s.sentences) for s in p.sections) for p in edition.stories
    )
    typer.echo(
        f"{len(edition.stories)} stories, {sentences} sentences, all cited; "
        f"{sum(len(p.reports) for p in edition.stories)} reports used, "
        f"{len(edition.left_out)} left out",
        err=True,
    )


__all__ = ["app", "main"]
