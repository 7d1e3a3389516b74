"""Claims built by hand over the sample dossier, for the tests of fuse and assess."""

from __future__ import annotations

import json
import re
from datetime import datetime

from brinkwatch.model import (
    Actor,
    Claim,
    Count,
    Event,
    Evidence,
    Indicator,
    Launch,
    Measure,
    Place,
    Report,
    Statement,
    TimeRef,
    Trend,
    Weapon,
)
from brinkwatch.sample import dossier_paths

KOREA, JAPAN, NORTH = "KOR", "JPN", "PRK"
PRK = Actor("North Korea", NORTH, "GOV")
JCS = Actor("Joint Chiefs of Staff (South Korea)", KOREA, "MIL", verb="said")
KOIZUMI = Actor("Shinjiro Koizumi", JAPAN, "GOV", "Shinjiro Koizumi", "Defense Minister",
                verb="said")
TOKYO = Actor("Ministry of Defense (Japan)", JAPAN, "MIL", verb="says")
KCNA = Actor("KCNA", NORTH, "MED", verb="reported")
NO = Actor("No Kwang Chol", NORTH, "GOV", "No Kwang Chol", "Defense Minister")
USA = Actor("United States", "USA", "GOV")
ROK = Actor("South Korea", KOREA, "GOV")
PESKOV = Actor("Dmitry Peskov", "RUS", "GOV", "Dmitry Peskov", "Spokesman")
ANALYSTS = Actor("some analysts", verb="link")
PLACES = {
    "Taegwan": (40.2, 125.2), "Taekwan": (40.2, 125.2), "Junghwa": (38.86, 125.8),
    "Ryokpho": (38.95, 125.8), "Yellow Sea": (37.5, 123.0), "northern Yellow Sea": (38.5, 123.5),
}


def dossier() -> list[Report]:
    found = []
    for path in dossier_paths():
        for line in path.read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            found.append(Report(
                id=d["id"], text=d["text"], title=d["title"], url=d["url"], source=d["source"],
                published=datetime.fromisoformat(d["published"]), published_precision="minute",
                language="en",
            ))
    return found


REPORTS = {r.id: r for r in dossier()}


def full(rid: str) -> str:
    """Return the dossier's id that begins with a short one ("s12")."""
    return next(r for r in REPORTS if r.startswith(rid + "-"))


def evidence(report: Report, words: str) -> tuple[Evidence, ...]:
    """Return the sentence of the report that holds `words`."""
    at = report.text.index(words)
    start = max((m.end() for m in re.finditer(r"[.!?]\s+|\n+", report.text[:at])), default=0)
    end = re.search(r"(?<=[.!?])(?=\s)|$", report.text[at:])
    stop = at + (end.start() if end else len(words))
    return (Evidence(start, stop, report.text[start:stop]),)


def stretch(report: Report, words: str, after: str = "") -> dict:
    base = report.text.index(after) if after else 0
    at = report.text.index(words, base)
    return {"start": at, "end": at + len(words)}


def place(report: Report, name: str, role: str = "origin") -> tuple[Place, ...]:
    lat, lon = PLACES[name]
    return (Place(name, lat, lon, NORTH, "county", role, name, **stretch(report, name)),)


def on(begin: str, precision: str = "minute", text: str = "") -> TimeRef:
    return TimeRef(begin, begin, precision, text)


def launch(rid: str, words: str, when: str | None, *, kind: str = "ballistic",
           where: str | None = None, km: tuple = (), by: tuple = (JCS,), count: int | None = None,
           precision: str = "day", certainty: str = "asserted", **more) -> Launch:
    report = REPORTS[full(rid)]
    distances = []
    for value, text, holder in km:
        distances.append(Measure(value, by=holder, **stretch(report, text)))
    return Launch(
        id=f"{rid}:launch:{when or 'undated'}:{kind}", report=report.id,
        evidence=evidence(report, words), type="MOBILIZE", mode="weapons-test", actors=(PRK,),
        places=place(report, where) if where else (),
        time=on(when, "minute" if when and "T" in when else precision) if when else None,
        attribution=by, certainty=certainty, trigger="launch",
        weapon=Weapon(kind=kind, range_class=more.pop("range_class", None),
                      class_certainty=more.pop("class_certainty", None)),
        count=Count(count, count, str(count)) if count else None,
        distance_km=tuple(distances), **more,
    )


