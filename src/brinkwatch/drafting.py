"""Joins the optional writer to the press: `brief --draft`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from brinkwatch.config import Settings
from brinkwatch.draft import Endpoint, Press, redraft
from brinkwatch.errors import UsageError
from brinkwatch.making import Revise
from brinkwatch.model import Report, Sentence, StoryPage

if TYPE_CHECKING:
    from brinkwatch.publish import Proofreader


def reviser(
    settings: Settings, proofreader: Callable[[], Proofreader], said: Callable[[str], None]
) -> Revise:
    """A step that has sections redrafted by the writer of the settings.

    Args:
        said: told what was drafted, and what was not taken and why.

    Raises:
        UsageError: the settings name no writer.
    """
    from brinkwatch import publish

    if not settings.writer_url or not settings.writer_model:
        raise UsageError("--draft: no writer is set; set writer_url and writer_model in "
                         "brinkwatch.toml, or leave --draft out")
    writer = Endpoint(settings.writer_url, settings.writer_model, settings.writer_key,
                      settings.writer_seconds)

    def revise(pages: Sequence[StoryPage], reports: Mapping[str, Report]) -> list[StoryPage]:
        def fails(sentence: Sentence) -> str | None:
            for failure in publish.check_sentence(sentence, reports):
                return f"{failure.token!r} {failure.reason}"
            wrong = [*publish.faults(sentence.text),
                     *proofreader().faults([sentence.text]).values()]
            return f"reads badly ({wrong[0]})" if wrong else None

        press = Press(fails, publish.content)
        out = []
        for page in pages:
            done = redraft(page, writer, press)
            for reason in done.refused:
                said(f"{page.title}: {reason}")
            said(f"{page.title}: {done.drafted} sentences drafted by {settings.writer_model}")
            out.append(done.page)
        return out

    return revise
