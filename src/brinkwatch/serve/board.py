"""What the served desk shows, and where it comes from: the record, and the press's views."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from markupsafe import Markup

from brinkwatch.model import Assessment, Claim, Edition, Incident, Report, StoryPage, Value
from brinkwatch.model.log import Entry
from brinkwatch.model.watched import Source
from brinkwatch.serve import links

T = TypeVar("T")

EDITIONS, STORIES = 4, 64
"""Editions and worked-out stories kept in memory."""


class Record(Protocol):
    """What is read of the store; `brinkwatch.store.Store` is one."""

    def latest_edition_id(self) -> str | None: ...
    def edition(self, id: str) -> Edition | None: ...
    def edition_lines(self, limit: int, before: int | None = None) -> list[dict[str, Any]]: ...
    def report(self, id: str) -> Report | None: ...
    def report_lines(self, limit: int, before: int | None = None, *,
                     ids: Sequence[str] | None = None) -> list[Any]: ...
    def claims(self, report_id: str | None = None) -> Iterator[Claim]: ...
    def claim(self, id: str) -> Claim | None: ...
    def claim_page(
        self, limit: int, before: int | None = None, *, record: str | None = None,
        type: str | None = None, country: str | None = None, since: str | None = None,
        until: str | None = None, actor: int | None = None,
    ) -> list[tuple[int, Claim]]: ...
    def claims_by_id(self, ids: Sequence[str]) -> dict[str, Claim]: ...
    def person(self, id: int) -> Any: ...
    def search(
        self, words: str, kind: Any = "reports", *, since: str | None = None,
        until: str | None = None, limit: int = 20, offset: int = 0,
    ) -> Any: ...
    def sources(self) -> list[Source]: ...
    def visits(self, url: str, most: int = 50) -> list[Any]: ...
    def refusals(self) -> Iterator[dict[str, Any]]: ...
    def problems(self) -> Iterator[dict[str, Any]]: ...
    def stats(self) -> dict[str, Any]: ...


class Judged(Protocol):
    """What the launches and events on record add up to; `brinkwatch.judging.Judged` is one."""

    def launches(self, since: date | None = None, until: date | None = None,
                 actor: str | None = None, kind: str | None = None) -> list[Entry]: ...
    def pairs(self, most: int) -> list[tuple[str, str]]: ...
    def tension(self, one: str, two: str) -> Assessment: ...


@dataclass(frozen=True, slots=True)
class Press:
    """How published things look: functions and a style sheet of the publish stage.

    `story(page, reports, claims, reader)` gives a story as markup, its links into reports made by
    `reader(report, start, end)`; `value(field, value)` a claimed value in words; `fields` the names
    of fields in words; `timeline([(day, kind, words)], label)` and `tension(scores, levels, day,
    level)` drawings.
    """

    css: str
    story: Callable[
        [StoryPage, Mapping[str, Report], Mapping[str, Claim], Callable[..., str]], Markup]
    value: Callable[[str, Value], str]
    fields: Mapping[str, str]
    timeline: Callable[[Sequence[tuple[date, str, str]], str], Markup]
    tension: Callable[[Sequence[float], Mapping[str, float], date, str], Markup]


@dataclass(frozen=True)
class Board:
    """One edition, with its stories and incidents by id."""

    id: str
    edition: Edition
    stories: dict[str, StoryPage]
    incidents: dict[str, tuple[StoryPage, Incident]]

    @classmethod
    def of(cls, id: str, edition: Edition) -> Board:
        return cls(id, edition, {page.id: page for page in edition.stories},
                   {one.id: (page, one) for page in edition.stories for one in page.incidents})


class Desk:
    """Reads the record for the pages; keeps the last editions and stories worked out."""

    def __init__(self, record: Record, press: Press, judged: Judged) -> None:
        self.record, self.press, self.judged = record, press, judged
        self._boards: _Kept[Board] = _Kept(EDITIONS)
        self._stories: _Kept[Markup] = _Kept(STORIES)

    def latest(self) -> Board | None:
        id = self.record.latest_edition_id()
        return None if id is None else self.board(id)

    def board(self, id: str) -> Board | None:
        """An edition; None when there is none of this id."""

        def make() -> Board | None:
            edition = self.record.edition(id)
            return None if edition is None else Board.of(id, edition)

        return self._boards.get(id, make)

    def story(self, board: Board, page: StoryPage) -> Markup:
        """A story as the press shows it, each excerpt and source leading to the reader."""

        def make() -> Markup:
            cited = {span.report for sentence in _sentences(page) for span in sentence.spans}
            reports = self.reports(dict.fromkeys([*(r.id for r in page.reports), *sorted(cited)]))
            named = [id for incident in page.incidents for id in incident.claims]
            return self.press.story(page, reports, self.record.claims_by_id(named), _reader)

        made = self._stories.get(f"{board.id}/{page.id}", make)
        assert made is not None
        return made

    def reports(self, ids: Iterable[str]) -> dict[str, Report]:
        """Reports of these ids, as many as are stored."""
        found = ((id, self.record.report(id)) for id in ids)
        return {id: report for id, report in found if report is not None}


class _Kept(Generic[T]):
    """The last few things made, by key."""

    def __init__(self, most: int) -> None:
        self._most, self._held, self._lock = most, OrderedDict[str, T](), threading.Lock()

    def get(self, key: str, make: Callable[[], T | None]) -> T | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        if made is not None:
            with self._lock:
                self._held[key] = made
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        return made


def _sentences(page: StoryPage) -> Iterator[Any]:
    yield from page.summary
    for section in page.sections:
        yield from section.sentences
    for entry in page.timeline:
        yield entry.sentence


def _reader(report: str, start: int | None = None, end: int | None = None) -> str:
    spans = [] if start is None or end is None else [(start, end)]
    return links.report(report, spans)
