"""How surely a predicate is said."""

import pytest

from brinkwatch.extract.certainty import of
from brinkwatch.knowledge.hedges import hedges
from brinkwatch.model import CERTAINTIES
from test_statements_kit import parsed, word

CASES = [
    ("sank", "asserted", 'A||DET|det|2 ship||NOUN|nsubj|3 sank|sink|VERB|ROOT|0 .||PUNCT|punct|3'),
    ("failed", "possible", 'The||DET|det|2 missile||NOUN|nsubj|5 may||AUX|aux|5 have||AUX|aux|5 '
     'failed|fail|VERB|ROOT|0 .||PUNCT|punct|5'),
    ("hit", "denied", 'No||DET|det|2 ship||NOUN|nsubj:pass|4 was|be|AUX|aux:pass|4 '
     'hit||VERB|ROOT|0 .||PUNCT|punct|4'),
    ("test", "planned", 'Norland||PROPN|nsubj|2 plans|plan|VERB|ROOT|0 to||PART|mark|4 '
     'test||VERB|xcomp|2 a||DET|det|6 rocket||NOUN|obj|4 .||PUNCT|punct|2'),
    ("test", "conditional", 'If||SCONJ|mark|3 talks|talk|NOUN|nsubj|3 fail||VERB|advcl|7 '
     ',||PUNCT|punct|3 Norland||PROPN|nsubj|7 will||AUX|aux|7 test||VERB|ROOT|0 '
     'rockets|rocket|NOUN|obj|7 .||PUNCT|punct|7'),
    ("fail", "conditional", 'If||SCONJ|mark|5 talks|talk|NOUN|nsubj|5 do||AUX|aux|5 '
     'not||PART|advmod|5 fail||VERB|advcl|8 ,||PUNCT|punct|5 Norland||PROPN|nsubj|8 '
     'waits|wait|VERB|ROOT|0 .||PUNCT|punct|8'),
    ("fired", "denied", 'There||PRON|expl|2 is|be|VERB|ROOT|0 no||DET|det|4 '
     'evidence||NOUN|nsubj|2 that||SCONJ|mark|7 Norland||PROPN|nsubj|7 fired|fire|VERB|acl|4 '
     'first||ADV|advmod|7 .||PUNCT|punct|2'),
    ("launched", "suspected", 'Norland||PROPN|nsubj|3 reportedly||ADV|advmod|3 '
     'launched|launch|VERB|ROOT|0 a||DET|det|5 rocket||NOUN|obj|3 .||PUNCT|punct|3'),
    ("firing", "denied", 'Norland||PROPN|nsubj|2 denied|deny|VERB|ROOT|0 firing|fire|VERB|xcomp|2 '
     'the||DET|det|5 rocket||NOUN|obj|3 .||PUNCT|punct|2'),
    ("close", "threatened", 'Norland||PROPN|nsubj|2 threatened|threaten|VERB|ROOT|0 '
     'to||PART|mark|4 close||VERB|xcomp|2 the||DET|det|6 strait||NOUN|obj|4 .||PUNCT|punct|2'),
    ("deploy", "asserted", 'The||DET|det|2 army||NOUN|nsubj|3 began|begin|VERB|ROOT|0 '
     'to||PART|mark|5 deploy||VERB|xcomp|3 .||PUNCT|punct|3'),
    ("wait", "asserted", 'They||PRON|nsubj|5 did|do|AUX|aux|5 not||PART|advmod|5 '
     'only||ADV|advmod|5 wait||VERB|ROOT|0 .||PUNCT|punct|5'),
    ("decoy", "suspected", 'A||DET|det|2 missile||NOUN|nsubj|8 suspected|suspect|VERB|acl|2 '
     'to||PART|mark|7 be||AUX|cop|7 a||DET|det|7 decoy||NOUN|xcomp|3 fell|fall|VERB|ROOT|0 '
     '.||PUNCT|punct|8'),
    ("left", "suspected", 'The||DET|det|2 envoy||NOUN|nsubj:pass|4 was|be|AUX|aux:pass|4 '
     'believed|believe|VERB|ROOT|0 to||PART|mark|7 have||AUX|aux|7 left|leave|VERB|xcomp|4 '
     '.||PUNCT|punct|4'),
    ("attacked", "denied", 'Sudria||PROPN|nsubj|4 did|do|AUX|aux|4 not||PART|advmod|4 '
     'say||VERB|ROOT|0 that||SCONJ|mark|7 Norland||PROPN|nsubj|7 attacked|attack|VERB|ccomp|4 '
     '.||PUNCT|punct|4'),
    ("withdraw", "planned", 'Lawmakers|lawmaker|NOUN|nsubj|2 demanded|demand|VERB|ROOT|0 '
     'that||SCONJ|mark|6 the||DET|det|5 army||NOUN|nsubj|6 withdraw||VERB|ccomp|2 '
     '.||PUNCT|punct|2'),
    ("reopen", "planned", 'Lund||PROPN|nsubj|2 wrote|write|VERB|ROOT|0 that||SCONJ|mark|7 '
     'the||DET|det|5 port||NOUN|nsubj|7 would||AUX|aux|7 reopen||VERB|ccomp|2 .||PUNCT|punct|2'),
    ("take", "denied", 'The||DET|det|2 general||NOUN|nsubj|3 failed|fail|VERB|ROOT|0 '
     'to||PART|mark|5 take||VERB|xcomp|3 the||DET|det|7 bridge||NOUN|obj|5 .||PUNCT|punct|3'),
    ("leak", "suspected", 'A||DET|det|4 suspected||ADJ|amod|4 gas||NOUN|compound|4 '
     'leak||NOUN|nsubj|5 killed|kill|VERB|ROOT|0 two||NUM|obj|5 .||PUNCT|punct|5'),
    ("killed", "asserted", 'A||DET|det|4 suspected||ADJ|amod|4 gas||NOUN|compound|4 '
     'leak||NOUN|nsubj|5 killed|kill|VERB|ROOT|0 two||NUM|obj|5 .||PUNCT|punct|5'),
]


@pytest.mark.parametrize(("target", "certainty", "sentence"), CASES)
def test_a_cue_reaches_its_predicate(target, certainty, sentence):
    doc = parsed(sentence)
    assert of(doc, word(doc, target)) == certainty


def test_every_cue_gives_a_known_certainty():
    table = hedges()
    for known in (table.governors, table.modifiers, table.auxiliaries):
        assert set(known.values()) <= set(CERTAINTIES)
