"""From claims to a page: what is told, in which words, and what is left unsaid.

The dispatches and outlets are invented; the claims are what a reader of them would have made.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from brinkwatch import publish
from brinkwatch.fuse import fuse
from brinkwatch.model import (
    Actor,
    Assessment,
    Claim,
    Count,
    Event,
    Evidence,
    Indicator,
    Launch,
    Measure,
    Place,
    Quantity,
    Report,
    Statement,
    StoryPage,
    TimeRef,
    Trend,
    Weapon,
)

KOREA = timezone(timedelta(hours=9))
WIRE = """North Korea fired a suspected short-range ballistic missile toward the Sea of Japan on \
Friday, South Korea's Joint Chiefs of Staff said. The missile flew about 435 miles from Taekwan \
county, the military said. South Korean intelligence detected signs of preparations before the \
launch. The military is monitoring the area for further activity.

Defense Minister No Kwang Chol of North Korea condemned the arrival of a U.S. aircraft carrier in \
Busan. "We will answer the threat of our enemies with more offensive action," No Kwang Chol said \
on Friday.

President Lee Jae Myung of South Korea asked lawmakers on Tuesday to approve an 8.2 percent \
increase in defense spending. Some analysts believe that the tests answer Seoul's plan to build a \
submarine. North Korea has been steadily accelerating the pace of its weapons tests in recent \
weeks."""
TOKYO = """The missile that North Korea launched on Friday flew about 450 km, Japan's Defense \
Minister Shinjiro Koizumi said. No damage or injuries were reported, Prime Minister Sanae Takaichi \
told reporters in Tokyo. The Kremlin said that Russia respects the right of North Korea to ensure \
its own security. On Oct 22 North Korea fired several ballistic missiles, South Korea's Joint \
Chiefs of Staff said at the time."""


def report(rid: str, text: str, source: str, day: int, hour: int) -> Report:
    return Report(
        id=rid,
        text=text,
        source=source,
        title=text.split(",")[0],
        published=datetime(2025, 11, day, hour, tzinfo=KOREA),
        published_precision="minute",
        url=f"https://{rid}.example/a",
    )


REPORTS = {
    "wire": report("wire", WIRE, "Gull Wire (sample)", 8, 9),
    "tokyo": report("tokyo", TOKYO, "Bay Post (sample)", 8, 11),
}


