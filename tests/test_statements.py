"""Who said what, word for word."""

from test_statements_kit import brief, parsed, said

MARKED = parsed(
    '"||PUNCT|punct|5 We||PRON|nsubj|5 will||AUX|aux|5 not||PART|advmod|5 yield||VERB|ccomp|12 '
    ',||PUNCT|punct|5 "||PUNCT|punct|5 Defense||PROPN|compound|9 Minister||PROPN|nmod:desc|10 '
    'Ada||PROPN|nsubj|12 Brook||PROPN|flat|10 told|tell|VERB|ROOT|0 reporters|reporter|NOUN|obj|12 '
    'on||ADP|case|15 Monday||PROPN|obl|12 .||PUNCT|punct|12'
)
UNMARKED = parsed(
    'We||PRON|nsubj|3 will||AUX|aux|3 strike||VERB|ROOT|0 back||ADV|advmod|3 at||ADP|case|7 '
    'the||DET|det|7 invaders|invader|NOUN|obl|3 ,||PUNCT|punct|11 the||DET|det|10 '
    'general||NOUN|nsubj|11 warned|warn|VERB|parataxis|3 .||PUNCT|punct|3'
)
INDIRECT = parsed(
    'The||DET|det|2 ministry||NOUN|nsubj|3 said|say|VERB|ROOT|0 that||SCONJ|mark|6 '
    'Norland||PROPN|nsubj|6 supports|support|VERB|ccomp|3 the||DET|det|8 truce||NOUN|obj|6 '
    '.||PUNCT|punct|3'
)
MIXED = parsed(
    'Norland||PROPN|nsubj|2 vowed|vow|VERB|ROOT|0 to||PART|mark|4 take||VERB|xcomp|2 '
    '"||PUNCT|punct|7 decisive||ADJ|amod|7 action||NOUN|obj|4 "||PUNCT|punct|7 '
    'against||ADP|case|10 smugglers|smuggler|NOUN|obl|4 .||PUNCT|punct|2'
)


def test_a_direct_quotation_has_its_speaker_and_hearers():
    statement = said(MARKED)[0]
    assert statement.quote == "We will not yield"
    assert statement.direct
    assert statement.speaker.text.endswith("Ada Brook")
    assert [a.name for a in statement.addressees] == ["reporters"]
    assert statement.evidence[0].text == MARKED.text


def test_direct_speech_without_marks_is_read_by_its_first_person():
    assert brief(UNMARKED) == [("general", "We will strike back at the invaders", True, "threaten")]


def test_a_threat_counts_as_one_in_plover():
    statement = said(UNMARKED)[0]
    assert (statement.type, statement.mode, statement.cameo) == ("THREATEN", "violence", "138")


def test_indirect_speech_drops_its_conjunction_and_takes_its_act_from_its_verb():
    assert brief(INDIRECT) == [("ministry", "Norland supports the truce", False, "support")]


def test_a_mixed_quote_keeps_the_words_around_the_quoted_ones():
    assert brief(MIXED) == [
        ("Norland", 'to take "decisive action" against smugglers', False, "pledge"),
    ]


def test_quotes_are_exact_substrings_without_marks_at_their_ends():
    for doc in (MARKED, UNMARKED, INDIRECT, MIXED):
        for s in said(doc):
            assert doc.text[s.quote_start:s.quote_end] == s.quote
            assert s.quote == s.quote.strip(" \"'“”‘’,")


def test_a_passive_names_its_speaker_last():
    doc = parsed(
        'The||DET|det|2 raid||NOUN|nsubj:pass|4 was|be|AUX|aux:pass|4 '
        'condemned|condemn|VERB|ROOT|0 by||ADP|case|6 Sudria||PROPN|obl:agent|4 .||PUNCT|punct|4'
    )
    assert brief(doc) == [("Sudria", "The raid", False, "condemn")]


def test_a_request_carries_what_is_asked_and_of_whom():
    doc = parsed(
        'Sudria||PROPN|nsubj|2 urged|urge|VERB|ROOT|0 ministers|minister|NOUN|obj|2 '
        'to||PART|mark|5 halt||VERB|xcomp|2 the||DET|det|7 drills|drill|NOUN|obj|5 .||PUNCT|punct|2'
    )
    assert brief(doc) == [("Sudria", "ministers to halt the drills", False, "request")]
    assert said(doc)[0].type == "REQUEST"


def test_a_quotation_alone_goes_on_from_the_speaker_before():
    doc = parsed(
        '"||PUNCT|punct|4 The||DET|det|3 talks|talk|NOUN|nsubj|4 went|go|VERB|ccomp|8 '
        'well||ADV|advmod|4 ,||PUNCT|punct|4 "||PUNCT|punct|4 said|say|VERB|ROOT|0 '
        'Lund||PROPN|nsubj|8 .||PUNCT|punct|8',
        '"||PUNCT|punct|4 They||PRON|nsubj|4 will||AUX|aux|4 resume||VERB|ROOT|0 in||ADP|case|6 '
        'May||PROPN|obl|4 .||PUNCT|punct|4 "||PUNCT|punct|4',
    )
    assert [(s, q) for s, q, _, _ in brief(doc)] == [
        ("Lund", "The talks went well"), ("Lund", "They will resume in May"),
    ]


def test_titles_and_borrowed_terms_are_no_statements():
    doc = parsed(
        'The||DET|det|2 novel||NOUN|nsubj|7 "||PUNCT|punct|5 Cold||ADJ|amod|5 '
        'Harbor||PROPN|appos|2 "||PUNCT|punct|5 '
        'sold|sell|VERB|ROOT|0 well||ADV|advmod|7 .||PUNCT|punct|7'
    )
    assert brief(doc) == []


def test_what_was_not_said_is_no_statement():
    doc = parsed(
        'Sudria||PROPN|nsubj|4 did|do|AUX|aux|4 not||PART|advmod|4 say||VERB|ROOT|0 '
        'that||SCONJ|mark|7 Norland||PROPN|nsubj|7 attacked|attack|VERB|ccomp|4 .||PUNCT|punct|4'
    )
    assert brief(doc) == []


def test_to_deny_entry_is_to_withhold_it_not_to_speak():
    doc = parsed(
        'Norland||PROPN|nsubj|2 denied|deny|VERB|ROOT|0 the||DET|det|4 crew||NOUN|iobj|2 '
        'entry||NOUN|obj|2 .||PUNCT|punct|2'
    )
    assert brief(doc) == []


def test_a_judgement_is_attributed_to_its_holders_and_only_suspected():
    doc = parsed(
        'Some||DET|det|2 analysts|analyst|NOUN|nsubj|3 attribute||VERB|ROOT|0 the||DET|det|5 '
        'delay||NOUN|obj|3 to||ADP|case|8 the||DET|det|8 strike||NOUN|obl|3 .||PUNCT|punct|3'
    )
    statement = said(doc)[0]
    assert statement.quote == "the delay to the strike"
    assert statement.certainty == "suspected"
    assert [(a.name, a.verb) for a in statement.attribution] == [("analysts", "attribute")]
