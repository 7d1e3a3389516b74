"""Pages of the docs site that are made from the code, and links that leave the docs."""

from __future__ import annotations

import re

import click
from mkdocs.structure.files import File

_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./(?!\w+\.md)[^)]*\)")
"""Links to files of the repository beside docs/; the site has only docs/."""


def on_files(files, config):
    for path, text in (("reference/commands.md", commands()),
                       ("reference/settings.md", settings()),
                       ("reference/model.md", model())):
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown, page, config, files):
    return markdown if "/" in page.file.src_uri else _OUTSIDE.sub(r"\1", markdown)


def commands() -> str:
    from typer.main import get_command

    from brinkwatch.cli import app

    lines = ["# Commands", "", "Data goes to stdout, progress and messages to stderr. Exit code 0 "
             "is "
             "success, 1 failure (also of part of a batch), 2 bad usage.", ""]
    _command(get_command(app), "brinkwatch", lines)
    return "\n".join(lines) + "\n"


def _command(command, name, lines) -> None:
    group = getattr(command, "commands", None)
    if name != "brinkwatch":
        lines += [f"## {name}", "", _flat(command.help), ""]
        rows = [_row(p) for p in command.params if not getattr(p, "hidden", False)]
        if rows:
            lines += ["| option | meaning |", "|---|---|", *rows, ""]
        if command.epilog:
            lines += ["```", command.epilog.removeprefix("Example:").strip(), "```", ""]
    for child in sorted(group or ()):
        _command(group[child], f"{name} {child}", lines)


def _row(parameter) -> str:
    names = ", ".join(f"`{o}`" for o in parameter.opts)
    if parameter.param_type_name == "argument":
        names = f"`{parameter.metavar or parameter.name.upper()}`"
    return f"| {names} | {_flat(getattr(parameter, 'help', '')).replace('|', '&#124;')} |"


def settings() -> str:
    from brinkwatch.config import describe

    lines = ["# Settings", "", "Read, later over earlier: the defaults; `brinkwatch.toml` in the "
             "working "
             "directory or the file that `BRINKWATCH_CONFIG` names; environment variables; the "
             "command line.", "", "| setting | variable | type | default | meaning |",
             "|---|---|---|---|---|"]
    for one in describe():
        cells = (f"`{one.name}`", f"`{one.variable}`", one.type, f"`{one.default}`" if one.default
                 else "", one.description)
        lines.append("| " + " | ".join(c.replace("|", "&#124;") for c in cells) + " |")
    return "\n".join(lines) + "\n"


def model() -> str:
    rooms = ("reports", "spans", "claims", "parts", "fused", "editions", "log", "forecasts")
    lines = ["# Model", "", "The nouns of the desk, all frozen.", ""]
    for room in rooms:
        lines += [f"## brinkwatch.model.{room}", "", f"::: brinkwatch.model.{room}",
                  "    options:", "      heading_level: 3", "      show_root_heading: false", ""]
    return "\n".join(lines)


def _flat(text) -> str:
    return " ".join(click.unstyle(text or "").split())
