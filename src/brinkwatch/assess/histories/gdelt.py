"""GDELT event exports: 58 (version 1) or 61 (version 2) tab-separated columns without a header.

CAMEO codes become PLOVER types. Rows of one day, pair and code are one event: GDELT's numbers of
mentions and sources count reports, not independent origins, and are not used.
"""

from __future__ import annotations

from brinkwatch.assess.histories import cells
from brinkwatch.assess.histories.cells import BadCell
from brinkwatch.knowledge.ontology import codes
from brinkwatch.model.log import Entry

NAME = "gdelt"
WIDTHS = (57, 58, 61)
DAY, ACTOR1, ACTOR2, ROOT, CODE = 1, 7, 17, 25, 26
GEO = {57: 49, 58: 49, 61: 51}
"""Column where the action's place begins: type, name, country, …"""


def fits(rows: list[tuple[str, list[str]]]) -> bool:
    """Whether tab-separated lines are of this format."""
    return bool(rows) and all(
        len(c) in WIDTHS and c[0].isdigit() and len(c[DAY]) == 8 for _, c in rows[:5])


def entries(rows: list[tuple[str, list[str]]]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Events, and the rows left out with the reason."""
    found: dict[tuple[str, ...], Entry] = {}
    refused = []
    for place, row in rows:
        try:
            if len(row) not in WIDTHS:
                raise BadCell(f"{len(row)} columns; 58 or 61 expected")
            first, _ = cells.span(row[DAY])
            actor, recipient = row[ACTOR1].strip(), row[ACTOR2].strip()
            if not actor:
                raise BadCell("no first actor's country")
            code = _code(row[CODE].strip())
            if code is None:
                raise BadCell(f"CAMEO code {row[CODE]!r} is no PLOVER event")
        except BadCell as error:
            refused.append((place, str(error)))
            continue
        key = (first.isoformat(), actor, recipient, code[0], code[1] or "")
        if key in found:
            continue
        geo = GEO[len(row)]
        shift = 1 if len(row) == 61 else 0
        found[key] = Entry(
            id=f"{NAME}:{row[0]}", source=NAME, begin=first.isoformat(), until=first.isoformat(),
            party=actor, recipient=recipient or None, kind="", type=code[0], mode=code[1],
            place=cells.words(row[geo + 1]), lat=cells.number(row[geo + 4 + shift]),
            lon=cells.number(row[geo + 5 + shift]),
        )
    return list(found.values()), refused


def _code(cameo: str) -> tuple[str, str | None] | None:
    """PLOVER type and mode of a CAMEO code; a code the table lacks has its parent's."""
    table = codes()
    for length in range(len(cameo), 1, -1):
        known = table.get(cameo[:length]) or table.get(cameo[:length] + "0")
        if known is not None:
            return known.type, known.mode
    return None