def statement(rid: str, words: str, speaker: Actor, act: str, *, direct: bool = True,
              by: tuple = ()) -> Statement:
    report = REPORTS[full(rid)]
    at = stretch(report, words)
    return Statement(
        id=f"{rid}:statement:{at['start']}", report=report.id, evidence=evidence(report, words),
        attribution=by, speaker=speaker, quote=words, direct=direct, act=act,
        quote_start=at["start"], quote_end=at["end"],
    )


def event(rid: str, words: str, type_: str, actors: tuple, recipients: tuple = (), *,
          trigger: str = "", when: str | None = None, by: tuple = (), mode: str | None = None,
          certainty: str = "asserted") -> Event:
    report = REPORTS[full(rid)]
    return Event(
        id=f"{rid}:event:{report.text.index(words)}:{type_}", report=report.id,
        evidence=evidence(report, words), type=type_, mode=mode, actors=actors,
        recipients=recipients, time=on(when, "day") if when else None, attribution=by,
        trigger=trigger, certainty=certainty,
    )


def indicator(rid: str, words: str, what: str) -> Indicator:
    report = REPORTS[full(rid)]
    return Indicator(
        id=f"{rid}:indicator:{what}", report=report.id, evidence=evidence(report, words),
        actors=(JCS,), indicator=what, attribution=(JCS,),
    )


def trend(rid: str, words: str, measure: str, **more) -> Trend:
    report = REPORTS[full(rid)]
    return Trend(
        id=f"{rid}:trend:{report.text.index(words)}", report=report.id,
        evidence=evidence(report, words), actors=(PRK,), measure=measure, **more,
    )


NOON = "2025-11-07T12:35+09:00"
WASHINGTON_NIGHT = "2025-11-06T22:35-05:00"


