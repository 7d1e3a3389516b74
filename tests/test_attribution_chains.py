"""Chains of attribution through the bundled reader: every hop, outermost first."""

import pytest

from brinkwatch.extract.attribution import chain
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader

CHAINS = [
    (
        "Harbor Wire, citing the Joint Chiefs, said Norway believes the missile flew 450 km.",
        "flew",
        "Harbor Wire said > Joint Chiefs of Staff citing > Norway believes",
    ),
    (
        "Two Norwegian officials told the newspaper Fjord that the truce was broken.",
        "broken",
        "Norwegian officials told",
    ),
    (
        "The ship sank, according to a navy report seen by Harbor Wire.",
        "sank",
        "Harbor Wire seen > navy report according to",
    ),
    (
        "The Courier reported that the minister told parliament the plant was hit.",
        "hit",
        "Courier reported > minister told",
    ),
    (
        "According to the Courier, the ministry said the plant was hit.",
        "hit",
        "Courier according to > ministry said",
    ),
    (
        "Troops crossed the river at dawn, two residents told Harbor Wire.",
        "crossed",
        "residents told",
    ),
    (
        "Citing an unnamed diplomat, the Courier reported that talks had failed.",
        "failed",
        "Courier reported > unnamed diplomat Citing",
    ),
    (
        "The governor, quoted by the state news agency, said the bridge was destroyed.",
        "destroyed",
        "state news agency quoted > governor said",
    ),
    (
        "A source close to the talks told the Courier that Norway fears the deal is dead.",
        "dead",
        "source told > Norway fears",
    ),
    (
        "The army said in a statement carried by state television that it had shot down a drone.",
        "shot",
        "state television carried > army said",
    ),
    (
        "Norway's defence ministry said its radar showed the missile flew for ten minutes.",
        "flew",
        "Norway's defence ministry said",
    ),
    (
        "Officials, who asked not to be named, said the convoy was attacked.",
        "attacked",
        "Officials said",
    ),
    (
        "The United Nations said on Friday that local health workers reported 40 people had died.",
        "died",
        "United Nations said > local health workers reported",
    ),
    (
        "The police chief said witnesses told officers the man had fired first.",
        "fired",
        "police chief said > witnesses told",
    ),
    (
        "Harbor Wire quoted the mayor as saying the dam had burst.",
        "burst",
        "Harbor Wire quoted > mayor saying",
    ),
    (
        "The mayor was quoted by Harbor Wire as saying the dam had burst.",
        "burst",
        "Harbor Wire quoted > mayor saying",
    ),
    (
        "The dam had burst, the mayor was quoted as saying by Harbor Wire.",
        "burst",
        "Harbor Wire quoted > mayor saying",
    ),
    (
        "A spokesperson for the rebels told Harbor Wire that they had taken the town.",
        "taken",
        "spokesperson told",
    ),
    (
        "The rebels have taken the town, a spokesperson told Harbor Wire.",
        "taken",
        "spokesperson told",
    ),
    (
        "Reports in the Norwegian press say the envoy was recalled.",
        "recalled",
        "Reports in the Norwegian press say",
    ),
    (
        "The Courier, quoting two officials, said the envoy was recalled.",
        "recalled",
        "Courier said > officials quoting",
    ),
    (
        "The minister denied a report by the Courier that the envoy was recalled.",
        "recalled",
        "minister denied > Courier report",
    ),
    ("As the Courier first reported, the envoy was recalled.", "recalled", "Courier as reported"),
    (
        "The envoy was recalled, as first reported by the Courier.",
        "recalled",
        "Courier as reported",
    ),
    (
        "Analysts at the Fjord Institute estimate that the missile flew 450 km, Harbor Wire said.",
        "flew",
        "Harbor Wire said > Analysts estimate",
    ),
    ("In the view of the ministry, the clash was a mistake.", "mistake", "ministry in the view of"),
    (
        "Harbor Wire said, citing a statement from the palace, that the king was well.",
        "well",
        "Harbor Wire said > palace citing",
    ),
    (
        "The Courier cited a senior officer as saying the base was empty.",
        "empty",
        "Courier cited > senior officer saying",
    ),
]


@pytest.fixture(scope="module")
def read():
    reports = [Report(id=str(n), text=text, language="en") for n, (text, _, _) in enumerate(CHAINS)]
    return {r.text: doc for r, doc in zip(reports, Reader().pipe(reports), strict=True)}


@pytest.mark.parametrize(("text", "word", "hops"), CHAINS, ids=[c[0][:50] for c in CHAINS])
def test_every_hop_of_a_chain_is_kept(read, text, word, hops):
    doc = read[text]
    at = next(t.i for t in doc if t.text == word)
    assert " > ".join(f"{a.name} {a.verb}" for a in chain(doc, at)) == hops
