"""Histories read from the formats they are published in; small files of our own making."""

import json
from datetime import date

import pytest
from openpyxl import Workbook

from brinkwatch.assess import histories, log
from brinkwatch.assess.counting import ALL, BALLISTIC
from brinkwatch.errors import FormatError, InputError
from brinkwatch.knowledge.histories import bundled
from brinkwatch.model.log import Entry, History

CNS_HEADER = [
    "F1", "Date", "Date Entered/Updated", "Launch Time (UTC)", "Missile Name", "Missile Type",
    "Launch Agency/Authority", "Facility Name", "Facility Location", "Facility Latitude",
    "Facility Longitude", "Other Location", "Landing Location", "Apogee", "Distance Travelled",
    "Confirmation Status", "Test Outcome", "Additional Information", "Source(s)",
]


def cns_row(n, day, clock, name, kind, **more):
    row = dict.fromkeys(CNS_HEADER, "Unknown")
    row |= {"F1": n, "Date": day, "Launch Time (UTC)": clock, "Missile Name": name,
            "Missile Type": kind, "Facility Name": "Hodo", "Facility Latitude": 39.4,
            "Facility Longitude": 127.5, "Test Outcome": "Success"}
    row |= more
    return [row[h] for h in CNS_HEADER]


def workbook(path, rows):
    book = Workbook()
    book.active.append(["A table of tests, made up"])
    book.active.append(CNS_HEADER)
    for row in rows:
        book.active.append(row)
    book.create_sheet("Notes").append(["nothing here"])
    book.save(path)
    return path


def test_the_cns_spreadsheet(tmp_path):
    path = workbook(tmp_path / "cns.xlsx", [
        cns_row(1, date(2030, 5, 3), "22:30:00", "KN-23", "SRBM", Apogee="60 km"),
        cns_row(2, date(2030, 5, 3), "22:35:00", "KN-23", "SRBM", Apogee="50 km"),
        cns_row(3, date(2030, 6, 1), "Unknown", "Unha-3", "SLV"),
        cns_row(4, "Unknown", "Unknown", "Nodong", "MRBM"),
    ])
    history = histories.load(path)
    assert (history.name, history.counts, len(history.entries)) == ("cns", "missiles", 2)
    salvo, satellite = history.entries
    assert (salvo.begin, salvo.count_low, salvo.count_high) == ("2030-05-04", 2, 2)
    assert (salvo.system, salvo.range_class, salvo.altitude_km) == ("KN-23", "SRBM", 60)
    assert (satellite.kind, satellite.zone_unsure) == ("space", True)
    assert history.refused == (("row 6", "no date"),)


def test_the_json_re_edition(tmp_path):
    base = {"facility": "hodo", "landing": "sea-of-japan", "apogee": "unknown", "bearing": 90,
            "distance": 400, "outcome": "success", "description": "A test, told by us."}
    rows = [
        base | {"date": "1984-09", "time": "unknown", "missile": "scud-b"},
        base | {"date": "2030-02-30", "time": "unknown", "missile": "scud-b"},
        base | {"date": "2030-02-01", "time": "01:00 (UTC)", "missile": "rail-mobile-kn-23"},
        base | {"date": "2030-02-09", "time": "01:00 (UTC)", "missile": "unknown",
                "description": "It launched several missiles."},
    ]
    path = tmp_path / "tests.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    history = histories.load(path)
    month, known, several = history.entries
    assert (month.begin, month.until, month.dated) == ("1984-09-01", "1984-09-30", False)
    assert (known.system, known.count_low) == ("KN-23", 1)
    assert (several.count_low, several.count_high, several.system) == (1, None, None)
    assert history.refused == (("item 2", "no calendar has the date '2030-02-30'"),)


def test_the_csis_list(tmp_path):
    path = tmp_path / "csis.csv"
    path.write_text(
        "date,type,event,description,resources\n"
        "2030-03-01,Missile Provocation,Short-range Ballistic Missile Launch,"
        "\"The North fired two KN-23 ballistic missiles.\",x\n"
        "2030-03-04,Missile Provocation,Short-range Missile Launch,It fired several missiles.,x\n"
        "2030-03-09,Other Provocation,Exchange of Fire (Ground),Guards shot.,x\n"
        "2030-03-10,Other Provocation,Ribbon Cutting,A visit.,x\n", encoding="utf-8")
    history = histories.load(path)
    known, vague, border = history.entries
    assert (known.kind, known.range_class, known.count_low, known.count_high, known.system) == (
        "ballistic", "SRBM", 2, 2, "KN-23")
    assert (vague.kind, vague.count_low, vague.count_high) == ("unknown", 2, None)
    assert (border.kind, border.type) == ("", "ASSAULT")
    assert history.refused[0][0] == "line 5"