def claims() -> dict[str, list[Claim]]:
    """What a careful reader takes from the dossier, in part."""
    jcs = JCS.name
    wire = [
        c for rid, km in (("s12", "700 kilometers"), ("s13", "700 kilometers"),
                          ("s14", "700 kilometers"), ("s15", "700 kilometres"))
        for c in (
            launch(rid, "a suspected short-range", NOON, where="Taegwan", km=((700, km, jcs),),
                   range_class="SRBM", class_certainty="suspected", count=1),
            launch(rid, "on Oct 22", "2025-10-22"),
            *(() if rid == "s13" else (
                trend(rid, "first ballistic missile launch in about two weeks",
                      "ballistic missile launch", ordinal=1, since="about two weeks"),)),
        )
    ]
    found: list[Claim] = [
        launch("s01", "believed to be short-range", "2025-10-22T08:10+09:00", where="Junghwa",
               km=((350, "350 kilometers", jcs),), certainty="suspected", range_class="SRBM"),
        launch("s02", "None of the ballistic missiles", "2025-10-22",
               km=((350, "350 km", jcs),)),
        launch("s03", "two projectiles fired", "2025-10-22", where="Ryokpho", kind="unknown",
               by=(KCNA,), count=2),
        launch("s03", "from Junghwa", "2025-10-22", where="Junghwa",
               km=((350, "350 kilometers", jcs),)),
        launch("s04", "test-fired sea-to-surface", "2025-10-28", kind="cruise", by=(KCNA,)),
        launch("s05", "has fired cruise missiles", "2025-10-28", kind="cruise", by=(KCNA,)),
        launch("s06", "around 10 rounds", "2025-11-03T16:00+09:00", kind="rocket artillery",
               where="northern Yellow Sea", count=10),
        launch("s06", "A further 10 or so", "2025-11-01T15:00+09:00", kind="rocket artillery",
               count=10),
        event("s07", "held the yearly Security", "CONSULT", (USA, ROK), trigger="hold",
              when="2025-11-04"),
        event("s08", "asked lawmakers", "REQUEST", (ROK,), trigger="ask", when="2025-11-04"),
        event("s09", "arrived at the naval base", "MOBILIZE", (USA,), (ROK,), trigger="arrive",
              when="2025-11-05"),
        event("s10", "denounced fresh American", "ACCUSE", (PRK,), (USA,), trigger="denounce",
              when="2025-11-06"),
        launch("s11", "at least one unidentified", "2025-11-07", range_class=None),
        launch("s11", "on Oct 22", "2025-10-22"),
        event("s11", "carrier docked", "MOBILIZE", (USA,), (ROK,), trigger="dock"),
        *wire,
        event("s12", "aircraft carrier arrived", "MOBILIZE", (USA,), (ROK,), trigger="arrive",
              when="2025-11-05"),
        indicator("s12", "signs of preparations", "preparations detected"),
        launch("s16", "rose to an altitude", "2025-11-07", by=(KOIZUMI,),
               km=((450, "450 km", KOIZUMI.name), (700, "700 km", jcs)), where="Taekwan",
               altitude_km=(Measure(50, by=KOIZUMI.name),), outside_eez=True, casualties="none"),
        launch("s17", "appeared to be a short-range", WASHINGTON_NIGHT, where="Taekwan",
               km=((670, "670 kilometers", jcs),), certainty="suspected"),
        launch("s18", "appeared to be a short-range", WASHINGTON_NIGHT, where="Taekwan",
               km=((700, "700 kilometers", jcs),), certainty="suspected"),
        launch("s19", "missile launch reported", None, by=(PESKOV,)),
        statement("s19", "Russia respects North Korea's legitimate right", PESKOV, "support",
                  direct=False),
        launch("s20", "one missile left Taegwan", "2025-11-07", where="Taegwan", count=1,
               km=((700, "700km", jcs), (450, "450km", TOKYO.name))),
        statement("s21", "We will show more offensive action against the enemies' threat", NO,
                  "threaten", by=(KCNA,)),
        event("s21", "condemned the arrival", "ACCUSE", (NO,), (USA,), trigger="condemn"),
        launch("s21", "fired a ballistic missile", "2025-11-07"),
        statement("s22", "more offensive action", NO, "threaten", by=(KCNA,)),
        launch("s22", "Friday's missile", "2025-11-07", by=(TOKYO,),
               km=((450, "450 km", TOKYO.name),)),
        trend("s23", "steadily accelerating", "weapons tests", direction="accelerating",
              window="recent weeks"),
        launch("s23", "Friday's launch from Taegwan", "2025-11-07", where="Taegwan", by=()),
        launch("s23", "cruise missiles of Oct 28", "2025-10-28", kind="cruise", by=()),
        launch("s23", "on Nov 1 and Nov 3", "2025-11-01", kind="rocket artillery", by=()),
        launch("s23", "two salvoes", "2025-11-03", kind="rocket artillery", by=()),
        event("s24", "closed its last road", "COERCE", (Actor("Lithuania", "LTU", "GOV"),),
              (Actor("Belarus", "BLR", "GOV"),), trigger="close", when="2025-10-29"),
    ]
    table: dict[str, list[Claim]] = {rid: [] for rid in REPORTS}
    for claim in found:
        table[claim.report].append(claim)
    return table


def test_the_evidence_of_hand_built_claims_slices_the_stored_text() -> None:
    for rid, made in claims().items():
        for claim in made:
            for e in claim.evidence:
                assert REPORTS[rid].text[e.start:e.end] == e.text
