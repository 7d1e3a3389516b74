"""W3C PROV (PROV-JSON): the chain from a published sentence to the bytes that were captured.

    sentence --derived from--> span --derived from--> report --derived from--> capture
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any
from urllib.parse import quote

import brinkwatch
from brinkwatch.export import published
from brinkwatch.export.folder import Folder, file_name
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection
from brinkwatch.model import Edition, StoryPage


def write(chosen: Selection, folder: Folder, options: Options) -> None:
    """A document for each story, in `prov/`."""
    edition = chosen.edition
    for page in chosen.pages():
        assert edition is not None
        with folder.file(f"prov/{file_name(page.id)}.json", "prov", "chains") as file:
            made = document(chosen, page, edition, options)
            file.text.write(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
            file.records = sum(1 for _ in published.sentences(page))


def document(chosen: Selection, page: StoryPage, edition: Edition, options: Options
             ) -> dict[str, Any]:
    """The chain of every sentence of a story."""
    held: dict[str, dict[str, Any]] = defaultdict(dict)
    at = published.utc(edition.published)
    desk, composing = "bw:agent/desk", f"bw:composing/{_key(page.id)}"
    held["agent"][desk] = {"prov:type": _name("prov:SoftwareAgent"),
                           "prov:label": f"Brinkwatch {brinkwatch.__version__}"}
    held["activity"][composing] = {"prov:endTime": at, "prov:label": "composing the story"}
    _link(held, "wasAssociatedWith", activity=composing, agent=desk)
    reports: set[str] = set()
    for number, (heading, sentence) in enumerate(published.sentences(page)):
        id = f"bw:sentence/{_key(page.id)}/{number}"
        held["entity"][id] = {"prov:value": sentence.text, "prov:type": _name("bw:Sentence"),
                              "bw:kind": sentence.kind,
                              **({"bw:heading": heading} if heading else {})}
        _link(held, "wasGeneratedBy", entity=id, activity=composing)
        _link(held, "wasAttributedTo", entity=id, agent=desk)
        for span in dict.fromkeys(sentence.spans):
            words = f"bw:span/{_key(span.report)}/{span.start}-{span.end}"
            _link(held, "wasDerivedFrom", generatedEntity=id, usedEntity=words)
            if words in held["entity"]:
                continue
            report = chosen.report(span.report)
            held["entity"][words] = {
                "prov:type": _name("bw:Span"), "bw:start": span.start, "bw:end": span.end,
                "prov:value": report.text[span.start:span.end] if report else ""}
            _link(held, "wasDerivedFrom", generatedEntity=words,
                  usedEntity=f"bw:report/{_key(span.report)}")
            reports.add(span.report)
    for rid in sorted(reports):
        _report(chosen, held, rid)
    return {"prefix": {"bw": f"{options.base.rstrip('/')}/prov/"}, **held}


def _report(chosen: Selection, held: dict[str, dict[str, Any]], rid: str) -> None:
    id = f"bw:report/{_key(rid)}"
    report = chosen.report(rid)
    held["entity"][id] = {"prov:type": _name("bw:Report")}
    if report is None:
        return
    held["entity"][id] |= {
        name: value for name, value in (
            ("prov:label", report.title), ("bw:url", report.url), ("bw:source", report.source),
            ("bw:published", report.published.isoformat() if report.published else None),
        ) if value}
    if report.source:
        outlet = f"bw:outlet/{_key(report.source)}"
        held["agent"][outlet] = {"prov:type": _name("prov:Organization"),
                                 "prov:label": report.source}
        _link(held, "wasAttributedTo", entity=id, agent=outlet)
    if report.sha256:
        capture, act = f"bw:capture/{report.sha256}", f"bw:capturing/{report.sha256}"
        held["entity"][capture] = {"prov:type": _name("bw:Capture"), "bw:sha256": report.sha256}
        at = published.utc(report.captured.isoformat() if report.captured else None)
        held["activity"][act] = {"prov:label": "capturing the bytes",
                                 **({"prov:endTime": at} if at else {})}
        _link(held, "wasGeneratedBy", entity=capture, activity=act)
        _link(held, "wasDerivedFrom", generatedEntity=id, usedEntity=capture)


def _link(held: dict[str, dict[str, Any]], kind: str, **ends: str) -> None:
    key = f"_:{kind}{len(held[kind])}"
    held[kind][key] = {f"prov:{end}": id for end, id in ends.items()}


def _key(id: str) -> str:
    return quote(published.writable(id), safe="")


def _name(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
