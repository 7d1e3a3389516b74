"""The record on disk: SQLite by default, any SQLAlchemy database by URL."""

from brinkwatch.store.record import Store
from brinkwatch.store.search import Found, Hit

__all__ = ["Found", "Hit", "Store"]
