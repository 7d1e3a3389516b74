"""Capture, read, fuse and publish are steps that can be cut off, and each is done once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab
from tests.fuse_kit import launch, missile

from brinkwatch.config import Settings
from brinkwatch.desk import Desk
from brinkwatch.errors import ModelError, OvertakenError, StoreError
from brinkwatch.model import Report
from brinkwatch.reading import Reading, read_new
from brinkwatch.running import run_on, undisturbed
from brinkwatch.store import Store
from test_store import EDITION, STORY

AT = datetime(2031, 5, 7, tzinfo=UTC)
POOL = [missile(n) for n in range(3)]
NOTHING = np.zeros((0, 384), np.float32)
READINGS = {r.id: Reading((launch(r, km=500, when="2031-05-06"),), NOTHING) for r in POOL}


@pytest.fixture
def store(where):
    with Store.open(where) as opened:
        yield opened


class Breaking:
    """A reader that finds nothing, and breaks on a text with "break" in it."""

    asked = 0

    def pipe(self, reports):
        for report in reports:
            self.asked += 1
            if "break" in report.text:
                raise ZeroDivisionError("words")
            yield Doc(Vocab(), words=[])


@pytest.fixture
def breaking(monkeypatch):
    monkeypatch.setattr("brinkwatch.extract.claims", lambda doc, report: ())
    return Breaking()


def test_a_report_the_reader_breaks_on_costs_no_other(store, breaking):
    for number in range(10):
        text = "break" if number in (3, 7) else "words"
        store.add_report(Report(id=str(number), text=text, language="en"))
    desk = Desk(store, Settings(), breaking)
    assert desk.read_new() == 10
    assert desk.read_new() == 0
    assert [(p["stage"], p["report"], p["what"]) for p in store.problems()] == [
        ("read", id, "ZeroDivisionError: words") for id in ("3", "7")]


def test_a_broken_model_is_no_fault_of_a_report(store):
    store.add_report(Report(id="1", text="Words.", language="en"))

    def missing():
        raise ModelError("it is missing")

    with pytest.raises(ModelError):
        read_new(store, missing, Settings())
    assert [r.id for r in store.unread()] == ["1"]


def test_a_report_in_another_language_is_looked_at_once(store, breaking):
    store.add_report(Report(id="1", text="Mots.", language="fr"))
    desk = Desk(store, Settings(), breaking)
    assert [desk.read_new(), desk.read_new(), breaking.asked] == [1, 0, 0]


def test_a_backlog_is_read_some_at_a_time(store, breaking, monkeypatch):
    for number in range(7):
        store.add_report(Report(id=str(number), text="words", language="en"))
    assert read_new(store, lambda: breaking, Settings(), at_once=3) == 7
    assert list(store.unread()) == []


def fuse(store, reports):
    for r in reports:
        store.add_report(r)
        store.put_claims(r.id, READINGS[r.id].claims, "test")
    return run_on(store, reports, {r.id: READINGS[r.id] for r in reports},
                  lambda rs: {r.id: READINGS[r.id] for r in rs}, AT)


def test_stories_are_not_kept_over_those_another_process_has_made_meanwhile(store):
    mine, other = fuse(store, POOL[:2]), fuse(store, POOL[1:])
    other.keep(store)
    with pytest.raises(OvertakenError, match="another process has changed them"):
        mine.keep(store)
    assert [s.reports for s in store.stories()] == [("m1", "m2")]
    undisturbed(lambda: fuse(store, POOL[:2]).keep(store))
    assert [s.reports for s in store.stories()] == [("m0", "m1", "m2")]


def test_who_is_overtaken_each_time_says_so():
    calls = []

    def work():
        calls.append(1)
        raise OvertakenError("again.")

    with pytest.raises(OvertakenError):
        undisturbed(work)
    assert len(calls) == 5


def test_an_edition_is_due_until_one_has_considered_every_report(store):
    since = AT - timedelta(days=7)
    assert store.edition_due(since) is None
    for r in POOL:
        store.add_report(r)
    assert store.edition_due(since) == 3
    store.put_edition(EDITION)  # one of other reports
    assert store.edition_due(since) == 3
    store.put_edition(replace(EDITION, headline="All"), upto=3)
    assert store.edition_due(since) is None
    store.add_report(replace(POOL[0], id="old", published=since - timedelta(days=1)))
    assert store.edition_due(since) is None
    store.add_report(replace(POOL[0], id="new"))
    assert store.edition_due(since) == 5


def test_an_edition_cut_off_before_it_was_kept_leaves_nothing_behind(store, monkeypatch):
    desk = Desk(store, Settings())
    for r in POOL:
        store.add_report(r)
        store.put_reading(r.id, (), NOTHING, "test")
    monkeypatch.setattr("brinkwatch.desk.read", lambda _s, _r, _t, reports, _p: {
        r.id: READINGS[r.id] for r in reports})

    def cut_off(*_, **__):
        raise StoreError("the disk is full.", passing=True)

    since = AT - timedelta(days=7)
    with monkeypatch.context() as during:
        during.setattr(Store, "put_edition", cut_off)
        with pytest.raises(StoreError):
            desk.edition_since(since)
    assert list(store.stories()) == []
    assert store.assessments() == []
    assert desk.edition_since(since).stories
    assert desk.edition_since(since) is None
    assert len(list(store.editions())) == 1


def test_assessments_of_other_stories_stay(store):
    one = EDITION.stories[0].assessments[0]
    for story in ("a", "b"):
        store.put_stories([replace(STORY, id=story, reports=(), incidents=())], replace=False)
    store.put_assessments([("a", one), ("b", replace(one, id="b1"))])
    store.put_assessments([("a", replace(one, id="a2"))], ["a"])
    assert [a.id for a in store.assessments("a")] == ["a2"]
    assert [a.id for a in store.assessments("b")] == ["b1"]
    store.put_stories([], replace=False, drop=["b"])
    store.put_assessments([], ["a"])
    assert store.assessments() == []
