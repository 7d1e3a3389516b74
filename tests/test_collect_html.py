"""Pages give their article and its particulars, and nothing a reader would not see."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from brinkwatch.collect import gather_bytes
from brinkwatch.model import Report

PAGE = """<!doctype html><html lang="en"><head><title>Boats collide | Harbour Times</title>
<meta property="og:site_name" content="Harbour Times">
<meta property="article:published_time" content="2025-11-07T13:10:00+09:00">
<link rel="canonical" href="https://harbourtimes.example/1">
<script>var x = "from the script";</script><style>p {color: red}</style></head>
<body><nav><a href="/">Home</a></nav><article><h1>Two patrol boats collide</h1>
<p>Two boats collided off the &#39;northern&#39; cape, the coast guard said &amp; nobody was
hurt.</p>
<p>The ministry&nbsp;called it &ldquo;an accident&rdquo;.
<script>document.write("injected")</script> An inquiry will follow.</p>
<iframe src="https://ads.example">inside the frame</iframe>
<p style="display: none">Hidden words</p><p hidden>More hidden words</p>
<p>A third vessel <b>stood</b> by. Its captain said that the sea was calm all morning.</p></article>
<footer>All rights reserved.</footer></body></html>"""


def read(html):
    data = html if isinstance(html, bytes) else html.encode()
    (outcome,) = gather_bytes(data, kind="html", path="a.html")
    return outcome


def test_a_page_gives_its_article():
    report = read(PAGE)
    assert report.text == (
        "Two boats collided off the 'northern' cape, the coast guard said & nobody was hurt.\n"
        "The ministry called it “an accident”. An inquiry will follow.\n"
        "A third vessel stood by. Its captain said that the sea was calm all morning.")
    assert (report.title, report.source) == ("Two patrol boats collide", "Harbour Times")
    assert report.url == "https://harbourtimes.example/1"
    assert report.published == datetime(2025, 11, 7, 13, 10, tzinfo=timezone(timedelta(hours=9)))
    assert report.language == "en"


def test_a_short_page_gives_its_paragraphs():
    report = read("<p>Nothing was seen on Friday.<br>Nor later.</p><script>alert(1)</script>")
    assert report.text == "Nothing was seen on Friday.\nNor later."


def test_a_page_that_is_all_script_is_refused():
    refusal = read("<html><script>var a = 1</script><noscript>Turn it on</noscript></html>")
    assert (refusal.code, refusal.mend) == (
        "empty", "Save the page after it has loaded, or copy its text to a .txt file")


def test_the_date_may_stand_in_metadata_for_machines():
    report = read(
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-11-07T01:02:00Z",'
        '"publisher": {"name": "Cape Mail"}, "articleBody": "not this"}]}</script>'
        "<article><p>The visible words of the article are these.</p></article>")
    assert report.published == datetime(2025, 11, 7, 1, 2, tzinfo=UTC)
    assert (report.source, report.text) == (
        "Cape Mail", "The visible words of the article are these.")


def test_the_page_says_its_character_set():
    text = "배들이 금요일 항구를 떠났다고 장관이 말했다."
    report = read(f'<meta charset="euc-kr"><p>{text}</p>'.encode("euc-kr"))
    assert report.text == text
    assert report.language == "ko"


@pytest.mark.parametrize("html", [
    "<div>" * 50_000 + "<p>Deep words.</p>", "<b>" * 100_000 + "Deep words.",
    "<table><tr><td>" * 3000 + "Deep words.",
], ids=["div", "b", "table"])
def test_deep_nesting_is_read_through(html):
    assert read(html).text == "Deep words."


@pytest.mark.parametrize("html", [
    "<p " + " ".join(f'a{n}="x"' for n in range(20_000)) + ">Plain words.</p>",
    "<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b SYSTEM 'file:///etc/hostname'>]><p>Plain words.</p>",
    "<p>Plain words.<!-- not these --></p>", "<p>Plain words.<svg><text>no</text></svg></p>",
    "<form><p>Plain words.</p><textarea>no</textarea><button>no</button></form>",
], ids=["attributes", "entities", "comment", "svg", "form"])
def test_markup_that_would_mislead(html):
    assert read(html).text == "Plain words."


def test_html_in_a_row_is_read_as_a_page():
    (report,) = gather_bytes(
        b'{"id": "1", "content_html": "<p>Plain <i>words</i>.</p>"}', kind="json")
    assert isinstance(report, Report)
    assert (report.id, report.text) == ("1", "Plain words.")
