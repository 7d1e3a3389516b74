"""The tables as CSV and as Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brinkwatch.errors import UsageError
from brinkwatch.export import rows
from brinkwatch.export.columns import KINDS, TABLES, Column
from brinkwatch.export.folder import Folder
from brinkwatch.export.selection import Selection
from brinkwatch.model.codec import plain

if TYPE_CHECKING:
    import pyarrow

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; what a report says must not run."""
BATCH = 4_000
"""Rows of a Parquet row group."""


def table(chosen: Selection, name: str) -> Iterator[tuple[rows.Row, Any]]:
    """Rows of a table, each with the noun it is made from."""
    if name == "reports":
        yield from rows.of_reports(chosen)
    elif name == "incidents":
        for row, story, incident in rows.of_incidents(chosen):
            yield row, {"story": story.id, **plain(incident)}
    else:
        yield from rows.of_claims(chosen, name)


def write_csv(chosen: Selection, folder: Folder) -> None:
    """RFC 4180, UTF-8, with a header."""
    for name, columns in TABLES.items():
        with folder.file(f"{name}.csv", "csv", name) as file:
            writer = csv.writer(file.text, lineterminator="\r\n")
            writer.writerow([c.name for c in columns])
            for row, _ in table(chosen, name):
                writer.writerow([_cell(row.get(c.name), c) for c in columns])
                file.records += 1


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        value = value.replace("\x00", "\ufffd")
        return "'" + value if value.startswith(FORMULA) else value
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def schema(name: str) -> pyarrow.Schema:
    """The Arrow schema of a table: its columns, then `body`, the whole noun as JSON."""
    pa = arrow()
    kinds = {"text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(),
             "date": pa.date32(), "list": pa.list_(pa.string())}
    fields = [pa.field(c.name, kinds[c.kind], metadata={"meaning": c.meaning})
              for c in TABLES[name]]
    return pa.schema([*fields, pa.field("body", pa.string(), metadata={
        "meaning": "The whole record as JSON, as docs/records.md has it"})])


def write_parquet(chosen: Selection, folder: Folder) -> None:
    """Typed columns, zstd, row groups of a few thousand rows.

    Raises:
        UsageError: the extra `export` is not installed.
    """
    pa = arrow()
    import pyarrow.parquet as parquet

    for name in TABLES:
        shape = schema(name)
        with (folder.file(f"{name}.parquet", "parquet", name) as file,
              parquet.ParquetWriter(file.binary, shape, compression="zstd") as writer):
            for batch in batches(chosen, name):
                writer.write_table(pa.Table.from_pylist(batch, schema=shape))
                file.records += len(batch)


def batches(chosen: Selection, name: str) -> Iterator[list[dict[str, Any]]]:
    """Rows with all columns and `body`, some thousand at a time."""
    columns = [c.name for c in TABLES[name]]
    lists = {c.name for c in TABLES[name] if c.kind == "list"}
    held: list[dict[str, Any]] = []
    for row, noun in table(chosen, name):
        full = {c: row.get(c, [] if c in lists else None) for c in columns}
        held.append({k: _clean(v) for k, v in full.items()} | {
            "body": json.dumps(plain(noun), separators=(",", ":"))})
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def bodies(path: Path) -> Iterator[dict[str, Any]]:
    """The nouns of a Parquet file as plain values, for `model.codec` to build."""
    arrow()
    import pyarrow.parquet as parquet

    for batch in parquet.ParquetFile(path).iter_batches(columns=["body"]):
        for value in batch.column(0).to_pylist():
            yield json.loads(value)


def arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError(f"parquet: {error.name} is not installed. "
                         "Install it with 'pip install brinkwatch[export]'.") from None
    return pyarrow


def _clean(value: Any) -> Any:
    """Lone surrogates cannot be written as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return [_clean(v) for v in value] if isinstance(value, list) else value


__all__ = ["KINDS", "TABLES", "batches", "bodies", "schema", "table", "write_csv",
           "write_parquet"]
