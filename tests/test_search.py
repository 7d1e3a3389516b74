"""Search finds reports, claims and people, whatever is typed."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from brinkwatch.errors import UsageError
from brinkwatch.model import Actor, Event, Evidence, Place, Report, Statement
from brinkwatch.model.codec import plain
from brinkwatch.store import Store
from brinkwatch.store.base import packed
from brinkwatch.store.migrate import upgrade
from brinkwatch.store.query import MOST_TERMS, parse
from brinkwatch.store.schema import actor_claims, actors, claims
from brinkwatch.store.search import WIDTH, window

FIRST = "Haven fired a missile over the Sea of Glass on Friday. Mayor Ines Dôme said it flew far."
SECOND = "Cape watched the ferry. Nothing was fired."
INES = Actor("Ines Dôme", "HVN", "GOV", person="Ines Dôme", office="Mayor", text="Mayor Ines Dôme",
             start=55, end=70)
FIRED = Event(
    id="e", report="r-1", evidence=(Evidence(0, 54, FIRST[:54]),), type="MOBILIZE",
    actors=(Actor("Haven", "HVN"),), places=(Place("Glass Sea"),), certainty="suspected")
SAID = Statement(
    id="s", report="r-1", evidence=(Evidence(55, 88, FIRST[55:88]),), type="CONSULT",
    speaker=INES, quote="it flew far", act="report")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request):
    in_memory = request.param == "sqlite"
    with Store.open(":memory:" if in_memory else request.getfixturevalue("postgresql_url")
                    ) as opened:
        opened.add_report(Report(id="r-1", text=FIRST, title="A launch", source="Haven Post",
                                 published=datetime(2025, 11, 7, 9, tzinfo=UTC)))
        opened.add_report(Report(id="r-2", text=SECOND, title="The ferry", source="Cape Daily",
                                 published=datetime(2025, 11, 9, tzinfo=UTC)))
        opened.put_claims("r-1", [FIRED, SAID], "1")
        yield opened


def ids(store, words, kind="reports", **options):
    return [hit.id for hit in store.search(words, kind, **options).hits]


@pytest.mark.parametrize(("words", "found"), [
    ("missile", ["r-1"]), ("MISSILES", ["r-1"]), ("fire", ["r-1", "r-2"]), ("miss*", ["r-1"]),
    ("m*", []),
    ('"Sea of Glass"', ["r-1"]), ('"Glass Sea"', []), ("glass sea", ["r-1"]), ("dome", ["r-1"]),
    ("fired -ferry", ["r-1"]), ("fired ferry", ["r-2"]), ("launch", ["r-1"]), ("haven", ["r-1"]),
    ("“Sea of Glass”", ["r-1"]), ("fired-ferry", []), ("ferry OR missile", []),
])
def test_reports_are_found_by_their_words(store, words, found):
    assert sorted(ids(store, words)) == found


def test_a_match_leads_to_its_place_in_the_stored_text(store):
    (hit,) = store.search("missiles", "reports").hits
    assert FIRST[hit.start:hit.end] == hit.snippet
    assert [hit.snippet[a:b] for a, b in hit.matches] == ["missile"]
    assert (hit.title, hit.source, hit.published) == (
        "A launch", "Haven Post", "2025-11-07T09:00:00+00:00")


def test_claims_are_found_by_evidence_and_by_names_that_are_not_in_it(store):
    (hit,) = store.search("missile", "claims").hits
    assert (hit.id, hit.report, hit.certainty) == ("e", "r-1", "suspected")
    assert FIRST[hit.start:hit.end] == hit.snippet
    (named,) = store.search('"Glass Sea"', "claims").hits
    assert (named.id, named.snippet, named.start) == ("e", "Glass Sea", None)


def test_people_are_found_by_name_and_office_with_their_part_in_the_record(store):
    (hit,) = store.search("mayor", "people").hits
    assert (hit.title, hit.country, hit.offices, hit.roles) == (
        "Ines Dôme", "HVN", ("Mayor",), {"speaker": 1})
    assert (hit.report, hit.published) == ("r-1", "2025-11-07T09:00:00+00:00")
    assert [h.title for h in store.search("haven", "people").hits] == ["Haven"]


def test_what_is_known_of_a_person_grows_with_the_reports(store):
    later = replace(SAID, id="t", report="r-2", evidence=(),
                    speaker=replace(INES, office="Governor"))
    store.put_claims("r-2", [later], "1")
    (hit,) = store.search("ines dome", "people").hits
    assert hit.offices == ("Mayor", "Governor")
    assert hit.roles == {"speaker": 2}
    assert hit.report == "r-2"


def test_a_person_no_claim_names_any_more_is_not_found(store):
    store.put_claims("r-1", [FIRED], "2")
    assert ids(store, "mayor", "people") == []
    assert ids(store, "dome", "claims") == []


def test_dates_bound_what_is_found(store):
    assert ids(store, "fired", since="2025-11-08") == ["r-2"]
    assert ids(store, "fired", until="2025-11-08") == ["r-1"]
    assert ids(store, "missile", "claims", since="2025-11-07T18:00+09:00") == ["e"]
    assert ids(store, "missile", "claims", since="2025-11-07T18:01+09:00") == []
    assert ids(store, "mayor", "people", since="2025-11-08") == []


def test_hits_come_in_pages(store):
    for number in range(7):
        store.add_report(Report(id=f"p-{number}", text="pages pages"))
    first = store.search("pages", limit=5)
    rest = store.search("pages", limit=5, offset=5)
    assert (len(first.hits), first.more, len(rest.hits), rest.more) == (5, True, 2, False)
    assert len({h.id for h in (*first.hits, *rest.hits)}) == 7


@pytest.mark.parametrize(("words", "reason"), [
    ("", "no word"), ("   ", "no word"), ('"', "no word"), ("* - ()", "no word"),
    ("-missile", "no word"), ("a " * 600, "characters are too many"),
    (" ".join(f"w{n}" for n in range(MOST_TERMS + 1)), "words are too many"),
])
def test_a_query_that_cannot_be_answered_says_why(store, words, reason):
    with pytest.raises(UsageError, match=reason):
        store.search(words)


def test_dates_kinds_and_limits_are_checked(store):
    for options, reason in (({"since": "yesterday"}, "not an ISO date"),
                            ({"kind": "songs"}, "Kinds are: reports, claims, people"),
                            ({"limit": 0}, "1 or more")):
        with pytest.raises(UsageError, match=reason):
            store.search("missile", **options)


PIECES = st.lists(st.one_of(
    st.sampled_from(['"', "'", "*", "-", "^", "(", ")", "{", "}", ":", "+", ";", "--", "AND", "OR",
                     "NOT", "NEAR(", "NEAR/3", "text:", "\x00", "\ud800", "\u0301", "%", "_", "\\",
                     "missile", "'; DROP TABLE reports", "1", "ﬁ", "한국", "\ue000"]),
    st.text(max_size=8)), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[
    HealthCheck.function_scoped_fixture])
@given(PIECES, st.sampled_from([" ", ""]), st.sampled_from(["reports", "claims", "people"]))
def test_nothing_that_is_typed_is_an_error_of_the_database(store, pieces, glue, kind):
    words = glue.join(pieces)
    try:
        terms = parse(words)
    except UsageError:
        return
    assert any(not term.excluded for term in terms)
    for hit in store.search(words, kind).hits:
        assert all(0 <= a < b <= len(hit.snippet) for a, b in hit.matches)


def test_marks_in_a_hostile_text_do_not_move_the_matches(store):
    text = "\ue000\ue001 \ue001\ue000 <mark>missile</mark> \x02missile\x03"
    store.add_report(Report(id="h", text=text))
    (hit,) = [h for h in store.search("missile").hits if h.id == "h"]
    assert [hit.snippet[a:b] for a, b in hit.matches] == ["missile", "missile"]


@given(st.text(alphabet="ab \n", max_size=900), st.data())
@settings(max_examples=100, deadline=None)
def test_a_snippet_is_short_and_holds_a_match(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    matches = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if b - a < WIDTH // 2]
    start, end = window(text, matches)
    assert 0 <= start <= end <= len(text)
    assert end - start <= WIDTH
    if matches:
        assert any(start <= a and b <= end for a, b in matches)


def test_the_index_follows_every_change(store):
    store.add_report(Report(id="r-1", text=FIRST, title="Another heading", source="Haven Post"))
    assert (ids(store, "heading"), ids(store, "launch"), ids(store, "missile", "claims")) == (
        ["r-1"], [], [])
    store.put_claims("r-1", [SAID], "2")
    try:
        with store.batch():
            store.put_claims("r-1", [FIRED], "3")
            raise InterruptedError
    except InterruptedError:
        pass
    assert (ids(store, "flew", "claims"), ids(store, "missile", "claims")) == (["s"], [])
    check(store)


def check(store):
    """SQLite's own comparison of index and rows; raises where they differ. PostgreSQL's index is
    made of a generated column and cannot differ."""
    if store.engine.dialect.name == "postgresql":
        return
    with store.engine.begin() as connection:
        for table in ("reports", "claims", "actors"):
            connection.exec_driver_sql(
                f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")


def test_a_damaged_index_is_made_anew(store):
    if store.engine.dialect.name == "postgresql":
        store.reindex()
        assert ids(store, "missile") == ["r-1"]
        return
    with store.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO reports_fts (reports_fts) VALUES ('delete-all')")
    assert ids(store, "missile") == []
    store.reindex()
    assert ids(store, "missile") == ["r-1"]
    check(store)


def test_a_store_from_before_search_finds_the_same(tmp_path, store):
    path = tmp_path / "old.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, "0001")
    engine.dispose()
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO reports (id, title, text, source, published_at) VALUES "
                    "('r-1', 'A launch', ?, 'Haven Post', '2025-11-07 09:00:00.000000')", [FIRST])
        raw.executemany("INSERT INTO claims (id, report, record, body) VALUES (?, 'r-1', ?, ?)",
                        [(c.id, plain(c)["record"], packed(c)) for c in (FIRED, SAID)])
    raw.close()
    with Store.open(path) as old:
        for query in (select(claims.c.id, claims.c.words),
                      select(actors.c.name, actors.c.country, actors.c.person, actors.c.words),
                      select(actor_claims.c.claim, actor_claims.c.role, actor_claims.c.office)):
            with old.engine.connect() as one, store.engine.connect() as other:
                assert set(one.execute(query)) == set(other.execute(query))
        assert ids(old, "missile") == ["r-1"]
        assert ids(old, "glass", "claims") == ["e"]
        assert ids(old, "mayor", "people") == ids(store, "mayor", "people")
        check(old)
