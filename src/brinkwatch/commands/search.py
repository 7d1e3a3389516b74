"""`brinkwatch search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from brinkwatch.commands.kit import Json, Store, app, console, open_desk, print_json

if TYPE_CHECKING:
    from rich.text import Text

    from brinkwatch.store import Hit


@app.command(
    epilog="Example:  brinkwatch search 'missile \"Sea of Japan\"' --kind claims --limit 50",
)
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help='words that must all occur, in any form; "a phrase" in quotes, begin*, -without',
            show_default=False,
        ),
    ],
    kind: Annotated[
        str, typer.Option("--kind", help="what to look through: reports, claims or people")
    ] = "reports",
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="published then or later")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="published before")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="most hits shown")] = 20,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Search reports, claims or people, best match first, with the words that match."""
    from brinkwatch.model.codec import plain

    with open_desk(store, create=False) as desk:
        found = desk.store.search(
            " ".join(words), kind, since=since, until=until, limit=limit  # type: ignore[arg-type]
        )
    if as_json:
        for hit in found.hits:
            print_json(plain(hit))
        return
    screen = console()
    for hit in found.hits:
        screen.print(_heading(hit))
        screen.print(_snippet(hit))
        screen.print()
    if not found.hits:
        typer.echo("brinkwatch: nothing was found", err=True)
    elif found.more:
        typer.echo(f"brinkwatch: there are more; --limit {limit * 5} shows more", err=True)


def _heading(hit: Hit) -> Text:
    from rich.text import Text

    day = (hit.published or "")[:10]
    about: list[str | None] = [hit.source, day, hit.certainty]
    if hit.kind == "people":
        parts = ", ".join(f"{role} in {count}" for role, count in (hit.roles or {}).items())
        about = [hit.country, "; ".join(hit.offices), parts, f"last named {day}" if day else None]
    line = Text(hit.title, "bold")
    line.append(" · ".join(["", *filter(None, about)]), "dim")
    line.append(f"  {hit.id}", "dim")
    return line


def _snippet(hit: Hit) -> Text:
    from rich.text import Text

    text = Text(hit.snippet.replace("\n", " "))
    for start, end in hit.matches:
        text.stylize("bold yellow", start, end)
    return text
