"""`brinkwatch backfill`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brinkwatch.commands.kit import Inputs, Json, Quiet, When, app, date_of, print_json

if TYPE_CHECKING:
    from brinkwatch.scale import Done

NOT_READ = ("failed", "refused")


@app.command(
    epilog="Example:  brinkwatch backfill news-2024.jsonl --out out/backfill --workers 4",
)
def backfill(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", help="folder for the tables; goes on with one "
                                      "that was begun")],
    workers: Annotated[int, typer.Option(
        "--workers", min=1, max=256, help="processes, each with a model of its own")] = 1,
    shard_size: Annotated[int, typer.Option(
        "--shard-size", min=1, max=100_000, help="documents a part")] = 1_000,
    date: When = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read a whole corpus into Parquet, in shards; run it again after a stop to go on.

    Also takes .parquet files of articles. No record is kept and no story made: the tables are
    those of export. Exit code 1 when documents could not be read; failures.jsonl says why.
    """
    from brinkwatch import backfilling, log
    from brinkwatch.config import Settings

    settings = Settings()
    log.configure(settings.log_level, settings.log_format)
    progress = Pace()
    done = backfilling.run(
        inputs, out, workers=workers, shard_size=shard_size, default_date=date_of(date),
        settings=settings, tell=(lambda *_: None) if quiet else progress.tell)
    progress.end()
    if as_json:
        print_json({"shards": done.shards, **dict(sorted(done.counts.items()))})
    else:
        typer.echo(", ".join(f"{count:,} {name}" for name, count in done.counts.items())
                   or "nothing to read", err=True)
        typer.echo(out)
    if any(done.counts[name] for name in NOT_READ):
        raise typer.Exit(1)


class Pace:
    """One line on standard error: documents, rate, and the time left where the size of the input
    is known; rewritten in place on a terminal."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._open = False

    def tell(self, done: Done, size: float | None) -> None:
        spent = max(time.monotonic() - self._start, 1e-6)
        text = (f"{sum(done.counts.values()) - done.counts['claims']:,} documents, "
                f"{done.documents / spent:.1f} a second, {done.counts['claims']:,} claims")
        mine = done.taken - done.earlier
        if size and mine > 0:
            text += f", about {duration(max(size - done.taken, 0) * spent / mine)} left"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
            self._open = True
        else:
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def end(self) -> None:
        if self._open:
            sys.stderr.write("\n")


def duration(seconds: float) -> str:
    """In the two largest units: "3 h 20 min"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
