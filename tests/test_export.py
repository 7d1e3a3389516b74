"""Open data out, and in: what goes out is whole, chosen, stable and comes back."""

import csv
import hashlib
import json
import shutil
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from brinkwatch import export
from brinkwatch.cli import app
from brinkwatch.desk import Desk
from brinkwatch.errors import BrinkwatchError, PublishError, UsageError
from brinkwatch.export import cells, exporting, geojson, tabular
from brinkwatch.export.columns import TABLES
from brinkwatch.model import Event, Evidence, Incident, Launch, Report, Statement, Story
from brinkwatch.model.codec import RECORDS, build
from brinkwatch.model.codec import claim as built
from brinkwatch.store import Store
from test_store import LAUNCH, REPORT, SAID

LIGHT = [name for name in export.FORMATS if name != "parquet"]


@pytest.fixture(scope="module")
def desk(demo_record):
    with Desk.open(demo_record, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(desk, tmp_path_factory):
    """Everything, in every format of the default install."""
    out = tmp_path_factory.mktemp("whole")
    desk.export(out, LIGHT)
    return out


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_manifest_names_every_file_with_its_checksum_and_counts(whole, desk):
    manifest = export.checked(whole)
    named = {f["path"] for f in manifest["files"]}
    there = {p.relative_to(whole).as_posix() for p in whole.rglob("*") if p.is_file()}
    assert named == there - {"manifest.json"}
    assert manifest["schema"] == export.SCHEMA
    assert "PLOVER" in manifest["licence"]
    assert manifest["sample"] is True
    stats = desk.store.stats()
    for name in ("reports", "claims", "captures", "stories", "incidents"):
        assert manifest["counts"][name] == stats[name]


def test_two_exports_of_one_record_are_the_same_byte_for_byte(desk, whole, tmp_path):
    desk.export(tmp_path, LIGHT)
    for path in whole.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / path.relative_to(whole)).read_bytes(), path


def test_every_claim_is_in_one_table_and_leads_to_its_words(whole, desk):
    found = [row for name in ("events", "statements", "signs") for row in rows(whole, name)]
    claims = {c.id: c for c in desk.store.claims()}
    assert len(found) == len(claims)
    for row in found:
        text = desk.store.report(row["report_id"]).text
        words = text[int(row["notes_start"]):int(row["notes_end"])]
        assert claims[row["event_id"]].evidence[0].text in words


def test_the_launch_is_coded_as_a_researcher_expects(whole):
    launch = next(r for r in rows(whole, "incidents")
                  if r["kind"] == "launch" and r["event_date"] == "2025-11-07")
    assert launch["event_type"] == "MOBILIZE" and launch["mode"] == "weapons-test"
    assert launch["extension"] == "true"
    assert (launch["actor1"], launch["actor1_country"]) == ("North Korea", "PRK")
    assert (launch["year"], launch["time_precision"]) == ("2025", "1")
    assert (launch["iso3"], launch["geo_precision"]) == ("PRK", "2")
    assert 39 < float(launch["latitude"]) < 41
    assert launch["credibility"] == "1" and launch["admiralty"].endswith("1")
    assert int(launch["origins"]) < int(launch["outlets"])
    assert "distance_km" in launch["disputed"]


def test_two_sides_of_one_meeting_are_actor1_and_actor2(whole):
    for row in rows(whole, "events"):
        assert not row["actor2"] or row["actor1"] != row["actor2"]


