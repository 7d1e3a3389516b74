"""Writes the columns of the exported tables into docs/export.md, from the code.

    python -m benchmarks.export_page --write
"""

from __future__ import annotations

import sys
from pathlib import Path

from brinkwatch.export.columns import TABLES

PAGE = Path(__file__).parents[1] / "docs" / "export.md"
MARK = "<!-- columns: made by `python -m benchmarks.export_page --write` -->"


def page() -> str:
    """The page with its columns as the code has them."""
    before = PAGE.read_text("utf-8").partition(MARK)[0].rstrip()
    parts = [before, "", MARK, ""]
    for name, columns in TABLES.items():
        parts += [f"### {name}", "", "| column | type | meaning |", "|---|---|---|"]
        parts += [f"| `{c.name}` | {c.kind} | {c.meaning} |" for c in columns]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page())
