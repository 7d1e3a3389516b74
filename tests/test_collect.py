"""Reports come in from files of every kind with their text exactly as given."""

import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.collect import Limits, Refusal, gather, gather_bytes
from brinkwatch.model import Report

NOW = datetime(2025, 11, 20, tzinfo=UTC)
DISPATCH = (
    "Patrol boat drifts into port\n\n"
    "HAVEN CITY — A patrol boat drifted into port on Friday,\r\nthe harbour master said.  \n"
)


def take(*inputs, **options):
    return list(gather([str(i) for i in inputs], now=NOW, **options))


def only(*inputs, **options):
    (report,) = take(*inputs, **options)
    assert isinstance(report, Report), report
    return report


def test_a_text_file_is_kept_to_the_character(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(DISPATCH.encode())
    report = only(path)
    assert report.text == DISPATCH
    assert report.title == "Patrol boat drifts into port"
    assert report.id == report.sha256 == hashlib.sha256(DISPATCH.encode()).hexdigest()
    assert (report.path, report.language) == (str(path), "en")
    assert report.published is None


def test_only_the_byte_order_mark_is_taken_off(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf  Two words.\r\n")
    assert only(path).text == "  Two words.\r\n"


@pytest.mark.parametrize("first", [
    "A first line that is a sentence and ends in a full stop.", "Friday, January 4, 2019",
    "word", "x " * 100,
])
def test_a_first_line_that_is_no_headline_is_no_title(tmp_path, first):
    path = tmp_path / "a.txt"
    path.write_text(f"{first}\n\nThe text of the report.\n")
    assert only(path).title is None


def test_the_date_given_for_the_batch_is_used_where_there_is_none(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The harbour was quiet.")
    report = only(path, default_date=date(2025, 11, 8))
    assert (report.published, report.published_precision) == (datetime(2025, 11, 8), "day")
    assert report.notes == ("no date of its own; the date given for the batch is used",)


def test_bytes_are_captured_before_anything_reads_them(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{broken")
    kept = []

    def capture(data, name, kind):
        kept.append((data, name, kind))
        return "f" * 64

    (refusal,) = take(path, capture=capture)
    assert kept == [(b"{broken", str(path), "json")]
    assert refusal.sha256 == "f" * 64


ARTICLE = {
    "id": "w-1", "title": "Ferry  halted", "text": "\n The ferry was halted.\t",
    "source": "Haven Post",
    "url": "https://havenpost.example/1", "published": "2025-11-07T13:10:00+09:00",
}


def check_article(report):
    assert (report.id, report.title, report.text) == ("w-1", "Ferry halted", ARTICLE["text"])
    assert (report.source, report.url) == ("Haven Post", "https://havenpost.example/1")
    assert report.published == datetime(2025, 11, 7, 13, 10, tzinfo=timezone(timedelta(hours=9)))
    assert report.published.utcoffset() == timedelta(hours=9)
    assert report.published_precision == "minute"


@pytest.mark.parametrize("wrap", [
    lambda a: a, lambda a: [a], lambda a: {"articles": [a]},
    lambda a: {"status": "ok", "response": {"results": [a]}},
], ids=["object", "list", "articles", "nested"])
def test_json_may_be_an_article_or_a_list_of_them(tmp_path, wrap):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(wrap(ARTICLE), indent=1))
    check_article(only(path))


def test_json_lines_and_tables_hold_one_article_a_row(tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text("\n" + json.dumps(ARTICLE) + "\n\n")
    report = only(lines)
    check_article(report)
    assert report.path == f"{lines}#2"
    for suffix, mark in ((".csv", ","), (".csv", ";"), (".tsv", "\t")):
        table = tmp_path / f"a{suffix}"
        cells = [f'"{value}"' for value in ARTICLE.values()]
        table.write_text(mark.join(ARTICLE) + "\n" + mark.join(cells) + "\n", newline="")
        check_article(only(table))


@pytest.mark.parametrize("names", [
    "guid headline body link outlet pubDate", "ID Headline Full-Text URL publisher date",
    "doc_id title description href feed timestamp", "uuid title content url site_name published_at",
])
def test_the_usual_other_field_names_serve(tmp_path, names):
    ours = ("id", "title", "text", "url", "source", "published")
    path = tmp_path / "a.json"
    path.write_text(json.dumps(
        {name: ARTICLE[own] for name, own in zip(names.split(), ours, strict=True)}))
    check_article(only(path))


def test_the_best_named_field_wins_and_blank_ones_are_passed_over(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({
        "description": "short", "text": " ", "body": "the body",
        "source": {"id": 1, "name": "Haven Post"}}))
    report = only(path)
    assert (report.text, report.source) == ("the body", "Haven Post")


def test_a_row_without_text_is_read_by_its_title(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,text\nFerry halted off the cape,\n")
    report = only(path)
    assert report.text == report.title == "Ferry halted off the cape"
    assert report.notes == ("no text; the title is read",)


def test_rows_without_an_id_have_the_hash_of_what_was_captured(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("date,text\n2025-11-07,The ferry sailed.\n2025-11-07,The ferry came back.\n")
    first, second = take(path)
    assert first.id == first.sha256 == hashlib.sha256(
        b"date,text\n2025-11-07,The ferry sailed.").hexdigest()
    assert second.id != first.id
    assert (first.published, first.published_precision) == (datetime(2025, 11, 7), "day")


def test_a_capture_of_a_row_can_be_read_again_by_itself(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,date\n"Two\nlines, one ""cell""",2025-11-07\n')
    kept = {}

    def capture(data, name, kind):
        kept["row"] = (data, kind)
        return hashlib.sha256(data).hexdigest()

    report = only(path, capture=capture)
    data, kind = kept["row"]
    (again,) = gather_bytes(data, kind=kind, now=NOW)
    assert (again.id, again.text) == (report.id, 'Two\nlines, one "cell"')


def test_a_folder_is_walked_in_order_and_other_files_are_passed_over(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("Second report.")
    (tmp_path / "a.txt").write_text("First report.")
    (tmp_path / "c.jsonl").write_text('{"text": "Third report."}\n')
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / ".hidden.txt").write_text("Hidden.")
    assert [r.text for r in take(tmp_path)] == ["First report.", "Second report.", "Third report."]


def test_links_that_loop_end(tmp_path):
    (tmp_path / "a.txt").write_text("The only report.")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    report, refusal = take(tmp_path)
    assert report.text == "The only report."
    assert refusal.message == (
        f"{tmp_path}/self.txt: the link leads back to itself. Remove the link.")


@pytest.mark.parametrize(("data", "text"), [
    (b"The harbour was quiet on Friday.", "The harbour was quiet on Friday."),
    (json.dumps(ARTICLE).encode(), ARTICLE["text"]),
    (b'{"text": "One."}\n', "One."),
    (b"id,text\n1,One.\n", "One."),
    (b"<html><body><p>One sentence of a page.</p></body></html>", "One sentence of a page."),
])
def test_standard_input_is_told_by_its_first_bytes(monkeypatch, data, text):
    class Stdin:
        buffer = io.BytesIO(data)

    monkeypatch.setattr("sys.stdin", Stdin)
    report = only("-")
    assert (report.text, report.path[:1]) == (text, "-")


def test_the_same_report_twice_is_refused_and_the_first_is_named(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same words.")
    report, refusal = take(tmp_path)
    assert isinstance(report, Report)
    assert (refusal.code, refusal.sha256) == ("duplicate", report.sha256)
    assert refusal.reason == f"the same report as {tmp_path}/a.txt"


def test_another_text_under_a_used_id_gets_an_id_of_its_own(tmp_path):
    path = tmp_path / "a.jsonl"
    texts = ("One.", "Two.", "One.", "Three.")
    path.write_text("".join(json.dumps({"id": "x", "text": text}) + "\n" for text in texts))
    one, two, again, three = take(path)
    assert [one.id, two.id, three.id] == ["x", "x#2", "x#3"]
    assert again.code == "duplicate"
    assert two.notes == (f"its id 'x' is that of {path}#1, which has another text",)


def test_ids_of_stored_reports_are_respected(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "New words."}\n')
    stored = {"x": Report(id="x", text="Old words.")}
    assert only(path, known=stored.get).id == "x#2"
    stored["x#2"] = Report(id="x#2", text="New words.")
    assert only(path, known=stored.get).id == "x#2"


def test_a_wire_text_in_two_outlets_is_two_reports(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,source\nThe ferry sailed.,Haven Post\nThe ferry sailed.,Cape Mail\n")
    assert [r.source for r in take(path)] == ["Haven Post", "Cape Mail"]


def test_progress_names_each_file(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.txt").write_text("Two.")
    seen = []
    take(tmp_path, progress=lambda path, count: seen.append((Path(path).name, count)))
    assert seen == [("a.txt", 0), ("b.txt", 1)]


@pytest.mark.parametrize(("text", "code"), [
    ("The minister said that the ships will leave and that they are not armed.", "en"),
    ("Le ministre a dit que les navires vont partir et qu'ils ne sont pas armés.", "fr"),
    ("Der Minister sagte, dass die Schiffe auslaufen und nicht bewaffnet sind.", "de"),
    ("El ministro dijo que los barcos van a salir y que no están armados.", "es"),
    ("Министр сказал, что корабли выйдут в море и что они не вооружены.", "ru"),
    ("Міністр сказав, що кораблі вийдуть у море і що їх не озброєно.", "uk"),
    ("장관은 금요일 배들이 떠날 것이며 무장하지 않았다고 말했다.", "ko"),
    ("大臣は金曜日、船は出港するが武装していないと述べた。", "ja"),
    ("部长星期五说，船只将离港，没有武装。", "zh"),
    ("قال الوزير يوم الجمعة إن السفن ستغادر الميناء وإنها غير مسلحة.", "ar"),
    ("The Hague", None),
])
def test_the_language_is_told(text, code):
    (report,) = gather_bytes(text.encode(), kind="txt")
    assert report.language == code


@settings(max_examples=60, deadline=None)
@given(st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\r\n\t"))
    .filter(lambda t: t.strip()), min_size=1, max_size=4, unique=True))
def test_any_text_survives_json_lines_and_csv(texts):
    import csv

    lines = "".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(texts))
    found = list(gather_bytes(lines.encode(), kind="jsonl"))
    assert [r.text for r in found] == texts
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("id", "text"), *enumerate(texts)])
    found = list(gather_bytes(out.getvalue().encode(), kind="csv"))
    assert [r.text for r in found] == texts


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["txt", "json", "jsonl", "csv", "tsv", None]))
def test_no_bytes_stop_the_batch(data, kind):
    for outcome in gather_bytes(data, kind=kind, limits=Limits(300, 100, 300)):
        assert isinstance(outcome, Report | Refusal)
