"""Shards done by workers, each entered in the journal; what is done already is passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from brinkwatch.scale.journal import Journal
from brinkwatch.scale.shards import Shard
from brinkwatch.scale.workers import Load, each


@dataclass(slots=True)
class Done:
    """How far a run is. Bytes are those of the input; `taken` also counts what an earlier run
    did."""

    shards: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """Of the folder so far, by name, as the work gives them."""
    taken: float = 0
    earlier: float = 0
    """Bytes of the input an earlier run did."""
    documents: int = 0
    """Done in this run."""


def backfill(todo: Iterable[Shard], load: Load, journal: Journal, workers: int,
             tell: Callable[[Done], None] = lambda _: None) -> Done:
    """Do every shard once, over any number of runs.

    Args:
        load: gives the work, in a process of its own; may be called again there.
        tell: called after every shard.

    Raises:
        UsageError: the input is not the one the folder was begun with.
    """
    done = Done()
    seen = 0
    before = 0.0

    def new() -> Iterator[Shard]:
        nonlocal seen, before
        for shard in todo:
            seen += 1
            share, before = shard.upto - before, shard.upto
            sizes[shard.number] = share
            if journal.holds(shard):
                done.earlier += share
                entered(shard, journal.done[shard.number]["counts"])
            else:
                yield shard

    sizes: dict[int, float] = {}

    def entered(shard: Shard, counts: dict[str, int]) -> None:
        done.shards += 1
        done.counts.update(counts)
        done.taken += sizes.pop(shard.number)

    for shard, counts in each(new(), load, workers):
        journal.add(shard, counts)
        done.documents += len(shard.items)
        entered(shard, counts)
        tell(done)
    journal.ended(seen)
    return done
