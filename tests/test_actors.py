"""Who the mentions of a report are, on frozen trees: the cases of `data/actor_cases.yaml`."""

import json
from datetime import date
from pathlib import Path

import pytest
import spacy
import yaml
from spacy.tokens import Doc

from brinkwatch.read.actors import annotate_actors
from brinkwatch.read.places import annotate_places

VOCAB = spacy.blank("en").vocab
DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "actor_cases.yaml").read_text("utf-8"))
TREES = [json.loads(line) for line in (DATA / "actor_parses.jsonl").read_text("utf-8").splitlines()]


def thawed(tree):
    """The Doc of a frozen tree."""
    ents = ["O" if e == "O" else e for e in tree["ents"]]
    return Doc(
        VOCAB, words=tree["words"], spaces=tree["spaces"], pos=tree["pos"],
        lemmas=tree["lemmas"], heads=tree["heads"], deps=tree["deps"],
        sent_starts=tree["sent_starts"], ents=ents,
    )


def read(doc, words):
    text, _, number = words.partition("#")
    found = [a for a in doc._.actors if a.text == text]
    if len(found) < int(number or 1):
        return "absent"
    actor = found[int(number or 1) - 1]
    return " | ".join(x or "-" for x in (actor.name, actor.country, actor.sector, actor.office))


def test_every_case_has_its_tree():
    assert [c["text"] for c in CASES] == [thawed(t).text for t in TREES]


@pytest.mark.parametrize("n", range(len(CASES)), ids=[c["text"][:60] for c in CASES])
def test_mentions_are_who_the_case_says(n):
    doc = thawed(TREES[n])
    annotate_places(doc)
    annotate_actors(doc, CASES[n].get("when", date(2025, 11, 8)))
    said = CASES[n]["says"]
    assert {words: read(doc, words) for words in said} == said
