"""What the words around a deed make of it: who does it, to whom, and whether it was done."""

from __future__ import annotations

from brinkwatch.extract import claims
from brinkwatch.model import Event, Report
from brinkwatch.read.pipeline import Reader


def events(text: str, kind: str) -> list[Event]:
    report = Report(id="told", text=text, language="en")
    (doc,) = Reader().pipe([report])
    return [c for c in claims(doc, report) if isinstance(c, Event) and c.type == kind]


def test_a_ministry_that_speaks_after_a_gerund_is_not_its_subject() -> None:
    found = events(
        "A Chinese coast guard ship fired water cannon at a supply boat, injuring three sailors, "
        "the foreign ministry in Manila said.", "ASSAULT",
    )
    assert found
    assert {a.country for e in found for a in e.actors} == {"CHN"}


def test_a_denial_without_a_recipient_answers_the_charge() -> None:
    found = events(
        "The United Arab Emirates, which Sudan accuses of arming the RSF, has denied sending "
        "weapons.", "AID",
    )
    denied = [e for e in found if e.certainty == "denied"]
    assert [[a.country for a in e.actors] for e in denied] == [["ARE"]]
    assert [a.name for a in denied[0].recipients] == ["Rapid Support Forces"]


def test_a_denial_that_answers_nothing_needs_its_recipient() -> None:
    assert not events("Iran has denied sending weapons.", "AID")


def test_what_one_claims_to_have_done_is_no_plan() -> None:
    (event,) = events("Azerbaijan claimed to have killed 40 Armenian soldiers.", "ASSAULT")
    assert event.certainty != "planned"


def test_an_attack_that_a_state_plans_needs_no_target_yet() -> None:
    (event,) = events("Pakistan has intelligence that India plans to launch an attack.", "ASSAULT")
    assert (event.certainty, [a.country for a in event.actors]) == ("planned", ["IND"])


def test_who_draws_criticism_is_criticised() -> None:
    (event,) = events("Turkey drew condemnation from Greece over its drilling.", "ACCUSE")
    assert [a.country for a in event.actors] == ["GRC"]
    assert [a.country for a in event.recipients] == ["TUR"]


def test_a_second_clause_of_the_same_word_of_saying_is_its_speaker_s_too() -> None:
    (event,) = events(
        "Pakistan's information minister, Attaullah Tarar, told reporters that the country had "
        '"credible intelligence" that India intends to carry out strikes within 48 hours.',
        "ASSAULT",
    )
    assert [a.name for a in event.attribution] == ["Attaullah Tarar"]
    assert [a.country for a in event.actors] == ["IND"]


def test_what_is_yet_to_be_done_is_not_done() -> None:
    found = events("The minister said Greece had yet to send aid to Libya.", "AID")
    assert [e.certainty for e in found] == ["denied"]
    assert not events("Mali has yet to withdraw its troops from Chad.", "RETREAT")


def test_who_cannot_order_only_wishes_to_restrict() -> None:
    assert not events("Companies want to restrict people.", "COERCE")
    assert events("Villagers forced the company to close the mine in Guinea.", "COERCE")
