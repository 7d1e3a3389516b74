"""What a folder was begun with and which of its shards are done: one JSON object a line.

A shard's line is written after its files are in place, so a shard without a line is done again,
over whatever it left.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from brinkwatch.errors import StoreError, UsageError
from brinkwatch.scale.shards import Shard

NAME = "journal.jsonl"


class Journal:
    """The journal of one folder, held by one run at a time.

    Args:
        settings: what the rows depend on, by the name the user knows it by; plain values. A
            folder that was begun with others is not gone on with.

    Raises:
        UsageError: it was begun with other settings, holds other things, or another run is at it.
        StoreError: it cannot be written, or its journal is broken.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self.done: dict[int, dict[str, Any]] = {}
        path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.exists() and any(folder.iterdir()):
                raise UsageError(f"{folder}: it holds files and no backfill was begun in it. "
                                 "Give --out a new or empty folder.")
            self._file: BinaryIO = open(path, "a+b")  # noqa: SIM115 - held until close
        except OSError as error:
            raise StoreError(f"{path}: it cannot be written ({error.strerror}). "
                             "Check the folder and its disk.") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.begun = self._opened(path, json.loads(json.dumps(settings)))
        except BlockingIOError:
            self._file.close()
            raise UsageError(f"{folder}: another run is filling it. Wait for it, or give --out "
                             "another folder.") from None
        except BaseException:
            self._file.close()
            raise

    def _opened(self, path: Path, settings: dict[str, Any]) -> datetime:
        self._file.seek(0)
        data = self._file.read()
        whole = data[:data.rfind(b"\n") + 1]
        if whole != data:  # the line that a kill cut off
            self._file.truncate(len(whole))
        if not whole:
            begun = datetime.now(UTC)
            self._add({"begun": begun.isoformat(), "settings": settings})
            return begun
        try:
            first, *rest = (json.loads(line) for line in whole.splitlines())
            self.done = {line["shard"]: line for line in rest}
            begun, before = datetime.fromisoformat(first["begun"]), dict(first["settings"])
        except (ValueError, KeyError, TypeError):
            raise StoreError(f"{path}: it is no journal of a backfill, or is broken. "
                             "Begin again in another folder.") from None
        for name in {**before, **settings}:
            if before.get(name) != settings.get(name):
                raise UsageError(
                    f"{self.folder}: it was begun with {name} {_told(before.get(name))}, not "
                    f"{_told(settings.get(name))}. Give what it was begun with, or --out another "
                    "folder.")
        return begun

    def holds(self, shard: Shard) -> bool:
        """Is the shard done?

        Raises:
            UsageError: it is, with other documents in it.
        """
        line = self.done.get(shard.number)
        if line is None:
            return False
        if line["digest"] != shard.digest:
            raise UsageError(f"{self.folder}: the input has changed since it was begun (documents "
                             f"of shard {shard.number}). Give --out another folder.")
        return True

    def ended(self, count: int) -> None:
        """Check that the input ended after `count` shards as before.

        Raises:
            UsageError: more are done than there are now.
        """
        if any(number >= count for number in self.done):
            raise UsageError(f"{self.folder}: the input is shorter than when it was begun. "
                             "Give --out another folder.")

    def add(self, shard: Shard, counts: Mapping[str, int]) -> None:
        """Enter a shard whose files are in place."""
        line = {"shard": shard.number, "digest": shard.digest, "counts": dict(counts)}
        self._add(line)
        self.done[shard.number] = line

    def _add(self, line: Mapping[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise StoreError(f"{self.folder / NAME}: it cannot be written ({error.strerror}). Make "
                             "room and run the same command again.") from None

    def close(self) -> None:
        self._file.close()


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "none" if value is None else str(value)
