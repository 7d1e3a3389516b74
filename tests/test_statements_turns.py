"""Interviews and transcripts: each answer is a statement of whoever has the turn."""

import pytest

from brinkwatch.extract import statements
from brinkwatch.extract.speech_turns import turns
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader

BRIEFING = (
    "MODERATOR: Good morning. Shall we begin?\n\n"
    "MINISTER ROE: Our ships will stay in the strait.\n\nWe have told the other side so.\n\n"
    "QUESTION: Will you talk to Norland?\n\n"
    "MINISTER ROE: Not while they shell our coast."
)
ASKED = (
    "An evening with Jane Doe\n\nJane Doe led the border mission for nine years and spoke to our "
    "paper about it.\n\n"
    "How did you come to the border?\n\n"
    "I was sent there after the first winter of shelling, when nobody else wanted the post.\n\n"
    "And we stayed on. Who would have gone? Nobody. The villages were empty. We had no orders. "
    "What else was there to do?\n\n"
    "The hard years\n\n"
    "Did the truce hold?\n\n"
    "For a month. I think both armies wanted to rest, and my men were glad of it.\n\n"
    "Would you go back?\n\n"
    "No. I have done my part, and the young ones know the hills better than we ever did."
)


def test_labels_give_the_turn_to_whoever_they_name():
    assert [(t.label, BRIEFING[t.start:t.end]) for t in turns(BRIEFING)][1:3] == [
        ("MINISTER ROE", "Our ships will stay in the strait.\n\nWe have told the other side so."),
        ("QUESTION", "Will you talk to Norland?"),
    ]


def test_without_labels_a_turn_runs_from_one_question_to_the_next():
    firsts = [ASKED[t.start:t.end].split()[:2] for t in turns(ASKED)]
    assert firsts == [["I", "was"], ["For", "a"], ["No.", "I"]]


@pytest.mark.parametrize("text", [
    "Where are the ships? Nobody knows.\n\nThe navy said it had no word.",
    "Image: the harbour.\n\nUpdate: the port is open again.\n\nThe ferry left at noon.",
    "Who fired first?\n\nWho gave the order?\n\nWho paid?\n\nThe inquiry has not said.",
])
def test_a_report_that_asks_is_no_interview(text):
    assert turns(text) == []


@pytest.fixture(scope="module")
def found():
    reports = [Report(id=t, text=t) for t in (BRIEFING, ASKED)]
    return {
        r.id: [(s.speaker.name, s.direct, s.quote) for s in statements.find(doc, r)]
        for r, doc in zip(reports, Reader().pipe(reports), strict=True)
    }


def test_answers_are_statements_and_questions_are_not(found):
    said = [row for row in found[BRIEFING] if row[1]]
    assert [quote.split()[0] for _, _, quote in said] == ["Our", "Not"]
    assert all("roe" in name.lower() for name, _, _ in said)


def test_the_guest_of_an_interview_is_the_person_named_before_it(found):
    said = [row for row in found[ASKED] if row[1]]
    assert [name for name, _, _ in said] == ["Jane Doe"] * 3
    assert said[0][2].endswith("What else was there to do?")
