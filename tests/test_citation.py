"""The citation check: what carries a sentence, and what no longer does when a word is altered."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from brinkwatch.errors import CitationError
from brinkwatch.model import Edition, Report, Section, Sentence, Span, StoryPage
from brinkwatch.publish import citation
from brinkwatch.publish.citation import check_sentence

KOREA = timezone(timedelta(hours=9))
TEXT = (
    "South Korea's Joint Chiefs of Staff said the missile flew about 435 miles on Friday. "
    'Defense Minister No Kwang Chol said in Pyongyang: "We will answer every hostile act." '
    "It lifted off at 10:35 p.m. Eastern time on Nov. 6, U.S. officials said. "
    "Thirty-nine people were hurt, and 1,250 fled. It was the fourth test since 2017. "
    "Lawmakers were asked for 8.2 percent more next year."
)
REPORT = Report(
    id="r1",
    text=TEXT,
    source="Gull Wire (sample)",
    published=datetime(2025, 11, 8, 9, 0, tzinfo=KOREA),
    published_precision="minute",
)
REPORTS = {"r1": REPORT}


def cite(text: str, *words: str, kind: str = "composed") -> Sentence:
    """A sentence that cites the whole report, or the given words of it."""
    spans = tuple(Span("r1", TEXT.index(w), TEXT.index(w) + len(w)) for w in words) or (
        Span("r1", 0, len(TEXT)),
    )
    return Sentence(text, spans, kind)


def tokens(text: str, *words: str) -> list[str]:
    return [f.token for f in check_sentence(cite(text, *words), REPORTS)]


CARRIED = [
    "South Korea’s military said the missile flew about 700 km (435 miles).",
    "The missile flew on Friday, 7 November.",
    "The missile flew on 7 November 2025, South Korea said.",
    "Seoul said 39 people were hurt.",
    "About 1,250 people fled, the Joint Chiefs of Staff said.",
    "It was the fourth test since 2017.",
    "North Korean Defence Minister No Kwang Chol promised an answer to “every hostile act”.",
    "“We will answer every hostile act,” No Kwang Chol said.",
    "The missile lifted off at 12:35 Korean time, American officials said.",
    "Lawmakers were asked for 8.2% more, Gull Wire reported.",
    "US officials gave the date as 6 November.",
]


@pytest.mark.parametrize("text", CARRIED)
def test_a_sentence_is_carried_after_conversion(text: str) -> None:
    assert tokens(text) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("The missile flew about 710 km (435 miles).", "710 km"),
        ("The missile flew about 700 km (436 miles).", "436 miles"),
        ("The missile flew about 700 miles.", "700 miles"),
        ("The missile flew on Thursday, 7 November.", "Thursday 7 November"),
        ("The missile flew on 9 November.", "9 November"),
        ("The missile flew on 7 December.", "7 December"),
        ("The missile flew on 7 November 2024.", "7 November 2024"),
        ("Seoul said 38 people were hurt.", "38"),
        ("Seoul said forty people were hurt.", "forty"),
        ("About 1,350 people fled.", "1,350"),
        ("It was the fifth test since 2017.", "fifth"),
        ("It was the fourth test since 2016.", "2016"),
        ("It was the fourth test in October.", "October"),
        ("Defence Minister No Kwang Su spoke.", "no kwang su"),
        ("Finance Minister No Kwang Chol spoke.", "finance minister"),
        ("Japan said the missile flew.", "Japan"),
        ("Tokyo said the missile flew.", "Tokyo"),
        ("Harbour Wire reported the test.", "harbour wire"),
        (
            "“We will answer every friendly act,” No Kwang Chol said.",
            "We will answer every friendly act,",
        ),
        ("No Kwang Chol promised an answer to “any hostile act”.", "any hostile act"),
        ("The missile lifted off at 12:45 Korean time.", "12:45 Korean time"),
        ("Dozens of people were hurt.", "dozens"),
        ("Lawmakers were asked for 8.3% more.", "8.3%"),
        ("Two missiles flew.", "Two"),
    ],
)
def test_an_altered_word_is_named(text: str, missing: str) -> None:
    assert missing in tokens(text)


def test_only_the_cited_words_count() -> None:
    said = "South Korea's Joint Chiefs of Staff said the missile flew about 435 miles on Friday."
    assert tokens("South Korea said it flew 435 miles.", said) == []
    assert tokens("South Korea said 39 people were hurt.", said) == ["39"]
    assert tokens("No Kwang Chol said it flew 435 miles.", said) == ["no kwang chol"]


def test_north_and_south_are_not_pieced_together() -> None:
    report = Report(id="r1", text="North Korea met envoys in the South China Sea.")
    sentence = Sentence("South Korea met envoys.", (Span("r1", 0, len(report.text)),))
    assert [f.token for f in check_sentence(sentence, {"r1": report})] == ["South Korea"]


def test_a_sentence_without_spans_fails() -> None:
    assert check_sentence(Sentence("Nothing happened.", ()), REPORTS)[0].reason == "cites no span"


def test_a_span_outside_the_text_or_of_an_unknown_report_fails() -> None:
    far = Sentence("It flew.", (Span("r1", 0, len(TEXT) + 1),))
    assert "outside the stored text" in check_sentence(far, REPORTS)[0].reason
    gone = Sentence("It flew.", (Span("r2", 0, 4),))
    assert check_sentence(gone, REPORTS)[0].reason == "is not a stored report"


def test_the_edition_check_reads_titles_headline_and_deck_too() -> None:
    page = StoryPage(
        id="s1",
        title="South Korea reports a missile",
        summary=(cite("The missile flew 700 km."),),
        sections=(Section("Conclusion", (cite("It was the fifth test."),)),),
        reports=(),
        timeline=(),
        contradictions=(),
        incidents=(),
    )
    edition = Edition(
        headline="Japan reports a missile",
        deck="It flew on 7 November.",
        published=datetime(2025, 11, 8, tzinfo=UTC).isoformat(),
        stories=(page,),
    )
    assert [(f.sentence, f.token) for f in citation.check(edition, REPORTS)] == [
        ("It was the fifth test.", "fifth"),
        ("Japan reports a missile", "Japan"),
    ]
    with pytest.raises(CitationError, match=r"It was the fifth test\."):
        citation.must_hold(edition, REPORTS)
