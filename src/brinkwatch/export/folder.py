"""The folder an export is written to: files as they are finished, checksums, the manifest."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from brinkwatch.errors import PublishError

MANIFEST = "manifest.json"


class _Hashed(io.RawIOBase):
    """Counts and hashes what passes through to a file."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.digest, self.size = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raw = bytes(data)
        self._inner.write(raw)
        self.digest.update(raw)
        self.size += len(raw)
        return len(raw)


@dataclass
class File:
    """One file that is being written. Set `records` to what it holds."""

    path: str
    binary: BinaryIO
    text: TextIO
    records: int = 0


@dataclass
class Folder:
    """Where an export goes. A file appears under its name once it is whole; the manifest last, so
    a folder without one was cut short."""

    root: Path
    files: list[dict[str, Any]] = field(default_factory=list)

    def begin(self) -> None:
        """Make the folder and take an earlier export's manifest away.

        Raises:
            PublishError: it cannot be written.
        """
        with self._guarded():
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / MANIFEST).unlink(missing_ok=True)

    @contextmanager
    def file(self, path: str, kind: str, what: str) -> Iterator[File]:
        """Write one file; on leaving it is put in place and entered in the manifest.

        Args:
            path: below the folder, with forward slashes.
            kind: the format it belongs to.
            what: what its records are ("events"); counted under this name.
        """
        target = self.root / path
        draft = target.with_name(target.name + ".part")
        with self._guarded():
            target.parent.mkdir(parents=True, exist_ok=True)
            raw = draft.open("wb")
        try:
            with self._guarded(), raw:
                hashed = _Hashed(raw)
                binary = io.BufferedWriter(hashed, 1 << 16)
                text = io.TextIOWrapper(binary, "utf-8", errors="replace", newline="\n",
                                        write_through=True)
                made = File(path, cast(BinaryIO, binary), text)
                yield made
                text.flush()
                text.detach()
                binary.flush()
            with self._guarded():
                os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        self.files.append({
            "path": path, "format": kind, "holds": what, "records": made.records,
            "bytes": hashed.size, "sha256": hashed.digest.hexdigest()})

    def counts(self) -> dict[str, int]:
        """Records written, by what they are; of several formats that hold them the most."""
        each: Counter[tuple[str, str]] = Counter()
        for one in self.files:
            each[one["holds"], one["format"]] += one["records"]
        most: dict[str, int] = {}
        for (what, _), count in sorted(each.items()):
            most[what] = max(most.get(what, 0), count)
        return most

    def finish(self, about: dict[str, Any]) -> Path:
        """Write the manifest."""
        path = self.root / MANIFEST
        held = {**about, "counts": self.counts(), "files": self.files}
        with self._guarded():
            draft = path.with_name(path.name + ".part")
            draft.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")
            os.replace(draft, path)
        return path

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise PublishError(f"{error.filename or self.root}: {error.strerror or error}; choose "
                               "a folder you may write to, with room in it") from error


def checked(root: Path) -> dict[str, Any]:
    """The manifest of an exported folder, once every file in it is as it was written.

    Raises:
        PublishError: there is no manifest, or a file is missing or was changed.
    """
    path = root / MANIFEST
    try:
        held = json.loads(path.read_text("utf-8"))
        files = [(str(f["path"]), str(f["sha256"])) for f in held["files"]]
    except FileNotFoundError:
        raise PublishError(f"{path}: there is no manifest; the export was cut short or this is "
                           "none. Export again.") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PublishError(f"{path}: it is no manifest ({error!r}). Export again.") from None
    for name, wanted in files:
        try:
            inside = (root / name).resolve()
            if not inside.is_relative_to(root.resolve()):
                raise PublishError(f"{path}: it names {name!r}, which lies outside the folder")
            with inside.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except ValueError:
            raise PublishError(f"{path}: it names {name!r}, which is no path. Export again."
                               ) from None
        except OSError as error:
            raise PublishError(f"{root / name}: {error.strerror or error}. Export again.") from None
        if digest != wanted:
            raise PublishError(f"{root / name}: its SHA-256 is not the manifest's; it was changed "
                               "after the export. Export again.")
    return cast(dict[str, Any], held)


def file_name(id: str) -> str:
    """An id as a name any file system takes; ids that had to be changed stay apart."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", id).strip(".-")[:100]
    if plain == id and plain:
        return plain
    return f"{plain or 'id'}-{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()[:8]}"
