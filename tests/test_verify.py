"""`verify`: an edition that anybody changed after it was written is found out."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from brinkwatch.cli import app
from brinkwatch.errors import BrinkwatchError

REPORT = """Northland fired two missiles into the Grey Sea on Friday, the Defence Ministry of \
Poland said. The missiles flew about 300 km, the ministry said.

Prime Minister Anna Kowalska condemned the launch. "We will answer this together with our \
allies," Kowalska said on Friday.
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """An edition made of one report of our own."""
    folder = tmp_path_factory.mktemp("edition")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    out = folder / "out"
    result = CliRunner().invoke(
        app, ["brief", str(folder / "report.txt"), "--date", "2025-11-08", "--out", str(out), "-q"]
    )
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def edition(written, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(written, out)
    return out


def verify(folder, *more):
    result = CliRunner().invoke(app, ["verify", str(folder), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit | BrinkwatchError)
    return result.exit_code, result.stdout


def sentence_of(folder):
    data = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    return data["stories"][0]["summary"][0]["text"]


def test_an_edition_as_written_holds(edition):
    assert verify(edition) == (0, "")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["edition.json", "index.html", "edition.md"])
def test_a_changed_word_is_named_with_its_file(edition, name):
    change(edition / name, "Kowalska", "Nowak")
    code, told = verify(edition)
    assert code == 1
    assert told.startswith(name)
    assert "Nowak" in told


def test_a_changed_number_fails_the_citation_check_too(edition):
    change(edition / "edition.json", "300 km", "500 km")
    code, told = verify(edition)
    assert code == 1
    assert "'500 km' is not a number of a cited span" in told


def test_a_sentence_taken_away_is_missed(edition):
    path = edition / "edition.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["stories"][0]["summary"].pop()
    path.write_text(json.dumps(data), encoding="utf-8")
    code, told = verify(edition)
    assert code == 1
    assert "is missing; the record holds" in told


def test_a_sentence_slipped_into_the_page_is_found(edition):
    change(edition / "index.html", "</article>", "<p>The war has begun.</p></article>")
    code, told = verify(edition)
    assert code == 1
    assert "The war has begun." in told


def test_a_link_turned_elsewhere_is_found(edition):
    change(edition / "index.html", 'href="#main"', 'href="https://elsewhere.example/"')
    code, told = verify(edition)
    assert code == 1
    assert "elsewhere.example" in told


def test_moved_spans_are_found(edition):
    path = edition / "edition.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for span in data["stories"][0]["summary"][0]["spans"]:
        span["start"], span["end"] = 0, 3
    path.write_text(json.dumps(data), encoding="utf-8")
    code, told = verify(edition)
    assert code == 1
    assert "is not a" in told


def test_a_missing_page_and_a_broken_file_are_named(edition):
    (edition / "index.html").unlink()
    (edition / "edition.json").write_text("{", encoding="utf-8")
    code, told = verify(edition)
    assert code == 1
    assert "index.html: is missing" in told
    assert "edition.json: is not an edition" in told


def test_findings_can_be_had_as_json(edition):
    change(edition / "edition.md", "Kowalska", "Nowak")
    code, told = verify(edition, "--json")
    assert code == 1
    assert json.loads(told.splitlines()[0])["file"] == "edition.md"


def test_a_folder_without_an_edition_is_refused(tmp_path):
    code, _ = verify(tmp_path)
    assert code != 0
