"""The tutorial and the notebook do what they say: their own commands are run."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- not run by the test -->\n)?```\n(.*?)```", re.DOTALL)


def test_a_user_who_follows_only_the_tutorial_has_a_coded_csv(tmp_path):
    blocks = [text for skipped, text in BLOCK.findall(
        (ROOT / "docs" / "tutorial.md").read_text("utf-8")) if not skipped]
    shutil.copytree(ROOT / "docs" / "articles", tmp_path / "docs" / "articles")
    command = tmp_path / "bin" / "brinkwatch"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m brinkwatch "$@"\n')
    command.chmod(0o755)
    env = {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}",
           "PYTHONPATH": str(ROOT / "src"), "XDG_DATA_HOME": str(tmp_path / "home")}
    script = "set -e\n" + "\n".join(blocks)
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=env, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "coded" / "incidents.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assault = next(r for r in rows if r["event_type"] == "ASSAULT" and r["location"] == "Gao")
    assert assault["event_date"] == "2025-04-02" and assault["iso3"] == "MLI"
    assert any("Kidal" in r["title"] + r["location"] for r in rows), "the row of the table is coded"
    assert json.loads((tmp_path / "mali" / "incidents.geojson").read_text("utf-8"))["features"]
    assert (tmp_path / "claims.txt").read_text("utf-8").strip()


def test_the_notebook_codes_a_folder_to_a_country_month_table(tmp_path, monkeypatch):
    pytest.importorskip("pandas", reason="pandas is not installed")
    notebook = json.loads((ROOT / "docs" / "notebooks" / "country-month.ipynb").read_text("utf-8"))
    (tmp_path / "docs").mkdir()
    shutil.copytree(ROOT / "docs" / "articles", tmp_path / "docs" / "articles")
    monkeypatch.chdir(tmp_path)
    names = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "outputs are not kept"
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    table = names["table"]
    assert table.index.names == ["actor1_country", "month"]
    assert table.loc[("MLI", "2025-04"), "ASSAULT"] >= 1
    assert (tmp_path / "country-month.csv").read_text().startswith("actor1_country,month,")
