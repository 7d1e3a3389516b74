"""Broken input is refused by name, never with a crash; what once crashed stays mended."""

import hashlib
import json

import pytest
from benchmarks.fuzz import fuzz, targets

from brinkwatch import export
from brinkwatch.assess import histories
from brinkwatch.collect.dates import published
from brinkwatch.collect.web import addresses, outlines
from brinkwatch.config import Settings
from brinkwatch.errors import BrinkwatchError, ConfigError, FetchError, FormatError, PublishError
from brinkwatch.store import Store

TARGETS = targets()


@pytest.mark.parametrize("target", TARGETS, ids=lambda t: t.name)
def test_no_broken_input_crashes_a_parser(target):
    found = fuzz(target, 150, 20260303)
    assert found.crashes == {}
    assert found.tried == max(1, round(150 * target.weight))


def test_the_fuzzer_tells_a_crash_from_a_refusal():
    def broken(data):
        if b"9" in data:
            raise FormatError("x")
        raise KeyError("x")

    found = fuzz(type(TARGETS[0])("x", (b"some words", b"1999"), broken), 50, 1)
    assert 0 < found.refused < found.tried == 50
    assert [kind.split()[0] for kind in found.crashes] == ["KeyError"]


@pytest.mark.parametrize("url", ["https://x.example/\udcff", "https://x.example/?q=\ud800"])
def test_an_address_with_half_a_character_is_refused(url):
    with pytest.raises(FetchError) as refused:
        addresses.canonical(url)
    refused.value.message.encode()


def test_a_list_of_feeds_whose_root_has_no_proper_name_is_refused():
    with pytest.raises(FormatError, match="no OPML"):
        outlines.opml(b'<?xml version="1.0"?><opmtps://x.example/feed"/></opml>', "x.opml")


@pytest.mark.parametrize("manifest", [
    '{"files": [{"path": "reports.jsonl", "sha256": "%s"}]}', '{"files": [{"path": "a\\u0000"'
    ', "format": "jsonl", "sha256": "%s"}]}', '{"files": [{"path": "\\ud800", "format": "jsonl", '
    '"sha256": "%s"}]}', "[" * 100_000], ids=["no format", "nul", "half a character", "deep"])
def test_a_manifest_that_is_none_is_refused(tmp_path, manifest):
    (tmp_path / "reports.jsonl").write_bytes(b"")
    (tmp_path / "manifest.json").write_text(
        manifest.replace("%s", hashlib.sha256(b"").hexdigest()))
    with Store.open() as store, pytest.raises(PublishError):
        export.read(tmp_path, store)


def test_a_line_of_an_export_that_is_no_text_is_named(tmp_path):
    body = b'{"id": "r", "text": "\xff"}\n'
    (tmp_path / "reports.jsonl").write_bytes(body)
    (tmp_path / "manifest.json").write_text(json.dumps({"files": [{
        "path": "reports.jsonl", "format": "jsonl", "sha256": hashlib.sha256(body).hexdigest()}]}))
    with Store.open() as store, pytest.raises(PublishError, match="line 1"):
        export.read(tmp_path, store)


@pytest.mark.parametrize("body", ["a=" + "[" * 100_000, "busy_ms = 1" + "0" * 5_000])
def test_settings_made_to_break_their_parser_are_refused(tmp_path, monkeypatch, body):
    path = tmp_path / "brinkwatch.toml"
    path.write_text(body)
    monkeypatch.setenv("BRINKWATCH_CONFIG", str(path))
    with pytest.raises(ConfigError, match=r"brinkwatch\.toml"):
        Settings()


@pytest.mark.parametrize("value", [10**400, -10**400, 1e300, float("nan"), float("inf")])
def test_a_date_beyond_all_numbers_is_unknown(value):
    assert published(value).when is None


def test_a_history_that_counts_beyond_all_numbers_leaves_the_count_open(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"date,party,kind,count_low\n2026-03-03,North Korea,ballistic,{'9' * 400}\n")
    (entry,) = histories.load(path).entries
    assert entry.count_low is None


def test_every_target_takes_its_own_seeds():
    for target in TARGETS:
        taken = 0
        for seed in target.seeds:
            try:
                target.parse(seed)
                taken += 1
            except BrinkwatchError:
                pass
        assert taken, target.name
