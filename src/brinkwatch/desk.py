"""The desk: wires the stages. This file alone knows their order.

    collect → store → read → extract → fuse → assess → publish

    >>> from brinkwatch.desk import Desk
    >>> with Desk.open(":memory:") as desk:
    ...     outcome = desk.take(["story.txt"])
    ...     claims = desk.read(outcome.reports)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brinkwatch import judging, making
from brinkwatch.collect import Refusal, gather
from brinkwatch.config import Settings
from brinkwatch.errors import UsageError
from brinkwatch.making import Made, Revise
from brinkwatch.model import Assessment, Claim, Edition, Report, Story, Word
from brinkwatch.reading import (
    Progress,
    Reading,
    bundled,
    quiet,
    read,
    read_new,
    reading_key,
)
from brinkwatch.running import fused, run_on, undisturbed
from brinkwatch.store import Store

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from starlette.applications import Starlette

    from brinkwatch.assess.log import Log
    from brinkwatch.collect.web.watching import Watcher
    from brinkwatch.export import Options, Selection
    from brinkwatch.publish import Finding, Proofreader
    from brinkwatch.read.pipeline import Reader

__all__ = ["Brief", "Desk", "Intake", "Progress", "Reading", "quiet", "reading_key"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What one batch of inputs brought in."""

    reports: tuple[Report, ...]
    refusals: tuple[Refusal, ...]

    @property
    def failed(self) -> bool:
        """Whether an input could not be read (a duplicate is no failure)."""
        return any(r.code != "duplicate" for r in self.refusals)


@dataclass(frozen=True, slots=True)
class Brief:
    """An edition on disk, and what went into it."""

    edition: Edition
    paths: tuple[Path, ...]
    intake: Intake
    claims: Mapping[str, Claim] = field(default_factory=dict)


