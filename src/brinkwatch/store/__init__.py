"""The record on disk: SQLite by default, any SQLAlchemy database by URL."""

from brinkwatch.store.record import Store

__all__ = ["Store"]
