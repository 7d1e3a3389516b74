"""Judgements on the page: tempo, checked trend claim, tension, board, forecast with its score."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from brinkwatch import publish
from brinkwatch.assess import assess
from brinkwatch.fuse import fuse
from brinkwatch.publish import assessment_charts, assessment_views
from test_fuse_kit import REPORTS
from test_fuse_kit import claims as kit_claims


@pytest.fixture(scope="module")
def judged():
    held = {c.id: c for found in kit_claims().values() for c in found}
    stories = fuse(list(REPORTS.values()), kit_claims(), {}).stories
    return held, [(story, assess(story, held, REPORTS)) for story in stories]


@pytest.fixture(scope="module")
def page(judged, tmp_path_factory):
    held, found = judged
    pages = [publish.compose(story, REPORTS, held, made) for story, made in found]
    edition = publish.edition(pages, (), datetime(2025, 11, 8, tzinfo=UTC), True)
    out = tmp_path_factory.mktemp("page")
    publish.write(edition, REPORTS, held, out)
    return (out / "index.html").read_text("utf-8"), (out / "edition.md").read_text("utf-8")


def test_the_page_carries_every_judgement(page):
    html, markdown = page
    for words in ("Tempo", "Trend claim checked", "What next", "Indicators: another launch",
                  "How good such forecasts were", "Known gaps", "brinkwatch explain tempo:"):
        assert words in html, words
    assert "### Assessments" in markdown
    assert "Brier skill" in markdown


def test_every_chart_has_a_text_alternative_and_no_script(page):
    html, _ = page
    charts = re.findall(r"<svg[^>]*>", html)
    assert charts
    assert all('role="img"' in svg and 'aria-label="' in svg for svg in charts)
    assert html.count("<script") == 1  # what marks the new; no chart needs one


def test_what_is_not_judged_says_why_and_shows_no_number(judged):
    _, found = judged
    for _, made in found:
        for a in made:
            view = assessment_views.view(a)
            if a.verdict == "not judged":
                assert a.note
                assert not view["chart"]
                assert not view["tables"]


def test_likelihood_is_told_in_words_with_their_range(judged):
    _, found = judged
    forecast = next(a for _, made in found for a in made
                    if a.kind == "forecast" and a.value is not None)
    lines = assessment_views.view(forecast)["lines"]
    assert re.fullmatch(r"Another ballistic launch within 7 days: [a-z ]+ \(\d+% to \d+%\)\.",
                        lines[0])


def test_hostile_words_stay_words():
    drawing = assessment_charts.timeline(
        [(date(2030, 1, 1), "<script>", "&<b>"), (date(2030, 2, 1), "cruise", "x")], '"><x>')
    text = assessment_charts.standalone(drawing, "<title>")
    assert "<script>" not in text
    assert "<x>" not in text
    assert "&lt;script&gt;" in text


def test_a_chart_of_nothing_is_nothing():
    assert not assessment_charts.timeline([], "")
    assert not assessment_charts.tension([0.1], {}, date(2030, 1, 1), "calm")
    assert not assessment_charts.chances([])


def test_a_board_shows_the_words_it_rests_on(judged):
    _, found = judged
    board = next(a for _, made in found for a in made if a.kind == "indicator board")
    signs = assessment_views.view(board)["signs"]
    assert any(s["text"] for s in signs)
    empty = replace(board, detail={**board.detail, "signs": []})
    assert assessment_views.view(empty)["signs"] == []
