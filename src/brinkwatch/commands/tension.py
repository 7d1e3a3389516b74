"""`brinkwatch tension A B`: how tense it is between two states, against their own past."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from brinkwatch.commands.kit import Json, Store, app, open_desk, print_json
from brinkwatch.commands.launches import Bundled, HistoryFiles, Until, day_of, log_of, show
from brinkwatch.errors import UsageError


@app.command(epilog="Example:  brinkwatch tension USA PRK --store out/demo/record.sqlite")
def tension(
    one: Annotated[str, typer.Argument(metavar="A", help="a state: name or ISO 3166 code",
                                       show_default=False)],
    two: Annotated[str, typer.Argument(metavar="B", show_default=False)],
    until: Until = None,
    history: HistoryFiles = None,
    bundled: Bundled = True,
    chart: Annotated[Path | None, typer.Option(
        "--chart", metavar="FILE.svg", help="draw the last half year with the levels")] = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Give the tension between two states as a level against their own past, with its interval,
    the events that moved it, and what each weight does to it."""
    from brinkwatch import judging
    from brinkwatch.launches import save
    from brinkwatch.model.codec import plain

    day = day_of("--until", until)
    with open_desk(store) as desk:
        held = log_of(desk, history, bundled)
        found = judging.tension(one, two, held, judging.coded(held, *desk.held()), day)
    detail: dict[str, Any] = found.detail or {}
    first, second = detail["pair"]
    if chart is not None:
        from brinkwatch.publish import assessment_charts

        drawing = assessment_charts.tension(detail["series"], detail["edges"],
                                            date.fromisoformat(detail["day"]), detail["level"])
        if not drawing:
            raise UsageError(f"{chart}: there is no series to draw; {found.note}")
        save(chart, assessment_charts.standalone(drawing, f"Tension {first} {second}"))
    if as_json:
        print_json(plain(found))
        return
    typer.echo(f"{first} and {second}: {found.verdict}")
    typer.echo(found.note)
    if detail["moved"]:
        show(("day", "what", "who to whom", "type", "how sure", "origins", "adds now"), [
            [m["day"], m["title"] or "", f"{m['actor']} → {m['recipient'] or 'nobody named'}",
             "/".join(filter(None, (m["type"], m["mode"]))), m["certainty"], str(m["origins"]),
             f"{m['adds']:+.3f}"] for m in detail["moved"]])
    if detail["sensitivity"]:
        show(("weight", "from", "to", "score", "rank", "level"), [
            [s["weight"], f"{s['from']:g}", f"{s['to']:g}", f"{s['value']:.2f}",
             "" if s["rank"] is None else f"{s['rank']:.0%}", s["level"]]
            for s in detail["sensitivity"]])
