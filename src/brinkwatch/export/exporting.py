"""The formats by name, and an export as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import util
from pathlib import Path
from typing import Any

import brinkwatch
from brinkwatch.errors import UsageError
from brinkwatch.export import (
    articles,
    cap,
    feeds,
    geojson,
    lines,
    outlines,
    prov,
    stix,
    tabular,
    warc,
)
from brinkwatch.export.folder import Folder
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection

SCHEMA = "1.0"
"""Version of columns and records. A new column raises the second number, a changed or dropped one
the first."""
LICENCE = (
    "The coding is the exporter's own. Words quoted from reports, their texts and their captures "
    "remain those of their publishers: pass them on within what the law of your country allows "
    "for quotation and research. Coordinates come from GeoNames (CC BY 4.0). Event types follow "
    "the PLOVER codebook; modes marked as extensions are Brinkwatch's."
)


Writer = Callable[[Selection, Folder, Options], None]


def _plainly(write: Callable[[Selection, Folder], None]) -> Writer:
    return lambda chosen, folder, options: write(chosen, folder)


FORMATS: dict[str, tuple[str, Writer]] = {
    "jsonl": ("all records as JSON Lines, captures included; import reads it",
              _plainly(lines.write)),
    "csv": ("reports, events, statements, signs and incidents as tables",
            _plainly(tabular.write_csv)),
    "parquet": ("the same tables with types, each row with its whole record (extra export)",
                _plainly(tabular.write_parquet)),
    "geojson": ("incidents as points, and the circles they may lie in (RFC 7946)",
                _plainly(geojson.write)),
    "stix": ("stories, incidents, parties, places and judgements as a STIX 2.1 bundle",
             stix.write),
    "cap": ("a CAP 1.2 alert, of status Test, for each incident that may warn of harm", cap.write),
    "ninjs": ("story pages as ninjs 3.0 (IPTC)", articles.write_ninjs),
    "jsonld": ("story pages as schema.org JSON-LD, with corrections", articles.write_json_ld),
    "prov": ("the chain from sentence to capture as W3C PROV", prov.write),
    "atom": ("stories as an Atom feed", feeds.write_atom),
    "jsonfeed": ("stories as a JSON Feed", feeds.write_json_feed),
    "opml": ("the watched feeds", _plainly(outlines.write)),
    "warc": ("the evidence as a web archive: captures, and the text read in them", warc.write),
}
"""Name to what it holds and what writes it."""


def export(
    chosen: Selection, out: Path, formats: Sequence[str], options: Options | None = None,
    now: datetime | None = None,
) -> dict[str, Any]:
    """Write the chosen part of a record; return the manifest.

    "all" is every format that what is installed can write; the manifest names what is left out.

    All files but the manifest are the same, byte for byte, whenever the same record is exported
    by the same version.

    Args:
        now: the moment the manifest names, UTC.

    Raises:
        UsageError: a format is unknown, or needs an extra that is not installed.
        PublishError: the folder cannot be written.
    """
    wanted = list(dict.fromkeys(formats))
    left_out: list[str] = []
    if "all" in wanted:
        left_out = [] if util.find_spec("pyarrow") else ["parquet"]
        wanted = [name for name in FORMATS if name not in left_out]
    if "parquet" in wanted:
        tabular.arrow()
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise UsageError(f"--format {', '.join(unknown) or 'nothing'}: no such format; take "
                         f"{', '.join(FORMATS)} or all")
    folder = Folder(out)
    folder.begin()
    for name in wanted:
        FORMATS[name][1](chosen, folder, options or Options())
    edition = chosen.edition
    about = {
        "made_by": f"brinkwatch {brinkwatch.__version__}", "schema": SCHEMA,
        "made": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "edition": chosen.record.latest_edition_id(),
        "sample": edition.sample if edition is not None else False,
        "formats": wanted, "left_out": left_out,
        "filters": {k: v for k, v in asdict(chosen.choice).items() if v},
        "licence": LICENCE,
    }
    folder.finish(about)
    return {**about, "counts": folder.counts(), "files": folder.files}
