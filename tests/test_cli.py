"""The command line as a user meets it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from brinkwatch.cli import app
from brinkwatch.store import Store
from web_kit import article, rss

COMMANDS = sorted([
    *(c.name or c.callback.__name__ for c in app.registered_commands),
    *(group.name for group in app.registered_groups),
    *(f"{group.name} {c.name or c.callback.__name__}" for group in app.registered_groups
      for c in group.typer_instance.registered_commands),
])
REPORT = (
    "Country spokesmen differ. North Korea fired a ballistic missile toward the Sea of Japan on "
    "Friday, South Korea's military said. The missile flew about 700 km. \"We will respond,\" "
    "South Korean Defense Minister Ahn Gyu-back said.\n"
)


def brinkwatch(*args, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "brinkwatch", *map(str, args)],
        input=stdin, capture_output=True, timeout=300,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert "Example:" in shown.output
    assert f"brinkwatch {command}" in " ".join(shown.output.split())


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_read_prints_one_record_a_line_with_offsets_into_the_text(report, tmp_path):
    done = brinkwatch("read", report, "--date", "2025-11-08", "--json", "--store", tmp_path / "s")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"launch", "statement"} <= {r["record"] for r in records}
    for record in records:
        for evidence in record["evidence"]:
            assert REPORT[evidence["start"]:evidence["end"]] == evidence["text"]


def test_reading_twice_gives_the_same_records(report, tmp_path):
    runs = [
        brinkwatch("read", report, "--date", "2025-11-08", "--json", "--store", tmp_path / "s")
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout


def test_a_missing_file_is_named_and_the_rest_goes_on(report, tmp_path):
    done = brinkwatch(
        "read", tmp_path / "absent.txt", report, "--date", "2025-11-08", "--json",
        "--store", tmp_path / "s",
    )
    assert done.returncode == 1
    assert b"absent.txt" in done.stderr
    assert b'"record"' in done.stdout


def test_a_wrong_date_is_bad_usage(report):
    done = brinkwatch("read", report, "--date", "yesterday")
    assert done.returncode == 2
    assert b"2025-11-08" in done.stderr


def test_brief_without_a_folder_is_bad_usage(report):
    assert brinkwatch("brief", report).returncode == 2


def test_brief_writes_an_edition_and_its_record(report, tmp_path):
    out = tmp_path / "edition"
    done = brinkwatch("brief", report, "--date", "2025-11-08", "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in out.iterdir() if "sqlite-" not in p.name) == [
        "edition.json", "edition.md", "index.html", "record.sqlite",
    ]
    edition = json.loads((out / "edition.json").read_text(encoding="utf-8"))
    assert edition["headline"]
    for story in edition["stories"]:
        for section in story["sections"]:
            for sentence in section["sentences"]:
                assert sentence["spans"], sentence["text"]


def test_stories_puts_each_report_in_a_story(report, tmp_path):
    done = brinkwatch(
        "brief", report, "--stories", "--date", "2025-11-08", "--store", tmp_path / "s"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [sorted(row) for row in rows] == [["report", "story"]]


def test_standard_input_is_read(tmp_path):
    done = brinkwatch(
        "read", "-", "--date", "2025-11-08", "--json", "--store", tmp_path / "s",
        stdin=REPORT.encode(),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_doctor_lists_what_could_not_be_read(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    store = tmp_path / "s"
    assert brinkwatch("read", bad, "--store", store).returncode == 1
    done = brinkwatch("doctor", "--store", store)
    assert "bad.txt" in done.stdout.decode()


def test_search_shows_words_and_place(report, tmp_path):
    store = tmp_path / "s"
    assert brinkwatch("read", report, "--date", "2025-11-08", "--store", store).returncode == 0
    for kind, words in (("reports", '"ballistic missiles"'), ("claims", "fired"),
                        ("people", "ahn")):
        done = brinkwatch("search", words, "--kind", kind, "--store", store, "--json")
        hits = [json.loads(line) for line in done.stdout.splitlines()]
        assert hits, kind
        assert hits[0]["matches"]
        if kind != "people":
            assert REPORT[hits[0]["start"]:hits[0]["end"]] == hits[0]["snippet"]
    shown = brinkwatch("search", "fired", "--store", store).stdout.decode()
    assert "2025-11-08" in shown
    assert brinkwatch("search", "ferry", "--store", store).stderr.endswith(b"nothing was found\n")


def test_search_needs_a_record_and_a_word(tmp_path):
    missing = brinkwatch("search", "x", "--store", tmp_path / "none")
    assert (missing.returncode, b"there is no store here" in missing.stderr) == (1, True)
    assert not (tmp_path / "none").exists()
    Store.open(tmp_path / "s").close()
    empty = brinkwatch("search", '" *', "--store", tmp_path / "s")
    assert (empty.returncode, b"no word to look for" in empty.stderr) == (2, True)


def test_sources_are_watched_and_their_health_is_shown(site, tmp_path, monkeypatch):
    monkeypatch.setenv("BRINKWATCH_FETCH_ALLOW", "127.0.0.0/8")
    monkeypatch.setenv("BRINKWATCH_FETCH_PAUSE", "0")
    store = tmp_path / "s"
    feed = site.put("/feed", rss([("/one", "Haven fires")]))
    site.put("/one", article(REPORT * 2, "Haven fires"))
    bad = site.put("/bad", "<!doctype html><html>")
    done = brinkwatch("sources", "add", feed, bad, "--store", store)
    assert done.returncode == 0, done.stderr
    assert brinkwatch("watch", "--once", "--dry-run", "--store", store).stdout.decode().count(
        site.url + "/one") == 1
    done = brinkwatch("watch", "--once", "--json", "--edition", "9", "--store", store)
    assert done.returncode == 1
    with Store.open(store) as record:
        assert record.latest_edition().headline
    visits = {v["source"]: v for v in map(json.loads, done.stdout.splitlines())}
    assert (visits[feed]["outcome"], visits[bad]["outcome"]) == ("new", "failed")
    listed = brinkwatch("sources", "--json", "--store", store)
    states = {s["url"]: s["health"]["state"] for s in map(json.loads, listed.stdout.splitlines())}
    assert states == {feed: "ok", bad: "failing"}
    found = brinkwatch("search", "missile", "--kind", "claims", "--store", store, "--json")
    assert found.stdout  # what was fetched was read
    shown = brinkwatch("sources", "--store", store).stdout.decode()
    assert "Haven Post" in shown and "failed once" in shown


def test_lists_of_feeds_come_in_and_go_out(tmp_path):
    store, listed = tmp_path / "s", tmp_path / "feeds.opml"
    listed.write_text('<opml><body><outline xmlUrl="https://haven.example/feed"/>'
                      '<outline xmlUrl="file:///etc/passwd"/></body></opml>')
    done = brinkwatch("sources", "import", listed, "--store", store)
    assert done.returncode == 1
    assert b"1 added, 0 watched already, 1 not usable" in done.stderr
    assert b"only http and https" in done.stderr
    assert b"https://haven.example/feed" in brinkwatch(
        "sources", "export", "--store", store).stdout
    assert brinkwatch("sources", "remove", "haven.example/feed", "--store", store).returncode == 0
    assert b"nothing is watched yet" in brinkwatch("sources", "--store", store).stderr
    assert brinkwatch("sources", "remove", "haven.example/feed", "--store", store).returncode == 2


def test_the_record_is_copied_trimmed_and_put_back(report, tmp_path):
    store, copy = tmp_path / "s", tmp_path / "copy"
    brinkwatch("read", report, "--date", "2025-11-08", "--store", store)
    assert b"1 reports" in brinkwatch("store", "backup", copy, "--store", store).stderr
    assert brinkwatch("store", "backup", copy, "--store", store).returncode == 2
    dry = brinkwatch("store", "prune", "--days", "1", "--dry-run", "--json", "--store", store)
    assert json.loads(dry.stdout)["reports"] == 0
    assert brinkwatch("store", "reindex", "--store", store).returncode == 0
    done = brinkwatch("store", "restore", copy, "--store", store)
    assert b"what it held before is in" in done.stderr
    assert brinkwatch("search", "missile", "--store", store, "--json").stdout
