"""`brinkwatch explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brinkwatch.commands.kit import Json, Store, app, console, open_desk, print_json

if TYPE_CHECKING:
    from brinkwatch.explain import Explanation


@app.command(
    epilog="Example:  brinkwatch explain launch-prk-2025-11-07-33212de8.distance_km --out out/demo",
)
def explain(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="an incident, one of its fields (INCIDENT.FIELD), a story, a claim or an "
            "assessment, as edition.json names it",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="folder of the edition the id is from")
    ] = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Show what stands behind an id: every claim with its words, holder, origin, and the rule."""
    from brinkwatch.explain import explain as look_up
    from brinkwatch.knowledge.reliability import load
    from brinkwatch.model.codec import plain

    where = store or (str(out / "record.sqlite") if out is not None else None)
    with open_desk(where, create=False) as desk:
        own = desk.settings.reliability
        found = look_up(desk.store, id, load(own) if own is not None else None)
    if as_json:
        print_json(plain(found))
    else:
        _show(found)


def _show(found: Explanation) -> None:
    from rich.text import Text

    screen = console()
    screen.print(Text(f"{found.kind}: {found.title}", style="bold"))
    for note in found.notes:
        screen.print(Text(f"  {note}"))
    for row in found.rows:
        if "values" in row:
            _show_field(row)
        else:
            screen.print(Text("  " + "; ".join(f"{k}: {v}" for k, v in row.items() if v)))


def _show_field(row: dict[str, Any]) -> None:
    from rich.text import Text

    screen = console()
    screen.print()
    screen.print(Text(f"{row['field']}: {row['resolved']}   (rule: {row['rule']})", style="bold"))
    for value in row["values"]:
        origin = value["origin_name"] or value["origin"]
        line = f"  {value['value']}, by {value['by']} [{origin}], {value['time']}"
        line += f", {value['certainty']}"
        if value["superseded_by"]:
            line += ", withdrawn by its source"
        screen.print(Text(line))
        for claim in value["claims"]:
            for start, end, words in claim["spans"]:
                screen.print(Text(
                    f"      {claim['report']} {start}-{end} “{_short(words)}”", style="dim"))


def _short(words: str, width: int = 110) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
