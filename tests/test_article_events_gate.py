"""The gate of whole articles' events: what meets a mark, what is a false record."""

from __future__ import annotations

from typing import Any

from benchmarks.accuracy.article_events_gate import judge, marks

from brinkwatch.model import Actor, Event, Evidence


def record(kind: str, actor: str, recipient: str, certainty: str = "asserted") -> Event:
    return Event(
        id=f"{kind}{actor}{recipient}", report="r", evidence=(Evidence(0, 9, "x" * 9),), type=kind,
        actors=(Actor(name=actor, country=actor),),
        recipients=(Actor(name=recipient, country=recipient),), certainty=certainty,
    )


def mark(kind: str, **more: Any) -> dict[str, Any]:
    return {"start": 3, "end": 5, "types": [kind], "actors": ["MLI"], "recipients": ["TCD"],
            "certainty": "asserted"} | more


def test_a_record_meets_a_mark_whole_or_by_its_type_alone() -> None:
    right, half = record("ACCUSE", "MLI", "TCD"), record("ACCUSE", "MLI", "NER")
    assert judge([right], [mark("ACCUSE")]) == [(right, mark("ACCUSE"), True)]
    assert judge([half], [mark("ACCUSE")]) == [(half, mark("ACCUSE"), False)]


def test_a_second_record_of_one_deed_and_one_of_another_type_are_false() -> None:
    right, wrong = record("ACCUSE", "MLI", "TCD"), record("ASSAULT", "MLI", "TCD")
    verdicts = judge([right, wrong, record("ACCUSE", "MLI", "NER")], [mark("ACCUSE")])
    assert [m is not None for _, m, _ in verdicts] == [True, False, False]


def test_a_plan_read_as_done_is_not_whole() -> None:
    told = record("ASSAULT", "MLI", "TCD", "planned")
    assert [whole for _, _, whole in judge([told], [mark("ASSAULT")])] == [False]
    assert judge([told], [mark("ASSAULT", certainty="ahead")])[0][2]


def test_an_optional_mark_neither_helps_nor_hurts() -> None:
    assert judge([record("ACCUSE", "MLI", "TCD")], [mark("ACCUSE", optional=True)]) == []
    assert judge([], [mark("ACCUSE", optional=True)]) == []


def test_marks_hold_offsets_and_codes_only() -> None:
    for sentence in marks():
        assert sentence["split"] in ("dev", "check")
        for event in sentence["events"]:
            assert sentence["start"] <= event["start"] < event["end"] <= sentence["end"]
            assert set(event) <= {"start", "end", "types", "actors", "recipients", "certainty",
                                  "optional"}
