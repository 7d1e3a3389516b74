"""What comes out of collecting, and how much is let in."""

from __future__ import annotations

from dataclasses import dataclass

from brinkwatch.model import Report


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes. A document is one text; a file of rows (JSON Lines, CSV) has no limit of
    its own, for it is read one row at a time; a JSON file is held in memory whole."""

    document: int = 20_000_000
    row: int = 5_000_000
    json_file: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input, or a part of one, that was not read.

    `code` is one of "missing", "forbidden", "unsupported", "empty", "too large", "binary",
    "encoding", "format", "duplicate". `sha256` names the capture; None where nothing was captured
    because the input could not be opened or is over the limit.
    """

    path: str
    place: str | None
    """"line 3, column 14", "lines 9–12", "item 2"; None is the whole input."""
    reason: str
    mend: str
    sha256: str | None = None
    code: str = "format"

    @property
    def message(self) -> str:
        """One line that names the thing, the place in it and the mend."""
        where = f"{self.path}, {self.place}" if self.place else self.path
        return f"{where}: {self.reason}. {self.mend}."


Outcome = Report | Refusal
