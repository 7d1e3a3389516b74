"""A stream of documents cut into shards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

Item = Any
"""A document or the refusal of one, as the collect stage gives it; can be pickled."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are done together. `digest` tells whether they are the same as another time;
    `upto` is how much of the input has been taken in by its end, in bytes."""

    number: int
    items: tuple[Item, ...]
    digest: str
    upto: float


def shards(items: Iterable[Item], size: int, key: Callable[[Item], str],
           taken: Callable[[], float]) -> Iterator[Shard]:
    """Cut a stream, always at the same places; one shard is held at a time.

    Args:
        key: what a document is known by.
        taken: bytes of the input taken in so far.
    """
    feed, number = iter(items), 0
    while some := tuple(islice(feed, size)):
        digest = hashlib.sha256()
        for item in some:
            digest.update(key(item).encode("utf-8", "replace") + b"\x00")
        yield Shard(number, some, digest.hexdigest()[:32], taken())
        number += 1
