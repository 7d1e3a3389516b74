"""Statements through the bundled reader: who says what, and what is not said at all."""

import pytest

from brinkwatch.extract import statements
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader
from test_statements_kit import parsed, said

CASES = {
    '"We saw it all," tweeted Mayor of London Jane Doe.': [("Jane Doe", "We saw it all")],
    "U.S. Special Envoy for Iran Jane Doe said the talks would go on.":
        [("Jane Doe", "the talks would go on")],
    "The Iranian news agency Fars reported the ship had left.": [("Fars", "the ship had left")],
    "The search was suspended, with Berg describing the threat as grave.":
        [("Berg", "the threat as grave")],
    "The board says it has found no trace of oil despite Berg claiming a pipe had burst.":
        [("board", "it has found no trace of oil"), ("Berg", "a pipe had burst")],
    "The force is large and, according to Norway, well armed.": [("Norway", "well armed")],
    "Chinese ships fired water cannon near the shoal, injuring three sailors, the foreign ministry "
    "in Manila said.":
        [("Philippines' foreign ministry",
          "Chinese ships fired water cannon near the shoal, injuring three sailors")],
    "Ferries to Tsushima sailed on time, the port authority said.":
        [("port authority", "Ferries to Tsushima sailed on time")],
    "Prime Minister Narendra Modi cut short his trip, his office said.":
        [("Narendra Modi's office", "Prime Minister Narendra Modi cut short his trip")],
    "The board said it believes the fire was set.": [("board", "it believes the fire was set")],
    "The president ruled out talks with the rebels.": [("president", "talks with the rebels")],
    "According to the mayor, Jane Doe, two men died.": [("Jane Doe", "two men died")],
    "Envoys urged the two armies to leave the ridge.":
        [("Envoys", "the two armies to leave the ridge")],
    "Roe called it doubtful that the truce would hold.":
        [("Roe", "it doubtful that the truce would hold")],
    "Nine depots burned for days, which state media said were empty.":
        [("state media", "were empty")],
    "Six people have fled since the shelling began, according to the mayor.":
        [("mayor", "Six people have fled since the shelling began")],
    "Minister Jane Roe said the blast was \"likely\" the work of rebels.":
        [("Jane Roe", "the blast was \"likely\" the work of rebels")],
    "He said this was true of tankers, but a longer silence would be unusual.":
        [("He", "this was true of tankers, but a longer silence would be unusual")],
    "Jane Doe said the forest should be opened, and her critics, who include a union, blame her "
    "for the fires.":
        [("Jane Doe", "the forest should be opened"),
         ("Jane Doe's critics", "her for the fires")],
    "Doe had one theory: the ship was stolen.": [("Doe", "the ship was stolen")],
    "Jane Doe posted a message online blaming Norway for the raid.":
        [("Jane Doe", "Norway for the raid")],
    "The dead sailor was identified as Jon Moe by a coast guard spokesperson.":
        [("coast guard spokesperson", "The dead sailor was identified as Jon Moe")],
    "Spokesperson Jon Roe claimed 190 were dead.": [("Jon Roe", "190 were dead")],
    "The daily reported Monday's attack the deadliest in years, with officials saying 150 died.":
        [("daily", "Monday's attack the deadliest in years"), ("officials", "150 died")],
    'Ann Berg told a guard at the gate, in French, "they hit me".': [("Ann Berg", "they hit me")],
    "Doe described seeing 35 bodies in one ward.": [("Doe", "seeing 35 bodies in one ward")],
    "The wire reported Jane Roe, the acting mayor, urged the army to wait.":
        [("wire", "Jane Roe, the acting mayor, urged the army to wait"),
         ("Jane Roe", "the army to wait")],
    "Rebels backed by Norway said on Monday they had seized the port.":
        [("Rebels", "they had seized the port")],
    "Nine men have been killed, the United Nations and Norway's army said.":
        [("United Nations", "Nine men have been killed")],
    "Sweden, which Norway accuses of sending troops over the border, denied it.":
        [("Norway", "sending troops over the border")],
    '"It could come to war," acting Norwegian Prime Minister Jon Roe told reporters.':
        [("Jon Roe", "It could come to war")],
    "The ship was hit, the United Kingdom Maritime Trade Operations agency said.":
        [("United Kingdom Maritime Trade Operations agency", "The ship was hit")],
    "Sweden's defence ministry said no shot was fired. Norway has recalled its envoy, the foreign "
    "ministry said.":
        [("Sweden's defence ministry", "no shot was fired"),
         ("Norway's foreign ministry", "Norway has recalled its envoy")],
    "Norway claims all of the bay, a claim that a court in Berne rejected in 2016.":
        [("Norway", "all of the bay")],
    "The coast guard offered help, spokesman Jon Roe said; there was no reply.":
        [("Jon Roe", "The coast guard offered help")],
    'Jane Roe was at the site and called the test "a clear warning", the Fjord News agency said.':
        [("Fjord News agency", 'Jane Roe was at the site and called the test "a clear warning'),
         ("Jane Roe", 'the test "a clear warning')],
    # Nothing is said here, or not yet
    "The guard called off its search late on Friday.": [],
    "Prosecutors charged the suspect with murder.": [],
    "The pope announced a law to mandate reporting abuses.": [("pope", "a law to mandate reporting "
                                                              "abuses")],
    "Vaccines are free for women between 20 and 35, considered childbearing age.": [],
    "It gave them what she described as old news.": [],
}


@pytest.fixture(scope="module")
def found():
    reports = [Report(id=str(n), text=text, language="en") for n, text in enumerate(CASES)]
    return {
        report.text: [(s.speaker.name, s.quote) for s in statements.find(doc, report)]
        for report, doc in zip(reports, Reader().pipe(reports), strict=True)
    }


@pytest.mark.parametrize("text", CASES, ids=list(CASES))
def test_a_sentence_gives_its_statements(found, text):
    assert found[text] == CASES[text]


def test_whom_the_accused_words_belong_to():
    report = Report(id="r", language="en", text=(
        "The government accused Berg of trying to pressure the firm for money, threatening to give "
        "a news conference that would damage it."
    ))
    made = statements.find(Reader()(report), report)
    assert [(s.speaker.name, s.act) for s in made] == [
        ("government", "condemn"), ("Berg", "threaten"),
    ]


def test_a_case_word_behind_its_head_ends_the_search():
    doc = parsed(
        'Doe||PROPN|nsubj|2 said|say|VERB|ROOT|0 Monday||PROPN|obl|2 in||ADP|case|3 '
        'ships||NOUN|nsubj|6 sank|sink|VERB|ccomp|2 .||PUNCT|punct|2'
    )
    assert [s.speaker.name for s in said(doc)] == ["Doe"]


@pytest.mark.parametrize(("text", "name", "country"), [
    ("A South Korean defence ministry spokesperson said it was safe.",
     "South Korean defence ministry spokesperson", "KOR"),
    ("Danish health ministry officials said no.", "Danish health ministry officials", "DNK"),
    ("Taiwan's Central Weather Bureau said it was safe.", "Central Weather Bureau", "TWN"),
    ("The Army of Chad said it was safe.", "Army of Chad", "TCD"),
    ("The Royal Thai Army said it was safe.", "Royal Thai Army", "THA"),
    ("The U.S. Department of Agriculture said it was safe.",
     "United States' department of agriculture", "USA"),
])
def test_a_body_keeps_its_whole_name_and_its_state(text, name, country):
    report = Report(id="r", language="en", text=text)
    assert [(s.speaker.name, s.speaker.country) for s in statements.find(Reader()(report), report)
            ] == [(name, country)]
