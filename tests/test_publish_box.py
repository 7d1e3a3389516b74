"""The record box and the sentences of a typed event's own fields.

The dispatch is invented.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from brinkwatch import publish
from brinkwatch.desk import Desk
from brinkwatch.model import Field, Incident, Report, Value
from brinkwatch.publish.record_box import card

REPORTS = {
    "r1": Report(
        id="r1", text="Somebody said something.", source="Weston Courier", language="en",
        published=datetime(2024, 3, 4, tzinfo=UTC), sha256="0" * 64,
    )
}


def value(of: object, by: str | None = None, certainty: str = "asserted") -> Value:
    return Value(of, by, "o1", (), certainty=certainty, text=str(of))


def incident(kind: str = "event", **fields: list[Value]) -> Incident:
    return Incident(
        id="i1", type="ASSAULT", kind=kind, claims=(), origins=("o1",), outlets=1,
        fields={
            n.replace("__", " "): Field(v[0].value, "first", tuple(v)) for n, v in fields.items()
        },
    )


def rows(of: Incident) -> dict[str, dict]:
    return {row["label"]: row for row in card(of, REPORTS)}


def test_the_box_has_the_fields_of_a_kind_with_their_holders() -> None:
    box = rows(incident(
        actor=[value("Norland")], killed=[value(12, "Weston police"), value(15, "rebels")],
        fired__drone=[value({"low": 20, "high": None}, "Norland air force")],
    ))
    assert [v["value"] for v in box["killed"]["values"]] == ["12", "15"]
    assert [v["who"] for v in box["killed"]["values"]] == ["Weston police", "rebels"]
    assert box["fired (drone)"]["text"] == "at least 20"
    assert box["fired (drone)"]["who"] == "Norland air force"


def test_no_count_is_said_as_such() -> None:
    box = rows(incident(actor=[value("Norland")], killed=[value("none", "Weston police")],
                        injured=[value("reported")]))
    assert box["killed"]["text"] == "none"
    assert box["injured"]["text"] == "some, no number given"


@pytest.mark.parametrize(
    "of",
    [
        incident("launch", origin=[value("Taegwan")], place=[value("Pyongyang")],
                 actor=[value("North Korea")]),
        incident(actor=[value("North Korea")], place=[value("Pyongyang")],
                 recipient=[value("South Korea")]),
    ],
)
def test_a_capital_that_stands_for_its_state_is_no_place(of: Incident) -> None:
    assert "where" not in rows(of)


def test_one_row_is_no_box() -> None:
    assert card(incident(place=[value("Weston")]), REPORTS) == []


REPORT = """Norland's army fired 40 drones at the harbour of Weston on Friday, killing at least \
seven people and injuring 19 others, the mayor of Weston, Ada Brandt, said. Air defences shot down \
31 drones, the Weston military said. The drones hit two warehouses."""


def test_the_dead_and_what_was_stopped_are_told_once_with_their_holder(tmp_path) -> None:
    path = tmp_path / "weston.txt"
    path.write_text(REPORT, "utf-8")
    with Desk.open(":memory:") as desk:
        edition = desk.brief([path], tmp_path / "out", default_date=datetime(2024, 3, 4)).edition
        page = edition.stories[0]
        told = " ".join(publish.texts(page))
        assert told.count("seven people") == 1
        assert "31 drones" in told
        assert desk.verify(tmp_path / "out") == []
