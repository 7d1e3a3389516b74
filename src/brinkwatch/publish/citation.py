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
from datetime import date
from functools import lru_cache

from brinkwatch.errors import CitationError
from brinkwatch.knowledge.prose import prose
from brinkwatch.model import Edition, Report, Sentence, Span, StoryPage
from brinkwatch.publish import cited_dates, cited_numbers
from brinkwatch.publish.same import (
    HIDDEN,
    countries_in,
    fold,
    holds,
    keys,
    other_names,
    words,
)

OPENERS = frozenset(prose()["openers"])
ALONE = frozenset(["no", "so", "but", "or", "yet", "and", "not", "i"])
"""Openers that may also open a name: skipped only when no capitalised word follows."""
INNER = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "de",
        "la",
        "al",
        "bin",
        "von",
        "van",
        "der",
        "del",
        "in",
        "on",
        "to",
        "a",
        "an",
        "&",
    ]
)
TITLES = frozenset(prose()["titles"])
QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]|(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)")
NAME_TOKEN = re.compile(r"[^\W\d_][\w'’.&/-]*|\d+[A-Z][\w-]*|[A-Z]+-?\d[\w-]*")
ABBREVIATION = re.compile(
    r"(?:[A-Z]\.)+[A-Z]?\.?$|^(?:St|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Adm|Capt|Maj|Jr|Sr|Prof|Mt)\.$"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence that its spans do not carry. `token` is what is missing from them."""

    sentence: str
    token: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cited:
    """What a sentence's spans hold, ready to be asked."""

    texts: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    sources: frozenset[tuple[str, ...]]
    countries: frozenset[str]
    numbers: tuple[cited_numbers.Amount, ...]
    counted: Mapping[str, frozenset[float]]
    """What is counted, by its word, and the numbers that stand before it."""
    dates: frozenset[tuple[int | None, int | None, int | None]]
    clocks: tuple[cited_dates.Clock, ...]
    vague: frozenset[str]
    initials: frozenset[str]


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
    cited = _cited(tuple(sentence.spans), tuple(_key(reports[s.report]) for s in sentence.spans))
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
            word in cited_numbers.VAGUE
            and word not in cited.vague
            and word not in ("both", "couple", "pair", "several")
        ):
            fail(word, "is not a number of a cited span")
    for run, at_start in name_runs(undated):
        missing = _missing_name(run, at_start, cited)
        if missing:
            fail(missing, "is not a name in a cited span")
    return out


def _key(report: Report) -> tuple[str, str, date | None, str]:
    return (
        report.id,
        report.text,
        report.published.date() if report.published else None,
        report.source or "",
    )


@lru_cache(maxsize=512)
def _cited(spans: tuple[Span, ...], keyed: tuple[tuple[str, str, date | None, str], ...]) -> Cited:
    texts, runs, numbers, dates, clocks = [], [], [], set(), []
    sources: set[tuple[str, ...]] = set()
    countries: set[str] = set()
    vague: set[str] = set()
    counted: dict[str, set[float]] = {}
    initials: set[str] = set()
    for span, (_, text, published, source) in zip(spans, keyed, strict=True):
        piece = text[span.start : span.end]
        texts.append(fold(piece))
        run = words(piece)
        runs.append(tuple(run))
        countries.update(iso for _, _, iso in countries_in(run))
        undated = cited_dates.blank(piece)
        found = cited_numbers.amounts(undated)
        numbers.extend(found)
        for amount in found:
            for word in cited_numbers.counted(amount, undated):
                counted.setdefault(word, set()).add(amount.value)
        dates.update(cited_dates.meanings(piece, published))
        clocks.extend(cited_dates.clocks(piece))
        vague.update(w for w in run if w in cited_numbers.VAGUE)
        initials.update(_initials(piece))
        if source:
            sources.add(tuple(words(re.sub(r"\s*\([^)]*\)", "", source))))
    return Cited(
        tuple(texts),
        tuple(runs),
        frozenset(sources),
        frozenset(countries),
        tuple(numbers),
        {word: frozenset(values) for word, values in counted.items()},
        frozenset(dates),
        tuple(clocks),
        frozenset(vague),
        frozenset(initials),
    )


def _initials(piece: str) -> set[str]:
    """Acronyms that the capitalised runs of a span may be shortened to."""
    out = set()
    for match in re.finditer(r"(?:[A-Z][\w'-]+(?:\s+(?:of|the|and|for)\s+|\s+)?){2,}", fold(piece)):
        caps = re.findall(r"[A-Z][\w'-]+", match.group())
        for i in range(len(caps)):
            for j in range(i + 2, len(caps) + 1):
                out.add("".join(w[0] for w in caps[i:j]).lower())
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
    for clock in cited_dates.clocks(plain):
        if not cited_dates.clock_carried(clock, cited.clocks):
            fail(clock.text, "is not a time that a cited span gives")
    for near in re.findall(r"\b(yesterday|today|tomorrow|tonight)\b", plain.lower()):
        fail(near, "has no fixed date on a published page")


