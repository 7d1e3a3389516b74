"""Event coreference on the written dossiers: which claims are put in one incident.

`annotations/fuse_incidents.jsonl` names deeds by words of a report and gives those of one happening
the same label; look-alikes (the second launch of a month, an attack in the same country the next
day) have labels of their own. A deed is scored when the reader has made a claim of it, so that
the figure is that of fusion and not of reading; how many were read is printed beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brinkwatch.fuse import Fusion
from brinkwatch.fuse.terms import stem
from brinkwatch.model import Claim, Report


def claim_of(words: str, report: Report, claims: Sequence[Claim]) -> Claim | None:
    """Return the claim of a deed whose evidence holds `words`, the verb's own before others."""
    at = report.text.index(words)
    held = [
        c for c in claims if c.record in ("event", "launch")
        and any(e.start <= at < e.end for e in c.evidence)
    ]
    stems = {stem(w.lower()) for w in words.split()}
    named = [c for c in held if c.trigger and stem(c.trigger.lower()) in stems]
    launches = [c for c in held if c.record == "launch"]
    for found in (named, launches, held):
        if len(found) == 1 or (found is named and found):
            return found[0]
    return None


def matched(
    rows: Sequence[Mapping[str, str]], reports: Mapping[str, Report],
    claims: Mapping[str, Sequence[Claim]], fusion: Fusion,
) -> tuple[dict[str, str], dict[str, str]]:
    """Return deed to incident as fused and as annotated, for the deeds that were read."""
    home = {
        c: incident.id
        for story in (*fusion.stories, *fusion.aside)
        for incident in story.incidents for c in incident.claims
    }
    predicted, gold = {}, {}
    for row in rows:
        report = reports.get(row["report"])
        if report is None:
            continue
        claim = claim_of(row["words"], report, claims[report.id])
        if claim is not None:
            key = f"{report.id}: {row['words']}"
            predicted[key], gold[key] = home[claim.id], row["incident"]
    return predicted, gold
