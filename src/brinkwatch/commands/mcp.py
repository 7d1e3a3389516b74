"""`brinkwatch mcp`: the record for assistants."""

from __future__ import annotations

from brinkwatch.commands.kit import Store, app, open_desk


@app.command(epilog="Example:  brinkwatch mcp --store out/demo/record.sqlite")
def mcp(store: Store = None) -> None:
    """Serve the record to an assistant over standard input and output (Model Context Protocol).

    Read-only. The assistant's settings name this command; it is not typed by hand.
    """
    with open_desk(store, create=False) as desk:
        desk.assistant_server().run("stdio")
