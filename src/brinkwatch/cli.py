"""The command line: a thin skin over `brinkwatch.desk`.

Data goes to stdout, progress and messages to stderr. Exit code 0 is success, 1 is failure (also
when part of a batch could not be read), 2 is bad usage.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import brinkwatch
import brinkwatch.commands
from brinkwatch.commands.kit import app
from brinkwatch.errors import BrinkwatchError


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    if version:
        typer.echo(brinkwatch.__version__)
        raise typer.Exit


def main() -> None:
    """Entry point: turns the desk's errors into one line on stderr and an exit code."""
    try:
        app(standalone_mode=True)
    except BrinkwatchError as error:
        typer.echo(f"brinkwatch: {error.message}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("brinkwatch: interrupted; run the same command again to go on", err=True)
        sys.exit(130)


__all__ = ["app", "main"]
