"""Chains of attribution, outermost source first."""

from brinkwatch.extract.attribution import chain
from test_statements_kit import parsed, said, word

RELAYED = parsed(
    'Harbor||PROPN|compound|2 Wire||PROPN|nsubj|8 ,||PUNCT|punct|4 citing|cite|VERB|advcl|8 '
    'the||DET|det|6 navy||NOUN|obj|4 ,||PUNCT|punct|4 said|say|VERB|ROOT|0 Norland||PROPN|nsubj|10 '
    'believes|believe|VERB|ccomp|8 the||DET|det|12 ship||NOUN|nsubj|13 sank|sink|VERB|ccomp|10 '
    '.||PUNCT|punct|8'
)
SOURCED = parsed(
    'Nobody||PRON|nsubj:pass|3 was|be|AUX|aux:pass|3 hurt||VERB|ROOT|0 ,||PUNCT|punct|9 '
    'according|accord|VERB|case|9 to||ADP|fixed|5 the||DET|det|9 coast||NOUN|compound|9 '
    'guard||NOUN|obl|3 .||PUNCT|punct|3'
)


def names(actors):
    return [(a.name, a.verb) for a in actors]


def test_a_source_within_a_source_comes_after_it():
    assert names(chain(RELAYED, word(RELAYED, "sank"))) == [
        ("Harbor Wire", "said"), ("navy", "citing"), ("Norland", "believes"),
    ]


def test_the_chain_of_a_word_of_saying_leaves_its_own_speaker_out():
    assert names(chain(RELAYED, word(RELAYED, "believes"))) == [
        ("Harbor Wire", "said"), ("navy", "citing"),
    ]


def test_a_relayed_statement_names_its_relays():
    inner = next(s for s in said(RELAYED) if s.trigger == "believe")
    assert [a.name for a in inner.attribution] == ["Harbor Wire", "navy", "Norland"]


def test_according_to_covers_its_clause():
    assert names(chain(SOURCED, word(SOURCED, "hurt"))) == [("coast guard", "according to")]
    assert said(SOURCED)[0].quote == "Nobody was hurt"


def test_the_report_itself_has_an_empty_chain():
    doc = parsed('A||DET|det|2 ship||NOUN|nsubj|3 sank|sink|VERB|ROOT|0 .||PUNCT|punct|3')
    assert chain(doc, 2) == ()


ASIDE = parsed(
    'The||DET|det|2 ship||NOUN|nsubj|3 sank|sink|VERB|ccomp|13 ,||PUNCT|punct|8 '
    'while||SCONJ|mark|8 '
    'Doe||PROPN|nsubj|8 was|be|AUX|aux|8 meeting|meet|VERB|advcl|3 Roe||PROPN|obj|8 '
    ',||PUNCT|punct|13 the||DET|det|12 navy||NOUN|nsubj|13 said|say|VERB|ROOT|0 .||PUNCT|punct|13'
)


def test_a_clause_that_only_says_when_is_the_reports_own():
    assert names(chain(ASIDE, word(ASIDE, "meeting"))) == []
    assert names(chain(ASIDE, word(ASIDE, "sank"))) == [("navy", "said")]
