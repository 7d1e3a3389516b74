"""Rounds: every source that is due is asked, every article that is due fetched, each exactly once.

What is new goes into the record as due before it is fetched, in the transaction that keeps the
source's validators. So whatever happens in between, nothing a source has shown is lost, and nothing
is kept twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Protocol, TypeVar

from brinkwatch.collect.outcomes import Limits
from brinkwatch.collect.web import articles as pages
from brinkwatch.collect.web.addresses import host_of
from brinkwatch.collect.web.articles import Captures, Kept
from brinkwatch.collect.web.fetching import Fetcher
from brinkwatch.collect.web.visiting import (
    Seen,
    answered,
    article_of,
    failed,
    outcome,
    shaken,
    visit,
)
from brinkwatch.errors import BrinkwatchError, FetchError, StoreError
from brinkwatch.model import Report
from brinkwatch.model.watched import PAGE, SAME, Article, Source, Visit

CHECKS = tuple(timedelta(hours=h) for h in (1, 3, 9, 27, 81))
"""When an article is fetched again after it has answered, to see whether it was changed. Most
corrections come within hours; after five days it is left alone."""
TRIES, LASTING_TRIES = 8, 5
"""Failures in a row after which an article is given up: some two days after the first, or two and
a half hours where the site refuses it for good (a feed is often ahead of its pages)."""
RETRY = timedelta(minutes=10)
"""Before the second attempt at an article; doubled each time."""

Item = TypeVar("Item")
Made = TypeVar("Made")


class Record(Captures, Protocol):
    """What watching needs of the record; `brinkwatch.store.Store` is one."""

    def due_sources(self, now: datetime) -> list[Source]: ...
    def sources(self) -> list[Source]: ...
    def due_articles(self, now: datetime, most: int) -> list[Article]: ...
    def due_counts(self, now: datetime) -> dict[str, int]: ...
    def put_visit(self, visit: Visit, source: Source, found: Iterable[Article] = ()
                  ) -> tuple[Visit, int]: ...
    def count_visit(self, key: int, visit: Visit) -> None: ...
    def put_article(self, article: Article, report: Report | None = None) -> None: ...
    def article(self, url: str) -> Article | None: ...
    def texts_like(self, digest: str) -> list[str]: ...
    def add_problem(self, stage: str, what: str, *, place: str | None = None,
                    mend: str | None = None, report: str | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a round does.

    `back`: articles older than this when they are found are not fetched. `most`: articles fetched
    in one round; the rest waits for the next. `workers`: hosts asked at once.
    """

    back: timedelta = timedelta(days=7)
    most: int = 500
    workers: int = 8


