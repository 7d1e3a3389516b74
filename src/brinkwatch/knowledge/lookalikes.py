"""Letters that pass for Latin ones, by which a copied text can be made to look like another."""

from __future__ import annotations

import unicodedata
from functools import cache

from brinkwatch.knowledge.tables import table


def plain(text: str) -> str:
    """Return lower-case text without accents and invisible characters, look-alikes as Latin."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.lower())
    return "".join(
        c for c in spread if unicodedata.category(c) not in ("Mn", "Cf")).translate(_latin())


@cache
def _latin() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in table("lookalikes", "letter", "latin")}
