"""Attacks, interceptions, incursions, clashes, exercises, sanctions, deployments and nuclear tests
have fields of their own, each with who gave it and where it stands."""

from datetime import UTC, datetime

import pytest

from brinkwatch.extract import claims
from brinkwatch.knowledge.event_kinds import event_kinds
from brinkwatch.model import Event, Report
from brinkwatch.read.pipeline import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.fixture
def told(reader):
    def read(text: str) -> list[Event]:
        report = Report(id="r", text=text, title="", language="en",
                        published=datetime(2025, 11, 8, 12, tzinfo=UTC))
        return [c for c in claims(next(iter(reader.pipe([report]))), report)
                if isinstance(c, Event) and c.kind is not None]
    return read


def field(event: Event, name: str) -> list:
    return [d.value if d.value is not None else (d.low, d.high)
            for d in event.details if d.name == name]


def test_what_was_shot_down_is_told_apart_from_what_was_fired(told):
    [one] = told("Ukraine's air force said it had intercepted 40 of 54 drones and two of three "
                 "ballistic missiles launched by Russia overnight.")
    assert one.kind == "interception"
    assert field(one, "intercepted") == [40, 2]
    assert field(one, "fired") == [54, 3]
    assert {d.of for d in one.details if d.name == "fired"} == {"drone", "missile"}
    assert {d.by for d in one.details} == {"Ukraine's air force"}


def test_an_attack_has_weapon_target_and_harm_with_who_says_so(told):
    [one] = told("Two drones hit an oil depot in Ryazan, killing at least 12 people and wounding "
                 "30 others, the governor said.")
    assert one.kind == "attack"
    assert field(one, "weapon") == ["drone"]
    assert field(one, "fired") == [2]
    assert field(one, "killed") == [(12, None)]
    assert field(one, "injured") == [30]
    assert field(one, "target") == ["oil depot in Ryazan"]
    assert {d.by for d in one.details} == {"governor"}


def test_every_value_is_where_it_says_it_is(told):
    text = ("Lebanon's health ministry said Israeli air strikes on the town of Nabatieh killed "
            "nine people, including three children, and wounded 21.")
    [one] = told(text)
    assert field(one, "killed") == [9]
    assert all(text[d.start:d.end] == d.text for d in one.details)


def test_a_later_sentence_adds_harm_and_who_claims_it(told):
    [one] = told("The army carried out air strikes on rebel positions in Nyala on Friday, two "
                 "witnesses said. The attack left 12 dead and dozens injured.")
    assert field(one, "killed") == [12]
    assert field(one, "injured") == [(24, None)]
    assert len(one.evidence) == 2


def test_missiles_fired_at_a_country_are_an_attack_and_no_launch(told):
    [one] = told("Iran fired about 180 ballistic missiles at Israel on Tuesday evening, the "
                 "Israeli military said.")
    assert (one.kind, field(one, "weapon"), field(one, "fired")) == (
        "attack", ["ballistic missile"], [180])


def test_an_incursion_counts_what_came_and_what_crossed(told):
    [one] = told("Taiwan's defence ministry said it had detected 45 Chinese military aircraft and "
                 "14 ships around the island, and that 30 of the planes had crossed the median "
                 "line of the Taiwan Strait.")
    assert one.kind == "incursion"
    assert [a.country for a in one.actors] == ["CHN"]
    assert field(one, "platform") == ["aircraft", "ship"]
    assert {45, 14} <= set(field(one, "count"))
    assert field(one, "crossed") == [30]
    assert field(one, "zone") == ["median line"]


def test_a_planned_exercise_names_itself_and_who_takes_part(told):
    [one] = told("Poland will close its border with Belarus on Thursday because of the Zapad "
                 "military exercises, which Russia and Belarus are due to begin on Friday.")
    assert (one.kind, one.certainty) == ("exercise", "planned")
    assert field(one, "exercise_name") == ["Zapad"]
    assert field(one, "participants") == ["Russia", "Belarus"]


def test_sanctions_say_what_they_do_and_to_how_many(told):
    [one] = told("The European Union imposed sanctions on 12 individuals and six companies, "
                 "freezing their assets and banning travel.")
    assert one.kind == "sanction"
    assert field(one, "measure") == ["asset freeze", "travel ban"]
    assert [(d.value, d.of) for d in one.details if d.name == "entities"] == [
        (12, "individual"), (6, "company")]


def test_a_nuclear_test_has_yield_magnitude_and_number(told):
    [one] = told("North Korea conducted its sixth nuclear test with a yield of about 100 kilotons "
                 "at Punggye-ri, causing a magnitude 6.3 earthquake.")
    assert one.kind == "nuclear test"
    assert (field(one, "yield"), field(one, "magnitude"), field(one, "ordinal")) == (
        [100], [6.3], [6])


def test_a_denial_goes_to_the_attack_laid_to_who_denies(told):
    first, second = told(
        "Pakistani troops opened fire on a post near Poonch on Sunday, India's army said. Indian "
        "guns shelled villages across the line on Monday, residents said. Pakistan denied opening "
        "fire and said it had had no role in the attack.")
    assert field(first, "denied_by") == ["Pakistan"]
    assert field(second, "denied_by") == []


def test_a_shot_down_drone_answers_an_incursion(told):
    kinds = {e.kind: e for e in told(
        "Poland shot down several Russian drones that entered its airspace overnight, Prime "
        "Minister Donald Tusk said.")}
    assert set(kinds) == {"interception", "incursion"}
    assert field(kinds["incursion"], "zone") == ["airspace"]
    assert field(kinds["incursion"], "response") == ["shot down several Russian drones"]
    assert field(kinds["interception"], "intercepted") == [(2, None)]


def test_both_sides_of_a_clash_act(told):
    [one] = told("Fighting broke out between Armenian and Azerbaijani soldiers along the border "
                 "overnight, killing two soldiers.")
    assert {a.country for a in one.actors} == {"ARM", "AZE"}


def test_a_warship_belongs_to_who_names_it_so(told):
    [one] = told("The carrier USS Abraham Lincoln and three destroyers arrived in the Gulf of Oman "
                 "on Sunday, the navy said.")
    assert [a.country for a in one.actors] == ["USA"]
    assert field(one, "count") == [3]


@pytest.mark.parametrize("text", [
    "The company's shares rocketed 12 percent after the launch of the drug.",
    "The striker fired a rocket into the top corner and Arsenal won 2-1.",
    "The president attacked the proclamation as an insult to his country.",
    "The two parties clashed over the budget in parliament.",
    "Schools in the city held a fire drill on Monday.",
    "The film tells of an air strike on a village in 1943.",
    "The minister warned that an attack could come within days.",
    "The court sanctioned the sale of the shipyard.",
])
def test_what_only_sounds_like_one_is_none(told, text):
    assert told(text) == []


def test_every_field_has_a_meaning():
    known = event_kinds()
    assert {s.name for k in known.kinds for s in k.slots} == set(known.meanings)