def test_an_acled_export(tmp_path):
    path = tmp_path / "acled.csv"
    path.write_text(
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,"
        "actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,location,latitude,"
        "longitude,source,notes,fatalities\n"
        "X1,07 November 2030,2030,1,Political violence,Explosions/Remote violence,"
        "Shelling/artillery/missile attack,Military Forces of Iran (1989-),,1,"
        "Military Forces of Israel (2022-),,1,Israel,Haifa,32.8,35,Desk,Missiles struck a port.,2\n"
        "X2,08 November 2030,2030,3,Strategic developments,Strategic developments,Other,"
        "Military Forces of Iran (1989-),,1,,,,Iran,Semnan,35.2,53.9,Desk,"
        "Forces test-fired a ballistic missile.,0\n"
        "X1,07 November 2030,2030,1,,,Attack,Military Forces of Iran (1989-),,1,,,,Iran,A,1,1,,,\n"
        "X3,31 November 2030,2030,1,,,Attack,Military Forces of Iran (1989-),,1,,,,Iran,A,1,1,,,\n",
        encoding="utf-8")
    history = histories.load(path)
    strike, test = history.entries
    assert (strike.party, strike.recipient, strike.type, strike.mode, strike.kind) == (
        "IRN", "ISR", "ASSAULT", "heavy-weapons", "")
    assert (test.kind, test.dated, test.begin) == ("ballistic", False, "2030-10-24")
    assert [why for _, why in history.refused] == [
        "event X1 is listed twice", "no calendar has the date '31 November 2030'"]


@pytest.mark.parametrize("width", [58, 61])
def test_a_gdelt_export(tmp_path, width):
    def line(n, day, one, two, code):
        cells = [""] * width
        cells[0], cells[1], cells[7], cells[17], cells[26] = str(n), day, one, two, code
        return "\t".join(cells)

    path = tmp_path / "gdelt.csv"
    path.write_text("\n".join([
        line(1, "20301107", "PRK", "USA", "138"), line(2, "20301107", "PRK", "USA", "138"),
        line(3, "20301108", "USA", "PRK", "036"), line(4, "20301199", "USA", "PRK", "036"),
        line(5, "20301108", "", "PRK", "036")]), encoding="utf-8")
    history = histories.load(path)
    threat, meeting = history.entries
    assert (threat.party, threat.recipient, threat.type, threat.begin) == (
        "PRK", "USA", "THREATEN", "2030-11-07")
    assert meeting.type in ("AGREE", "CONSULT")
    assert len(history.refused) == 2


def test_what_is_no_history_is_refused_with_a_mend(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"other\.csv.*Give a CNS/NTI"):
        histories.load(path)
    with pytest.raises(InputError, match=r"missing\.csv"):
        histories.load(tmp_path / "missing.csv")
    path.write_text("date,party,kind\nunknown,PRK,ballistic\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"no row of it could be read.*no date"):
        histories.load(path)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(FormatError, match="not a workbook"):
        histories.load(broken)


def entry(source, day, **more):
    return Entry(id=f"{source}:{day}:{more.get('system', '')}", source=source, begin=day,
                 until=day, party="PRK", **{"kind": "ballistic", **more})


def history(name, *entries, **more):
    return History(name=name, title=name, format="own", entries=entries, parties=("PRK",), **more)


def joined(*held):
    return log.build((), {}, {}, held)


def test_the_same_launch_in_two_histories_is_one_with_its_differences():
    one = history("a", entry("a", "2030-01-05", count_low=2, count_high=2, distance_km=400),
                  complete=("ballistic",))
    two = history("b", entry("b", "2030-01-05", count_low=3, count_high=3, distance_km=500),
                  entry("b", "2030-01-09"))
    first, second = joined(one, two).launches("PRK")
    assert first.same_as == ("b:2030-01-05:",)
    assert first.differs == (
        "missiles: 2 (a) against 3 (b)", "distance: 400 km (a) against 500 km (b)")
    assert (second.begin, second.same_as) == ("2030-01-09", ())


def test_a_day_off_is_matched_only_where_a_day_may_be_off():
    sure = history("a", entry("a", "2030-01-05"), complete=("ballistic",))
    off = history("b", entry("b", "2030-01-06", zone_unsure=True))
    other = history("c", entry("c", "2030-01-06"))
    assert [e.begin for e in joined(sure, off).launches("PRK")] == ["2030-01-05"]
    assert [e.begin for e in joined(sure, other).launches("PRK")] == ["2030-01-05", "2030-01-06"]


def test_launches_on_two_days_running_stay_two():
    days = ("2030-01-05", "2030-01-06")
    one = history("a", *(entry("a", d) for d in days), complete=("ballistic",))
    two = history("b", *(entry("b", d, zone_unsure=True) for d in days))
    found = joined(one, two).launches("PRK")
    assert [(e.begin, len(e.same_as)) for e in found] == [(d, 1) for d in days]


def test_a_stretch_is_covered_where_histories_join():
    one = history("a", entry("a", "2030-01-05"), begins="2030-01-01", ends="2030-03-31",
                  complete=("ballistic",))
    two = history("b", entry("b", "2030-04-05"), begins="2030-04-01", ends="2030-06-30",
                  complete=("ballistic",))
    held = joined(one, two)
    whole = held.cover("PRK", BALLISTIC, date(2030, 2, 1), date(2030, 5, 1))
    assert (whole.grade, whole.by) == ("complete", ("a", "b"))
    past = held.cover("PRK", BALLISTIC, date(2030, 6, 1), date(2030, 7, 9))
    assert (past.grade, past.holes) == ("partial", ((date(2030, 7, 1), date(2030, 7, 9)),))
    assert held.cover("PRK", ALL, date(2030, 2, 1), date(2030, 2, 2)).grade == "partial"


def test_the_bundled_list_is_in_order_and_within_what_it_covers():
    days = [e.begin for e in bundled().entries]
    assert days == sorted(days)
    assert days[-1] <= bundled().ends
    assert {e.party for e in bundled().entries} == {"PRK"}
