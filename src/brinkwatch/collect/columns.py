"""Parquet files, row by row, however large they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

AT_ONCE = 256
"""Rows unpacked together."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as one JSON object in UTF-8, or, with `fault`, why it and all that follow cannot be
    read. Rows count from 1."""

    number: int
    data: bytes = b""
    fault: str | None = None
    mend: str = "Write the file again"


def rows(file: str | BinaryIO) -> Iterator[Row]:
    """Every row of a file, by its path or as bytes one can seek in. Never raises for what the
    file holds: where it is damaged what stands before was given."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        yield Row(0, fault=f"Parquet needs {error.name}, which is not installed",
                  mend="Install it with 'pip install brinkwatch[export]'")
        return
    number = 0
    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=AT_ONCE):
                for value in batch.to_pylist():
                    data = json.dumps(value, ensure_ascii=False, default=_written)
                    number += 1
                    yield Row(number, data.encode("utf-8", "replace"))
    except Exception as error:  # hostile bytes; whatever it trips over is the file's fault
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
        yield Row(number, fault=f"the file is damaged after row {number} ({said})")


def count(path: str) -> int | None:
    """Rows of a file; None where it cannot be told."""
    try:
        from pyarrow import parquet

        return int(parquet.read_metadata(path).num_rows)
    except Exception:  # as above; `rows` says why
        return None


def _written(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