@pytest.mark.parametrize(("filters", "holds"), [
    ({"types": ["launch"]}, lambda r: r["record"] == "launch"),
    ({"types": ["ACCUSE", "THREATEN"]}, lambda r: r["event_type"] in ("ACCUSE", "THREATEN")),
    ({"since": "2025-11-06", "until": "2025-11-07"},
     lambda r: (r["event_end"] or r["published"])[:10] >= "2025-11-06"
     and (r["event_date"] or r["published"])[:10] <= "2025-11-07"),
    ({"actors": ["hegseth"]}, lambda r: "Hegseth" in r["actors"] + r["recipients"]),
], ids=lambda v: next(iter(v)) if isinstance(v, dict) else "")
def test_a_filter_chooses_claims_and_what_rests_on_them(desk, tmp_path, filters, holds):
    desk.export(tmp_path, ["csv", "jsonl"], **filters)
    events = rows(tmp_path, "events")
    assert events and all(holds(r) for r in events)
    reports = {r["report_id"] for r in rows(tmp_path, "reports")}
    assert reports == {r["report_id"] for name in ("events", "statements", "signs")
                       for r in rows(tmp_path, name)}
    assert len(reports) < desk.store.stats()["reports"]
    claims = {r["event_id"] for name in ("events", "statements", "signs")
              for r in rows(tmp_path, name)}
    for incident in rows(tmp_path, "incidents"):
        assert claims & set(incident["events"].split("; "))
    with Store.open() as other:
        export.read(tmp_path, other)
        assert other.stats()["claims"] == len(claims)


def test_a_country_may_be_named_in_any_way(desk, tmp_path):
    counts = []
    for name in ("JPN", "Japan", "japanese"):
        counts.append(desk.export(tmp_path, ["csv"], countries=[name])["counts"])
    assert counts[0] == counts[1] == counts[2]
    assert 0 < counts[0]["events"] < desk.store.stats()["claims"]


def test_json_lines_come_back_without_loss(desk, whole):
    with Store.open() as other:
        done = export.read(whole, other)
        assert done["claims"] == desk.store.stats()["claims"]
        for name in ("reports", "claims", "stories", "captures", "histories", "forecasts",
                     "sources"):
            assert list(getattr(other, name)()) == list(getattr(desk.store, name)()), name
        assert sorted(other.assessments(), key=lambda a: a.id) == sorted(
            desk.store.assessments(), key=lambda a: a.id)
        assert other.latest_edition() == desk.store.latest_edition()
        assert export.read(whole, other)["claims"] == 0, "a second import adds nothing"


def test_parquet_comes_back_without_loss(desk, tmp_path):
    pytest.importorskip("pyarrow", reason="the extra 'export' is not installed")
    desk.export(tmp_path, ["parquet"])
    claims = {c.id: c for name in ("events", "statements", "signs")
              for c in map(built, tabular.bodies(tmp_path / f"{name}.parquet"))}
    assert claims == {c.id: c for c in desk.store.claims()}
    reports = [build(Report, b) for b in tabular.bodies(tmp_path / "reports.parquet")]
    assert reports == list(desk.store.reports())
    incidents = [build(Incident, b) for b in tabular.bodies(tmp_path / "incidents.parquet")]
    assert incidents == [i for s in desk.store.stories() for i in s.incidents]


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
CLAIMS = st.one_of(*(
    st.builds(kind, id=st.just("c"), report=st.just(REPORT.id),
              evidence=st.lists(st.builds(Evidence, st.integers(0, 9), st.integers(9, 99), WORDS),
                                max_size=2).map(tuple))
    for kind in RECORDS.values()))


@settings(max_examples=15)
@given(item=CLAIMS, text=WORDS)
def test_whatever_a_claim_holds_comes_back(item, text, tmp_path_factory):
    out = tmp_path_factory.mktemp("any")
    with Store.open() as store, Store.open() as other:
        sha = store.capture(text.encode(), "a.txt", "txt")
        store.add_report(Report(id=REPORT.id, text=text, title=text, sha256=sha))
        store.put_claims(REPORT.id, [item], "r")
        store.put_stories([Story("s", (REPORT.id,), (), (), claims=("c",))])
        export.export(export.Selection(store), out, ["jsonl", "parquet", "csv"])
        export.read(out, other)
        assert list(other.claims()) == list(store.claims()) == [item]
        assert other.report(REPORT.id) == store.report(REPORT.id)
        found = [built(b) for name in ("events", "statements", "signs")
                 for b in tabular.bodies(out / f"{name}.parquet")]
        assert found == [item]


