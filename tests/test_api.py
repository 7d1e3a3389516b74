"""The Python API: small, typed, lazily loaded, and enough for a notebook."""

import inspect
import subprocess
import sys
from datetime import date

import pytest

import brinkwatch as bw
from brinkwatch.errors import StoreError, UsageError

REPORT = {
    "id": "hp-1", "title": "Haven fires a missile", "source": "Haven Post",
    "published": "2025-11-08", "url": "https://havenpost.example/1",
    "text": "North Korea fired a ballistic missile into the Sea of Japan on Friday, South Korea's "
            "military said. Japan condemned the launch on Saturday.",
}


@pytest.fixture(scope="module")
def desk():
    with bw.open(":memory:") as opened:
        taken = opened.add(REPORT)
        assert [r.id for r in taken.reports] == ["hp-1"] and not taken.refusals
        yield opened


def test_the_exported_members_are_there_documented_and_sorted():
    assert bw.__all__ == sorted(bw.__all__)
    assert dir(bw) == bw.__all__
    for name in bw.__all__:
        member = getattr(bw, name)
        assert name == "__version__" or inspect.getdoc(member), name
    with pytest.raises(AttributeError):
        bw.nothing  # noqa: B018


def test_every_method_of_the_desk_is_documented_and_typed():
    for name, method in inspect.getmembers(bw.Desk, inspect.isfunction):
        if not name.startswith("_"):
            assert method.__doc__, name
            assert inspect.signature(method).return_annotation != inspect.Signature.empty, name


def test_importing_it_loads_nothing():
    code = ("import sys, brinkwatch\n"
            "print([m for m in sys.modules if m.split('.')[0] in ('sqlalchemy', 'spacy', 'numpy', "
            "'pydantic', 'brinkwatch') and m != 'brinkwatch'])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_events_and_incidents_come_as_rows(desk):
    events = desk.events()
    launch = next(e for e in events if e["record"] == "launch")
    assert launch["event_date"] == date(2025, 11, 7)
    assert launch["actor1"] == "North Korea" and launch["admiralty"]
    assert {e["record"] for e in desk.events(types=["launch"])} == {"launch"}
    assert len(desk.events(countries=["Brazil"])) == 0
    assert any(i["kind"] == "launch" and i["story_id"] for i in desk.incidents())
    assert desk.incidents().columns[0] == "incident_id"


def test_frames_have_the_same_rows(desk):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    events = desk.events()
    assert list(events.pandas().columns) == list(events.columns) == events.polars().columns
    assert len(events.pandas()) == len(events.polars()) == len(events) > 0
    assert pandas.api.types.is_datetime64_any_dtype(events.pandas()["event_date"])
    assert events.polars().schema["event_date"] == polars.Date
    assert desk.events(countries=["Brazil"]).polars().columns == list(events.columns)


def test_stories_claims_launches_search_and_explain(desk):
    (story,) = desk.stories()
    assert story.reports == ("hp-1",)
    assert {c.record for c in desk.claims()} >= {"event", "launch"}
    (row,) = desk.launches(actor="North Korea", since=date(2025, 11, 7), until=date(2025, 11, 7),
                           bundled=False)
    assert row["party"] == "PRK" and row["kind"] == "ballistic"
    (hit,) = desk.search("missile")
    assert hit.report == "hp-1"
    incident = story.incidents[0]
    assert desk.explain(incident.id).kind == "incident"
    assert desk.edition() is None


def test_read_gives_the_claims_and_a_second_time_doubles_nothing(desk):
    before = len(list(desk.claims()))
    again = desk.read(REPORT)
    assert len(list(desk.claims())) == before
    assert again == [] or {c.report for c in again} == {"hp-1"}


def test_what_goes_out_comes_in(desk, tmp_path):
    manifest = desk.export(tmp_path, "jsonl", "csv", types=["launch"])
    assert manifest["counts"]["events"] == 1
    with bw.open(":memory:") as other:
        assert other.load(tmp_path)["claims"] == 1
        assert [c.record for c in other.claims()] == ["launch"]


def test_what_cannot_be_is_said(desk, tmp_path):
    with pytest.raises(StoreError):
        bw.open(tmp_path / "none.sqlite", create=False)
    with pytest.raises(UsageError, match="Atlantis"):
        desk.events(countries=["Atlantis"])
