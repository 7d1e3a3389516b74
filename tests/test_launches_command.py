"""`brinkwatch launches` and `tension`: list, count, draw, export, import, forecast."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from brinkwatch.cli import app
from brinkwatch.errors import FormatError, UsageError

DATA = Path(__file__).parent / "data" / "assess" / "launches.csv"


@pytest.fixture
def run(tmp_path):
    def run(*words, code=0):
        found = CliRunner().invoke(app, [*words, "--store", str(tmp_path / "record.sqlite")])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        assert found.exit_code == code
        return found.stdout

    return run


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_launches_are_listed_and_filtered(run):
    found = lines(run("launches", "--since", "2025-01-01", "--until", "2025-06-30",
                      "--kind", "ballistic", "--actor", "North Korea", "--json"))
    assert [e["begin"] for e in found] == [
        "2025-01-06", "2025-01-14", "2025-03-10", "2025-05-08"]
    assert "2025-05-08" in run("launches", "--since", "2025-05-01")
    assert lines(run("launches", "--actor", "KOR", "--json")) == []
    (icbm, *_) = lines(run("launches", "--kind", "ICBM", "--since", "2024-01-01", "--json"))
    assert (icbm["begin"], icbm["system"]) == ("2024-10-31", "Hwasong-19")
    assert lines(run("launches", "--system", "Hwasongpho-19", "--json")) == [icbm]


def test_a_history_is_joined_for_once_or_kept(run):
    once = run("launches", "--history", str(DATA), "--since", "2030-01-01", "--json")
    assert len(lines(once)) == 26
    assert lines(run("launches", "--since", "2030-01-01", "--json")) == []
    assert "26 rows, 2 left out" in run("launches", "import", str(DATA))
    assert "kept already" in run("launches", "import", str(DATA))
    assert len(lines(run("launches", "--source", "launches", "--json"))) == 26
    names = [h["name"] for h in lines(run("launches", "histories", "--json"))]
    assert names == ["brinkwatch", "launches"]
    run("launches", "forget", "launches")
    assert lines(run("launches", "--since", "2030-01-01", "--json")) == []


def test_launches_are_counted(run):
    rows = lines(run("launches", "--by", "year", "--since", "2017-01-01", "--until", "2019-12-31",
                     "--kind", "ballistic", "--json"))
    assert [(r["year"], r["launch_days"]) for r in rows] == [("2017", 15), ("2018", 0),
                                                             ("2019", 13)]


def test_an_export_can_be_imported_again(run, tmp_path):
    path = tmp_path / "out.csv"
    run("launches", "--since", "2025-01-01", "--export", str(path))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[0]["date"] == "2025-01-06"
    again = lines(run("launches", "--no-bundled", "--history", str(path), "--json"))
    assert [e["begin"] for e in again] == [r["date"] for r in rows]
    run("launches", "--since", "2025-01-01", "--export", str(tmp_path / "out.json"))
    assert len(json.loads((tmp_path / "out.json").read_text())) == len(rows)


def test_charts_are_svg_files_with_a_text_alternative(run, tmp_path):
    path = tmp_path / "chart.svg"
    run("launches", "--since", "2022-01-01", "--chart", str(path))
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "launches, 2022-01-05 to 2025-11-07" in root.get("aria-label")
    with pytest.raises(UsageError, match="has coordinates"):
        run("launches", "--map", str(path))


def test_tempo_forecast_and_backtest(run):
    told = json.loads(run("launches", "tempo", "--json"))
    assert (told["party"], told["launch_days"], told["until"]) == ("PRK", 2, "2025-11-08")
    assert "times the rate" in run("launches", "tempo")
    first = run("launches", "forecast")
    assert "another launch within 30 days" in first
    test = json.loads(run("launches", "backtest", "--from", "2023-01-01", "--json"))
    assert {s["horizon"] for s in test["scores"]} == {7, 14, 30}
    assert "Calibration" in run("launches", "backtest", "--from", "2024-01-01")


def test_bad_use_names_the_thing_and_the_mend(run, tmp_path):
    for words, told in (
        (("launches", "--kind", "balloon"), "take one of ballistic"),
        (("launches", "--since", "May"), "not an ISO date"),
        (("launches", "--by", "colour"), "count by one of"),
        (("launches", "forget", "nothing"), "there are: none"),
        (("launches", "backtest", "--no-bundled"), "the log holds no launch"),
        (("launches", "backtest", "--actor", "KOR"), "no history covers"),
        (("tension", "PRK", "North Korea"), "name two states"),
    ):
        with pytest.raises(UsageError, match=told):
            run(*words)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(FormatError, match="not a history"):
        run("launches", "import", str(tmp_path / "x.csv"))


def test_tension_of_a_pair_without_events_is_not_judged(run):
    found = json.loads(run("tension", "USA", "PRK", "--json"))
    assert (found["verdict"], found["value"]) == ("not judged", None)
    assert "not judged" in run("tension", "USA", "PRK")


def test_tension_of_a_pair_in_an_acled_export(run, tmp_path):
    path = tmp_path / "acled.csv"
    days = [f"{d:02} {m} 2030" for m in ("January", "March", "May", "June") for d in (1, 9)]
    path.write_text(
        "event_id_cnty,event_date,time_precision,sub_event_type,actor1,actor2\n" + "\n".join(
            f"E{n},{day},1,Armed clash,Military Forces of India (2014-),"
            "Military Forces of Pakistan (2022-)" for n, day in enumerate(days)) + "\n",
        encoding="utf-8")
    words = ("tension", "India", "Pakistan", "--history", str(path), "--until", "2030-06-12")
    found = json.loads(run(*words, "--json"))
    assert found["detail"]["level"] in ("high", "brink")
    assert found["low"] <= found["value"] <= 1
    assert {r["weight"] for r in found["detail"]["sensitivity"]} >= {"half_life", "undirected"}
    svg = tmp_path / "tension.svg"
    run(*words, "--chart", str(svg))
    assert "Tension" in ElementTree.fromstring(svg.read_text()).get("aria-label")
