"""The proofreader: sentences whose tree shows that they were cut wrong are never printed.

The sentences are ours; they are read by the bundled reader, as on a real page.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from brinkwatch.desk import Desk
from brinkwatch.model import Word
from brinkwatch.publish import Proofreader


@pytest.fixture(scope="module")
def proof():
    with Desk.open(":memory:") as desk:
        yield desk.proofreader


SOUND = [
    "North Korea fired a suspected missile from Taegwan county on Friday, the military said.",
    "Kremlin spokesman Dmitry Peskov said Russia respects the right of its neighbour.",
    "“We will answer the threat of our enemies,” the minister said.",
    "The minister called the launch “unacceptable”.",
    "The rebels claimed responsibility for the attack.",
    "The ministry said it was still examining the trajectory.",
    "Police said officers arrived six minutes later.",
    "Lee promised to pursue the transfer of wartime command within his term.",
    "The agency said the country was achieving important success.",
    "The minister told reporters that no injuries had been confirmed.",
    "The company said it would close the plant.",
    "South Korea detected signs of preparations, the Joint Chiefs of Staff said.",
    "The minister said that no damage to ships or aircraft and no injuries had been confirmed.",
    "It is possible that talks will resume, the ministry said.",
]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_sentence_passes(proof: Proofreader, text: str) -> None:
    assert proof.faults([text]) == {}


BROKEN = {
    "a thing after a verb of saying": "The prime minister said no damage to ships or aircraft.",
    "a thing with its own clause": "The senator said legislation that would fund the state.",
    "no clause after that": "The union announced that a naval coalition to patrol the gulf.",
    "a clause only inside its noun": "The state denied that all claims that he was slain.",
    "nothing told": "The prime minister told parliament.",
    "a modal with a past form": "The agency said a change of name would required approval.",
    "a verb after a preposition": "The United Nations in blamed the rebels for the attack.",
    "the noun cut off after a place": "Analysts at a Seoul said such a flight was unlikely.",
    "no article": "Spokesman for the ministry expressed disappointment.",
    "two names side by side": "Local media Anna Kowalska condemned the vandalism.",
    "what is so cut off": "The broadcaster said it is commonplace for new governments.",
    "the subject twice": "State prosecutors said that state prosecutors charged the suspect.",
    "a pronoun for nothing": "One resident said people changed their minds about them.",
    "would without a speaker": "Lithuania would close its border until further notice.",
    "no verb": "The arrival of an American aircraft carrier in the port of Busan.",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_sentence_is_struck(proof: Proofreader, text: str) -> None:
    assert text in proof.faults([text])


def test_a_sentence_is_read_once() -> None:
    asked: list[str] = []

    def parse(texts: Sequence[str]) -> list[list[Word]]:
        asked.extend(texts)
        return [[Word("Rain", "rain", "NOUN", "ROOT", 0, 0)] for _ in texts]

    proof = Proofreader(parse)
    assert proof.faults(["Rain.", "Rain."]) == {"Rain.": "no finite verb in the main clause"}
    assert proof.faults(["Rain."])
    assert asked == ["Rain."]
