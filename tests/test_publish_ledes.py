"""The news of a report in one sentence and one line: what stays, what goes, where the day stands.

The dispatches are invented.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brinkwatch import publish
from brinkwatch.fuse import fuse
from brinkwatch.model import Report, Word
from brinkwatch.publish import lede_headlines, ledes
from brinkwatch.publish.headlines import is_copy, is_fallback
from brinkwatch.publish.openings import Opening, opening_text, openings
from brinkwatch.publish.trees import Parse, Tree

DEATH = """Longtime premier dies

Monday, March 4, 2024

On Saturday, Anders Holt, the former premier of Norland, died in a hospital in Weston at the age \
of 91, his family said. He had led the country for two decades."""
VERDICT = """A court in Weston, which had sat for eleven months, on Friday sentenced two former \
ministers to nine years in prison for selling arms to rebels. Both denied the charge."""


def report(text: str, day: int = 4, title: str | None = None) -> Report:
    return Report(
        id="r1", text=text, title=title, source="Weston Courier", language="en",
        published=datetime(2024, 3, day, 12, tzinfo=UTC), sha256="0" * 64,
    )


@pytest.fixture(scope="module")
def parse() -> Parse:
    from brinkwatch.desk import Desk

    return Desk.open(":memory:")._words


def first(text: str, parse: Parse) -> Opening:
    return openings([report(text)], parse)["r1"][0]


def test_titles_and_dates_above_a_report_are_no_opening() -> None:
    start, text = opening_text(report(DEATH))
    assert text.startswith("On Saturday, Anders Holt")
    assert DEATH[start:].startswith(text)


def test_an_opening_knows_where_it_stands(parse: Parse) -> None:
    for opening in openings([report(DEATH)], parse)["r1"]:
        assert DEATH[opening.start : opening.end].startswith(opening.tree.words[0].text)
        assert opening.tree.words[-1].text == "."


def test_a_day_that_opens_the_sentence_is_told_after_the_deed(parse: Parse) -> None:
    best = ledes.told(first(DEATH, parse))[0]
    assert best.startswith("Anders Holt, the former premier of Norland, died in a hospital")
    assert "on Saturday" in best


def test_asides_go_and_the_deed_stays(parse: Parse) -> None:
    best = ledes.told(first(VERDICT, parse))[0]
    assert "sat" not in best
    assert "sentenced two former ministers to nine years in prison" in best


@pytest.mark.parametrize(
    "text",
    [
        "He told reporters in the capital that the talks would go on for another week.",
        "Is the border about to close again, as it did in the winter of last year?",
        "A cold day in the capital, with little wind and no sign of the promised snow.",
    ],
)
def test_what_needs_a_word_before_it_or_says_nothing_is_no_lede(text: str, parse: Parse) -> None:
    found = openings([report(text)], parse).get("r1", ())
    assert all(not ledes.told(o) for o in found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (DEATH, "Anders Holt, former premier of Norland, dies in a hospital, his family says"),
        (VERDICT, "court in Weston sentences two former ministers to nine years"),
        (
            "The harbour town of Weston was struck by an earthquake on Sunday, officials said.",
            "harbour town of Weston struck by an earthquake, officials say",
        ),
        (
            "Dozens of fishermen have been arrested by the navy of Norland since Tuesday.",
            "Dozens of fishermen arrested by the navy of Norland",
        ),
    ],
)
def test_a_headline_is_in_the_present_and_within_a_line(
    text: str, line: str, parse: Parse
) -> None:
    made = lede_headlines.headlines(first(text, parse))
    assert made
    assert made[0].startswith(line)
    assert len(made[0].split()) <= lede_headlines.MOST_WORDS


def test_news_that_no_claim_tells_leads_its_page(parse: Parse) -> None:
    own = report(DEATH, title="Longtime premier dies")
    story = fuse([own], {"r1": ()}, {}).stories or fuse([own], {"r1": ()}, {}).aside
    page = publish.compose(story[0], {"r1": own}, {}, openings=openings([own], parse))
    assert page.summary[0].text.startswith("Anders Holt")
    assert "2 March" in page.summary[0].text
    assert "dies" in page.title
    assert not publish.check_sentence(page.summary[0], {"r1": own})


def test_last_resorts_and_copies_are_known_as_such() -> None:
    assert is_fallback("Reports on Norland and Weston")
    assert not is_fallback("Norland reports a landslide")
    assert is_copy("Longtime premier dies", "Longtime Premier Dies")
    assert not is_copy("Premier of Norland dies", "Longtime premier dies")


def test_no_tree_however_odd_stops_a_page(parse: Parse) -> None:
    """Heads and relations set at random give a lede and a headline, or none, never an error."""
    source = [o for text in (DEATH, VERDICT) for o in openings([report(text)], parse)["r1"]]
    relations = [w.relation for o in source for w in o.tree.words]
    dice = random.Random(7)
    tried = 0
    for opening in source * 60:
        words = list(opening.tree.words)
        for _ in range(dice.randint(1, 8)):
            i = dice.randrange(len(words))
            if words[i].relation != "ROOT":
                words[i] = replace(
                    words[i], relation=dice.choice(relations), head=dice.randrange(len(words)))
        if any(loops(words, i) for i in range(len(words))):
            continue
        tried += 1
        odd = replace(opening, tree=Tree(words, opening.tree.text))
        assert all(isinstance(t, str) for t in (*ledes.told(odd), *lede_headlines.headlines(odd)))
    assert tried > 50


def loops(words: list[Word], i: int) -> bool:
    for _ in words:
        if words[i].head == i:
            return False
        i = words[i].head
    return True


CLAIMED = """Norland's army put its own losses at 23 on Friday and said it had killed more than \
200 rebels near Weston. The rebels denied it."""


def test_what_the_doer_says_of_himself_stays_his_word(tmp_path: Path) -> None:
    from brinkwatch.desk import Desk

    path = tmp_path / "weston.txt"
    path.write_text(CLAIMED, "utf-8")
    with Desk.open(":memory:") as desk:
        edition = desk.brief([path], tmp_path / "out", default_date=datetime(2024, 3, 4)).edition
    for page in edition.stories:
        for text in publish.texts(page):
            if "200" in text:
                assert " said " in text
