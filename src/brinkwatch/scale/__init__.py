"""A corpus at a time: shards of documents over processes, resumable. Knows no stage; what is done
to a shard is handed in."""

from brinkwatch.scale.backfill import Done, backfill
from brinkwatch.scale.journal import Journal
from brinkwatch.scale.shards import Shard, shards

__all__ = ["Done", "Journal", "Shard", "backfill", "shards"]
