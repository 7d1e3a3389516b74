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
    from brinkwatch.assess import deeds, judged_until
    from brinkwatch.assess.tension import assess
    from brinkwatch.launches import party_of, save
    from brinkwatch.model.codec import plain

    first, second = sorted((party_of(one), party_of(two)))
    pair = (first, second)
    if first == second:
        raise UsageError(f"{one} and {two} are the same; name two states")
    with open_desk(store) as desk:
        held = log_of(desk, history, bundled)
        stories, claims, reports = desk.held()
    coded = deeds.of_incidents([i for s in stories for i in s.incidents], claims, reports)
    coded += deeds.of_entries(e for e in held.entries if not e.kind)
    last = day_of("--until", until) or judged_until(held) or max(
        (d.day for d in coded), default=date.today())
    found = assess("record", [d for d in coded if d.day <= last], last, held, pair)
    assert found is not None
    detail: dict[str, Any] = found.detail or {}
    if chart is not None:
        from brinkwatch.publish import assessment_charts

        drawing = assessment_charts.tension(detail["series"], detail["edges"], last,
                                            detail["level"])
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
