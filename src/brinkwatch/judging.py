"""Assessment over the record on disk: histories joined, results kept, forecasts scored when due.

`assess` judges from nouns; this is where the desk hands it what the store holds and keeps what it
gives. Stories and assessments are derived: `rebuild` makes them again from reports, claims and
histories, with the same numbers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date

from brinkwatch.assess import assess, deeds, judged_until
from brinkwatch.assess import log as launch_log
from brinkwatch.assess.forecast import issue
from brinkwatch.errors import UsageError
from brinkwatch.knowledge.histories import bundled
from brinkwatch.launches import chosen, party_of
from brinkwatch.model import Assessment, Claim, Report, Story
from brinkwatch.model.forecasts import Forecast
from brinkwatch.model.log import Entry, History
from brinkwatch.store import Store

PAIRS_KEPT = 200


def histories(store: Store) -> list[History]:
    """The bundled history and those imported into the record."""
    held = store.histories()
    return [*(() if any(h.name == bundled().name for h in held) else (bundled(),)), *held]


def judge(
    store: Store, stories: Sequence[Story], claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
) -> dict[str, tuple[Assessment, ...]]:
    """Assessments by story."""
    held = histories(store)
    return {story.id: assess(story, claims, reports, held) for story in stories}


def keep(
    store: Store, stories: Sequence[Story], judged: Mapping[str, Sequence[Assessment]],
    claims: Mapping[str, Claim], reports: Mapping[str, Report],
) -> None:
    """Keep assessments and new forecasts, in one transaction; score those that are due."""
    with store.batch():
        store.put_assessments(
            ((story.id, one) for story in stories for one in judged.get(story.id, ())),
            [story.id for story in stories])
        store.add_forecasts(made(one for found in judged.values() for one in found))
        score(store, log(store, stories, claims, reports))


def made(judged: Iterable[Assessment]) -> list[Forecast]:
    """The published forecasts among assessments."""
    names = {f.name for f in fields(Forecast)}
    return [
        Forecast(**{k: v for k, v in row.items() if k in names})
        for one in judged if one.kind == issue.KIND
        for row in (one.detail or {}).get("forecasts", []) if row["published"]]


def score(store: Store, held: launch_log.Log) -> list[Forecast]:
    """Score the stored forecasts that are due; returns those scored now."""
    done = list(issue.score(store.forecasts(), held))
    for item in done:
        store.score_forecast(item)
    return done


def log(
    store: Store, stories: Sequence[Story], claims: Mapping[str, Claim],
    reports: Mapping[str, Report], more: Sequence[History] = (), bundle: bool = True,
) -> launch_log.Log:
    """The launch log of the record: its stories' launches joined with histories.

    Args:
        more: histories besides the stored ones; one of the same name takes its place.
        bundle: whether the bundled history is joined.
    """
    names = {h.name for h in more}
    held = [h for h in histories(store)
            if h.name not in names and (bundle or h.name != bundled().name)]
    return launch_log.build(
        [i for s in stories for i in s.incidents], claims, reports, [*held, *more])


def coded(
    held: launch_log.Log, stories: Sequence[Story], claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
) -> list[deeds.Deed]:
    """The events between states on record, and those that histories list."""
    return [*deeds.of_incidents([i for s in stories for i in s.incidents], claims, reports),
            *deeds.of_entries(e for e in held.entries if not e.kind)]


def tension(
    one: str, two: str, held: launch_log.Log, events: Sequence[deeds.Deed],
    until: date | None = None,
) -> Assessment:
    """How tense it is between two states, against their own past.

    Args:
        one, two: states, by name or ISO 3166 code.
        events: as `coded` gives them.
        until: the day to judge; the last that the log covers when None.

    Raises:
        UsageError: both are the same.
    """
    from brinkwatch.assess.tension import assess as judge_pair

    first, second = sorted((party_of(one), party_of(two)))
    if first == second:
        raise UsageError(f"{one} and {two} are the same; name two states")
    last = until or judged_until(held) or max((d.day for d in events), default=date.today())
    found = judge_pair("record", [d for d in events if d.day <= last], last, held, (first, second))
    assert found is not None
    return found


class Judged:
    """The launch log and the tension of pairs, worked out once and again when the stories or the
    histories of the record have changed. For several threads."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._mark: object = None
        self._log = launch_log.Log(())
        self._events: list[deeds.Deed] = []
        self._pairs: dict[tuple[str, str], Assessment] = {}

    def launches(self, since: date | None = None, until: date | None = None,
                 actor: str | None = None, kind: str | None = None) -> list[Entry]:
        """Launches that fit, by day; `until` is the last day that fits."""
        with self._lock:
            self._renew()
            return chosen(self._log, since, until, kind, actor)

    def pairs(self, most: int) -> list[tuple[str, str]]:
        """Pairs of states by how much passed between them, most first."""
        from brinkwatch.assess.tension import pairs

        with self._lock:
            self._renew()
            return pairs(self._events)[:most]

    def tension(self, one: str, two: str) -> Assessment:
        """The tension of a pair on the last day that the log covers.

        Raises:
            UsageError: both are the same.
        """
        with self._lock:
            self._renew()
            if (one, two) not in self._pairs:
                self._pairs[one, two] = tension(one, two, self._log, self._events)
                if len(self._pairs) > PAIRS_KEPT:
                    del self._pairs[next(iter(self._pairs))]
            return self._pairs[one, two]

    def _renew(self) -> None:
        mark = (self._store.stories_mark(), [(h.name, h.digest) for h in self._store.histories()])
        if mark == self._mark:
            return
        stories = [s for s in self._store.stories() if s.off_topic is None]
        reports = {r.id: r for r in self._store.reports()}
        claims = {c.id: c for c in self._store.claims()}
        self._log = log(self._store, stories, claims, reports)
        self._events = coded(self._log, stories, claims, reports)
        self._pairs.clear()
        self._mark = mark
