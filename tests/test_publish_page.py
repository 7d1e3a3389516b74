"""The edition on disk: three files, whole, inert, and the same sentences in each."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from brinkwatch import publish
from brinkwatch.errors import CitationError, PublishError
from brinkwatch.model import (
    Change,
    Edition,
    LeftOut,
    Report,
    Section,
    Sentence,
    SourceLine,
    Span,
    StoryPage,
)
from brinkwatch.publish.excerpts import excerpts
from brinkwatch.publish.labels import safe_url
from test_publish_compose import REPORTS, page_of, tokyo_claims, wire_claims

NOW = datetime(2025, 11, 8, 9, 0, tzinfo=UTC)
CLAIMS = {c.id: c for c in (*wire_claims(), *tokyo_claims())}


@pytest.fixture(scope="module")
def edition() -> Edition:
    page = page_of({"wire": wire_claims(), "tokyo": tokyo_claims()})
    return publish.edition([page], [LeftOut("elsewhere", "tells of a match")], NOW, True)


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("edition")
    publish.write(edition, REPORTS, CLAIMS, out)
    return out


def test_three_files_are_written_and_nothing_else(folder: Path) -> None:
    assert sorted(p.name for p in folder.iterdir()) == ["edition.json", "edition.md", "index.html"]


def test_the_json_keeps_the_contract(folder: Path, edition: Edition) -> None:
    data = json.loads((folder / "edition.json").read_text("utf-8"))
    assert data["headline"] == edition.headline
    assert data["published"] == "2025-11-08T09:00:00+00:00"
    assert data["left_out"] == [{"report": "elsewhere", "reason": "tells of a match"}]
    story = data["stories"][0]
    assert {
        "id",
        "title",
        "summary",
        "sections",
        "reports",
        "timeline",
        "contradictions",
        "incidents",
        "assessments",
    } <= set(story)
    sentence = story["summary"][0]
    assert set(sentence) == {"text", "spans", "kind"}
    assert set(sentence["spans"][0]) == {"report", "start", "end"}
    value = next(v for i in story["incidents"] for f in i["fields"].values() for v in f["values"])
    assert {"value", "by", "origin", "claims"} <= set(value)


def test_every_sentence_is_in_the_page_and_in_the_markdown(folder: Path, edition: Edition) -> None:
    page = re.sub(r"<[^>]+>", "", (folder / "index.html").read_text("utf-8"))
    prose = (folder / "edition.md").read_text("utf-8").replace("\\", "")
    for sentence in edition.stories[0].summary:
        if sentence.kind != "quote":
            assert sentence.text in page
        assert sentence.text in prose


def test_the_page_asks_for_nothing_and_runs_nothing(folder: Path) -> None:
    html = (folder / "index.html").read_text("utf-8")
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:link|img|iframe|object|form)\b|\sstyle=|\son\w+=", html)
    assert re.findall(r"<script\b[^>]*>", html) == ["<script>"]
    script = html.partition("<script>")[2].partition("</script>")[0]
    assert script == publish.marking_script()
    assert not re.search(r"fetch|XMLHttp|import|eval|innerHTML|https?:", script)


@pytest.mark.parametrize("part", ["style", "script"])
def test_only_what_the_policy_names_by_hash_is_used(folder: Path, part: str) -> None:
    import base64
    import hashlib

    html = (folder / "index.html").read_text("utf-8")
    text = re.search(rf"<{part}>(.*?)</{part}>", html, re.S)
    named = re.search(rf"{part}-src '(sha256-[^']+)'", html)
    assert text is not None
    assert named is not None
    digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
    assert named[1] == f"sha256-{digest}"


def test_each_sentence_opens_its_words(folder: Path) -> None:
    html = (folder / "index.html").read_text("utf-8")
    assert "<mark>North Korea fired a suspected short-range ballistic missile" in html
    assert html.count('<details class="s">') >= 12
    assert "2 reports, 2 outlets, 2 origins" in html


def test_both_distances_stand_with_their_holders(folder: Path) -> None:
    html = (folder / "index.html").read_text("utf-8")
    assert "700 km (435 miles)" in html
    assert "450 km (280 miles)" in html
    assert "differs from" in html


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202egnp.exe\u200b"


def test_hostile_fields_stay_inert(tmp_path: Path) -> None:
    text = f'Rebels attacked the port. {HOSTILE} And "{HOSTILE}" more.'
    report = Report(
        id=f"r{HOSTILE}", text=text, title=HOSTILE, source=HOSTILE, url="javascript:alert(3)"
    )
    sentence = Sentence("Rebels attacked the port.", (Span(report.id, 0, len(text)),))
    page = StoryPage(
        id="s",
        title="Rebels attack the port",
        summary=(sentence,),
        sections=(Section("Conclusion", ()),),
        reports=(SourceLine(report.id, HOSTILE, "javascript:alert(3)", None, HOSTILE, HOSTILE),),
        timeline=(),
        contradictions=(),
        incidents=(),
        log=tuple(
            Change(HOSTILE, kind, HOSTILE, HOSTILE, HOSTILE, HOSTILE + "2", HOSTILE, HOSTILE)
            for kind in ("report", "incident", "value", "contradiction", "settled", "revision")
        ),
    )
    made = publish.edition([page], [LeftOut(HOSTILE, HOSTILE)], NOW)
    made = replace(made, headline="Rebels attack the port")
    publish.write(made, {report.id: report}, {}, tmp_path)
    html = (tmp_path / "index.html").read_text("utf-8")

    class Tags(HTMLParser):
        found: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.append(tag)
            assert not any(
                k.startswith("on") or (v or "").startswith("javascript") for k, v in attrs
            )

    parser = Tags()
    parser.feed(html)
    assert parser.found.count("script") == 1
    assert "img" not in parser.found
    assert "\u202e" not in html
    assert "\u200b" not in html


def test_only_web_addresses_are_linked() -> None:
    assert safe_url("https://a.example/x") == "https://a.example/x"
    assert safe_url("javascript:alert(1)") is None
    assert safe_url("data:text/html,x") is None
    assert safe_url(None) is None


def test_nothing_is_written_when_a_sentence_fails(edition: Edition, tmp_path: Path) -> None:
    page = edition.stories[0]
    wrong = replace(page.summary[0], text=page.summary[0].text.replace("Friday", "Sunday"))
    bad = replace(edition, stories=(replace(page, summary=(wrong, *page.summary[1:])),))
    with pytest.raises(CitationError, match="Sunday"):
        publish.write(bad, REPORTS, CLAIMS, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_named(edition: Edition, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(PublishError, match="choose a folder"):
        publish.write(edition, REPORTS, CLAIMS, blocked / "out")


def test_writing_again_replaces_the_edition_whole(edition: Edition, tmp_path: Path) -> None:
    publish.write(edition, REPORTS, CLAIMS, tmp_path)
    first = (tmp_path / "index.html").read_bytes()
    publish.write(edition, REPORTS, CLAIMS, tmp_path)
    assert (tmp_path / "index.html").read_bytes() == first
    assert len(list(tmp_path.iterdir())) == 3


def test_a_page_without_a_sentence_is_left_out_with_the_reason() -> None:
    empty = StoryPage(
        "s", "One report", (), (), (SourceLine("r9", None, None, None, "r9"),), (), (), ()
    )
    made = publish.edition([empty], [], NOW)
    assert made.stories == ()
    assert [x.report for x in made.left_out] == ["r9"]


def test_an_excerpt_shows_the_sentence_with_the_cited_words_marked() -> None:
    text = "First sentence here. The army said it flew far. Last one."
    report = Report(id="r", text=text)
    at = text.index("flew")
    made = excerpts([Span("r", at, at + 8)], {"r": report})
    assert [e.text for e in made] == ["The army said it »flew far«."]


def test_what_changed_stands_by_day_with_the_correction_and_its_moments(
    edition: Edition, tmp_path: Path
) -> None:
    story = edition.stories[0]
    launch = next(i for i in story.incidents if i.kind == "launch").id
    at, later = "2025-11-08T09:00:00+00:00", "2025-11-09T09:00:00+00:00"
    log = (
        Change(
            at, "revision", launch, "distance_km", 670, 700, "2025-11-07T02:30:00-05:00", "Post"
        ),
        Change(later, "report", after="tokyo"),
        Change(later, "value", launch, "casualties", None, 2),
    )
    page = replace(story, log=log)
    publish.write(replace(edition, stories=(page,)), REPORTS, CLAIMS, tmp_path)
    html = (tmp_path / "index.html").read_text("utf-8")
    section = html.partition(">What changed</h3>")[2].partition("</section>")[0]
    assert re.findall(r'<time datetime="([^"]*)"', section) == [
        "2025-11-09", "2025-11-08", "2025-11-07"]
    assert "<s>670 km (416 miles)</s> was corrected to <b>700 km (435 miles)</b>" in section
    assert "given by Post" in section
    assert re.findall(r'data-at="([^"]*)"', section) == [later, later, at]
    prose = (tmp_path / "edition.md").read_text("utf-8")
    assert "670 km (416 miles) was corrected to 700 km (435 miles)" in prose
    kept = json.loads((tmp_path / "edition.json").read_text("utf-8"))["stories"][0]["log"]
    assert [c["kind"] for c in kept] == ["revision", "report", "value"]
