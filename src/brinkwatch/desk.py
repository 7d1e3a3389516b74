"""The desk: wires the stages. This file alone knows their order.

    collect → store → read → extract → fuse → assess → publish

    >>> from brinkwatch.desk import Desk
    >>> with Desk.open(":memory:") as desk:
    ...     outcome = desk.take(["story.txt"])
    ...     claims = desk.read(outcome.reports)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import brinkwatch
from brinkwatch.collect import Refusal, gather
from brinkwatch.config import Settings
from brinkwatch.errors import CitationError, PublishError, UsageError
from brinkwatch.model import Claim, Edition, LeftOut, Report, Story, Word
from brinkwatch.running import run_on
from brinkwatch.store import Store

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from brinkwatch.collect.web.watching import Watcher
    from brinkwatch.fuse import Fusion
    from brinkwatch.publish import Finding, Proofreader
    from brinkwatch.read.pipeline import Reader

Progress = Callable[[str, int, int | None], None]
"""Called with (step, done, total); total is None while it is not known."""


def quiet(step: str, done: int, total: int | None) -> None:
    """Progress for those who do not want any."""


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
class Reading:
    """A report's claims and the unit vectors of its sentences, float32 (sentences, 384)."""

    claims: tuple[Claim, ...]
    vectors: np.ndarray


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
        if self._reader is not None:
            return self._reader
        from brinkwatch.read.neural import WEIGHTS, NeuralReader
        from brinkwatch.read.pipeline import Reader

        if self.settings.pipeline:
            from brinkwatch.read.borrowed import BorrowedReader

            return Reader(BorrowedReader(self.settings.pipeline).pipe)
        model = NeuralReader(
            self.settings.model or WEIGHTS, threads=self.settings.threads or None
        )
        return Reader(model.pipe)

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
        done: dict[str, Reading] = {}
        todo: list[Report] = []
        for report in reports:
            if report.language not in ("en", None):
                done[report.id] = Reading((), _some(None))
            elif self.store.reading_version(report.id) == reading_key(report, self.settings):
                vectors = self.store.vectors(report.id)
                done[report.id] = Reading(tuple(self.store.claims(report.id)), _some(vectors))
            else:
                todo.append(report)
            progress("reading", len(done), len(reports))
        if todo:
            from brinkwatch.extract import claims as extract

            for report, doc in zip(todo, self.reader.pipe(todo), strict=True):
                found = tuple(extract(doc, report))
                vectors = _some(doc.user_data.get("sentence_vectors"))
                key = reading_key(report, self.settings)
                self.store.put_reading(report.id, found, vectors, key)
                done[report.id] = Reading(found, vectors)
                progress("reading", len(done), len(reports))
        return {report.id: done[report.id] for report in reports}

    @contextmanager
    def watcher(self) -> Iterator[Watcher]:
        """What watches the record's sources, with a connection to the network while it is open."""
        from brinkwatch.collect.web.addresses import Reach
        from brinkwatch.collect.web.fetching import Fetcher
        from brinkwatch.collect.web.watching import Pace, Watcher

        allowed = [text for text in self.settings.fetch_allow.split(",") if text.strip()]
        with Fetcher(self.settings.fetch_limits(), Reach.of(allowed)) as fetcher:
            pace = Pace(back=timedelta(days=self.settings.fetch_back_days))
            yield Watcher(self.store, fetcher, pace, self.settings.limits())

    def read_new(self, *, progress: Progress = quiet) -> int:
        """Read the reports no version has read yet; return how many there were."""
        new = list(self.store.unread())
        self.read(new, progress=progress)
        return len(new)

    def edition_since(
        self, since: datetime, *, progress: Progress = quiet
    ) -> Edition | None:
        """An edition of the stored reports published (else captured) since a moment, kept in the
        record; None where there are none.

        Raises:
            CitationError: a sentence is not carried by the spans it cites; nothing is kept.
        """
        held = tuple(self.store.reports(since))
        if not held:
            return None
        intake = Intake(held, ())
        readings = self.read(held, progress=progress)
        at = datetime.now(UTC)
        running = run_on(self.store, held, readings, self.read, _fuse, at)
        edition, _ = self.compose(
            intake, running.readings, running.stories, running.left_out,
            published=at, progress=progress)
        running.keep(self.store)
        self.store.put_edition(edition)
        return edition

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

        press = serve.Press(publish.stylesheet(), publish.story_html, publish.value_words,
                            publish.FIELD_NAMES)
        return serve.create_app(self.store, press, (*serve.HOSTS, *hosts))

    def brief(
        self,
        inputs: Iterable[str | Path],
        out: Path,
        *,
        default_date: date | datetime | None = None,
        published: datetime | None = None,
        sample: bool = False,
        progress: Progress = quiet,
    ) -> Brief:
        """Inputs to an edition on disk.

        Raises:
            CitationError: a sentence is not carried by the spans it cites; nothing is written.
        """
        intake = self.take(inputs, default_date=default_date, progress=progress)
        readings = self.read(intake.reports, progress=progress)
        at = published or datetime.now(UTC)
        progress("fusing", 0, None)
        running = run_on(self.store, intake.reports, readings, self.read, _fuse, at)
        edition, claims = self.compose(
            intake, running.readings, running.stories, running.left_out,
            published=at, sample=sample, progress=progress,
        )
        from brinkwatch import publish

        reports = self._with_reports(intake, running.readings)
        progress("writing", 0, 1)
        paths = publish.write(edition, reports, claims, out)
        running.keep(self.store)
        self.store.put_edition(edition)
        progress("writing", 1, 1)
        return Brief(edition, tuple(paths), intake, claims)

    def rebuild(self, *, progress: Progress = quiet) -> int:
        """Make stories and assessments again from the stored reports, claims and histories;
        returns the number of stories."""
        from brinkwatch import judging

        held = tuple(self.store.reports())
        readings = self.read(held, progress=progress)
        claims = {c.id: c for reading in readings.values() for c in reading.claims}
        reports = {r.id: r for r in held}
        running = run_on(self.store, held, readings, self.read, _fuse, datetime.now(UTC))
        running.keep(self.store)
        stories = running.stories
        judged = judging.judge(self.store, stories, claims, reports)
        judging.keep(self.store, stories, judged, claims, reports)
        return len(stories)

    def export(
        self, out: Path, formats: Sequence[str], *, since: str | None = None,
        until: str | None = None, types: Sequence[str] = (), actors: Sequence[str] = (),
        countries: Sequence[str] = (), stories: Sequence[str] = (), progress: Progress = quiet,
    ) -> dict[str, Any]:
        """Write the record, or the part the filters choose, in open formats; return the manifest.

        Stories are fused first where the record keeps none.

        Raises:
            UsageError: a format, type, country or date is unknown, or an extra is missing.
            PublishError: the folder cannot be written.
        """
        from brinkwatch import export
        from brinkwatch.knowledge.reliability import load

        if self.store.stats()["stories"] == 0:
            self.rebuild(progress=progress)
        choice = export.Choice(
            since=export.day("--since", since), until=export.day("--until", until),
            types=export.types_of(tuple(types)), actors=tuple(actors),
            countries=export.countries_of(tuple(countries)), stories=tuple(stories))
        own = self.settings.reliability
        chosen = export.Selection(self.store, choice, load(own) if own is not None else None)
        return export.export(chosen, out, formats)

    def load(self, folder: Path) -> dict[str, int]:
        """Put an exported folder of JSON Lines into this record; return how many of each kind.

        Raises:
            PublishError: a file is missing, was changed or is broken; nothing is kept.
            StoreError: another text is stored under a report's id; nothing is kept.
        """
        from brinkwatch import export

        return export.read(folder, self.store)

    def verify(self, out: Path) -> list[Finding]:
        """Hold a written edition against this record; an empty list when all holds.

        Raises:
            PublishError: there is no edition in the folder.
        """
        from brinkwatch import publish

        files: dict[str, str] = {}
        findings: list[Finding] = []
        for name in ("edition.json", "index.html", "edition.md"):
            path = out / name
            try:
                files[name] = path.read_bytes().decode("utf-8")
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                findings.append(publish.Finding(name, "", f"cannot be read ({error})"))
        if not files and not findings:
            raise PublishError(f"{out}: there is no edition here; write one with brief --out {out}")
        stored = self.store.latest_edition()
        ids = {line.id for page in stored.stories for line in page.reports} if stored else set()
        ids |= {item.report for item in stored.left_out} if stored else set()
        reports = {rid: report for rid in ids if (report := self.store.report(rid)) is not None}
        claims = {c.id: c for rid in reports for c in self.store.claims(rid)}
        findings.extend(publish.verify(files, stored, reports, claims))
        findings.extend(
            publish.Finding("record", path, f"capture {sha[:12]}: {fault}")
            for sha, path, fault in self.store.verify_captures()
            if fault
        )
        return findings

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
        return tuple(_fuse(tuple(reports.values()), readings).stories), claims, reports

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
        if keep:
            running = run_on(self.store, reports, readings, self.read, _fuse, datetime.now(UTC))
            running.keep(self.store)
            found: Sequence[Story] = running.all
        else:
            fusion = _fuse(reports, readings)
            found = (*fusion.stories, *fusion.aside)
        mine = {r.id for r in reports}
        return [
            {"report": rid, "story": s.id} for s in found for rid in s.reports if rid in mine
        ]

    def _with_reports(
        self, intake: Intake, readings: Mapping[str, Reading]
    ) -> dict[str, Report]:
        """The reports of this run, and those on record that their stories rest on."""
        found = {r.id: r for r in intake.reports}
        for rid in readings:
            if rid not in found and (report := self.store.report(rid)) is not None:
                found[rid] = report
        return found

    def compose(
        self,
        intake: Intake,
        readings: Mapping[str, Reading],
        stories: Sequence[Story],
        left_out: Sequence[LeftOut],
        *,
        published: datetime | None = None,
        sample: bool = False,
        progress: Progress = quiet,
    ) -> tuple[Edition, dict[str, Claim]]:
        """Assess, compose and check.

        Raises:
            CitationError: names the first sentence that fails and counts the others.
        """
        from brinkwatch import judging, publish

        reports = self._with_reports(intake, readings)
        claims = {c.id: c for reading in readings.values() for c in reading.claims}
        progress("assessing", 0, None)
        judged = judging.judge(self.store, stories, claims, reports)
        judging.keep(self.store, stories, judged, claims, reports)
        pages = []
        for n, story in enumerate(stories):
            progress("composing", n, len(stories))
            pages.append(publish.compose(story, reports, claims, judged[story.id]))
        # one reading of all sentences is faster than one for each page
        struck = self.proofreader.faults(text for page in pages for text in publish.texts(page))
        for n, story in enumerate(stories):
            if any(text in struck for text in publish.texts(pages[n])):
                pages[n] = publish.compose(
                    story, reports, claims, judged[story.id], self.proofreader
                )
        progress("composing", len(pages), len(pages))
        refused = tuple(
            LeftOut(f"{r.path}, {r.place}" if r.place else r.path, r.reason)
            for r in intake.refusals
        )
        edition = publish.edition(
            pages, (*left_out, *refused), published or datetime.now(UTC), sample
        )
        failures = publish.check(edition, reports)
        if failures:
            first = failures[0]
            raise CitationError(
                f"{len(failures)} sentence(s) fail the citation check; the first: "
                f"{first.sentence!r}: {first.token!r} {first.reason}"
            )
        return edition, claims


