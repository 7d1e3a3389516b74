"""Bad input is refused with file, place and mend, and the rest of the batch goes on."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brinkwatch.collect import Limits, Refusal, gather
from brinkwatch.model import Report

GOOD = "The harbour was quiet on Friday, the harbour master said."


def take(*inputs, **options):
    return list(gather([str(i) for i in inputs], now=datetime(2025, 11, 20, tzinfo=UTC), **options))


@pytest.fixture
def beside(tmp_path):
    """Reads a bad file between two good ones; gives what became of the bad one."""
    (tmp_path / "before.txt").write_text(GOOD + " One.")
    (tmp_path / "later.txt").write_text(GOOD + " Two.")

    def read(name, data, **options):
        path = tmp_path / name
        path.write_bytes(data)
        inputs = (tmp_path / "before.txt", path, tmp_path / "later.txt")
        first, *middle, last = take(*inputs, **options)
        assert isinstance(first, Report)
        assert isinstance(last, Report)
        return path, middle

    return read


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv"])
def test_an_empty_file(beside, name, data):
    path, (refusal,) = beside(name, data)
    assert refusal.code in ("empty", "format")
    assert refusal.message.startswith(str(path))
    assert refusal.sha256


def test_a_file_over_the_limit(beside):
    path, (refusal,) = beside("a.txt", b"words " * 8_400_000)
    assert refusal == Refusal(
        str(path), None, "it is over the limit of 20 MB for one document",
        "Split it, or raise the limit in the settings", None, "too large")


def test_rows_are_streamed_whatever_the_size_of_the_file(beside):
    rows = [{"text": f"Report {n}."} for n in range(2000)]
    rows[1000]["text"] *= 200
    data = "\n".join(map(json.dumps, rows)).encode()
    path, found = beside("a.jsonl", data, limits=Limits(document=1000, row=1000))
    refused = [r for r in found if isinstance(r, Refusal)]
    assert len(found) == 2000
    assert [r.message for r in refused] == [
        f"{path}, line 1001: the row is over the limit of 1,000 bytes. "
        "Split it, or raise the limit in the settings."]


@pytest.mark.parametrize("data", [
    b"\x00\x01\x02\x03" * 64, b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04....", b"\x89PNG\r\n\x1a\n....",
    os.urandom(4) + bytes(range(256)) * 4,
])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl", "a.html", "a"])
def test_a_binary(beside, name, data):
    path, (refusal,) = beside(name, data)
    assert refusal.code == "binary"
    assert refusal.message.startswith(f"{path}: it is a")
    assert refusal.message.endswith(
        "not text. Unpack or convert it to text, HTML, JSON or CSV first.")


def test_a_few_bytes_that_are_not_utf_8_are_replaced_and_noted(beside):
    data = "Kälte in Häfen, sagte der Hafenmeister: grüß Gott.".encode() + b" \xff\n"
    _, (report,) = beside("a.txt", data)
    assert report.text == data.decode("utf-8", "replace")
    assert report.notes == ("1 characters were not valid UTF-8 and were replaced",)


def test_other_character_sets_are_guessed_and_noted(beside):
    text = "The minister said: “We will not wait” — and left the café at 5 o’clock."
    _, (report,) = beside("a.txt", text.encode("cp1252"))
    assert (report.text, report.notes) == (text, ("read as cp1252, which was guessed",))


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text(beside, codec):
    _, (report,) = beside("a.txt", GOOD.encode(codec))
    assert report.text == GOOD
    _, (report,) = beside("a.jsonl", (json.dumps({"text": GOOD}) + "\n").encode(codec))
    assert report.text == GOOD
    _, (report,) = beside("a.csv", f'id,text\n1,"{GOOD}"\n'.encode(codec))
    assert report.text == GOOD


def test_characters_no_database_holds_are_replaced_one_for_one(beside):
    _, (report,) = beside("a.json", rb'{"id": "x\ud800", "text": "a\ud800b\u0000c \ud83d\ude00"}')
    assert (report.id, report.text) == ("x\ufffd", "a\ufffdb\ufffdc \N{GRINNING FACE}")
    assert report.notes == ("2 unstorable characters replaced",)


def test_a_broken_line_of_json_lines(beside):
    path, found = beside(
        "a.jsonl", b'{"text": "One."}\n{"text": "Two." "x"}\n[1]\n{"text": "Four."}\n')
    one, two, three, four = found
    assert (one.text, four.text) == ("One.", "Four.")
    assert two.message == (f"{path}, line 2, column 17: broken JSON: Expecting ',' delimiter. "
                           "Mend the line; the others were read.")
    assert two.sha256
    assert three.place == "line 3"
    assert three.reason == "this is a list, not an object"


def test_a_broken_list_keeps_what_stands_before_the_break(beside):
    path, found = beside("a.json", b'{"articles": [\n{"text": "One."},\n{"text": "Two."}\n{"text"')
    assert [r.text for r in found[:2]] == ["One.", "Two."]
    assert found[2].message == (
        f"{path}, line 4, column 1: the list breaks off: ',' or ']' is missing. "
        "Mend the JSON there; what stands before it was read.")


@pytest.mark.parametrize("data", [
    b"[" * 200_000, b'{"a":' * 200_000, b"[1, 2", b"nul", b"12", b'"text"', b"{}", b"[]",
    b'{"text": 5}', b'{"text": "' + b"9" * 10, b"[" + b"9" * 5000 + b"]", b'[{"a": 1}]',
])
def test_json_that_holds_no_article(beside, data):
    path, found = beside("a.json", data)
    assert found
    assert all(isinstance(r, Refusal) and r.message.startswith(str(path)) for r in found)


def test_deep_rows(beside):
    _, (deep, good) = beside("a.jsonl", b'{"a":' * 200_000 + b'\n{"text": "Good."}\n')
    assert (deep.reason, good.text) == ("broken JSON: it is nested too deeply", "Good.")


def test_a_table_without_a_header(beside):
    path, (refusal,) = beside("a.csv", b"1,2025-11-07,The ferry sailed.\n2,2025-11-08,It sank.\n")
    assert refusal.message == (
        f"{path}, line 1: the header names no text or title column "
        "(it reads: 1, 2025-11-07, The ferry sailed.). "
        "Give the table a header such as id,title,text,url,source,published.")


def test_a_quote_that_is_never_closed_costs_its_own_row_only(beside):
    path, found = beside(
        "a.csv",
        b'id,date,text\n'
        b'"1","2025-11-07","The first, sound."\n'
        b'"2","2025-11-07","The second is broken.\nIt, runs, on.\n'
        b'"3","2025-11-07","The third\nhas two lines."\n'
        b'"4","2025-11-07","The fourth."\n')
    assert [r.id for r in found if isinstance(r, Report)] == ["1", "3", "4"]
    (refusal,) = (r for r in found if isinstance(r, Refusal))
    assert refusal.path == str(path)
    assert (refusal.place, refusal.code) == ("lines 3–4", "format")
    assert "quotes are not balanced" in refusal.reason


def test_rows_with_too_many_or_too_few_cells(beside):
    _, found = beside("a.csv", b"id,text,url\n1,One, two.,u\n2,Two.,u,,\n3,Three.\n4\n")
    assert [r.text for r in found if isinstance(r, Report)] == ["Two.", "Three."]
    assert [(r.place, r.reason) for r in found if isinstance(r, Refusal)] == [
        ("line 2", "4 cells under 3 columns"), ("line 5", "only 1 of 3 cells")]


def test_a_huge_cell(beside):
    data = b"id,text\n1," + b"x" * 5000 + b'\n2,Fine.\n3,"' + b"y\n" * 3000 + b'"\n4,Good.\n'
    _, found = beside("a.csv", data, limits=Limits(row=2000))
    assert [r.id for r in found if isinstance(r, Report)] == ["2", "4"]
    assert {r.code for r in found if isinstance(r, Refusal)} == {"too large"}


def test_quotes_in_tab_separated_files_are_plain_where_they_enclose_nothing(beside):
    _, (report,) = beside("a.tsv", b'id\ttext\n1\t"We wait," she said.\n')
    assert report.text == '"We wait," she said.'


def test_tables_made_to_waste_time_end(beside):
    _, found = beside("a.csv", b'id,text\n' + b'x"y,"\n' * 20_000)
    assert len(found) >= 1
    assert all(isinstance(r, Refusal) for r in found)


def test_a_missing_date_and_one_in_the_future(beside):
    _, (missing, future) = beside(
        "a.csv", b"text,date\nThe ferry sailed.,\nThe ferry sinks.,2031-01-01\n")
    assert (missing.published, missing.published_precision) == (None, None)
    assert future.published == datetime(2031, 1, 1)
    assert future.notes == ("dated in the future (2031-01-01T00:00:00)",)


def test_paths_that_cannot_be_opened(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "folder").mkdir()
    found = take(tmp_path / "no.txt", tmp_path / "link.txt", tmp_path / "folder",
                 "https://havenpost.example/1", "a\x00b.txt")
    assert [(Path(r.path).name, r.code, r.reason) for r in found] == [
        ("no.txt", "missing", "there is no such file"),
        ("link.txt", "missing", "the link points to nothing"),
        ("folder", "empty", "the directory holds nothing that is read"),
        ("1", "unsupported", "addresses are not fetched yet"),
        ("a\x00b.txt", "missing", "this is no path"),
    ]
    assert all(r.mend for r in found)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(GOOD)

    def forbidden(*_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("brinkwatch.collect.intake.opened", forbidden)
    (refusal,) = take(path)
    assert refusal.message == (
        f"{path}: no permission to read it. Give yourself read permission.")


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml"])
def test_kinds_that_are_read_later(beside, name):
    path, (refusal,) = beside(name, b"<rss></rss>")
    assert refusal.code == "unsupported"
    assert refusal.message.startswith(f"{path}: ")
