"""The citation check: every published sentence is carried by the spans it cites.

It reads final text, spans and reports, and nothing else: no claims, no composer. A sentence fails
when it cites nothing, or when a number, date, clock time, name or quoted word in it does not
occur in a cited span. What counts as occurring:

numbers     the same number in digits or words; another unit of the same dimension within rounding
dates       the same day, month or year, after weekdays and "yesterday" are counted from the
            report's own date, and clock times with a named zone are moved between zones
names       the same words in the same order, in any spelling; a state by any of its names,
            demonyms or its seat of government; places, bodies and weapons by a listed alias;
            an outlet by the report's own source
quotations  the same words in the same order, letter for letter after typography
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from brinkwatch.errors import CitationError
from brinkwatch.model import Edition, Report, Sentence, Span, StoryPage
from brinkwatch.publish import cited_clocks, cited_dates, cited_numbers
from brinkwatch.publish.cited_names import missing_name, name_runs
from brinkwatch.publish.cited_spans import Cited, held_by, report_key
from brinkwatch.publish.number_words import VAGUE
from brinkwatch.publish.same import (
    HIDDEN,
    fold,
)

QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]|(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)")


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence that its spans do not carry. `token` is what is missing from them."""

    sentence: str
    token: str
    reason: str


def check(edition: Edition, reports: Mapping[str, Report]) -> list[Failure]:
    """Check every sentence of an edition, its headline, deck and titles.

    A headline, a deck and a title carry no spans of their own: they are checked against all the
    spans that the sentences beneath them cite.
    """
    failures: list[Failure] = []
    for sentence in sentences(edition):
        failures.extend(check_sentence(sentence, reports))
    for text, pages in [
        (edition.headline, edition.stories),
        (edition.deck, edition.stories),
        *[(page.title, (page,)) for page in edition.stories],
        *[(line, (page,)) for page in edition.stories for line in page.unknowns],
    ]:
        if text and pages:
            failures.extend(check_sentence(Sentence(text, all_spans(pages)), reports))
    return failures


def must_hold(edition: Edition, reports: Mapping[str, Report]) -> None:
    """Raise when a sentence fails.

    Raises:
        CitationError: names the first sentence that fails and what it lacks.
    """
    failures = check(edition, reports)
    if failures:
        first = failures[0]
        raise CitationError(
            f"{len(failures)} place(s) fail the citation check; the first: {first.sentence!r}: "
            f"{first.token!r} {first.reason}; cite the words that carry it or drop the sentence"
        )


def sentences(edition: Edition) -> Iterator[Sentence]:
    """Every published sentence: summaries, sections, timelines."""
    for page in edition.stories:
        yield from page.summary
        for section in page.sections:
            yield from section.sentences
        for entry in page.timeline:
            yield entry.sentence


def all_spans(pages: tuple[StoryPage, ...] | list[StoryPage]) -> tuple[Span, ...]:
    """The spans cited on these pages, each once."""
    found: dict[Span, None] = {}
    for page in pages:
        for group in (
            page.summary,
            *[s.sentences for s in page.sections],
            [e.sentence for e in page.timeline],
        ):
            for sentence in group:
                found.update(dict.fromkeys(sentence.spans))
    return tuple(found)


def check_sentence(sentence: Sentence, reports: Mapping[str, Report]) -> list[Failure]:
    """What in one sentence its spans do not carry; an empty list when all is carried."""
    if not sentence.spans:
        return [Failure(sentence.text, sentence.text, "cites no span")]
    for span in sentence.spans:
        report = reports.get(span.report)
        if report is None:
            return [Failure(sentence.text, span.report, "is not a stored report")]
        if not 0 <= span.start < span.end <= len(report.text):
            return [
                Failure(
                    sentence.text,
                    f"{span.start}:{span.end}",
                    f"is outside the stored text of report {span.report}",
                )
            ]
    cited = held_by(
        tuple(sentence.spans), tuple(report_key(reports[s.report]) for s in sentence.spans)
    )
    text = HIDDEN.sub("", sentence.text)
    out: list[Failure] = []

    def fail(token: str, reason: str) -> None:
        out.append(Failure(text, token, reason))

    plain = text
    for match in QUOTED.finditer(text):
        quote = match.group(1) or match.group(2)
        if not _quote_carried(quote, cited):
            fail(quote, "is not quoted word for word from a cited span")
        plain = plain[: match.start()] + " " * len(match.group()) + plain[match.end() :]
    _check_dates(plain, cited, fail)
    undated = cited_dates.blank(plain)
    for amount in cited_numbers.amounts(undated):
        if not cited_numbers.carried(amount, cited.numbers, undated):
            fail(amount.text, "is not a number of a cited span")
        elif not cited_numbers.counts_the_same(amount, undated, cited.counted):
            fail(amount.text, "counts something else in the cited spans")
    for word in re.findall(r"[a-z]+", undated.lower()):
        if (
            word in VAGUE
            and word not in cited.vague
            and word not in ("both", "couple", "pair", "several")
        ):
            fail(word, "is not a number of a cited span")
    for run, at_start in name_runs(undated):
        missing = missing_name(run, at_start, cited)
        if missing:
            fail(missing, "is not a name in a cited span")
    return out


def _quote_carried(quote: str, cited: Cited) -> bool:
    def tight(text: str) -> str:
        text = re.sub(r"\s+", " ", fold(text)).strip(" ,.;:")
        return text[:1].lower() + text[1:]

    want = tight(quote)
    if not want:
        return True
    pattern = re.compile(r"(?<!\w)" + re.escape(want[0]) + re.escape(want[1:]) + r"(?!\w)")
    first_any = re.compile(
        r"(?<!\w)["
        + re.escape(want[0].lower() + want[0].upper())
        + "]"
        + re.escape(want[1:])
        + r"(?!\w)"
    )
    return any(
        pattern.search(t) or first_any.search(t)
        for t in (re.sub(r"\s+", " ", piece) for piece in cited.texts)
    )


def _check_dates(plain: str, cited: Cited, fail: Callable[[str, str], None]) -> None:
    found = set(cited.dates)
    whens = cited_dates.written(plain)
    for n, when in enumerate(whens):
        if when.weekday is not None:
            after = whens[n + 1] if n + 1 < len(whens) else None
            if after is not None and after.day and 0 <= after.start - when.end <= 4:
                if not cited_dates.carried(after, found, when.weekday):
                    fail(f"{when.text} {after.text}", "is not a date that a cited span gives")
                continue
        if (
            n
            and whens[n - 1].weekday is not None
            and when.day
            and when.start - whens[n - 1].end <= 4
        ):
            continue
        if when.weekday is not None or (when.day is None and when.year is None):
            if any(re.search(rf"\b{when.text}\b", t) for t in cited.texts):
                continue
        if not cited_dates.carried(when, found):
            fail(when.text, "is not a date that a cited span gives")
    for clock in cited_clocks.clocks(plain):
        if not cited_clocks.clock_carried(clock, cited.clocks):
            fail(clock.text, "is not a time that a cited span gives")
    for near in re.findall(r"\b(yesterday|today|tomorrow|tonight)\b", plain.lower()):
        fail(near, "has no fixed date on a published page")


def with_spans(sentence: Sentence, *spans: Span) -> Sentence:
    """The sentence with more spans, each once, first come first."""
    return replace(sentence, spans=tuple(dict.fromkeys((*sentence.spans, *spans))))
