"""All accounts of a launch's figures stand side by side; a figure taken back stays, marked so."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from brinkwatch import publish
from brinkwatch.fuse import fuse
from brinkwatch.model import Actor, Evidence, Launch, Measure, Quantity, Report, Statement, TimeRef

EAST = (
    "Northland fired a ballistic missile into the Grey Sea on Friday. The missile flew about "
    "700 km, the Defence Ministry of Poland said."
)
WEST = (
    "The missile that Northland fired on Friday flew roughly 450 km, Defence Minister Anna "
    "Kowalska said. It was fired 90 km north of the capital."
)
LATER = (
    "Northland fired a ballistic missile into the Grey Sea on Friday. The missile flew 700 km. "
    "Correction: An earlier version of this report gave the distance as 670 km."
)


def report(rid: str, text: str, hour: int) -> Report:
    return Report(
        id=rid,
        text=text,
        source=f"{rid.capitalize()} Post (sample)",
        published=datetime(2025, 11, 7, hour, tzinfo=UTC),
        published_precision="minute",
    )


REPORTS = {"east": report("east", EAST, 9), "west": report("west", WEST, 10)}


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def launch(rid: str, text: str, *measures: Measure) -> Launch:
    first = text.split(". ")[0] + "."
    north = Actor("Northland", None, "GOV", None, None, "Northland", *at(text, "Northland"))
    return Launch(
        id=f"l-{rid}",
        report=rid,
        evidence=(Evidence(*at(text, first), first),),
        type="MOBILIZE",
        trigger="fire",
        actors=(north,),
        time=TimeRef("2025-11-07", "2025-11-07", "day", "Friday", *at(text, "Friday")),
        distance_km=measures,
    )


def kowalska() -> Statement:
    said = "The missile that Northland fired on Friday flew roughly 450 km"
    name = "Defence Minister Anna Kowalska"
    whole = WEST.split(". ")[0] + "."
    speaker = Actor(
        "Anna Kowalska", None, "GOV", "Anna Kowalska", "Defence Minister", name, *at(WEST, name)
    )
    return Statement(
        id="s-west",
        report="west",
        evidence=(Evidence(*at(WEST, whole), whole),),
        speaker=speaker,
        actors=(speaker,),
        quote=said,
        quote_start=0,
        quote_end=len(said),
        trigger="say",
        time=TimeRef("2025-11-07", "2025-11-07", "day", "Friday", *at(WEST, "Friday")),
        quantities=(
            Quantity("distance", 450.0, "km", text="450 km", **_span(WEST, "450 km")),
            Quantity("distance", 90.0, "km", text="90 km", **_span(WEST, "90 km")),
        ),
    )


def _span(text: str, words: str) -> dict[str, int]:
    start, end = at(text, words)
    return {"start": start, "end": end}


def page_of(reports, claims):
    vectors = {r: np.ones((1, 384), np.float32) / np.sqrt(384) for r in reports}
    by = {r: tuple(c for c in claims if c.report == r) for r in reports}
    story = fuse(list(reports.values()), by, vectors).stories[0]
    return publish.compose(story, reports, {c.id: c for c in claims})


def distance(page):
    return next(i for i in page.incidents if i.kind == "launch").fields["distance_km"]


def test_a_figure_that_somebody_gave_in_a_statement_joins_the_launch() -> None:
    measured = Measure(700.0, by="Defence Ministry of Poland", **_span(EAST, "700 km"))
    page = page_of(REPORTS, [launch("east", EAST, measured), kowalska()])
    assert sorted(v.value for v in distance(page).values) == [450.0, 700.0]
    apart = [c for c in page.contradictions if c.field == "distance_km"]
    assert [(c.standing, len(c.values)) for c in apart] == [("open", 2)]


def test_a_distance_between_places_is_no_flight() -> None:
    page = page_of(REPORTS, [launch("east", EAST), kowalska()])
    assert [v.value for v in distance(page).values] == [450.0]


def test_a_figure_taken_back_in_a_note_stays_as_a_correction() -> None:
    reports = {"later": report("later", LATER, 12)}
    figures = (
        Measure(700.0, **_span(LATER, "700 km")),
        Measure(670.0, **_span(LATER, "670 km")),
    )
    page = page_of(reports, [launch("later", LATER, *figures)])
    assert [(r.before.value, r.after.value) for r in page.revisions] == [(670.0, 700.0)]
    assert [v.value for v in distance(page).values if v.superseded_by is None] == [700.0]