def test_an_export_that_was_changed_is_not_read_back(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "x")
    path = tmp_path / "x" / "claims.jsonl"
    path.write_text(path.read_text("utf-8").replace("asserted", "denied", 1), "utf-8")
    with Store.open() as other:
        with pytest.raises(PublishError, match=r"claims\.jsonl: its SHA-256"):
            export.read(tmp_path / "x", other)
        assert other.stats()["reports"] == 0


def test_an_export_cut_short_has_no_manifest(desk, tmp_path, monkeypatch):
    desk.export(tmp_path, ["csv"])

    def broken(chosen):
        yield from ()
        raise PublishError("full")

    monkeypatch.setattr(tabular.rows, "of_incidents", broken)
    with pytest.raises(PublishError):
        desk.export(tmp_path, ["csv"])
    assert not (tmp_path / "manifest.json").exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_manifest_cannot_name_files_outside_its_folder(whole, tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "manifest.json").write_text(json.dumps(
        {"files": [{"path": "../secret", "sha256": "0" * 64, "format": "jsonl"}]}))
    with pytest.raises(PublishError, match="outside the folder"):
        export.checked(tmp_path / "x")


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path):
    with Store.open() as store:
        store.capture(b"x", "p", "txt")
        store.add_report(Report(id="r", text="t", title="=cmd|' /C calc'!A0", source="+1", url="-"))
        export.export(export.Selection(store), tmp_path, ["csv"])
    row = rows(tmp_path, "reports")[0]
    assert row["title"].startswith("'=") and row["source"] == "'+1"


@pytest.mark.parametrize(("lon", "lat", "km"), [
    (179.5, 10, 200), (-179.9, -60, 900), (0, 89.5, 300), (10, -90, 500), (135, 40, 500),
    (25, 60, 5000)])
def test_circles_follow_the_right_hand_rule_and_stay_on_the_map(lon, lat, km):
    shape = geojson.circle(lon, lat, km)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for rings in polygons:
        ring = rings[0]
        assert ring[0] == ring[-1] and len(ring) >= 4
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
        area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False))
        assert area > 0, "anticlockwise"
        assert max(abs(a[0] - b[0]) for a, b in zip(ring, ring[1:], strict=False)) <= 180 or (
            90 - abs(lat) <= km / 111)


def test_geojson_has_no_crs_and_names_its_radius(whole):
    held = json.loads((whole / "incidents.geojson").read_text("utf-8"))
    assert set(held) == {"type", "features"}
    assert all(f["properties"]["radius_km"] > 0 for f in held["features"])


def run(*args):
    result = CliRunner().invoke(app, [str(a) for a in args])
    assert result.exception is None or isinstance(result.exception, SystemExit | BrinkwatchError)
    return result


def test_the_commands_go_out_and_in(demo_record, tmp_path):
    out = run("export", "--format", "jsonl", "--out", tmp_path / "x", "--store", demo_record, "-q")
    assert out.exit_code == 0
    assert out.stdout.strip() == str(tmp_path / "x" / "manifest.json")
    back = run("import", tmp_path / "x", "--json", "--store", tmp_path / "again.sqlite")
    assert json.loads(back.stdout)["reports"] == 25


