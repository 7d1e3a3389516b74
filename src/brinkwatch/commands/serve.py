"""`brinkwatch serve`."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from brinkwatch.commands.kit import Store, app, open_desk
from brinkwatch.errors import UsageError


@app.command(epilog="Example:  brinkwatch serve --port 8000")
def serve(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, help="0 takes a free one")
    ] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="address to listen on; this machine only without it")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="a further host name it answers to; may be given again"),
    ] = None,
    store: Store = None,
) -> None:
    """Show the record in a browser and over HTTP, read-only."""
    try:
        import uvicorn
    except ImportError:
        raise UsageError("serve: uvicorn is not installed. "
                         "Install it with 'pip install brinkwatch[serve]'.") from None

    with open_desk(store, create=False) as desk:
        site = desk.site([host, *(name or ())])
        config = uvicorn.Config(site, log_level="warning", access_log=False, server_header=False,
                                timeout_graceful_shutdown=3, limit_concurrency=200)
        with _listening(host, port) as listening:
            at, number = listening.getsockname()[:2]
            shown = f"[{at}]" if ":" in at else at
            typer.echo(f"brinkwatch: serving at http://{shown}:{number}/", err=True)
            uvicorn.Server(config).run([listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        UsageError: it cannot be had.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(128)
        except OSError:
            made.close()
            raise
        return made
    except OSError as error:
        raise UsageError(f"serve: {host}:{port} cannot be listened on ({error.strerror}). "
                         "Choose another --port or --host.") from None
