"""From reports to claims and editions: `demo`, `read`, `brief`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brinkwatch.commands.kit import (
    Inputs,
    Json,
    Quiet,
    Store,
    When,
    app,
    console,
    date_of,
    open_desk,
    print_json,
    progress_bar,
)
from brinkwatch.errors import UsageError

if TYPE_CHECKING:
    from brinkwatch.desk import Intake


@app.command(
    epilog="Example:  brinkwatch demo --out out/demo",
)
def demo(
    out: Annotated[Path, typer.Option("--out", help="folder for the edition")] = Path("out/demo"),
    quiet: Quiet = False,
) -> None:
    """Read the bundled sample dossier and write an edition."""
    from brinkwatch.sample import dossier_paths

    with open_desk(_beside(out)) as desk, progress_bar(quiet) as progress:
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
    with open_desk(store) as desk, progress_bar(quiet or not sys.stderr.isatty()) as progress:
        intake = desk.take(inputs, default_date=date_of(when), progress=progress)
        readings = desk.read(intake.reports, progress=progress)
    if as_json:
        from brinkwatch.model.codec import plain

        for reading in readings.values():
            for claim in reading.claims:
                print_json(plain(claim))
    else:
        from brinkwatch.tables import claims_table

        screen = console()
        for report in intake.reports:
            screen.print(claims_table(report, readings[report.id].claims))
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
    history: Annotated[
        list[Path] | None,
        typer.Option("--history", metavar="FILE",
                     help="a list of launches to import and judge by (see launches import)"),
    ] = None,
    draft: Annotated[bool, typer.Option(
        "--draft", help="let the writer of the settings redraft sections; each sentence is checked")
    ] = False,
    as_json: Json = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Make an edition out of reports: pages in which every sentence cites its words."""
    if out is None and not stories:
        raise UsageError("brief: no output folder; give one with --out DIR, or use --stories")
    where = store or (_beside(out) if out is not None else None)
    with open_desk(where) as desk, progress_bar(quiet) as progress:
        if history:
            from brinkwatch.assess.histories import load

            for read_ in [load(path) for path in history]:
                desk.store.put_history(read_)
        if stories:
            intake = desk.take(inputs, default_date=date_of(when), progress=progress)
            for row in desk.stories(intake.reports, keep=where is not None, progress=progress):
                print_json(row)
        else:
            assert out is not None
            made = desk.brief(
                inputs, out, default_date=date_of(when), draft=_say if draft else None,
                progress=progress)
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


def _beside(out: Path) -> str:
    """The record is kept with the edition made from it, so the edition can be rebuilt."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{out}: {error.strerror or error}; choose a folder you may write to with --out"
        ) from None
    return str(out / "record.sqlite")


def _say(line: str) -> None:
    typer.echo(f"brinkwatch: {line}", err=True)


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