def name_runs(text: str) -> list[tuple[list[str], bool]]:
    """Runs of capitalised words (as written), and whether the run opens the sentence."""
    runs: list[tuple[list[str], bool]] = []
    current: list[str] = []
    pending: list[str] = []
    opening = at_start = True
    last_end = 0
    for match in NAME_TOKEN.finditer(text):
        token = match.group()
        gap = text[last_end : match.start()]
        last_end = match.end()
        if re.search(r"[^\s]", gap) and current:
            runs.append((current, at_start))
            current, pending = [], []
        stop = token.endswith(".") and not ABBREVIATION.search(token)
        bare = token.rstrip(".,") if not ABBREVIATION.search(token) else token
        if re.search(r"[.:!?]\s*$", gap) and match.start():
            opening = True
        if bare[:1].isupper() or re.match(r"\d+[A-Z]", bare):
            if not current:
                at_start = opening
            current.extend([*pending, bare])
            pending = []
        elif current and bare.lower() in INNER and not pending:
            pending = [bare]
        elif current:
            runs.append((current, at_start))
            current, pending = [], []
        else:
            pending = []
        if re.search(r"['’]s?$", bare) and current and bare[:1].isupper():
            runs.append((current, at_start))
            current, pending = [], []
        opening = stop
        if stop and current:
            runs.append((current, at_start))
            current, pending = [], []
    if current:
        runs.append((current, at_start))
    return runs


def _missing_name(run: list[str], at_start: bool, cited: Cited) -> str | None:
    """The part of a name that no span carries, or None."""
    if at_start and run:
        first = [k for k in keys(fold(run[0]))]
        starts_country = any(
            s == 0 for s, _, _ in countries_in([k for w in run for k in keys(fold(w))])
        )
        if not starts_country and (
            len(first) == 1 and first[0] in OPENERS and (first[0] not in ALONE or len(run) == 1)
        ):
            run = run[1:]
            while run and run[0].lower() in INNER and not run[0][:1].isupper():
                run = run[1:]
        elif not starts_country and any(
            first[0] in words_of and re.search(rf"\b{re.escape(fold(run[0]).lower())}\b", text)
            for words_of, text in zip(cited.runs, cited.texts, strict=True)
        ):
            run = run[1:]
    if not run:
        return None
    needle = [k for w in run for k in keys(fold(w))]
    if not needle or needle == ["i"]:
        return None
    if _stands(tuple(needle), cited):
        return None
    # split at states and titles, and ask for each part by itself
    rest: list[str] = []
    pieces: list[list[str]] = []
    found = {start: (end, iso) for start, end, iso in countries_in(needle)}
    at = 0
    while at < len(needle):
        if at in found:
            end, iso = found[at]
            if iso not in cited.countries and not _stands(tuple(needle[at:end]), cited):
                return " ".join(run)
            pieces.append(rest)
            rest = []
            at = end
        else:
            rest.append(needle[at])
            at += 1
    pieces.append(rest)
    for piece in pieces:
        for part in _split_titles([w for w in piece]):
            core = _strip_inner(part)
            if core and not _stands(tuple(core), cited):
                return " ".join(core)
    return None


def _split_titles(piece: list[str]) -> list[list[str]]:
    out: list[list[str]] = [[]]
    was_title: bool | None = None
    for word in piece:
        title = word in TITLES
        if was_title is not None and title != was_title and word not in INNER:
            out.append([])
        out[-1].append(word)
        if word not in INNER:
            was_title = title
    return out


def _strip_inner(part: list[str]) -> list[str]:
    while part and part[0] in INNER:
        part = part[1:]
    while part and part[-1] in INNER:
        part = part[:-1]
    return part


def _stands(needle: tuple[str, ...], cited: Cited) -> bool:
    plain = list(needle)
    if any(holds(list(run), plain) for run in cited.runs) or needle in cited.sources:
        return True
    if len(needle) == 1 and needle[0] in cited.initials and len(needle[0]) >= 2:
        return True
    whole = countries_in(plain)
    if len(whole) == 1 and whole[0][:2] == (0, len(plain)) and whole[0][2] in cited.countries:
        return True
    return any(holds(list(run), list(other)) for other in other_names(needle) for run in cited.runs)


def with_spans(sentence: Sentence, *spans: Span) -> Sentence:
    """The sentence with more spans, each once, first come first."""
    return replace(sentence, spans=tuple(dict.fromkeys((*sentence.spans, *spans))))
