"""`brinkwatch export` and `brinkwatch import`: open data out, and in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brinkwatch.commands.kit import Json, Quiet, Store, app, open_desk, print_json, progress_bar

Words = list[str] | None
PAGES = frozenset({"ninjs", "jsonld", "prov", "atom", "jsonfeed"})
"""Formats of story pages, which need an edition."""
FORMATS_HELP = ("may be given again: jsonl, csv, parquet, geojson, stix, cap, ninjs, jsonld, prov, "
                "atom, jsonfeed, opml, warc, or all")


@app.command(
    epilog="Example:  brinkwatch export --format csv --format geojson --since 2025-11-01 "
    "--out out/data --store out/demo/record.sqlite",
)
def export(
    out: Annotated[Path, typer.Option("--out", help="folder for the files and manifest.json")],
    formats: Annotated[
        list[str], typer.Option("--format", metavar="F", help=FORMATS_HELP)
    ] = ["csv"],  # noqa: B006
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="happened then or later")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="happened then or before")] = None,
    types: Annotated[Words, typer.Option(
        "--type", metavar="T", help="PLOVER type or kind of record (launch); any of them")] = None,
    actors: Annotated[Words, typer.Option(
        "--actor", metavar="NAME", help="who acts, suffers or speaks; any of them")] = None,
    country: Annotated[Words, typer.Option(
        "--country", metavar="C", help="of a party or place: name or ISO code; any of them")
    ] = None,
    story: Annotated[Words, typer.Option("--story", metavar="ID", help="any of them")] = None,
    base: Annotated[str, typer.Option(
        "--base", metavar="URL", help="address the desk is published at, for links")
    ] = "https://brinkwatch.invalid",
    cap_status: Annotated[str, typer.Option(
        "--cap-status", help="of CAP alerts: Test, Exercise, Actual, System or Draft")] = "Test",
    tlp: Annotated[str, typer.Option(
        "--tlp", help="marking of STIX objects: clear, green, amber or red")] = "clear",
    as_json: Json = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Write the record as open data, with a manifest and checksums.

    A filter chooses claims; what rests on them comes along: reports, captures, incidents, stories.
    """
    from brinkwatch.export import Options

    options = Options(base, cap_status, tlp)
    with open_desk(store, create=False) as desk, progress_bar(quiet) as progress:
        manifest = desk.export(
            out, formats, since=since, until=until, types=types or (), actors=actors or (),
            countries=country or (), stories=story or (), options=options,
            progress=progress)
    for name in manifest["left_out"]:
        typer.echo(f"brinkwatch: {name} is left out; it needs 'pip install brinkwatch[export]'",
                   err=True)
    if manifest["edition"] is None and PAGES & set(manifest["formats"]):
        typer.echo("brinkwatch: the record holds no edition, so there are no story pages in it; "
                   "make one with brief", err=True)
    if as_json:
        print_json(manifest)
        return
    typer.echo(", ".join(f"{count:,} {name}" for name, count in manifest["counts"].items()),
               err=True)
    typer.echo(out / "manifest.json")


@app.command(
    name="import",
    epilog="Example:  brinkwatch import out/data --store record.sqlite",
)
def import_(
    folder: Annotated[Path, typer.Argument(
        metavar="DIR", help="what export --format jsonl wrote", show_default=False)],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Put an exported folder of JSON Lines into a record, once its checksums hold."""
    with open_desk(store) as desk:
        done = desk.load(folder)
    if as_json:
        print_json(done)
    else:
        typer.echo(", ".join(f"{count:,} {name}" for name, count in done.items()), err=True)
