"""`brinkwatch verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brinkwatch.commands.kit import Json, Store, app, open_desk, print_json


@app.command(
    epilog="Example:  brinkwatch verify out/today",
)
def verify(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="folder of an edition", show_default=False)
    ],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Check a written edition again, word by word, against the record it was made from.

    The record is DIR/record.sqlite unless --store names another. Exit code 1 when a sentence is
    not carried by its spans, or a file is not what the record gives.
    """
    from brinkwatch.model.codec import plain

    where = store or str(folder / "record.sqlite")
    with open_desk(where, create=False) as desk:
        findings = desk.verify(folder)
    for finding in findings:
        if as_json:
            print_json(plain(finding))
        else:
            typer.echo(str(finding))
    if findings:
        typer.echo(f"brinkwatch: {folder}: {len(findings)} finding(s)", err=True)
        raise typer.Exit(1)
    typer.echo(f"{folder}: every sentence is carried by its spans, every file is as written",
               err=True)
