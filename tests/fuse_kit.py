"""Short made reports for the tests of fusion; every outlet and event is invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from brinkwatch.model import (
    Actor,
    Claim,
    Event,
    Evidence,
    Launch,
    Measure,
    Place,
    Report,
    TimeRef,
    Weapon,
)

START = datetime.fromisoformat("2031-05-06T09:00:00+00:00")
ARDEN = Actor("Arden", "ARD", "GOV")
ARDEN_MILITARY = Actor("Arden's military", "ARD", "MIL", verb="said")
BELMAR = Actor("Belmar", "BEL", "GOV")
BELMAR_MINISTRY = Actor("Defense Ministry of Belmar", "BEL", "MIL", verb="said")

MISSILES = (
    "Arden fired a ballistic missile from the Corrin valley on Tuesday, the military of Belmar "
    "said. It flew about {km} kilometers and fell into the Grey Sea near Lorne island. The "
    "president of Belmar called a meeting of the security council.",
    "A missile launched by Arden came down in the Grey Sea, the defense ministry in Belmar "
    "announced. Radar on Lorne island had followed it for {km} kilometers after it rose out of "
    "Corrin. Fishing boats were told to keep away.",
    "Belmar put its troops on alert after Tuesday's missile test by Arden. Officers said that the "
    "rocket left a site in the Corrin valley and that its range, {km} kilometers, would reach "
    "Lorne. The foreign minister summoned Arden's envoy.",
    "What Arden tested in Corrin may have been a new ballistic missile, a retired general told "
    "Belmar's radio. Its flight over the Grey Sea measured {km} kilometers. He doubts that Lorne "
    "island was the target.",
    "The security council of Belmar condemned Arden late on Tuesday for firing a missile into the "
    "Grey Sea. The weapon, launched from Corrin, covered {km} kilometers. Ferries to Lorne were "
    "held in port.",
    "Arden has launched a ballistic missile for the first time this spring. Belmar's navy searched "
    "the Grey Sea off Lorne for debris; the distance from the Corrin valley is {km} kilometers.",
)
STRIKES = (
    "Dockers in the port of Tessaly walked out on Tuesday over pay, and cranes stood still. Their "
    "union said that nine hundred members had joined.",
    "The harbor company of Tessaly offered talks to striking dockers and asked ferries to use the "
    "northern quay. The union wants nine percent.",
    "Trucks queued along the quay in Tessaly on the first day of a dockers' strike. Union pickets "
    "turned back two ferries at the harbor gate.",
    "A court in Tessaly will hear the harbor company's complaint against the dockers' union, whose "
    "members stopped work at the cranes on Tuesday.",
    "Shippers sent their freight past Tessaly while its dockers are on strike. Cranes at the "
    "harbor stay locked, and the union plans a march along the quay.",
    "Pay talks between dockers and the harbor company of Tessaly broke down in the night. The "
    "union blamed the company for the strike that has closed the port.",
)


def report(id: str, text: str, *, source: str | None = None, days: float = 0.0, **more) -> Report:
    """A report published `days` after `START`."""
    more = {"published": START + timedelta(days=days), "published_precision": "minute",
            "language": "en", **more}
    return Report(id=id, text=text, source=source or f"Outlet {id}", **more)


def missile(n: int, *, days: float | None = None, km: int = 500, **more) -> Report:
    """The n-th separately written report of a launch."""
    text = MISSILES[n % len(MISSILES)].format(km=km)
    return report(f"m{n}", text, days=n / 10 if days is None else days, **more)


def near_copy(n: int) -> Report:
    """The n-th outlet's copy of one text, a sentence of its own at its end."""
    text = " ".join(m.format(km=500) for m in MISSILES[:3])
    return report(f"c{n}", f"{text} Reader {n} of town {n % 97} wrote to us about flight {n}.",
                  days=n / 5000)


def strike(n: int, *, days: float | None = None, **more) -> Report:
    """The n-th report of a dock strike, a matter of its own."""
    return report(f"d{n}", STRIKES[n % len(STRIKES)], days=n / 10 if days is None else days, **more)


def launch(
    r: Report, *, km: float | None = None, by: Actor = BELMAR_MINISTRY, when: str = "2031-05-06",
    kind: str = "ballistic", actor: Actor | None = ARDEN, lat: float = 40.0, id: str = "",
    certainty: str = "asserted", **more,
) -> Launch:
    """A launch claim read in `r`, evidence its whole text."""
    measures = (Measure(km, by=by.name),) if km is not None else ()
    return Launch(
        id=id or f"{r.id}:launch", report=r.id,
        evidence=(Evidence(0, len(r.text), r.text),), type="MOBILIZE", mode="weapons-test",
        actors=(actor,) if actor else (), attribution=(by,), certainty=certainty,
        places=(Place("Corrin" if lat == 40.0 else f"Site at {lat}", lat, 20.0, "ARD", "county",
                      "origin"),),
        time=TimeRef(when, when, "minute" if "T" in when else "day", when), trigger="launch",
        weapon=Weapon(kind=kind), distance_km=measures, **more)


def event(r: Report, type_: str, actors: tuple[Actor, ...], recipients: tuple[Actor, ...] = (), *,
          when: str | None = "2031-05-06", trigger: str = "strike", **more) -> Event:
    return Event(
        id=f"{r.id}:{type_}:{trigger}", report=r.id,
        evidence=(Evidence(0, len(r.text), r.text),), type=type_, actors=actors,
        recipients=recipients, trigger=trigger,
        time=TimeRef(when, when, "day", when) if when else None, **more)


def partition(fusion) -> set[frozenset[str]]:
    """The stories as sets of reports, whatever they are called."""
    return {frozenset(s.reports) for s in (*fusion.stories, *fusion.aside)}


def incidents(fusion) -> set[tuple]:
    """Every incident with its claims and resolved fields."""
    return {
        (i.id, frozenset(i.claims), tuple((n, repr(f.resolved), f.rule)
                                          for n, f in i.fields.items()))
        for s in (*fusion.stories, *fusion.aside) for i in s.incidents
    }


def claims_of(*found: Claim) -> dict[str, list[Claim]]:
    table: dict[str, list[Claim]] = {}
    for claim in found:
        table.setdefault(claim.report, []).append(claim)
    return table
