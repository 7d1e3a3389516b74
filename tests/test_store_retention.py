"""What is let go is never the evidence of a page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import update

from brinkwatch.collect import Refusal
from brinkwatch.errors import StoreError
from brinkwatch.model import LeftOut, Report, SourceLine, Span
from brinkwatch.store import Store
from brinkwatch.store.schema import captures
from test_store import EDITION, LAUNCH, REPORT, SAID, STORY

OLD, NEW = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 11, 8, tzinfo=UTC)
BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(where):
    with Store.open(where) as opened:
        opened.add_report(REPORT)
        opened.put_reading("r-1", [LAUNCH, SAID], np.ones((2, 3), np.float32), "reader 1")
        opened.put_edition(EDITION)
        yield opened


def old_report(store, id, text=None):
    sha = store.capture((text or id).encode() * 100, f"{id}.txt", "txt")
    store.add_report(Report(id=id, text=text or f"{id} words.", sha256=sha, captured=OLD))
    store.put_claims(id, [replace(SAID, id=f"c-{id}", report=id)], "1")


def age(store):
    with store.engine.begin() as connection:
        connection.execute(update(captures).values(captured_at=OLD))


def test_what_a_page_or_a_story_rests_on_stays(store):
    for id in ("gone", "cited", "listed", "left", "story", "value"):
        old_report(store, id)
    sentence = replace(EDITION.stories[0].summary[0], spans=(Span("cited", 0, 5),))
    incident = EDITION.stories[0].incidents[0]
    field = incident.fields["distance_km"]
    valued = replace(incident, fields={"distance_km": replace(field, values=(
        replace(field.values[0], spans=(Span("value", 0, 5),)),))})
    store.put_edition(replace(
        EDITION, left_out=(LeftOut("left", "why"),), stories=(replace(
            EDITION.stories[0], summary=(sentence,), incidents=(valued,),
            reports=(SourceLine("listed", "Haven Post", None, None, "o"),)),)))
    store.put_stories([replace(STORY, reports=("story",))])
    age(store)
    dry = store.prune(BEFORE, dry_run=True)
    assert (dry.reports, dry.spared, dry.captures) == (1, 5, 1)
    assert store.has_report("gone")
    assert store.prune(BEFORE) == dry
    kept = {report.id for report in store.reports()}
    assert kept == {"r-1", "cited", "listed", "left", "story", "value"}
    assert store.claim("c-gone") is None
    assert store.search("gone").hits == ()
    assert store.stats()["captures"] == 5
    assert [h.title for h in store.search("cape", "people").hits] == ["Cape"]
    again = store.prune(BEFORE)
    assert (again.reports, again.captures) == (0, 0)


def test_what_is_young_or_was_refused_stays(store):
    old_report(store, "old")
    sha = store.capture(b"refused", "a", "txt")
    store.add_refusal(Refusal("a", None, "because", "Mend it", sha))
    loose = store.capture(b"loose", "b", "txt")
    age(store)
    assert store.prune(OLD - timedelta(days=1)).reports == 0
    done = store.prune(BEFORE)
    assert (done.reports, done.captures) == (1, 2)
    assert store.captured(sha) == b"refused"
    with pytest.raises(StoreError):
        store.captured(loose)
    assert store.has_report("r-1")


def test_a_capture_two_reports_share_goes_with_the_last(store):
    sha = store.capture(b"shared", "a", "txt")
    for id, when in (("a", OLD), ("b", NEW)):
        store.add_report(Report(id=id, text=id, sha256=sha, captured=when))
    age(store)
    assert store.prune(BEFORE).captures == 0
    assert store.prune(NEW + timedelta(days=1)).captures == 1
