"""Accounts and the audit log from the command line."""

import json

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from brinkwatch.cli import app
from brinkwatch.store import Store

pytest.importorskip("argon2", reason="the extra 'serve' is not installed")

GIVEN = "a long enough sentence"


@pytest.fixture
def run(tmp_path):
    def go(*words, given=None):
        return CliRunner().invoke(
            app, [*words, "--store", str(tmp_path / "record.sqlite")], input=given)

    return go


@pytest.fixture
def held(tmp_path):
    return lambda: Store.open(tmp_path / "record.sqlite")


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_the_password_comes_from_a_pipe_and_is_not_kept(run, held, tmp_path, ending):
    done = run("users", "add", "ada", "--role", "analyst", "--password", given=GIVEN + ending)
    assert done.exit_code == 0, done.output
    with held() as store:
        assert store.check_password("ada", GIVEN).role == "analyst"
        assert store.check_password("ada", GIVEN + "x") is None
    assert GIVEN.encode() not in (tmp_path / "record.sqlite").read_bytes()


def test_a_password_that_is_too_short_makes_no_account_and_no_line(run, held):
    assert run("users", "add", "ada", "--password", given="short\n").exit_code != 0
    with held() as store:
        assert store.users() == [] and store.audit() == []


def test_accounts_are_listed_and_changed_and_the_last_admin_stays(run):
    run("users", "add", "ada", "--role", "admin")
    run("users", "add", "bo")
    assert run("users", "change", "ada", "--closed").exit_code != 0
    assert run("users", "change", "ada").exit_code != 0
    assert run("users", "change", "bo", "--closed").exit_code == 0
    rows = [json.loads(line) for line in run("users", "list", "--json").stdout.splitlines()]
    assert [(r["name"], r["role"], r["active"]) for r in rows] == [
        ("ada", "admin", True), ("bo", "reader", False)]
    assert run("users", "add", "cy", "--role", "king").exit_code != 0


def test_a_token_shows_its_secret_once_and_is_good_until_dropped(run, held):
    run("users", "add", "ada", "--role", "analyst")
    made = run("users", "token", "add", "ada", "--name", "laptop", "--role", "reader")
    secret = made.stdout.splitlines()[0]
    with held() as store:
        assert store.token_user(secret).role == "reader"
    listed = run("users", "token", "list", "--json").stdout
    assert json.loads(listed)["name"] == "laptop" and secret not in listed
    assert run("users", "token", "drop", "9").exit_code != 0
    assert run("users", "token", "drop", str(json.loads(listed)["id"])).exit_code == 0
    with held() as store:
        assert store.token_user(secret) is None


def test_each_change_is_a_line_and_a_changed_line_shows(run, held):
    run("users", "add", "ada", "--role", "admin")
    run("users", "token", "add", "ada")
    lines = [json.loads(line) for line in run("audit", "--json").stdout.splitlines()]
    assert [(x["act"], x["subject"]) for x in lines] == [("add token", "ada"), ("add user", "ada")]
    assert all(x["user"].startswith("(command line") for x in lines)
    good = run("audit", "--verify")
    assert good.exit_code == 0 and lines[0]["digest"] in good.stdout
    with held() as store, store.batch(), store._write() as connection:
        connection.execute(text("DROP TRIGGER audit_update"))
        connection.execute(text("UPDATE audit SET subject = 'bo' WHERE seq = 1"))
    bad = run("audit", "--verify")
    assert bad.exit_code == 1 and "line 1" in bad.output