class Desk:
    """Reports in, checked record and editions out.

    Args:
        store: the record on disk.
        settings: defaults from the environment when None.
        reader: the read stage; the bundled one is loaded at first use when None.
    """

    def __init__(
        self, store: Store, settings: Settings | None = None, reader: Reader | None = None
    ) -> None:
        self.store = store
        self.settings = settings or Settings()
        self._reader = reader

    @classmethod
    def open(
        cls, where: str | Path | None = None, settings: Settings | None = None, *,
        create: bool = True,
    ) -> Desk:
        """Open the record at `where` (a path, ":memory:" or a database URL).

        Raises:
            StoreError: it cannot be opened, a newer version wrote it, or it is not there and
                `create` is False.
        """
        settings = settings or Settings()
        place = where if where is not None else settings.store
        return cls(Store.open(place, create=create, busy_ms=settings.busy_ms), settings)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *exc: object) -> None:
        self.store.close()

    @cached_property
    def reader(self) -> Reader:
        """The read stage.

        Raises:
            ModelError: the bundled model is missing or damaged.
        """
        return self._reader if self._reader is not None else bundled(self.settings)

    @cached_property
    def proofreader(self) -> Proofreader:
        """Reads the desk's own prose with the reader that reads reports."""
        from brinkwatch.publish import Proofreader

        return Proofreader(self._words)

    def _words(self, texts: Sequence[str]) -> list[list[Word]]:
        """The words of each text in their trees; a text of several sentences gives one list."""
        return [
            [
                Word(t.text, t.lemma_, t.pos_, t.dep_, t.head.i, t.idx)
                for t in doc
            ]
            for doc in self.reader.syntax(texts)
        ]

    def take(
        self,
        inputs: Iterable[str | Path],
        *,
        default_date: date | datetime | None = None,
        progress: Progress = quiet,
    ) -> Intake:
        """Capture and open the inputs. Bytes are stored before anything reads them."""
        reports: list[Report] = []
        refusals: list[Refusal] = []
        for item in gather(
            inputs,
            capture=self.store.capture,
            limits=self.settings.limits(),
            default_date=default_date,
            known=self.store.report,
        ):
            if isinstance(item, Refusal):
                self.store.add_refusal(item)
                refusals.append(item)
            else:
                self.store.add_report(item)
                reports.append(item)
            progress("capturing", len(reports) + len(refusals), None)
        return Intake(tuple(reports), tuple(refusals))

    def read(
        self, reports: Sequence[Report], *, progress: Progress = quiet
    ) -> dict[str, Reading]:
        """Read reports to claims, by report id. What this version has read already is taken from
        the store, so a run that was cut off goes on where it stopped."""
        return read(self.store, lambda: self.reader, self.settings, reports, progress)

    def read_new(self, *, progress: Progress = quiet) -> int:
        """Read the reports no version has read yet; return how many there were."""
        return read_new(self.store, lambda: self.reader, self.settings, progress)

    @contextmanager
    def watcher(self) -> Iterator[Watcher]:
        """What watches the record's sources, with a connection to the network while it is open."""
        from brinkwatch.collect.web.addresses import Reach
        from brinkwatch.collect.web.fetching import Fetcher
        from brinkwatch.collect.web.watching import Pace, Watcher

        allowed = [text for text in self.settings.fetch_allow.split(",") if text.strip()]
        pace = Pace(back=timedelta(days=self.settings.fetch_back_days))
        with Fetcher(self.settings.fetch_limits(), Reach.of(allowed)) as fetcher, \
                Watcher(self.store, fetcher, pace, self.settings.limits()) as watcher:
            yield watcher

    def edition_since(
        self, since: datetime, *, progress: Progress = quiet
    ) -> Edition | None:
        """An edition of the stored reports published (else captured) since a moment, kept in the
        record; None where there are none, or no new ones since the last such edition.

        Raises:
            CitationError: a sentence is not carried by the spans it cites; nothing is kept.
        """
        def publish() -> Edition | None:
            upto = self.store.edition_due(since)
            if upto is None:
                return None
            held = tuple(self.store.reports(since))
            return self._kept(held, (), datetime.now(UTC), progress=progress, upto=upto).edition

        return undisturbed(publish)

    def _kept(
        self, reports: Sequence[Report], refusals: Sequence[Refusal], at: datetime, *,
        progress: Progress, sample: bool = False, upto: int | None = None,
        revise: Revise | None = None, also: Callable[[Made], None] = lambda _: None,
    ) -> Made:
        """Make an edition and keep it, with what is `also` to be done, together or not at all."""
        def make() -> Made:
            made = making.make(
                self.store, reports, refusals,
                lambda some: self.read(some, progress=progress), lambda: self.proofreader,
                published=at, sample=sample, revise=revise, progress=progress)
            with self.store.batch():
                made.keep(self.store, upto)
                also(made)
            return made

        return undisturbed(make)

    def site(self, hosts: Sequence[str] = ()) -> Starlette:
        """The served desk, an ASGI application over this record; `hosts` are further names it
        answers to.

        Raises:
            UsageError: the extra `serve` is not installed.
        """
        try:
            from brinkwatch import serve
        except ImportError as error:
            raise UsageError(f"serve: {error.name} is not installed. "
                             "Install it with 'pip install brinkwatch[serve]'.") from None
        from brinkwatch import publish
        from brinkwatch.publish import assessment_charts

        press = serve.Press(publish.stylesheet(), publish.story_html, publish.value_words,
                            publish.FIELD_NAMES, assessment_charts.timeline,
                            assessment_charts.tension)
        return serve.create_app(self.store, press, judging.Judged(self.store),
                                (*serve.HOSTS, *hosts))

    def brief(
        self,
        inputs: Iterable[str | Path],
        out: Path,
        *,
        default_date: date | datetime | None = None,
        published: datetime | None = None,
        sample: bool = False,
        draft: Callable[[str], None] | None = None,
        progress: Progress = quiet,
    ) -> Brief:
        """Inputs to an edition on disk and in the record.

        Args:
            draft: have sections redrafted by the writer of the settings; it is told what was
                drafted, and what was not taken and why.

        Raises:
            UsageError: it is to be drafted, and the settings name no writer.
            CitationError: a sentence is not carried by the spans it cites; nothing is written.
        """
        from brinkwatch import publish

        paths: list[Path] = []

        def write(made: Made) -> None:
            progress("writing", 0, 1)
            paths[:] = publish.write(made.edition, made.reports, made.claims, out)

        revise = None
        if draft is not None:
            from brinkwatch.drafting import reviser

            revise = reviser(self.settings, lambda: self.proofreader, draft)
        intake = self.take(inputs, default_date=default_date, progress=progress)
        made = self._kept(
            intake.reports, intake.refusals, published or datetime.now(UTC),
            progress=progress, sample=sample, revise=revise, also=write)
        progress("writing", 1, 1)
        return Brief(made.edition, tuple(paths), intake, made.claims)

    def rebuild(self, *, progress: Progress = quiet) -> int:
        """Make stories and assessments again from the stored reports, claims and histories;
        returns the number of stories."""
        held = tuple(self.store.reports())
        readings = self.read(held, progress=progress)
        claims = {c.id: c for reading in readings.values() for c in reading.claims}
        reports = {r.id: r for r in held}

        def build() -> int:
            running = run_on(self.store, held, readings, self.read, datetime.now(UTC))
            judged = judging.judge(self.store, running.stories, claims, reports)
            with self.store.batch():
                running.keep(self.store)
                judging.keep(self.store, running.stories, judged, claims, reports)
            return len(running.stories)

        return undisturbed(build)

    def selection(
        self, *, since: str | None = None, until: str | None = None, types: Sequence[str] = (),
        actors: Sequence[str] = (), countries: Sequence[str] = (), stories: Sequence[str] = (),
        progress: Progress = quiet,
    ) -> Selection:
        """The part of the record that the filters choose; stories are fused first where the
        record keeps none.

        Raises:
            UsageError: a type, country or date is unknown.
        """
        from brinkwatch import export
        from brinkwatch.knowledge.reliability import load

        choice = export.Choice(
            since=export.day("--since", since), until=export.day("--until", until),
            types=export.types_of(tuple(types)), actors=tuple(actors),
            countries=export.countries_of(tuple(countries)), stories=tuple(stories))
        if self.store.stats()["stories"] == 0:
            self.rebuild(progress=progress)
        own = self.settings.reliability
        return export.Selection(self.store, choice, load(own) if own is not None else None)

    def export(
        self, out: Path, formats: Sequence[str], *, options: Options | None = None,
        **filters: Any,
    ) -> dict[str, Any]:
        """Write the record, or the part that filters (of `selection`) choose, in open formats;
        return the manifest.

        Raises:
            UsageError: a format, type, country or date is unknown, or an extra is missing.
            PublishError: the folder cannot be written.
        """
        from brinkwatch import export

        return export.export(self.selection(**filters), out, formats, options)

    def assistant_server(self) -> MCPServer[Any]:
        """The record as a read-only MCP server.

        Raises:
            UsageError: the extra `mcp` is not installed.
        """
        try:
            from brinkwatch import mcp
        except ImportError as error:
            raise UsageError(f"mcp: {error.name} is not installed. "
                             "Install it with 'pip install brinkwatch[mcp]'.") from None
        from brinkwatch import explain, launches
        from brinkwatch.knowledge.reliability import load
        from brinkwatch.model.codec import plain

        own = self.settings.reliability
        ratings = load(own) if own is not None else None

        def log() -> Log:
            return judging.log(self.store, *self.held())

        def tension(a: str, b: str, until: date | None) -> Assessment:
            held = self.held()
            joined = judging.log(self.store, *held)
            return judging.tension(a, b, joined, judging.coded(joined, *held), until)

        tools = mcp.Tools(
            launches=lambda since, until, actor, kind: launches.chosen(
                log(), since, until, kind, actor),
            tension=tension,
            explain=lambda id: plain(explain.explain(self.store, id, ratings)))
        return mcp.create_server(self.store, tools)

    def load(self, folder: Path) -> dict[str, int]:
        """Put an exported folder of JSON Lines into this record; return how many of each kind.

        Raises:
            PublishError: a file is missing, was changed or is broken; nothing is kept.
            StoreError: another text is stored under a report's id; nothing is kept.
        """
        from brinkwatch import export, publish

        def sound(edition: Edition) -> str | None:
            ids = {line.id for page in edition.stories for line in page.reports}
            ids |= {span.report for page in edition.stories for part in
                    (page.summary, *(s.sentences for s in page.sections))
                    for sentence in part for span in sentence.spans}
            held = {id: report for id in ids if (report := self.store.report(id)) is not None}
            failures = publish.check(edition, held)
            return (f"{failures[0].sentence!r} is not carried by its words: "
                    f"{failures[0].token!r} {failures[0].reason}") if failures else None

        return export.read(folder, self.store, sound)

    def verify(self, out: Path) -> list[Finding]:
        """Hold a written edition against this record; an empty list when all holds.

        Raises:
            PublishError: there is no edition in the folder.
        """
        from brinkwatch.verifying import verify

        return verify(self.store, out)

    def held(
        self, *, progress: Progress = quiet
    ) -> tuple[tuple[Story, ...], dict[str, Claim], dict[str, Report]]:
        """The record's stories, claims and reports; stories are fused anew where none are kept."""
        reports = {r.id: r for r in self.store.reports()}
        stories = tuple(s for s in self.store.stories() if s.off_topic is None)
        if stories or not reports:
            claims = {c.id: c for c in self.store.claims()}
            return stories, claims, reports
        readings = self.read(tuple(reports.values()), progress=progress)
        claims = {c.id: c for reading in readings.values() for c in reading.claims}
        return tuple(fused(tuple(reports.values()), readings).stories), claims, reports

    def stories(
        self, reports: Sequence[Report], *, keep: bool = False, progress: Progress = quiet
    ) -> list[dict[str, str]]:
        """Which report belongs to which story: one {"report": id, "story": id} each.

        Every report that can be read is among them, whether or not its story is one for an
        edition.

        Args:
            keep: go on with the stories on record, and store the outcome; else the reports are
                judged by themselves and nothing is stored.
        """
        readings = self.read(reports, progress=progress)

        def kept() -> Sequence[Story]:
            running = run_on(self.store, reports, readings, self.read, datetime.now(UTC))
            running.keep(self.store)
            return running.all

        if keep:
            found = undisturbed(kept)
        else:
            fusion = fused(reports, readings)
            found = (*fusion.stories, *fusion.aside)
        mine = {r.id for r in reports}
        return [
            {"report": rid, "story": s.id} for s in found for rid in s.reports if rid in mine
        ]
