"""Accounts, the audit log, analysts' acts and alerts in the store."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update

from brinkwatch.errors import StoreError, UsageError
from brinkwatch.model.accounts import ADMIN, ANALYST, READER, allows
from brinkwatch.model.alerts import DIGEST, FAILED, HELD, PENDING, SENT, Rule
from brinkwatch.store import Store
from brinkwatch.store.alerts import TRIES
from brinkwatch.store.schema import audit, sessions, tokens, users

HOUR = timedelta(hours=1)
PASSWORD = "a sentence only Ines knows"


@pytest.fixture
def store(where):
    with Store.open(where) as opened:
        yield opened


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Hashes as good as real ones and made at once."""
    from argon2 import PasswordHasher

    monkeypatch.setattr("brinkwatch.store.passwords._hasher",
                        lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


def kept(store, *tables):
    """Everything the tables hold, as one text."""
    with store.engine.connect() as connection:
        return " ".join(str(row) for table in tables for row in connection.execute(table.select()))


def test_a_password_lets_its_user_in_and_is_not_kept(store):
    made = store.add_user("ines", ANALYST, PASSWORD)
    assert (made.name, made.role, made.has_password) == ("ines", ANALYST, True)
    assert store.check_password("ines", PASSWORD) == store.user("ines") == made
    assert store.check_password("ines", PASSWORD + "!") is None
    assert store.check_password("nobody", PASSWORD) is None
    assert PASSWORD not in kept(store, users)
    assert "$argon2id$" in kept(store, users)


def test_a_hash_of_older_parameters_is_made_anew(store, monkeypatch):
    from argon2 import PasswordHasher

    store.add_user("ines", ANALYST, PASSWORD)
    monkeypatch.setattr("brinkwatch.store.passwords._hasher",
                        lambda: PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert store.check_password("ines", PASSWORD)
    assert "t=2" in kept(store, users)
    assert store.check_password("ines", PASSWORD)


@pytest.mark.parametrize(("name", "role", "password", "reason"), [
    ("", READER, None, "printable"), ("a\x00b", READER, None, "printable"),
    ("x" * 101, READER, None, "printable"), ("ines", "king", None, "Roles are"),
    ("ines", READER, "short", "10 to 1,000 are needed"),
])
def test_accounts_that_cannot_be(store, name, role, password, reason):
    with pytest.raises(UsageError, match=reason):
        store.add_user(name, role, password)
    assert store.users() == []


def test_a_name_is_taken_once_and_an_account_without_password_lets_nobody_in(store):
    store.add_user("bot", READER)
    with pytest.raises(UsageError, match="there is one of this name"):
        store.add_user("bot", ADMIN)
    assert store.check_password("bot", "") is None
    assert store.check_password("bot", "nobody has this password") is None


def test_the_last_admin_stays(store):
    store.add_user("ines", ADMIN)
    for change in ({"role": READER}, {"active": False}):
        with pytest.raises(UsageError, match="the last admin"):
            store.change_user("ines", **change)
    store.add_user("jo", ADMIN)
    assert store.change_user("ines", role=READER).role == READER


def test_a_session_lasts_until_it_ends(store):
    store.add_user("ines", ANALYST, PASSWORD)
    secret, session = store.begin_session("ines", HOUR)
    other, _ = store.begin_session("ines", HOUR)
    assert store.session(secret) == session
    assert session.user.role == ANALYST
    assert secret not in kept(store, sessions)
    assert store.session("x" * 43) is None
    store.end_session(secret)
    assert store.session(secret) is None
    assert store.session(other) is not None
    store.change_user("ines", password="another sentence of hers")
    assert store.session(other) is None
    late, _ = store.begin_session("ines", -HOUR)
    assert store.session(late) is None
    gone, _ = store.begin_session("ines", HOUR)
    store.change_user("ines", active=False)
    assert store.session(gone) is None
    assert store.check_password("ines", "another sentence of hers") is None


def test_a_token_acts_for_its_user_in_the_lesser_role(store):
    store.add_user("ines", ANALYST)
    secret, token = store.add_token("ines", "notebook", role=ADMIN)
    assert store.token_user(secret).role == ANALYST
    small, _ = store.add_token("ines", "feed", role=READER, lasts=HOUR)
    assert store.token_user(small).role == READER
    late, _ = store.add_token("ines", "old", lasts=-HOUR)
    assert store.token_user(late) is None
    assert secret not in kept(store, tokens)
    assert [t.name for t in store.tokens("ines")] == ["notebook", "feed", "old"]
    assert store.tokens()[0].used is not None
    assert not store.drop_token(token.id, user="somebody else")
    assert store.drop_token(token.id)
    assert store.token_user(secret) is None
    store.change_user("ines", active=False)
    assert store.token_user(small) is None


def test_roles_contain_each_other():
    assert [allows(ANALYST, needed) for needed in (READER, ANALYST, ADMIN)] == [True, True, False]
    assert not allows("king", READER)


def test_the_audit_log_is_only_ever_added_to(store):
    for number in range(3):
        store.note("ines", "log in", f"s{number}", address="127.0.0.1", odd="a\x00\ud800")
    lines = store.audit()
    assert [line.subject for line in lines] == ["s2", "s1", "s0"]
    assert lines[0].detail["address"] == "127.0.0.1"
    assert [line.subject for line in store.audit(1, before=lines[0].seq)] == ["s1"]
    assert store.audit(user="jo") == []
    for statement in (update(audit).values(user="jo"), delete(audit)):
        with pytest.raises(Exception, match="append-only"), store.engine.begin() as connection:
            connection.execute(statement)
    assert store.audit_fault() is None


def test_a_line_that_was_changed_behind_the_triggers_shows(store):
    for number in range(3):
        store.note("ines", "log in", f"s{number}")
    with store.engine.begin() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER audit_update"))
        connection.execute(update(audit).where(audit.c.seq == 2).values(user="jo"))
    assert store.audit_fault() == 2
    if store.engine.dialect.name == "postgresql":
        with store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit ENABLE TRIGGER ALL"))


def test_an_act_stands_until_it_is_undone_and_both_are_logged(store):
    act = store.add_act("ines", "reject", "claim-1", reason="the speaker denied it")
    assert store.acts_on(["claim-1", "claim-2"]) == {"claim-1": [act]}
    assert act.stands
    assert store.undo_act(act.id, "jo")
    assert not store.undo_act(act.id, "jo")
    (back,) = store.acts_on(["claim-1"])["claim-1"]
    assert (back.stands, back.undone_by) == (False, "jo")
    assert [(line.user, line.act, line.subject) for line in store.audit()] == [
        ("jo", "undo", "claim-1"), ("ines", "reject", "claim-1")]
    assert store.audit()[1].detail == {"id": act.id, "reason": "the speaker denied it"}


def test_a_later_verdict_replaces_the_earlier_one(store):
    first = store.add_act("ines", "confirm", "c")
    graded = store.add_act("ines", "regrade", "c", detail={"grade": "B2"})
    later = store.add_act("jo", "reject", "c")
    assert [a.stands for a in store.acts_on(["c"])["c"]] == [False, True, True]
    assert store.act(first.id).undone_by == "jo"
    assert [a.id for a in store.acts(standing=True)] == [later.id, graded.id]
    assert [a.id for a in store.acts(5, before=graded.id)] == [first.id]
    assert [a.detail for a in store.acts(kind="regrade")] == [{"grade": "B2"}]
    with pytest.raises(UsageError, match="Acts are: confirm"):
        store.add_act("ines", "delete", "c")


def test_an_act_and_its_line_are_stored_together_or_not_at_all(store, monkeypatch):
    def fails(*_, **__):
        raise StoreError("no.")

    monkeypatch.setattr(Store, "note", fails)
    with pytest.raises(StoreError):
        store.add_act("ines", "confirm", "c")
    assert store.acts() == []


def rule(**values):
    return Rule(id="", name="launches", user="ines", types=("MOBILIZE",),
                targets=("json://localhost/hook",), **values)


def test_a_rule_comes_back_equal_and_can_be_changed(store):
    made = store.add_rule(rule(level=3, cool_down=60))
    assert store.rule(made.id) == made
    assert store.rules(user="ines") == store.rules(active=True) == [made]
    muted = replace(made, muted=datetime(2030, 1, 1, tzinfo=UTC), active=False)
    store.change_rule(muted)
    assert store.rule(made.id) == muted
    assert store.rules(active=True) == []
    assert store.drop_rule(made.id)
    assert not store.drop_rule(made.id)
    with pytest.raises(UsageError, match="there is none"):
        store.change_rule(muted)


def test_what_sets_a_rule_off_sets_it_off_once(store):
    made = store.add_rule(rule(cool_down=0))
    assert store.fire(made.id, "incident-1", "A launch", {"story": "st"}).status == PENDING
    assert store.fire(made.id, "incident-1", "A launch") is None
    assert store.fire("unknown", "incident-1", "A launch") is None
    soon = datetime.now(UTC) + timedelta(seconds=1)
    (due,) = store.due_firings(soon)
    assert (due.key, due.body) == ("incident-1", {"story": "st"})
    assert store.due_firings(soon) == []  # another process has it in hand
    store.sent(due.id)
    assert store.due_firings(soon + HOUR) == []
    assert store.firing_counts() == {SENT: 1}


def test_a_rule_that_is_muted_cooling_down_or_daily_sends_nothing_at_once(store):
    cool = store.add_rule(rule())
    muted = store.add_rule(rule(muted=datetime.now(UTC) + HOUR))
    daily = store.add_rule(rule(daily=True))
    assert [store.fire(cool.id, key, "t").status for key in "ab"] == [PENDING, HELD]
    assert store.fire(muted.id, "a", "t").status == HELD
    assert [store.fire(daily.id, key, "t").status for key in "ab"] == [DIGEST, DIGEST]
    assert [one.key for one in store.digest(daily.id)] == ["a", "b"]
    store.digested([one.id for one in store.digest(daily.id)])
    assert store.digest(daily.id) == []
    assert [f.key for f in store.firings(rule_id=cool.id)] == ["b", "a"]


def test_what_cannot_be_sent_is_tried_again_and_given_up_in_the_end(store):
    made = store.add_rule(rule())
    store.fire(made.id, "a", "t")
    for attempt in range(TRIES):
        moment = datetime.now(UTC) + timedelta(days=attempt + 1)
        (one,) = store.due_firings(moment)
        store.tried(one.id, "the hook answers 500")
    (last,) = store.firings()
    assert (last.status, last.tries, last.due, last.note) == (
        FAILED, TRIES, None, "the hook answers 500")
    store.tried(last.id, "again")
    assert json.dumps(store.firing_counts()) == '{"failed": 1}'