def test_without_the_extra_parquet_is_left_out_and_said(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting.util, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    manifest = desk.export(tmp_path, ["all"], types=["launch"])
    assert manifest["left_out"] == ["parquet"] and "csv" in manifest["formats"]
    with pytest.raises(UsageError, match="brinkwatch\\[export\\]"):
        desk.export(tmp_path, ["csv", "parquet"])
    assert (tmp_path / "manifest.json").exists(), "what cannot be written takes nothing away"


def test_a_record_without_an_edition_says_that_there_are_no_pages(tmp_path):
    with Store.open(tmp_path / "r.sqlite") as store:
        store.add_report(REPORT)
        store.put_claims(REPORT.id, [LAUNCH, SAID], "r")
        store.put_stories([Story("s", (REPORT.id,), (), ())])
    done = run("export", "--format", "ninjs", "--out", tmp_path / "x", "--store",
               tmp_path / "r.sqlite", "-q")
    assert done.exit_code == 0 and "make one with brief" in done.stderr


@pytest.mark.parametrize("args", [
    ["--format", "docx"], ["--type", "WAR"], ["--country", "Atlantis"], ["--since", "yesterday"]])
def test_what_cannot_be_asked_for_is_said(demo_record, tmp_path, args):
    result = run("export", *args, "--out", tmp_path, "--store", demo_record, "-q")
    assert isinstance(result.exception, UsageError)
    assert args[1] in result.exception.message


def test_a_record_that_was_only_read_is_fused_for_its_export(tmp_path):
    with Store.open() as store:
        sha = store.capture(REPORT.text.encode(), "a.txt", "txt")
        store.add_report(Report(id="r-1", text=REPORT.text, sha256=sha))
        store.put_claims("r-1", [LAUNCH, SAID], "r")
        assert isinstance(LAUNCH, Launch) and isinstance(SAID, Statement)
        manifest = export.export(export.Selection(store), tmp_path, ["csv"])
    assert manifest["counts"]["events"] == 1 and manifest["counts"]["statements"] == 1


@pytest.mark.parametrize(("values", "killed"), [
    ({"killed": 4}, (4, 4)), ({"killed": {"low": 2, "high": None}}, (2, None)),
    ({"killed soldier": 4, "killed civilian": 3}, (7, 7)),
    ({"killed": 9, "killed child": 3}, (9, 9)), ({"killed civilian": 5, "killed child": 2}, (5, 5)),
    ({"killed child": 2}, (2, 2)), ({"killed": "none"}, (0, 0)), ({"casualties": "none"}, (0, 0)),
    ({"killed": "reported"}, (None, None)), ({}, (None, None)), ({"casualties": 3}, (None, None))])
def test_the_dead_are_counted_once(values, killed):
    row = cells.toll(values)
    assert (row.get("fatalities"), row.get("fatalities_high")) == killed


def test_every_column_says_what_it_means():
    for columns in TABLES.values():
        names = [c.name for c in columns]
        assert len(set(names)) == len(names)
        assert all(c.meaning and c.kind in ("text", "int", "float", "bool", "date", "list")
                   for c in columns)
    assert Event.record in RECORDS


def rewritten(folder, name, change):
    """Change lines of a file and make the manifest agree, as somebody hostile would."""
    path = folder / name
    path.write_text("".join(change(line) + "\n" for line in path.read_text("utf-8").splitlines()),
                    "utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for one in manifest["files"]:
        if one["path"] == name:
            one["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner,
                                                               max_size=3), max_leaves=5)


@pytest.fixture(scope="module")
def small(desk, tmp_path_factory):
    """A small part of the record that has a line of every kind that matters."""
    out = tmp_path_factory.mktemp("small")
    desk.export(out, ["jsonl"], actors=["Hegseth"])
    return out


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_hostile_folder_is_taken_whole_or_refused_in_a_line(small, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("hostile") / "x"
    shutil.copytree(small, folder)
    name = data.draw(st.sampled_from(["captures", "reports", "claims", "stories"])) + ".jsonl"

    def change(line):
        held = json.loads(line)
        key = data.draw(st.sampled_from(sorted(held)))
        held[key] = data.draw(JUNK)
        return json.dumps(held)

    rewritten(folder, name, change)
    with Store.open() as other:
        try:
            export.read(folder, other)
        except BrinkwatchError:
            assert other.stats()["reports"] == other.stats()["claims"] == 0
        else:
            list(other.claims()), list(other.reports()), list(other.stories())


def test_an_edition_whose_sentences_are_not_carried_is_not_taken_in(whole, tmp_path):
    folder = tmp_path / "x"
    shutil.copytree(whole, folder)
    rewritten(folder, "editions.jsonl", lambda line: line.replace("700", "900"))
    with Desk.open(":memory:") as other:
        with pytest.raises(PublishError, match="not carried by its words"):
            other.load(folder)
        assert other.store.stats()["reports"] == 0
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        assert other.load(folder)["editions"] == 1
