"""`brinkwatch launches`: the launch log, its histories, forecasts and their backtest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brinkwatch.commands.kit import (
    Json,
    Quiet,
    Store,
    app,
    console,
    open_desk,
    print_json,
    progress_bar,
)
from brinkwatch.errors import UsageError

if TYPE_CHECKING:
    from brinkwatch.assess.log import Log
    from brinkwatch.desk import Desk
    from brinkwatch.model.log import Entry

launches_app = typer.Typer(
    invoke_without_command=True,
    help="The launch log: the record's launches joined with lists made by others.",
    epilog="Example:  brinkwatch launches --since 2025-01-01 --kind ballistic --by month",
)
app.add_typer(launches_app, name="launches")

Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="on that day or later")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="up to that day")]
Kind = Annotated[str | None, typer.Option(
    "--kind", help="ballistic, cruise, rocket artillery, air defence, space, nuclear, unknown, or "
                   "a range class such as ICBM")]
Actor = Annotated[str | None, typer.Option(
    "--actor", metavar="COUNTRY", help="who launches: a name or ISO 3166 code (PRK)")]
HistoryFiles = Annotated[list[Path] | None, typer.Option(
    "--history", metavar="FILE", help="a CNS/NTI, CSIS, ACLED or GDELT list to join, this time "
                                      "only; may be repeated")]
Bundled = Annotated[bool, typer.Option(
    "--bundled/--no-bundled", help="whether the bundled list is joined")]


@launches_app.callback(invoke_without_command=True)
def launches(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    actor: Actor = None,
    system: Annotated[str | None, typer.Option("--system", help="weapon system (KN-23)")] = None,
    source: Annotated[str | None, typer.Option(
        "--source", help='only launches this source tells of ("record", "cns")')] = None,
    differing: Annotated[bool, typer.Option(
        "--differing", help="only launches whose sources differ")] = False,
    by: Annotated[str | None, typer.Option(
        "--by", help="count by day, month, year, kind, actor or system instead of listing")] = None,
    history: HistoryFiles = None,
    bundled: Bundled = True,
    limit: Annotated[int, typer.Option("--limit", min=1, help="most recent launches shown")] = 40,
    chart: Annotated[Path | None, typer.Option(
        "--chart", metavar="FILE.svg", help="draw the launches in time, a row for each kind")
    ] = None,
    map_: Annotated[Path | None, typer.Option(
        "--map", metavar="FILE.svg", help="draw where they were launched")] = None,
    export: Annotated[Path | None, typer.Option(
        "--export", metavar="FILE", help="write them to FILE.csv or FILE.json")] = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """List, filter, count, draw and export launches."""
    if context.invoked_subcommand is not None:
        return
    from brinkwatch.launches import chosen, counted_by, draw, draw_map, write
    from brinkwatch.model.codec import plain

    first, last = day_of("--since", since), day_of("--until", until)
    with open_desk(store) as desk:
        held = log_of(desk, history, bundled)
    found = chosen(held, first, last, kind, actor, system, source, differing)
    if chart is not None:
        draw(found, chart)
    if map_ is not None:
        draw_map(found, map_)
    if export is not None:
        write(found, export)
    if by is not None:
        rows = counted_by(found, by)
        if as_json:
            for row in rows:
                print_json(row)
        else:
            show((by, "launch days", "launches", "missiles, at least"),
                   [[str(v) for v in row.values()] for row in rows])
        return
    if as_json:
        for e in found:
            print_json(plain(e))
        return
    if not found:
        typer.echo("brinkwatch: no launch fits", err=True)
    shown = found[-limit:]
    if differing:
        show(("day", "who", "kind", "where the sources differ"),
             [[e.begin, e.party, e.kind, "; ".join(e.differs)] for e in shown])
        return
    show(("day", "who", "kind", "class", "system", "missiles", "from", "outcome", "sources"),
           [_cells(e) for e in shown])
    if len(shown) < len(found):
        typer.echo(f"brinkwatch: the last {len(shown)} of {len(found)}; more with --limit",
                   err=True)


@launches_app.command(
    "import", epilog="Example:  brinkwatch launches import cns.xlsx provocations.csv")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Keep lists of launches made by others in the record; a list of the same name is replaced."""
    from brinkwatch.assess.histories import load

    read = [load(path) for path in files]
    with open_desk(store) as desk:
        for history in read:
            new = desk.store.put_history(history)
            for place, why in history.refused:
                typer.echo(f"brinkwatch: {history.name}, {place}: left out, {why}", err=True)
            if as_json:
                print_json({"name": history.name, "rows": len(history.entries), "new": new,
                            "refused": len(history.refused)})
            else:
                typer.echo(f"{history.name}: {len(history.entries)} rows, "
                           f"{len(history.refused)} left out{'' if new else '; kept already'}")


@launches_app.command("forget", epilog="Example:  brinkwatch launches forget cns")
def forget(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)], store: Store = None
) -> None:
    """Drop an imported list from the record."""
    with open_desk(store) as desk:
        if not desk.store.drop_history(name):
            names = ", ".join(h.name for h in desk.store.histories()) or "none"
            raise UsageError(f"{name}: no list of that name is kept; there are: {names}")


