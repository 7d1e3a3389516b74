"""The tables as CSV and as Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brinkwatch.errors import UsageError
from brinkwatch.export import published, rows
from brinkwatch.export.columns import TABLES, Column
from brinkwatch.export.folder import Folder
from brinkwatch.export.selection import Selection
from brinkwatch.model.codec import plain

if TYPE_CHECKING:
    import pyarrow

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; what a report says must not run."""
BATCH = 4_000
"""Rows of a Parquet row group."""


def everything(chosen: Selection) -> Iterator[tuple[str, rows.Row, Any]]:
    """Rows of all tables in one pass, each with its table and the noun it is made from."""
    for row, report in rows.of_reports(chosen):
        yield "reports", row, report
    yield from rows.of_claims(chosen)
    for row, story, incident in rows.of_incidents(chosen):
        yield "incidents", row, {"story": story.id, **plain(incident)}


def table(chosen: Selection, name: str) -> Iterator[rows.Row]:
    """Rows of one table."""
    if name == "reports":
        return (row for row, _ in rows.of_reports(chosen))
    if name == "incidents":
        return (row for row, *_ in rows.of_incidents(chosen))
    return (row for kind, row, _ in rows.of_claims(chosen) if kind == name)


def write_csv(chosen: Selection, folder: Folder) -> None:
    """RFC 4180, UTF-8, with a header."""
    with ExitStack() as stack:
        files = {name: stack.enter_context(folder.file(f"{name}.csv", "csv", name))
                 for name in TABLES}
        writers = {name: csv.writer(file.text, lineterminator="\r\n")
                   for name, file in files.items()}
        for name, columns in TABLES.items():
            writers[name].writerow([c.name for c in columns])
        for name, row, _ in everything(chosen):
            writers[name].writerow([_cell(row.get(c.name), c) for c in TABLES[name]])
            files[name].records += 1


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

    with ExitStack() as stack:
        files = {name: stack.enter_context(folder.file(f"{name}.parquet", "parquet", name))
                 for name in TABLES}
        writers = {name: stack.enter_context(
            parquet.ParquetWriter(file.binary, schema(name), compression="zstd"))
            for name, file in files.items()}
        for name, batch in batches(chosen):
            writers[name].write_table(pa.Table.from_pylist(batch, schema=schema(name)))
            files[name].records += len(batch)


def batches(chosen: Selection) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows with all columns and `body`, some thousand of one table at a time."""
    lists = {name: {c.name for c in columns if c.kind == "list"}
             for name, columns in TABLES.items()}
    held: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for name, row, noun in everything(chosen):
        full = {c.name: _clean(row.get(c.name, [] if c.name in lists[name] else None))
                for c in TABLES[name]}
        full["body"] = json.dumps(plain(noun), separators=(",", ":"))
        held[name].append(full)
        if len(held[name]) == BATCH:
            yield name, held[name]
            held[name] = []
    yield from ((name, rest) for name, rest in held.items() if rest)


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
    if isinstance(value, str):
        return published.writable(value)
    return [_clean(v) for v in value] if isinstance(value, list) else value


__all__ = ["TABLES", "bodies", "everything", "schema", "table", "write_csv", "write_parquet"]
