"""Is a written edition still what the record says?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brinkwatch.errors import PublishError
from brinkwatch.store import Store

if TYPE_CHECKING:
    from brinkwatch.publish import Finding

FILES = ("edition.json", "index.html", "edition.md")


def verify(store: Store, out: Path) -> list[Finding]:
    """Hold a written edition against the record; an empty list when all holds.

    Raises:
        PublishError: there is no edition in the folder.
    """
    from brinkwatch import publish

    files: dict[str, str] = {}
    findings: list[Finding] = []
    for name in FILES:
        path = out / name
        try:
            files[name] = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            findings.append(publish.Finding(name, "", f"cannot be read ({error})"))
    if not files and not findings:
        raise PublishError(f"{out}: there is no edition here; write one with brief --out {out}")
    stored = store.latest_edition()
    ids = {line.id for page in stored.stories for line in page.reports} if stored else set()
    ids |= {item.report for item in stored.left_out} if stored else set()
    reports = {rid: report for rid in ids if (report := store.report(rid)) is not None}
    claims = {c.id: c for rid in reports for c in store.claims(rid)}
    findings.extend(publish.verify(files, stored, reports, claims))
    findings.extend(
        publish.Finding("record", path, f"capture {sha[:12]}: {fault}")
        for sha, path, fault in store.verify_captures() if fault)
    return findings
