"""Files of histories to rows: CSV, TSV, JSON and the first sheet of an .xlsx workbook."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from brinkwatch.errors import FormatError, InputError, TooLargeError

LARGEST = 200_000_000
"""Bytes of a file, also when a workbook is unpacked."""

Rows = list[tuple[str, dict[str, Any]]]
"""(place, cells by header); the place is "line 7" or "item 7"."""


def read(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        InputError: it cannot be read.
        TooLargeError: it is over `LARGEST`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise TooLargeError(
                f"{path}: {path.stat().st_size:,} bytes are over the limit of {LARGEST:,}. "
                "Cut the export by year or region.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror or error}. Name a file you can read.") from error


def rows(path: Path, body: bytes) -> tuple[list[str], Rows]:
    """Header and rows of a CSV, TSV, JSON or .xlsx file.

    Raises:
        FormatError: it is none of these, or broken.
    """
    if body[:4] == b"PK\x03\x04":
        return _workbook(path, body)
    text = _text(path, body)
    if text.lstrip()[:1] in ("[", "{"):
        return _json(path, text)
    lines = text.splitlines()
    if not lines:
        raise FormatError(f"{path}: the file is empty. Give a list of launches.")
    tabs = lines[0].count("\t")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",")
    try:
        header = [h.strip() for h in next(reader)]
        found = []
        for cells in reader:
            if any(c.strip() for c in cells):
                found.append((f"line {reader.line_num}", dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        raise FormatError(f"{path}, line {reader.line_num}: {error}. Save it again as CSV."
                          ) from error
    return header, found


def tabbed(path: Path, body: bytes) -> list[tuple[str, list[str]]]:
    """Lines of a tab-separated file without a header."""
    return [
        (f"line {n}", line.split("\t"))
        for n, line in enumerate(_text(path, body).splitlines(), start=1) if line.strip()
    ]


def _text(path: Path, body: bytes) -> str:
    for codec in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    raise FormatError(f"{path}: not text in UTF-8 or Windows-1252. Save it again as UTF-8.")


def _json(path: Path, text: str) -> tuple[list[str], Rows]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path}: not JSON ({error}). Give the file as it was published."
                          ) from error
    if isinstance(data, dict):
        data = next((v for v in data.values() if isinstance(v, list)), [])
    found = [(f"item {n}", item) for n, item in enumerate(data, start=1) if isinstance(item, dict)]
    header = list(dict.fromkeys(key for _, item in found for key in item))
    return header, found


def _workbook(path: Path, body: bytes) -> tuple[list[str], Rows]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        size = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(body)).infolist())
        if size > LARGEST:
            raise TooLargeError(f"{path}: unpacks to {size:,} bytes, over {LARGEST:,}. "
                                "Save the sheet as CSV.")
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise FormatError(f"{path}: not a workbook Excel would open ({error}). Save it as CSV."
                          ) from error
    for cells in sheets:
        for at, line in enumerate(cells[:20]):
            header = [" ".join(str(c).split()) if c is not None else "" for c in line]
            if any(h.lower().startswith("date") for h in header) and len(list(filter(None, header))
                                                                         ) > 3:
                return header, [
                    (f"row {n}", dict(zip(header, row, strict=False)))
                    for n, row in enumerate(cells[at + 1:], start=at + 2)
                    if any(c is not None for c in row)
                ]
    raise FormatError(f"{path}: no sheet has a header with a Date column in its first 20 rows. "
                      "Save the sheet of tests as CSV.")
