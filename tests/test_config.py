"""Settings come from defaults, file, environment and call, in that order; logs keep secrets."""

import io
import json
import logging
import os

import pytest

from brinkwatch import log
from brinkwatch.collect import Limits
from brinkwatch.config import Settings, describe, unknown_variables
from brinkwatch.errors import ConfigError


@pytest.fixture(autouse=True)
def clean(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("BRINKWATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_the_defaults(tmp_path):
    settings = Settings()
    assert settings.store == str(tmp_path / "data" / "brinkwatch" / "record.sqlite")
    assert not settings.store_was_chosen
    assert settings.limits() == Limits(20_000_000, 5_000_000, 200_000_000)


def test_the_call_goes_before_the_environment_before_the_file(tmp_path, monkeypatch):
    (tmp_path / "brinkwatch.toml").write_text("threads = 1\nbusy_ms = 1\nlog_level = 'debug'\n")
    monkeypatch.setenv("BRINKWATCH_THREADS", "2")
    monkeypatch.setenv("BRINKWATCH_BUSY_MS", "2")
    settings = Settings(threads=3)
    assert (settings.threads, settings.busy_ms, settings.log_level) == (3, 2, "debug")


def test_another_file_may_be_named(tmp_path, monkeypatch):
    (tmp_path / "other.toml").write_text("[brinkwatch]\nstore = ':memory:'\n")
    monkeypatch.setenv("BRINKWATCH_CONFIG", str(tmp_path / "other.toml"))
    assert Settings().store == ":memory:"
    assert Settings().store_was_chosen


@pytest.mark.parametrize(("text", "message"), [
    ("treads = 1", "brinkwatch.toml: there is no setting 'treads'. Did you mean 'threads'?"),
    ("threads = ", "brinkwatch.toml: the settings file is no TOML: Invalid value (at end"),
    ("threads = 'many'", "threads (in brinkwatch.toml): input should be a valid integer"),
])
def test_a_wrong_file_names_the_setting_and_the_mend(tmp_path, text, message):
    (tmp_path / "brinkwatch.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        Settings()
    assert caught.value.message.startswith(message)
    assert caught.value.exit_code == 2


def test_a_wrong_variable_is_named(monkeypatch):
    monkeypatch.setenv("BRINKWATCH_LOG_LEVEL", "loud")
    with pytest.raises(ConfigError) as caught:
        Settings()
    assert caught.value.message == (
        "log_level (environment variable BRINKWATCH_LOG_LEVEL): input should be 'debug', 'info', "
        "'warning' or 'error'. Least serious log messages shown on standard error.")


def test_a_file_that_is_not_there(monkeypatch):
    monkeypatch.setenv("BRINKWATCH_CONFIG", "nowhere.toml")
    with pytest.raises(ConfigError, match=r"nowhere.toml: the settings file cannot be read"):
        Settings()


def test_variables_that_set_nothing_are_told(monkeypatch):
    monkeypatch.setenv("BRINKWATCH_TREADS", "1")
    monkeypatch.setenv("BRINKWATCH_THREADS", "1")
    assert unknown_variables() == ["BRINKWATCH_TREADS"]


def test_every_setting_is_described():
    found = describe()
    assert {s.name for s in found} == set(Settings.model_fields)
    assert all(s.description.endswith(".") and s.type for s in found)
    assert [s.name for s in found if s.secret] == ["store", "writer_key"]


def test_a_secret_is_not_shown():
    assert "hidden" not in repr(Settings(store="postgresql://user:hidden@host/name"))


@pytest.fixture
def lines():
    """Log lines, with logging put back as it was."""
    import structlog

    root, level = logging.getLogger(), logging.getLogger().level
    before = list(root.handlers)
    out = io.StringIO()
    yield out
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_logs_are_json_and_keep_secrets(lines):
    log.configure("info", "json", lines)
    log.get("collect").info("opened", url="postgresql://user:hidden@host/name", api_key="hidden")
    log.get("collect").debug("not shown")
    logging.getLogger("some.library").warning("from a library")
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert {k: v for k, v in first.items() if k != "timestamp"} == {
        "event": "opened", "room": "collect", "level": "info",
        "url": "postgresql://user:***@host/name", "api_key": "***"}
    assert second["event"] == "from a library"


def test_logs_for_people(lines):
    log.configure("warning", "human", lines)
    log.get("store").warning("disk low", free=3)
    assert "disk low" in lines.getvalue()
    assert "room=store" in lines.getvalue()
