"""The full GeoNames dump, for those who have it: a small file of its shape, made up by us."""

import pytest

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.gazetteer import Gazetteer
from brinkwatch.knowledge.gazetteer_index import load_geonames

PLACES = [
    (9000001, "Norhavn", "Norhavn", "Northaven,Норхавн,NHV", 60.5, 5.25, "P", "PPL", "NO", "46",
     4200),
    (9000002, "Norhavn", "Norhavn", "", -33.0, 151.0, "P", "PPL", "AU", "02", 90),
    (9000003, "Ostøya Air Base", "Ostoya Air Base", "", 59.9, 10.5, "S", "AIRB", "NO", "30", 0),
    (9000004, "Skarv Strait", "Skarv Strait", "", 58.1, 7.0, "H", "STRT", "NO", "42", 0),
    (9000005, "Lake Ulm", "Lake Ulm", "", 61.0, 9.0, "H", "LK", "NO", "34", 0),
]


def line(id, name, ascii_name, others, lat, lon, feature, code, country, admin, people):
    cells = [id, name, ascii_name, others, lat, lon, feature, code, country, "", admin, "", "", "",
             people, "", 12, "Europe/Oslo", "2025-01-01"]
    return "\t".join(str(c) for c in cells)


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "allCountries.txt"
    path.write_text("\n".join(line(*place) for place in PLACES) + "\n", encoding="utf-8")
    return path


def test_the_index_lies_beside_the_dump_and_answers(dump):
    index = load_geonames(dump)
    assert index == dump.with_suffix(".sqlite")
    found = Gazetteer(index).lookup("Norhavn")
    assert [(c.country, c.lat, c.population, c.kind) for c in found] == [
        ("NOR", 60.5, 4200, "city"), ("AUS", -33.0, 90, "city"),
    ]


def test_aliases_in_latin_letters_are_names_and_codes_are_none(dump):
    places = Gazetteer(load_geonames(dump))
    assert [c.name for c in places.lookup("Northaven")] == ["Norhavn"]
    assert places.lookup("NHV") == ()


def test_feature_codes_tell_sites_seas_and_lakes_apart(dump):
    places = Gazetteer(load_geonames(dump))
    kinds = {n: places.lookup(n)[0].kind for n in ("Ostoya Air Base", "Skarv Strait", "Lake Ulm")}
    assert kinds == {"Ostoya Air Base": "site", "Skarv Strait": "sea", "Lake Ulm": "lake"}


@pytest.mark.parametrize(("text", "reason"), [
    ("1\tNorhavn\n", "line 1: 19 columns expected, 2 found"),
    (line(*PLACES[0]) + "\n" + line("x", *PLACES[1][1:]) + "\n", "line 2: "),
])
def test_a_broken_dump_names_its_line_and_leaves_no_index(tmp_path, text, reason):
    path = tmp_path / "dump.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=reason):
        load_geonames(path)
    assert [p.name for p in tmp_path.iterdir()] == ["dump.txt"]


def test_a_missing_dump_and_a_strange_index_say_what_to_do(tmp_path):
    with pytest.raises(KnowledgeError, match="check the path"):
        load_geonames(tmp_path / "absent.txt")
    strange = tmp_path / "strange.sqlite"
    strange.write_bytes(b"no index")
    with pytest.raises(KnowledgeError, match="load_geonames"):
        Gazetteer(strange).lookup("Norhavn")