def _fuse(
    reports: Sequence[Report], readings: Mapping[str, Reading],
    known: Mapping[str, Sequence[str]] | None = None,
) -> Fusion:
    from brinkwatch.fuse import fuse

    return fuse(
        reports,
        {rid: reading.claims for rid, reading in readings.items()},
        {rid: reading.vectors for rid, reading in readings.items()},
        known,
    )


def _some(vectors: np.ndarray | None) -> np.ndarray:
    return np.zeros((0, 384), np.float32) if vectors is None else vectors


def reading_key(report: Report, settings: Settings | None = None) -> str:
    """What a reading depends on: this code, the model, the text and the date it counts from."""
    other = (settings.model, settings.pipeline) if settings else (None, None)
    parts = (_reading_code(), report.sha256, report.text, str(report.published), report.language,
             *(str(x) for x in other if x))
    return hashlib.sha256("\x00".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


_CODE: list[str] = []


def _reading_code() -> str:
    """SHA-256 over the files that decide what is read, so that no reading outlives its code."""
    if not _CODE:
        digest = hashlib.sha256(brinkwatch.__version__.encode())
        root = Path(brinkwatch.__file__).parent
        for room in ("model", "knowledge", "read", "extract"):
            for path in sorted((root / room).rglob("*")):
                if path.suffix in {".py", ".csv", ".yaml", ".json"}:
                    digest.update(path.relative_to(root).as_posix().encode())
                    digest.update(path.read_bytes())
        _CODE.append(digest.hexdigest())
    return _CODE[0]
