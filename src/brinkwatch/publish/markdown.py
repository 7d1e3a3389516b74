"""The edition as Markdown: the same sentences, with numbered sources beneath each story."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
        out += _story(story)
    if view["left_out"]:
        out += [f"## Left out ({view['left_count']})", ""]
        for reason, items in view["left_out"]:
            out += [f"### {escape(reason)} ({len(items)})", ""]
            out += [f"- {escape(item['name'])}" for item in items] + [""]
    out += [
        "Every sentence is composed from claims and cites the words of the reports that carry "
        "it; `edition.json` gives the exact places."
        + (f" {view['drafted']} of them were worded by a language model and held to the sources "
           "word by word." if view["drafted"] else ""),
        "",
    ]
    return "\n".join(out)


def _story(story: Mapping[str, Any]) -> list[str]:
    out = [f"## {escape(story['title'])}", ""]
    out += [f"*{' · '.join(part for part in (story['day'], story['counts']) if part)}*", ""]
    out += [_paragraph(story["summary"]), ""]
    for section in story["sections"]:
        out += [f"### {section['heading']}", ""]
        for block in section["blocks"]:
            text = _paragraph(block["sentences"])
            out += [f"> {text}" if block["kind"] == "quote" else text, ""]
    if story["trends"]:
        out += ["### Trend claims checked", ""]
        for t in story["trends"]:
            out.append(f"- **{t['words']}.** “{escape(t['claim'])}”")
            for q in t["asked"]:
                out.append(f"  - {_asks(q)}{q['verdict']}")
                out += [f"    - {escape(line)}" for line in q["main"]]
        out.append("")
    if story["assessments"]:
        out += ["### Assessments", ""]
        for a in story["assessments"]:
            out.append(
                f"- **{a['view']['title']}: {escape(a['verdict'])}.** {escape(a['note'])} "
                f"Method: {a['method']}."
            )
        out.append("")
    if story["contradictions"]:
        out += [
            "### Where accounts differ",
            "",
            "| what | value | who says so | standing |",
            "|---|---|---|---|",
        ]
        for c in story["contradictions"]:
            what = c["field"] + (f" ({escape(c['about'])})" if c["about"] else "")
            for v in c["values"]:
                out.append(
                    f"| {what} | {escape(v['value'])} | {escape(v['who'])} | "
                    f"{escape(_standing(c))} |"
                )
        out.append("")
    if len(story["timeline"]) > 1:
        out += ["### Timeline", ""]
        out += [f"- **{e['label']}** {_sentence(e['sentence'])}" for e in story["timeline"]]
        out.append("")
    if story["unknowns"]:
        out += ["### What is not known", ""] + [f"- {escape(u)}" for u in story["unknowns"]] + [""]
    if story["changes"]:
        out += ["### What changed", ""]
        for group in story["changes"]:
            out += [f"**{group['day']}**", ""]
            out += [f"- {_change(item)}" for item in group["items"]] + [""]
    out += [f"### Sources ({story['counts']})", ""]
    for s in story["sources"]:
        name = f"{escape(s['outlet'])}, {s['date']}" + (
            f": {escape(s['title'])}" if s["title"] else ""
        )
        link = f" <{s['url']}>" if s["url"] else ""
        out.append(f"{s['n']}. {name} (origin: {escape(s['origin'])}){link}")
    return [*out, ""]


def _standing(difference: Mapping[str, Any]) -> str:
    dates = [f"{word} {difference[word]}" for word in ("since", "until") if difference[word]]
    return ", ".join([difference["standing"], *dates])


def _change(item: Mapping[str, Any]) -> str:
    text = f"**{item['lead']}**: {escape(item['text'])}"
    if item["after"]:
        text += f": {escape(item['before'])} was corrected to {escape(item['after'])}"
    return text + (f" ({item['time']})" if item["time"] else "")


def _asks(question: Mapping[str, Any]) -> str:
    return f"“{escape(question['asks'])}”: " if question["asks"] else ""


def _paragraph(sentences: Sequence[Mapping[str, Any]]) -> str:
    return " ".join(_sentence(s) for s in sentences)


def _sentence(view: Mapping[str, Any]) -> str:
    text = Markup(view["html"]).striptags()
    marks = "".join(f"[{n}]" for n in view["numbers"])
    return f"{escape(text)} {marks}".rstrip()
