"""`brinkwatch sources`: what is watched, and how it is doing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from brinkwatch.commands.kit import Json, Store, app, console, open_desk, print_json
from brinkwatch.errors import FetchError, UsageError
from brinkwatch.model.watched import KINDS, Source, ago, health

sources = typer.Typer(
    invoke_without_command=True,
    help="List what is watched, with its health; add, remove, pause, import and export sources.",
    epilog="Example:  brinkwatch sources add https://news.example/feed.xml",
)
app.add_typer(sources, name="sources")

Urls = Annotated[list[str], typer.Argument(metavar="URL...", show_default=False)]
Every = Annotated[
    int, typer.Option("--every", min=60, max=604_800, help="seconds between two visits")
]


@sources.callback()
def listed(context: typer.Context, as_json: Json = False, store: Store = None) -> None:
    """List what is watched, with its health; add, remove, pause, import and export sources."""
    if context.invoked_subcommand is not None:
        context.obj = store
        return
    now = datetime.now(UTC)
    with open_desk(store, create=False) as desk:
        held = desk.store.sources()
    if as_json:
        from brinkwatch.model.codec import plain

        for source in held:
            print_json({**plain(source), "health": plain(health(source, now))})
        return
    if not held:
        typer.echo("brinkwatch: nothing is watched yet; add a source with "
                   "'brinkwatch sources add URL'", err=True)
        return
    console().print(_table(held, now))


@sources.command(epilog="Example:  brinkwatch sources add https://news.example/feed.xml")
def add(
    context: typer.Context, urls: Urls,
    kind: Annotated[
        str, typer.Option("--kind", help="feed, sitemap, or page for one page")] = "feed",
    title: Annotated[str | None, typer.Option("--title", help="the outlet's name")] = None,
    every: Every = 900, store: Store = None,
) -> None:
    """Watch a feed (RSS, Atom, JSON Feed), a sitemap or a page."""
    if kind not in KINDS:
        raise UsageError(f"--kind {kind!r}: it is one of {', '.join(KINDS)}")
    new = [_source(url, kind, title, every) for url in urls]
    with open_desk(_store(context, store)) as desk:
        for source in new:
            done = desk.store.add_source(source)
            typer.echo(f"{source.url}: {'added' if done else 'watched already'}", err=True)


@sources.command(epilog="Example:  brinkwatch sources remove https://news.example/feed.xml")
def remove(context: typer.Context, urls: Urls, store: Store = None) -> None:
    """Watch sources no more. What was kept of them stays in the record."""
    _each(context, store, urls, lambda desk, url: desk.store.remove_source(url), "removed")


@sources.command(epilog="Example:  brinkwatch sources pause https://news.example/feed.xml")
def pause(context: typer.Context, urls: Urls, store: Store = None) -> None:
    """Do not visit sources until they are resumed."""
    _each(context, store, urls, lambda desk, url: desk.store.change_source(url, paused=True),
          "paused")


@sources.command(epilog="Example:  brinkwatch sources resume https://news.example/feed.xml")
def resume(context: typer.Context, urls: Urls, store: Store = None) -> None:
    """Visit paused sources again, and failing ones at once."""
    _each(context, store, urls, lambda desk, url: desk.store.change_source(
        url, paused=False, due=None), "resumed")


@sources.command("import", epilog="Example:  brinkwatch sources import feeds.opml")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="an OPML file", show_default=False)],
    every: Every = 900, store: Store = None,
) -> None:
    """Watch every feed of an OPML list."""
    from brinkwatch.collect.web.outlines import opml

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: it cannot be read ({error.strerror}). Check the path.") from None
    added, known, wrong = 0, 0, 0
    with open_desk(_store(context, store)) as desk:
        for item in opml(data, str(file)):
            try:
                source = _source(item.url, "feed", item.title, every)
            except UsageError as error:
                wrong += 1
                typer.echo(f"brinkwatch: {error.message}", err=True)
                continue
            if desk.store.add_source(source):
                added += 1
            else:
                known += 1
    typer.echo(f"{added} added, {known} watched already, {wrong} not usable", err=True)
    if wrong:
        raise typer.Exit(1)


@sources.command(epilog="Example:  brinkwatch sources export > feeds.opml")
def export(context: typer.Context, store: Store = None) -> None:
    """Print the feeds as an OPML list."""
    from brinkwatch.export.outlines import as_opml

    with open_desk(_store(context, store), create=False) as desk:
        typer.echo(as_opml(desk.store.sources()).decode(), nl=False)


def _source(url: str, kind: str, title: str | None, every: int) -> Source:
    from brinkwatch.collect.web.addresses import canonical

    try:
        address = canonical(url if "://" in url else f"https://{url}")
    except FetchError as error:
        raise UsageError(error.message) from None
    return Source(url=address, kind=kind, title=title, every=every, added=datetime.now(UTC))


def _each(context: typer.Context, store: str | None, urls: list[str], act: Any, done: str) -> None:
    addresses = [_source(url, "feed", None, 900).url for url in urls]
    with open_desk(_store(context, store), create=False) as desk:
        for url in addresses:
            act(desk, url)
            typer.echo(f"{url}: {done}", err=True)


def _store(context: typer.Context, given: str | None) -> str | None:
    """--store may stand before or after the word."""
    return given if given is not None else context.obj


def _table(held: list[Source], now: datetime) -> Any:
    from rich.table import Table
    from rich.text import Text

    colours = {"ok": "green", "new": "", "hiccup": "yellow", "quiet": "yellow", "gap": "yellow",
               "paused": "dim", "failing": "bold red", "gone": "bold red"}
    table = Table(header_style="bold")
    for heading in ("health", "source", "articles", "answered", "brought new", "what there is to "
                    "know"):
        table.add_column(heading, overflow="fold")
    for source in held:
        state = health(source, now)
        name = Text(source.title or source.url, "bold")
        if source.title:
            name.append(f"\n{source.url}", "dim")
        table.add_row(Text(state.state, colours[state.state]), name, f"{source.articles:,}",
                      ago(source.answered, now), ago(source.moved, now), Text(state.note))
    return table
