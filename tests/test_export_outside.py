"""Every export of the demo desk, read by a program that we did not write.

A test is skipped where its program is not installed; all of them are in requirements-dev.lock.
"""

import json

import pytest

from brinkwatch import export
from brinkwatch.desk import Desk
from brinkwatch.export.columns import TABLES


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


def counted(folder, path):
    return next(f["records"] for f in export.checked(folder)["files"] if f["path"] == path)


@pytest.mark.parametrize("table", list(TABLES))
def test_duckdb_and_polars_read_the_parquet(exported, table):
    pytest.importorskip("pyarrow", reason="the extra 'export' is not installed")
    duckdb = pytest.importorskip("duckdb")
    polars = pytest.importorskip("polars")
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
    pytest.importorskip("pyarrow", reason="the extra 'export' is not installed")
    duckdb = pytest.importorskip("duckdb")
    path = exported("parquet") / "incidents.parquet"
    found = duckdb.sql(f"""
        SELECT actor1_country, strftime(event_date, '%Y-%m') AS month, count(*) AS n
        FROM '{path}' WHERE kind = 'launch' AND event_date IS NOT NULL
          AND actor1_country IS NOT NULL GROUP BY ALL ORDER BY ALL""").fetchall()
    assert ("PRK", "2025-11") in {row[:2] for row in found}


@pytest.mark.parametrize("table", list(TABLES))
def test_polars_reads_the_csv(exported, table):
    polars = pytest.importorskip("polars")
    folder = exported("csv")
    frame = polars.read_csv(folder / f"{table}.csv", infer_schema_length=None)
    assert frame.columns == [c.name for c in TABLES[table]]
    assert len(frame) == counted(folder, f"{table}.csv")


@pytest.mark.parametrize("kind", ["reports", "claims", "stories", "captures"])
def test_duckdb_reads_the_json_lines(exported, kind):
    duckdb = pytest.importorskip("duckdb")
    folder = exported("jsonl")
    path = folder / f"{kind}.jsonl"
    found = duckdb.sql(f"SELECT count(*) FROM read_json('{path}', format='newline_delimited', "
                       "maximum_object_size=100000000)").fetchall()[0]
    assert found == (counted(folder, path.name),)


@pytest.mark.parametrize("name", ["incidents", "areas"])
def test_gdal_reads_the_geojson(exported, name):
    pyogrio = pytest.importorskip("pyogrio", reason="GDAL is not installed")
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
