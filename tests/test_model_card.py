"""The model card agrees with the gate's floors; `make eval` holds its scores to a run."""

import re

import pytest
import yaml
from benchmarks.accuracy import reader_gate as gate

FLOORS = yaml.safe_load(gate.FLOORS.read_text(encoding="utf-8"))
CARD = gate.CARD.read_text(encoding="utf-8")
ISSUE = {  # what the reader was asked for
    ("ud_ewt dev", "las"): 88.5, ("ud_ewt dev", "upos"): 96.3, ("ud_gum open dev", "las"): 88.5,
    ("uner_ewt dev, held-out fold", "ner"): 70, ("crossner_politics dev", "ner"): 60,
    ("propbank_ewt dev", "arguments"): 70, ("uds_ih2 dev", "factuality"): 0.72,
    ("ud_gum open dev, raw", "boundaries"): 97,
}


def test_the_card_shows_every_floor_and_a_score_above_it():
    scores = gate.on_card(CARD)
    rows = re.findall(r"^\| ([^|]+) \| (\w+) \| [\d.]+ \| ([\d.]+) \|$", CARD, re.MULTILINE)
    shown = {(name, task): float(floor) for name, task, floor in rows}
    assert shown == {(n, t): float(f) for n, row in FLOORS.items() for t, f in row.items()}
    assert [k for k, floor in shown.items() if scores[k] < floor] == []


@pytest.mark.parametrize("key", ISSUE, ids=" ".join)
def test_no_floor_is_under_what_was_asked_for(key):
    assert FLOORS[key[0]][key[1]] >= ISSUE[key]