@launches_app.command("histories", epilog="Example:  brinkwatch launches histories")
def histories(store: Store = None, as_json: Json = False) -> None:
    """Show the lists in use: what each covers, counts and is known to lack."""
    from dataclasses import replace

    from brinkwatch import judging
    from brinkwatch.model.codec import plain

    with open_desk(store) as desk:
        held = judging.histories(desk.store)
    if as_json:
        for h in held:
            print_json({**plain(replace(h, entries=())), "rows": len(h.entries)})
        return
    show(("name", "rows", "covers", "complete for", "known gaps"), [
        [h.name, str(len(h.entries)), f"{h.begins or '?'} to {h.ends or '?'}",
         ", ".join(h.complete) or "nothing", " ".join(h.gaps)] for h in held])


@launches_app.command("tempo", epilog="Example:  brinkwatch launches tempo --actor PRK --days 28")
def tempo(
    actor: Actor = None, kind: Kind = None, until: Until = None,
    days: Annotated[int, typer.Option("--days", min=7, help="days of the window")] = 28,
    history: HistoryFiles = None, bundled: Bundled = True, as_json: Json = False,
    store: Store = None,
) -> None:
    """Compare the launches of a window with the year before."""
    from brinkwatch.launches import pace

    with open_desk(store) as desk:
        held = log_of(desk, history, bundled)
    told = pace(held, actor, kind, day_of("--until", until), days)
    if as_json:
        print_json(told)
        return
    for line in told["lines"]:
        typer.echo(line)


@launches_app.command("forecast", epilog="Example:  brinkwatch launches forecast --actor PRK")
def forecast(
    actor: Actor = None, history: HistoryFiles = None, bundled: Bundled = True,
    keep: Annotated[bool, typer.Option(
        "--keep/--no-keep", help="keep them in the record, to be scored when due")] = True,
    as_json: Json = False, store: Store = None,
) -> None:
    """Give the chance of another launch, keep it, and score those that are due."""
    from dataclasses import asdict

    from brinkwatch import judging
    from brinkwatch.assess import judged_until
    from brinkwatch.assess.forecast import issue
    from brinkwatch.launches import party_in

    with open_desk(store) as desk:
        held = log_of(desk, history, bundled)
        scored = judging.score(desk.store, held)
        party = party_in(held, actor)
        made = issue.assess(f"log-{party}", party, judged_until(held), held)
        if keep and made is not None:
            desk.store.add_forecasts(judging.made([made]))
        kept = desk.store.forecasts(party)
    if as_json:
        for row in (made.detail or {}).get("forecasts", []) if made else ():
            print_json(row)
        for item in kept:
            if item.outcome is not None:
                print_json({**asdict(item), "brier": item.brier})
        return
    if made is not None:
        typer.echo(made.verdict)
        typer.echo(made.note)
    done = [f.brier for f in kept if f.brier is not None]
    if done:
        typer.echo(f"{len(done)} earlier forecasts scored, {len(scored)} of them now: "
                   f"mean Brier score {sum(done) / len(done):.3f}")


@launches_app.command(
    "backtest", epilog="Example:  brinkwatch launches backtest --history cns.json")
def backtest(
    actor: Actor = None, kind: Kind = None,
    begin: Annotated[str | None, typer.Option(
        "--from", metavar="DATE", help="first origin; else five years into the log")] = None,
    history: HistoryFiles = None, bundled: Bundled = True, as_json: Json = False,
    store: Store = None,
) -> None:
    """Score the forecasts' models over the past: Brier and log score, skill, calibration."""
    from brinkwatch.assess.forecast import issue, printed
    from brinkwatch.launches import tested

    with open_desk(store) as desk:
        held = log_of(desk, history, bundled)
    test, what = tested(held, actor, kind, day_of("--from", begin))
    if as_json:
        print_json(issue.summary(test))
        return
    for line in printed.lines(test, what):
        typer.echo(line)


def log_of(desk: Desk, history: list[Path] | None, bundled: bool, quiet: Quiet = True) -> Log:
    """The launch log of a record, with histories joined for this once."""
    from brinkwatch import judging
    from brinkwatch.assess.histories import load

    more = [load(path) for path in history or ()]
    with progress_bar(quiet) as progress:
        stories, claims, reports = desk.held(progress=progress)
    return judging.log(desk.store, stories, claims, reports, more, bundled)


def day_of(option: str, text: str | None) -> date | None:
    """The day an option holds.

    Raises:
        UsageError: it is no ISO date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r}: not an ISO date; write it as 2025-11-08") from None


def _cells(e: Entry) -> list[str]:
    high = "+" if e.count_high is None else "" if e.count_high == e.count_low else (
        f"–{e.count_high}")
    sources = [e.source, *dict.fromkeys(s.split(":")[0] for s in e.same_as)]
    return [
        e.begin if e.dated else f"{e.begin} to {e.until}", e.party, e.kind, e.range_class or "",
        e.system or "", f"{e.count_low}{high}" if e.count_low is not None else "?", e.place or "",
        e.outcome or "", ", ".join(dict.fromkeys(sources)) + (" ≠" if e.differs else ""),
    ]


def show(heads: tuple[str, ...], rows: list[list[str]]) -> None:
    """A table on standard output."""
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold", expand=False)
    for n, head in enumerate(heads):
        table.add_column(head, overflow="fold", no_wrap=n == 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


__all__ = ["launches_app", "log_of"]
