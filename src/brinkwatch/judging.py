"""Assessment over the record on disk: histories joined, results kept, forecasts scored when due.

`assess` judges from nouns; this is where the desk hands it what the store holds and keeps what it
gives. Stories and assessments are derived: `rebuild` makes them again from reports, claims and
histories, with the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from brinkwatch.assess import assess
from brinkwatch.assess import log as launch_log
from brinkwatch.assess.forecast import issue
from brinkwatch.knowledge.histories import bundled
from brinkwatch.model import Assessment, Claim, Report, Story
from brinkwatch.model.forecasts import Forecast
from brinkwatch.model.log import History
from brinkwatch.store import Store


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
