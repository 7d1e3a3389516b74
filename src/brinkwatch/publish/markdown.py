"""The edition as Markdown: the same sentences, with numbered sources beneath each story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup


def escape(text: str) -> str:
    """Characters Markdown would take for markup are made plain."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def markdown(view: Mapping[str, Any]) -> str:
    """Render an edition's view (see `views.edition_view`)."""
    out = [
        f"# {escape(view['headline'])}",
        "",
        escape(view["deck"]),
        "",
        f"*Edition of {view['date']}, {view['time']}"
        + (" · sample: invented outlets, public facts" if view["sample"] else "")
        + "*",
        "",
    ]
    for story in view["stories"]:
        out += [f"## {escape(story['title'])}", "", _paragraph(story["summary"]), ""]
        for section in story["sections"]:
            out += [f"### {section['heading']}", ""]
            for block in section["blocks"]:
                text = _paragraph(block["sentences"])
                out += [f"> {text}" if block["kind"] == "quote" else text, ""]
        if story["trends"]:
            out += ["### Trend claims checked", ""]
            out += [
                f"- **{t['verdict']}** ({t['method']}): “{escape(t['claim'])}” {escape(t['note'])}"
                for t in story["trends"]
            ] + [""]
        if story["contradictions"]:
            out += [
                "### Where accounts differ",
                "",
                "| what | value | who says so | standing |",
                "|---|---|---|---|",
            ]
            for c in story["contradictions"]:
                for v in c["values"]:
                    out.append(
                        f"| {c['field']} | {escape(v['value'])} | {escape(v['who'])} | {escape(c['standing'])} |"
                    )
            out.append("")
        if story["timeline"]:
            out += ["### Timeline", ""]
            out += [f"- **{e['label']}** {_sentence(e['sentence'])}" for e in story["timeline"]] + [
                ""
            ]
        if story["unknowns"]:
            out += (
                ["### What is not known", ""] + [f"- {escape(u)}" for u in story["unknowns"]] + [""]
            )
        if story["revisions"]:
            out += ["### Corrections", ""]
            out += [
                f"- {escape(r['field'])}: {escape(r['before'])} became {escape(r['after'])} ({escape(r['holder'])}, {r['when']})"
                for r in story["revisions"]
            ] + [""]
        out += [f"### Sources ({story['counts']})", ""]
        for s in story["sources"]:
            name = f"{escape(s['outlet'])}, {s['date']}" + (
                f": {escape(s['title'])}" if s["title"] else ""
            )
            link = f" <{s['url']}>" if s["url"] else ""
            out.append(f"{s['n']}. {name} (origin: {escape(s['origin'])}){link}")
        out.append("")
    if view["left_out"]:
        out += [f"## Left out ({len(view['left_out'])})", ""]
        out += [f"- {escape(item['name'])}: {escape(item['reason'])}" for item in view["left_out"]]
        out.append("")
    out += [
        "Every sentence is composed from claims and cites the words of the reports that carry "
        "it; `edition.json` gives the exact places.",
        "",
    ]
    return "\n".join(out)


def _paragraph(sentences: list[dict[str, Any]]) -> str:
    return " ".join(_sentence(s) for s in sentences)


def _sentence(view: dict[str, Any]) -> str:
    text = Markup(view["html"]).striptags()
    marks = "".join(f"[{n}]" for n in view["numbers"])
    return f"{escape(text)} {marks}".rstrip()