class Watcher:
    """Use it in a `with` block; its threads end there.

    Args:
        now: the clock, UTC; replaced in tests.
    """

    def __init__(self, record: Record, fetcher: Fetcher, pace: Pace | None = None,
                 limits: Limits | None = None,
                 now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._record, self._fetcher = record, fetcher
        self._pace, self._limits, self._now = pace or Pace(), limits or Limits(), now
        self._stopping = False
        # One pool for all rounds: new threads for each would leave the memory of the old in pieces.
        self._pool = ThreadPoolExecutor(max(1, self._pace.workers), "brinkwatch-fetch")

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._pool.shutdown()

    def stop(self) -> None:
        """Finish what is being fetched and begin nothing more."""
        self._stopping = True

    def round(self, everything: bool = False) -> Iterator[Visit]:
        """Visit what is due, or all that is not paused, and fetch the articles that are due.

        Yields each visit with its outcome when all its articles of this round are done.

        Raises:
            StoreError: the record cannot be written; what was not kept is fetched again next time.
        """
        due = [s for s in self._record.sources() if not s.paused] if everything \
            else self._record.due_sources(self._now())
        ledger = _Ledger()
        for seen in self._each(due, self._seen, lambda s: s.url):
            ledger.enter(*seen)
        articles = self._record.due_articles(self._now(), self._pace.most)
        titles = {s.url: s.title for s in self._record.sources()}
        for article, came in self._each(
                articles, lambda a: (a, self._fetched(a, titles.get(a.source))), lambda a: a.url):
            ledger.note(article, came)
        for done, key in ledger.closed(self._record.due_counts(self._now())):
            if key:
                self._record.count_visit(key, done)
            yield done
        if articles:
            pages.let_go()

    def preview(self) -> Iterator[tuple[Visit, tuple[str, ...]]]:
        """Ask every source that is not paused and keep nothing: each visit, and the addresses it
        would lead to that are not known yet."""
        due = [s for s in self._record.sources() if not s.paused]
        for seen in self._each(due, self._visited, lambda s: s.url):
            urls = tuple(one.url for one in seen.found
                         if one.due is not None and self._record.article(one.url) is None)
            yield outcome(replace(seen.visit, new=len(urls))), urls

    def _each(self, items: list[Item], work: Callable[[Item], Made], url: Callable[[Item], str]
              ) -> Iterator[Made]:
        """Do the work, hosts side by side and the items of one host in turn."""
        hosts: dict[str, list[Item]] = {}
        for item in items:
            hosts.setdefault(host_of(url(item)), []).append(item)

        def of_host(queue: list[Item]) -> list[Made]:
            made = []
            for item in queue:
                if self._stopping:
                    break
                made.append(work(item))
            return made

        working = [self._pool.submit(of_host, queue) for queue in hosts.values()]
        try:
            for one in working:
                yield from one.result()
        finally:  # also when one of them failed: nothing goes on behind the caller's back
            for one in working:
                one.cancel()
            wait(working)

    def _visited(self, source: Source) -> Seen:
        try:
            return visit(source, self._fetcher, self._now, self._pace.back)
        except Exception as error:  # one source must not cost the others their round
            if not isinstance(error, BrinkwatchError):
                self._problem(error, source.url)
            return failed(source, _as_fetch_error(source.url, error), self._now())

    def _seen(self, source: Source) -> tuple[Visit, int]:
        if source.kind == PAGE:
            return self._page(source)
        seen = self._visited(source)
        try:
            done, key = self._record.put_visit(seen.visit, seen.source, seen.found)
        except StoreError as error:
            seen = self._refused(source, error)
            done, key = self._record.put_visit(seen.visit, seen.source)
        return outcome(done), key

    def _page(self, source: Source) -> tuple[Visit, int]:
        """A watched page is its own article, looked at whenever its source is due."""
        at = self._now()
        known = self._record.article(source.url)
        article = known or Article(url=source.url, source=source.url, found=at)
        try:
            checked, report, came = self._judged(article, source.title)
        except StoreError as error:
            seen = self._refused(source, error)
            return self._record.put_visit(seen.visit, seen.source)
        except Exception as error:
            if not isinstance(error, BrinkwatchError):
                self._problem(error, source.url)
            seen = failed(source, _as_fetch_error(source.url, error), at)
            return self._record.put_visit(seen.visit, seen.source)
        done = Visit(source=source.url, at=at, outcome=SAME, status=200,
                     new=int(came == "new" and known is not None), changed=int(came == "changed"),
                     seconds=round((self._now() - at).total_seconds(), 3))
        done, key = self._record.put_visit(
            outcome(done), answered(source, at), (replace(article, due=None),))
        self._record.put_article(replace(checked, due=None), report)
        return outcome(done), key

    def _fetched(self, article: Article, outlet: str | None) -> str | FetchError:
        """Fetch one article and keep what came of it: "new", "changed", "same", or why not."""
        try:
            checked, report, came = self._judged(article, outlet)
            self._record.put_article(checked, report)
            return came
        except Exception as error:  # nor one article its feed
            if isinstance(error, StoreError) and error.passing:
                raise
            if not isinstance(error, FetchError):
                self._problem(error, article.url)
            fault = _as_fetch_error(article.url, error)
            self._record.put_article(self._later(article, fault))
            return fault

    def _judged(self, article: Article, outlet: str | None) -> tuple[Article, Report | None, str]:
        """Fetch an article: it as it is now, the report if its text is to be kept, and whether it
        is "new", "changed" or the "same". Of what is not kept, only the capture was stored, and is
        let go again.

        Raises:
            FetchError: there is no text of it to be had.
        """
        at = self._now()
        try:
            got = self._fetcher.get(article.url, etag=article.etag, modified=article.modified,
                                    accept=pages.ACCEPT)
            checked = self._checked(article_of(got, article), at)
            if got.unchanged:
                return checked, None, "same"
            kept = pages.read_page(got, article, self._record, self._limits, outlet)
            note = None
        except FetchError as error:
            # Only a refusal for good is answered with the feed's own text: the page may yet come.
            entry = None if article.versions or not error.lasting else pages.read_entry(
                article, self._record, self._limits, outlet, _short(error))
            if entry is None:
                raise
            kept, note = entry, f"text from the feed: {_short(error)}"
            checked = replace(self._checked(article, at), due=None)
        if kept.digest == article.digest:
            self._record.drop_capture(kept.report.sha256)
            return checked, None, "same"
        twin = self._twin(checked, kept)
        if twin is not None:
            self._record.drop_capture(kept.report.sha256)
            due = checked.due if article.versions else None
            return replace(checked, due=due, note=twin, html=None), None, "same"
        checked = replace(checked, digest=kept.digest, note=note, html=None)
        return checked, kept.report, "changed" if article.versions else "new"

    def _twin(self, article: Article, kept: Kept) -> str | None:
        """Why a text is not kept again: the site has it under another address already. The same
        text on another site is a reprint, and kept."""
        host = host_of(article.url)
        for url in self._record.texts_like(kept.digest):
            if url != article.url and host_of(url) == host:
                return f"the same text as {url}"
        if not article.versions and self._record.report(kept.report.id) is not None:
            return "the same page as one kept before"
        return None

    def _checked(self, article: Article, at: datetime) -> Article:
        pause = CHECKS[article.checks] if article.checks < len(CHECKS) else None
        due = None if pause is None else at + shaken(pause)
        return replace(article, checked=at, checks=article.checks + 1, due=due, fails=0)

    def _later(self, article: Article, error: FetchError) -> Article:
        at, fails = self._now(), article.fails + 1
        pause = RETRY * 2 ** min(article.fails, 12)
        given_up = fails >= (LASTING_TRIES if error.lasting else TRIES)
        due = None if given_up else at + shaken(pause)
        note = error.message if due else f"given up: {error.message}"
        return replace(article, checked=at, fails=fails, due=due, note=note)

    def _refused(self, source: Source, error: StoreError) -> Seen:
        """The visit to a source that brought something the record does not take.

        Raises:
            StoreError: the record takes nothing at all just now.
        """
        if error.passing:
            raise error
        self._problem(error, source.url)
        return failed(source, _as_fetch_error(source.url, error), self._now())

    def _problem(self, error: Exception, url: str) -> None:
        with suppress(StoreError):
            self._record.add_problem(
                "collect", f"{type(error).__name__}: {str(error)[:300]}", place=url,
                mend="Report this as a bug; the other sources went on")


class _Ledger:
    """A round's visits, with what became of their articles."""

    def __init__(self) -> None:
        self._visits: dict[str, tuple[Visit, int]] = {}

    def enter(self, done: Visit, key: int) -> None:
        self._visits[done.source] = (done, key)

    def note(self, article: Article, came: str | FetchError) -> None:
        if isinstance(came, FetchError):
            self._count(article.source, failed=1)
        elif came == "changed":
            self._count(article.source, changed=1)

    def closed(self, waiting: dict[str, int]) -> Iterator[tuple[Visit, int]]:
        for url, left in waiting.items():
            self._count(url, waiting=left)
        for done, key in self._visits.values():
            yield outcome(done), key

    def _count(self, url: str, **more: int) -> None:
        if url in self._visits:
            done, key = self._visits[url]
            self._visits[url] = (replace(
                done, **{name: getattr(done, name) + n for name, n in more.items()}), key)


def _as_fetch_error(url: str, error: Exception) -> FetchError:
    if isinstance(error, FetchError):
        return error
    said = f"{type(error).__name__}: {str(error)[:200]}"
    return FetchError(f"{url}: it could not be read ({said}). It is tried again later.", "format")


def _short(error: FetchError) -> str:
    return error.message.removeprefix(error.message.partition(": ")[0] + ": ").rstrip(".")
