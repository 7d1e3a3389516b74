"""docs/records.md: every record and its fields, made from the model and its docstrings.

    python -m benchmarks.records_page            # print the page
    python -m benchmarks.records_page --write    # write it anew

A test holds the page to the code, so that the reference cannot drift.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
from pathlib import Path

from brinkwatch.knowledge.event_kinds import Slot, event_kinds
from brinkwatch.knowledge.indicators import signs
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.knowledge.signs import directions, measures
from brinkwatch.model import claims as claim_nouns
from brinkwatch.model import codec, parts

PAGE = Path(__file__).parents[1] / "docs" / "records.md"
HEAD = """# Records

What `brinkwatch read --json` prints, one JSON object a line. This page is made from the model
(`python -m benchmarks.records_page --write`); a test holds it to the code. Offsets count
characters of the report's stored text, end exclusive. Unknown is null or an empty list, never a
guess. Times are ISO 8601 with the offset of the place where the thing happened; they are written
with `start` and `end` for what the model calls `begin` and `until`, and `span` for their offsets.
"""


def described(kind: type) -> list[tuple[str, str, str]]:
    """(field, type, what it means) of a record's own fields: the string that follows a field in the
    class is its meaning."""
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)
    names = {f.name for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    rows: list[tuple[str, str, str]] = []
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) \
                and node.target.id in names:
            rows.append((node.target.id, ast.unparse(node.annotation), ""))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and rows \
                and isinstance(node.value.value, str):
            rows[-1] = (*rows[-1][:2], node.value.value)
    return rows


def section(title: str, kind: type) -> str:
    """A heading, what the record is, and the table of its own fields."""
    lines = [f"## {title}", "", " ".join((inspect.getdoc(kind) or "").split()), "",
             "| field | type | meaning |", "|---|---|---|"]
    for name, type_, meaning in described(kind):
        kept = " ".join(meaning.split()).replace("|", "\\|")
        lines.append(f"| `{name}` | `{type_.replace('|', chr(92) + '|')}` | {kept} |")
    return "\n".join(lines)


def happenings() -> str:
    """The kinds of event with fields of their own, as the data file has them."""
    known = event_kinds()
    lines = ["## Kinds of event and their details", "",
             "An event of one of these kinds has `kind` and `details`, a list in which a field may "
             "stand more than once: every value with who gave it. Counts say what they count "
             "(`of`).", "", "| kind | field | meaning |", "|---|---|---|"]
    for kind in known.kinds:
        lines += [f"| {kind.name} | `{slot.name}` | {known.meanings[slot.name]}{_listed(slot)} |"
                  for slot in kind.slots]
    return "\n".join(lines)


def _listed(slot: Slot) -> str:
    names = [name for name, _ in slot.table if name != "yes"]
    return f": {', '.join(names)}" if names else ""


def values() -> str:
    """The closed lists that fields take their values from."""
    words = launch_words()
    lists = {
        "certainty": claim_nouns.CERTAINTIES,
        "act (statement)": claim_nouns.ACTS,
        "weapon.kind": [*sorted(name for name, _ in words.kinds), "unknown"],
        "weapon.range_class": [name for name, _ in words.classes],
        "platform": sorted(name for name, _ in words.platforms),
        "outcome": [name for name, _ in words.outcomes],
        "indicator": [sign.indicator for sign in signs().signs],
        "measure (trend)": [name for name, _ in measures()],
        "direction (trend)": [name for name, _ in directions()],
    }
    rows = [f"| {name} | {', '.join(found)} |" for name, found in lists.items()]
    return "\n".join(["## Values", "", "| field | values |", "|---|---|", *rows])


def page() -> str:
    """The whole page."""
    blocks = [HEAD.rstrip(), section("Every record", claim_nouns.Claim)]
    blocks += [section(f"`{name}`", kind) for name, kind in codec.RECORDS.items()]
    blocks += [section("Part: " + kind.__name__, kind) for kind in (
        parts.Actor, parts.Place, parts.TimeRef, parts.Quantity, claim_nouns.Weapon,
        claim_nouns.Count, claim_nouns.Measure, claim_nouns.Detail)]
    return "\n\n".join([*blocks, happenings(), values()]) + "\n"


def main(argv: list[str] | None = None) -> int:
    args = sys.argv[1:] if argv is None else argv
    if "--write" in args:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