class Maker:
    """Claims with offsets found in a report's text."""

    def __init__(self, rid: str) -> None:
        self.rid, self.text, self.n = rid, REPORTS[rid].text, 0

    def at(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def evidence(self, *words: str) -> tuple[Evidence, ...]:
        return tuple(Evidence(*self.at(w), w) for w in words)

    def actor(
        self,
        text: str,
        name: str,
        country: str | None = None,
        sector: str | None = None,
        person: str | None = None,
        office: str | None = None,
        verb: str | None = None,
    ) -> Actor:
        return Actor(name, country, sector, person, office, text, *self.at(text), verb)

    def time(self, text: str, day: str) -> TimeRef:
        return TimeRef(day, day, "day", text, *self.at(text))

    def place(
        self, text: str, name: str, role: str, precision: str, lat: float, lon: float
    ) -> Place:
        return Place(name, lat, lon, None, precision, role, text, *self.at(text))

    def common(self, *words: str) -> dict:
        self.n += 1
        return {"id": f"{self.rid}-{self.n}", "report": self.rid, "evidence": self.evidence(*words)}


def wire_claims() -> list[Claim]:
    m = Maker("wire")
    north = m.actor("North Korea", "North Korea", "PRK")
    chiefs = m.actor(
        "South Korea's Joint Chiefs of Staff",
        "Joint Chiefs of Staff (South Korea)",
        "KOR",
        "MIL",
        verb="said",
    )
    minister = m.actor(
        "No Kwang Chol", "No Kwang Chol", "PRK", "MIL", "No Kwang Chol", "Defense Minister"
    )
    lee = m.actor(
        "President Lee Jae Myung", "Lee Jae Myung", "KOR", "GOV", "Lee Jae Myung", "President"
    )
    friday = m.time("Friday", "2025-11-07")
    launch = Launch(
        **m.common(
            "North Korea fired a suspected short-range ballistic missile toward the Sea of Japan "
            "on Friday, South Korea's Joint Chiefs of Staff said.",
            "The missile flew about 435 miles from Taekwan county",
        ),
        type="MOBILIZE",
        mode="weapons-test",
        trigger="fire",
        actors=(north,),
        time=friday,
        attribution=(chiefs,),
        places=(
            m.place("Taekwan county", "Taegwan", "origin", "county", 40.2, 125.2),
            m.place("Sea of Japan", "Sea of Japan", "toward", "sea", 40.0, 135.0),
        ),
        weapon=Weapon("ballistic", "SRBM", "suspected"),
        count=Count(1, 1, "a"),
        distance_km=(
            Measure(700.06, by=chiefs.name, start=m.at("435 miles")[0], end=m.at("435 miles")[1]),
        ),
    )
    return [
        launch,
        Indicator(
            **m.common(
                "South Korean intelligence detected signs of preparations before the launch."
            ),
            trigger="detect",
            indicator="preparations detected",
            actors=(
                m.actor("South Korean intelligence", "South Korean intelligence", "KOR", "SPY"),
            ),
        ),
        Indicator(
            **m.common("The military is monitoring the area for further activity."),
            trigger="monitor",
            indicator="monitoring",
            status="ongoing",
            actors=(m.actor("The military", "Joint Chiefs of Staff (South Korea)", "KOR", "MIL"),),
        ),
        Event(
            **m.common(
                "Defense Minister No Kwang Chol of North Korea condemned the arrival of "
                "a U.S. aircraft carrier in Busan."
            ),
            type="ACCUSE",
            trigger="condemn",
            actors=(minister,),
        ),
        Statement(
            **m.common(
                '"We will answer the threat of our enemies with more offensive '
                'action," No Kwang Chol said on Friday.'
            ),
            type="THREATEN",
            trigger="say",
            speaker=minister,
            act="threaten",
            direct=True,
            quote="We will answer the threat of our enemies with more offensive action",
            quote_start=m.at("We will answer")[0],
            quote_end=m.at("more offensive action")[1],
            time=friday,
        ),
        Event(
            **m.common(
                "President Lee Jae Myung of South Korea asked lawmakers on Tuesday to "
                "approve an 8.2 percent increase in defense spending."
            ),
            type="REQUEST",
            trigger="ask",
            actors=(lee,),
            time=m.time("Tuesday", "2025-11-04"),
            quantities=(Quantity("percent", 8.2, "percent", text="8.2 percent"),),
        ),
        Statement(
            **m.common(
                "Some analysts believe that the tests answer Seoul's plan to build a submarine."
            ),
            trigger="believe",
            act="assess",
            certainty="suspected",
            speaker=m.actor("Some analysts", "analysts"),
            quote="the tests answer Seoul's plan to build a submarine",
        ),
        Trend(
            **m.common(
                "North Korea has been steadily accelerating the pace of its weapons "
                "tests in recent weeks."
            ),
            trigger="accelerate",
            measure="weapons tests",
            direction="accelerating",
            window="recent weeks",
            actors=(north,),
        ),
    ]


def tokyo_claims() -> list[Claim]:
    m = Maker("tokyo")
    north = m.actor("North Korea", "North Korea", "PRK")
    koizumi = m.actor(
        "Shinjiro Koizumi",
        "Shinjiro Koizumi",
        "JPN",
        "MIL",
        "Shinjiro Koizumi",
        "Defense Minister",
        "said",
    )
    takaichi = m.actor(
        "Sanae Takaichi", "Sanae Takaichi", "JPN", "GOV", "Sanae Takaichi", "Prime Minister", "told"
    )
    chiefs = m.actor(
        "South Korea's Joint Chiefs of Staff",
        "Joint Chiefs of Staff (South Korea)",
        "KOR",
        "MIL",
        verb="said",
    )
    return [
        Launch(
            **m.common(
                "The missile that North Korea launched on Friday flew about 450 km, "
                "Japan's Defense Minister Shinjiro Koizumi said.",
                "No damage or injuries were reported, Prime Minister Sanae Takaichi "
                "told reporters in Tokyo.",
            ),
            type="MOBILIZE",
            trigger="launch",
            actors=(north,),
            time=m.time("Friday", "2025-11-07"),
            attribution=(koizumi,),
            weapon=Weapon("ballistic"),
            count=Count(1, 1, ""),
            casualties="none",
            damage="none",
            distance_km=(
                Measure(450, by="Shinjiro Koizumi", start=m.at("450 km")[0], end=m.at("450 km")[1]),
            ),
        ),
        Statement(
            **m.common(
                "No damage or injuries were reported, Prime Minister Sanae Takaichi "
                "told reporters in Tokyo."
            ),
            trigger="tell",
            act="report",
            speaker=takaichi,
            quote="No damage or injuries were reported",
        ),
        Statement(
            **m.common(
                "The Kremlin said that Russia respects the right of North Korea to "
                "ensure its own security."
            ),
            trigger="say",
            act="support",
            speaker=m.actor("The Kremlin", "Kremlin", "RUS", "GOV"),
            quote="Russia respects the right of North Korea to ensure its own security",
        ),
        Launch(
            **m.common(
                "On Oct 22 North Korea fired several ballistic missiles, South Korea's "
                "Joint Chiefs of Staff said at the time."
            ),
            type="MOBILIZE",
            trigger="fire",
            actors=(north,),
            attribution=(chiefs,),
            time=m.time("Oct 22", "2025-10-22"),
            weapon=Weapon("ballistic"),
            count=Count(2, None, "several"),
        ),
    ]


def page_of(claims: dict[str, list[Claim]]) -> StoryPage:
    reports = [REPORTS[r] for r in claims]
    vectors = {r.id: np.ones((1, 384), np.float32) / np.sqrt(384) for r in reports}
    fusion = fuse(reports, claims, vectors)
    known = {c.id: c for cs in claims.values() for c in cs}
    trend = next((c for c in known.values() if isinstance(c, Trend)), None)
    judged = [
        Assessment(
            "trend-check:1",
            "trend check",
            "not judged",
            "trend check 1.0",
            inputs=(trend.id,) if trend else (),
        )
    ]
    assert len(fusion.stories) == 1
    return publish.compose(fusion.stories[0], {r.id: r for r in reports}, known, judged)


@pytest.fixture(scope="module")
def page() -> StoryPage:
    return page_of({"wire": wire_claims(), "tokyo": tokyo_claims()})


def texts(page: StoryPage) -> dict[str, list[str]]:
    return {
        "Summary": [s.text for s in page.summary],
        **{x.heading: [s.text for s in x.sentences] for x in page.sections},
    }


def test_the_page_tells_who_did_what_when_and_by_whose_word(page: StoryPage) -> None:
    assert page.title == (
        "North Korea fires suspected short-range ballistic missile towards the Sea of Japan"
    )
    assert texts(page)["Summary"] == [
        "North Korea fired a suspected short-range ballistic missile from Taekwan county towards "
        "the Sea of Japan on Friday, 7 November, South Korea’s Joint Chiefs of Staff said.",
        "The missile flew about 700 km (435 miles) by South Korea’s count and about 450 km "
        "(280 miles) by Japan’s.",
        "“We will answer the threat of our enemies with more offensive action,” North Korean "
        "Defence Minister No Kwang Chol said on 7 November.",
        "Japanese Prime Minister Sanae Takaichi said that no damage or injuries were reported.",
    ]


def test_office_and_full_name_come_first_and_the_name_alone_after(page: StoryPage) -> None:
    told = [t for section in texts(page).values() for t in section]
    assert sum("North Korean Defence Minister No Kwang Chol" in t for t in told) == 1
    assert "No Kwang Chol condemned the arrival of a US aircraft carrier in Busan." in told


def test_each_part_stands_in_its_section(page: StoryPage) -> None:
    found = texts(page)
    assert found["Background and Context"] == [
        "North Korea fired several ballistic missiles on Wednesday, 22 October, the Joint Chiefs "
        "of Staff said.",
        "South Korean President Lee Jae Myung asked lawmakers on 4 November to approve an 8.2% "
        "increase in defence spending.",
        "Some analysts believe that the tests answer Seoul’s plan to build a submarine.",
        "North Korea has been steadily accelerating the pace of its weapons tests in recent "
        "weeks, Gull Wire reported.",
    ]
    assert found["Threats and Reactions"] == [
        "The Kremlin said Russia respects the right of North Korea to ensure its own security.",
        "No Kwang Chol condemned the arrival of a US aircraft carrier in Busan.",
    ]
    assert found["Recent Developments"][-1] == (
        "The Joint Chiefs of Staff were monitoring the area for further activity."
    )
    assert "Conclusion" not in found  # one sentence concludes nothing


def test_no_sentence_is_said_twice(page: StoryPage) -> None:
    told = [t for section in texts(page).values() for t in section]
    assert len(told) == len(set(told))
    assert sum("reported" in t and "injuries" in t for t in told) == 1


def test_every_sentence_passes_the_check_and_the_lint(page: StoryPage) -> None:
    for section in (page.summary, *(x.sentences for x in page.sections)):
        for sentence in section:
            assert publish.check_sentence(sentence, REPORTS) == []
            assert publish.fit_to_print(sentence.text, quote=sentence.kind == "quote")


def test_a_quotation_is_marked_as_one(page: StoryPage) -> None:
    assert [s.text[:8] for s in page.summary if s.kind == "quote"] == ["“We will"]


def test_the_timeline_runs_by_day_and_names_the_main_incident(page: StoryPage) -> None:
    assert [(e.label, e.kind) for e in page.timeline][:2] == [
        ("22 Oct", "launch"),
        ("4 Nov", "event"),
    ]
    assert [e.label for e in page.timeline if e.kind == "main"] == ["7 Nov"]


def test_what_no_report_gives_is_listed_as_not_known(page: StoryPage) -> None:
    assert page.unknowns == (
        "Which account of the distance is right.",
        "The exact type of the weapon.",
        "How high it rose.",
        "How long it was in the air.",
    )


def test_one_report_makes_a_page_too() -> None:
    page = page_of({"wire": wire_claims()})
    told = texts(page)
    assert told["Summary"][1] == (
        "The missile flew about 700 km (435 miles), the Joint Chiefs of Staff said."
    )
    assert sum(map(len, told.values())) >= 8


def test_a_sentence_its_words_do_not_carry_is_dropped() -> None:
    claims = wire_claims()
    m = Maker("wire")
    stranger = Actor(
        "Ann Example", "USA", "GOV", "Ann Example", "Senator", "Friday", *m.at("Friday")
    )
    claims.append(
        Statement(
            **m.common(
                "South Korean intelligence detected signs of preparations before the launch."
            ),
            trigger="say",
            speaker=stranger,
            act="report",
            quote="signs of preparations",
        )
    )
    told = [t for section in texts(page_of({"wire": claims})).values() for t in section]
    assert not any("Ann Example" in t for t in told)
