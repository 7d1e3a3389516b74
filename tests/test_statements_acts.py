"""What a statement does, told from its words by the bundled reader."""

import pytest

from brinkwatch.extract import statements
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader

ACTS = {
    '"If they cross the river, our army will strike back," General Jon Roe said.': "threaten",
    '"We reserve the right to retaliate at any time," the ministry said.': "threaten",
    'The minister said: "We will never let the town be taken."': "pledge",
    '"We will help the villages rebuild," Ann Berg said.': "pledge",
    "The army said it would send doctors.": "pledge",
    'The mayor said: "If you cannot come, send your sons."': "request",
    '"Let us sit down and talk," the envoy said.': "request",
    'Jane Roe said: "I count on both sides to keep the truce."': "request",
    "Roe called the deal a disgrace.": "condemn",
    "Norway opposed the plan.": "condemn",
    '"They seek to divide us," said Jane Roe.': "condemn",
    'The envoy said: "Thank you to all the nurses of the town."': "praise",
    "Jane Roe called the raid \"unusual\".": "assess",
    "Analysts said questions remain over who fired.": "assess",
    "Norway insists the ship was not a warship.": "deny",
    "The clerk described hearing two shots.": "report",
    "Police said two men had left the house.": "report",
}


@pytest.fixture(scope="module")
def read():
    reports = [Report(id=str(n), text=text, language="en") for n, text in enumerate(ACTS)]
    return {
        r.text: [s.act for s in statements.find(doc, r)]
        for r, doc in zip(reports, Reader().pipe(reports), strict=True)
    }


@pytest.mark.parametrize("text", ACTS, ids=list(ACTS))
def test_what_a_statement_does(read, text):
    assert read[text] == [ACTS[text]]


def test_a_pronoun_takes_a_speaker_it_agrees_with():
    report = Report(id="r", language="en", text=(
        "Ann Berg's lawyer told the press: \"She did not lie.\" The officers stood by. The head of "
        "the harbour's own inspectors told the court \"Basic checks were not made.\" She also said "
        "\"I regret that we were called late.\" Both officers said they would appeal. They said "
        "they would ask for a delay."
    ))
    named = [s.speaker.name for s in statements.find(Reader()(report), report)]
    assert named[-4:] == [*["head of the harbour's own inspectors"] * 2, "officers", "officers"]
