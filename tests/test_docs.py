"""The documents agree with the code."""

import re
from pathlib import Path

import pytest

from brinkwatch.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = {c.name or c.callback.__name__ for c in app.registered_commands} | {
    group.name for group in app.registered_groups}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_shows_only_commands_that_exist():
    shown = re.findall(r"^brinkwatch (\w+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert shown
    assert set(shown) <= COMMANDS


def test_the_readme_shows_every_make_target_ci_runs():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make (\w+)", (ROOT / ".ci" / "run").read_text())) <= targets


def test_every_stage_is_listed_among_the_seams():
    seams = (ROOT / "docs" / "seams.md").read_text()
    rooms = {p.parent.name for p in (ROOT / "src" / "brinkwatch").glob("*/__init__.py")}
    for room in rooms - {"model", "knowledge", "sample"}:
        assert f"| {room} |" in seams


def test_the_reading_page_shows_what_the_code_reads():
    from benchmarks import reading_page

    assert reading_page.PAGE.read_text("utf-8") == reading_page.page(), (
        "docs/reading.md is not what the code reads; look at the difference, then write it anew "
        "with `python -m benchmarks.reading_page --write`"
    )


def test_the_export_page_shows_the_columns_of_the_code():
    from benchmarks import export_page

    assert export_page.PAGE.read_text("utf-8") == export_page.page(), (
        "docs/export.md: the columns are not the code's; write them anew with "
        "`python -m benchmarks.export_page --write`"
    )


def test_lock_files_hold_names_and_versions_only():
    for lock in ROOT.glob("requirements*.lock"):
        for line in lock.read_text().splitlines():
            assert re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line), line


def test_every_promise_of_the_threat_model_names_tests_that_exist():
    page = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line for line in page.splitlines()
            if line.startswith("| ") and not line.startswith("| promise |")]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/test_\w+\.py)::(test_\w+)`", row)
        assert named, f"no test holds: {row}"
        for file, test in named:
            path = ROOT / file
            assert path.is_file() and re.search(
                rf"^def {test}\(", path.read_text("utf-8"), re.MULTILINE), f"{file}::{test}"
