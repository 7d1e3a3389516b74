"""An edition on disk: `index.html`, `edition.json`, `edition.md`, each whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from brinkwatch.errors import PublishError
from brinkwatch.model import Claim, Edition, Report, StoryPage
from brinkwatch.model.codec import plain
from brinkwatch.publish.citation import must_hold
from brinkwatch.publish.markdown import markdown
from brinkwatch.publish.views import edition_view, story_view

FOLDER = "templates"


def write(
    edition: Edition, reports: Mapping[str, Report], claims: Mapping[str, Claim], out: Path
) -> list[Path]:
    """Write the three files of an edition.

    The citation check runs first. Each file is written beside its place and moved into it, so a
    reader of the folder never meets half a page.

    Raises:
        CitationError: a sentence is not carried by its spans; nothing is written.
        PublishError: the folder cannot be written.
    """
    must_hold(edition, reports)
    files = rendered(edition, reports, claims)
    paths = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _put(out / name, text)
            paths.append(out / name)
    except OSError as error:
        raise PublishError(
            f"{out}: the edition cannot be written ({error.strerror or error}); "
            "choose a folder that can be written to"
        ) from error
    return paths


def rendered(
    edition: Edition, reports: Mapping[str, Report], claims: Mapping[str, Claim]
) -> dict[str, str]:
    """The text of each file of an edition, by name; the same for the same record."""
    view = edition_view(edition, reports, claims)
    return {
        "index.html": html(view),
        "edition.json": json.dumps(edition_json(edition), ensure_ascii=False, indent=1) + "\n",
        "edition.md": markdown(view),
    }


def edition_json(edition: Edition) -> dict[str, Any]:
    """The edition in the contract's form (docs: Editions)."""
    data: dict[str, Any] = plain(edition)
    for story in data["stories"]:
        for incident in story["incidents"]:
            for field in incident["fields"].values():
                for value in field["values"]:
                    value["spans"] = [dict(s) for s in value["spans"]]
    return data


def html(view: Mapping[str, Any]) -> str:
    """The page, self-contained: no request; one style sheet and one script, which marks what is
    new since the reader last looked, each named by its hash so that nothing else runs."""
    css, script = stylesheet(), marking_script()
    return (
        _environment()
        .get_template("edition.html.j2")
        .render(
            **view,
            css=Markup(css),
            style_hash=_hash(css),
            script=Markup(script),
            script_hash=_hash(script),
            reader=None,
        )
    )


def _hash(text: str) -> str:
    """A text as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def story_html(
    page: StoryPage,
    reports: Mapping[str, Report],
    claims: Mapping[str, Claim],
    reader: Callable[..., str],
    published: str = "",
) -> Markup:
    """One story as the edition shows it, for a page of somebody else's.

    `reader(report, start, end)` gives the address where a report's words are shown, and
    `reader(report)` that of the whole report. `published` is when its edition was (ISO 8601);
    with it `marking_script` can mark what is new to the reader.
    """
    view = story_view(page, reports, claims, "s1")
    template = _environment().get_template("story.html.j2")
    return Markup(template.render(story=view, heading="h1", reader=reader, published=published))


def stylesheet() -> str:
    """The style sheet of `story_html`."""
    return _resource("page.css")


def marking_script() -> str:
    """The script that marks what is new; it keeps the edition last looked at in the browser."""
    return _resource("seen.js")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_resource),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _resource(name: str) -> str:
    return resources.files("brinkwatch.publish").joinpath(FOLDER, name).read_text("utf-8")


def _put(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
