"""The desk's health: `doctor`."""

from __future__ import annotations

import typer

from brinkwatch.commands.kit import Json, Store, app, console, open_desk, print_json


@app.command(
    epilog="Example:  brinkwatch doctor --store out/demo/record.sqlite",
)
def doctor(store: Store = None, as_json: Json = False) -> None:
    """Check the desk's health and list every input that could not be read."""
    from brinkwatch.doctor import examine
    from brinkwatch.model.codec import plain

    with open_desk(store) as desk:
        findings = examine(desk.store, desk.settings)
    if as_json:
        for finding in findings:
            print_json(plain(finding))
    else:
        from brinkwatch.tables import findings_table

        console().print(findings_table(findings))
    if any(f.level == "error" for f in findings):
        raise typer.Exit(1)
