"""Records survive the trip to JSON and back."""

import json

from brinkwatch.model import (
    Actor,
    Count,
    Evidence,
    Launch,
    Measure,
    Place,
    Quantity,
    Statement,
    TimeRef,
    Weapon,
)
from brinkwatch.model.codec import claim, plain

seoul = Actor("South Korea", "KOR", "GOV", text="Seoul", start=0, end=5)
launch = Launch(
    id="l1", report="r1", evidence=(Evidence(0, 11, "Seoul spoke"),), type="MOBILIZE",
    mode="weapons-test", actors=(seoul,),
    places=(Place("Taegwan", 40.2, 125.2, "PRK", "county", "origin", "Taekwan", 3, 10),),
    time=TimeRef("2025-11-07", "2025-11-07", "day", "Friday", 12, 18),
    weapon=Weapon("ballistic", "SRBM", "suspected"), count=Count(1, 1, "a"),
    distance_km=(Measure(700.07, by="South Korea"),),
    quantities=(Quantity("distance", 700.07, "km", text="435 miles"),), casualties="none",
)


def test_a_launch_comes_back_equal():
    assert claim(json.loads(json.dumps(plain(launch)))) == launch


def test_a_statement_comes_back_equal():
    said = Statement(
        id="s", report="r", evidence=(), speaker=seoul, quote="We will", direct=True,
        act="threaten", attribution=(Actor("Sample Wire", text="Sample Wire", verb="said"),),
    )
    assert claim(json.loads(json.dumps(plain(said)))) == said


def test_time_is_written_as_an_interval_with_its_offsets_apart():
    assert plain(launch)["time"] == {
        "start": "2025-11-07", "end": "2025-11-07", "precision": "day", "text": "Friday",
        "approximate": False, "span": [12, 18],
    }
