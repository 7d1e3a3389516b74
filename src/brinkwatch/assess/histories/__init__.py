"""Histories made by others, read from the files they publish."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from brinkwatch.assess.histories import acled, cns, csis, files, gdelt, own
from brinkwatch.errors import FormatError
from brinkwatch.knowledge.histories import history
from brinkwatch.model.log import Entry, History

__all__ = ["load"]


def load(path: str | Path) -> History:
    """Read a history; its format is told by its header.

    Takes the CNS/NTI spreadsheet (.xlsx or saved as .csv) and its JSON re-edition, the CSIS
    Beyond Parallel list (.csv, .json), ACLED exports (.csv), GDELT exports (.csv, .tsv) and
    Brinkwatch's own layout. Rows without a possible date, or with an event no code knows, are
    left out and listed in `History.refused`.

    Raises:
        InputError: the file cannot be read.
        FormatError: it is in none of these formats, or no row could be read.
    """
    path = Path(path)
    body = files.read(path)
    digest = hashlib.sha256(body).hexdigest()
    if b"\t" in body[:4000] and body[:4] != b"PK\x03\x04":
        lines = files.tabbed(path, body)
        if gdelt.fits(lines):
            found, refused = gdelt.entries(lines)
            return _made(path, gdelt.NAME, found, refused, digest)
    header, rows = files.rows(path, body)
    for layout in (cns, csis, acled):
        if layout.fits(header):
            found, refused = layout.entries(header, rows)
            return _made(path, layout.NAME, found, refused, digest)
    if own.fits(header):
        name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "list"
        found, refused = own.entries(name, header, rows)
        _some(path, found, refused)
        days = [e.begin for e in found if e.dated]
        return History(
            name=name, title=path.name, format="brinkwatch", entries=tuple(found),
            begins=min(days, default=None), ends=max(days, default=None),
            parties=tuple(sorted({e.party for e in found})),
            gaps=("The list does not say which kinds of weapon it means to hold completely.",),
            refused=tuple(refused), digest=digest)
    raise FormatError(
        f"{path}: not a history this version reads; the header has {', '.join(header[:8])}. Give a "
        "CNS/NTI, CSIS, ACLED or GDELT export, or a CSV with date, party and kind.")


def _made(
    path: Path, name: str, found: list[Entry], refused: list[tuple[str, str]], digest: str
) -> History:
    _some(path, found, refused)
    return history(name, tuple(found), refused=tuple(refused), digest=digest)


def _some(path: Path, found: list[Entry], refused: list[tuple[str, str]]) -> None:
    if not found:
        why = f"; the first: {refused[0][0]}, {refused[0][1]}" if refused else ""
        raise FormatError(f"{path}: no row of it could be read{why}. "
                          "Give the file as its publisher exports it.")
