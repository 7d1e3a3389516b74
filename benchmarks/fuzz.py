"""Throw broken input at every parser of ours: does one answer with anything but a refusal?

    python -m benchmarks.fuzz --inputs 100000
    python -m benchmarks.fuzz --inputs 2000 --only query --seed 7

Each target has seeds written by us, whole and correct, that are cut, joined, repeated and sprinkled
with what parsers stumble over. An exception that is not in errors.py is a crash, and so is an input
that takes more than `PATIENCE` seconds of processor time. `--inputs` is for a target of weight 1; a
slow one (a store, a web page) gets its share. Everything follows from `--seed`. Exit code 1 where
something crashed; each kind of crash is shown once, with an input that begets it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from brinkwatch.errors import BrinkwatchError, InputError

PATIENCE = 5.0
NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)
TEXT = ("CORRIN, March 3 (Haven Wire) - Haven fired two missiles that flew 435 miles (700 km) at "
        "9:40 p.m. KST on Tuesday, the ministry said.")

REPORTS = {
    "jsonl": ['{"id": "a", "title": "Haven fires", "text": "Two missiles flew.", '
              '"date": "2026-03-03T10:00:00+09:00", "source": "Haven Wire"}\n'
              '{"id": "b", "body": "Talks began.", "url": "https://x.example/b"}\n'],
    "json": ['{"articles": [{"title": "A", "content": "Text.", "published": 1772500000}, '
             '{"id": 3, "text": "More."}]}', '[{"text": "One."}, {"text": ["Two."]}]'],
    "csv": ['id,title,text,date\n1,"Haven, again","He said ""no"".\nThen left.",3/4/2026\n'
            '2,Port,Ships came.,13/4/2026\n', "title;text\nA;B\n"],
    "tsv": ["id\ttitle\ttext\tdate\n1\tHaven\tShips \"came\".\t2026-03-03\n"],
    "html": ['<!doctype html><html><head><meta charset="utf-8"><title>Haven fires</title><meta '
             'property="article:published_time" content="2026-03-03T10:00:00Z"><script type='
             '"application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-03"}'
             "</script></head><body><article><h1>Haven fires</h1><p>Two missiles flew far over the "
             "sea, the ministry said &amp; nobody was hurt.</p></article></body></html>"],
    "txt": [f"Haven fires\nMarch 3, 2026\n\n{TEXT}\n"],
}
DATES = ["2026-03-03", "2026-03-03T10:00:00+09:00", "Tue, 03 Mar 2026 10:00:00 GMT", "1772500000",
         "20260303T041000Z", "Nov. 7, 2025, 1:10 p.m. KST", "7.11.2025", "7/11/2025", "3月3日",
         "1772500000000", "yesterday", "W10-2026", "2026-062"]
TIMES = [TEXT, "from 9 to 11 a.m. on March 3, 2026", "in the early hours of Tuesday", "last week",
         "between 2019 and 2021", "at 0410 GMT", "in late May", "two days before the 3rd", "since "
         "the 1990s", "the first quarter of next year", "24 hours ago", "noon to midnight EST"]
QUANTITIES = [TEXT, "between 5 and 7 percent", "up to $2.5 billion", "three dozen missiles",
              "about 1,500 to 2,000 km", "a 155-mm shell", "half a million people", "½ km",
              "1.2.3 tonnes", "nearly 300 miles (480 km)", "one in ten", "-12 degrees"]
QUERIES = ["missile launch", '"Sea of Japan"', "hypers*", "launch -exercise",
           "“curly” OR NEAR(a b)"]
FEEDS = ['<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Haven</title>'
         "<item><title>A</title><link>https://x.example/a</link><guid>1</guid><pubDate>Tue, 03 Mar "
         "2026 10:00:00 GMT</pubDate><description>&lt;p&gt;Words&lt;/p&gt;</description></item>"
         "</channel></rss>",
         '<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><id>urn:1</id><title>A'
         '</title><link href="/a"/><updated>2026-03-03T10:00:00Z</updated></entry></feed>',
         '{"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": [{"id": "1", '
         '"url": "https://x.example/a", "title": "A", "date_published": "2026-03-03T10:00:00Z"}]}']
SITEMAPS = ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.'
            "example/a</loc><lastmod>2026-03-03</lastmod></url></urlset>",
            "https://x.example/a\nhttps://x.example/b\n"]
ADDRESSES = ["https://x.example:8443/a/../b?utm_source=c&d=%7e#e", "http://[::1]/", "//x.example/",
             "http://0x7f.1/", "https://bücher.example/straße", "http://user:p@x.example/"]
OUTLINES = ['<?xml version="1.0"?><opml version="2.0"><body><outline text="F"><outline text="H" '
            'type="rss" xmlUrl="https://x.example/feed"/></outline></body></opml>']
SETTINGS = ['[brinkwatch]\nbusy_ms = 500\nlog_level = "info"\nfetch_pause = 1.5\n',
            'store = ":memory:"\nfetch_allow = "10.1.0.0/16"\nmodel = "m"\n']
HISTORIES = ["date,party,kind\n2026-03-03,North Korea,ballistic\n2026-03-05,PRK,cruise\n",
             "date,until,party,kind,count_low,count_high,outcome,distance_km,lat,lon\n3 March 2026,"
             "2026-03-04,Iran,ballistic,2,3,success,700,38.5,125\n"]
SPICE = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"\n\n", b"\t", b'"',
         b"'", b"\\", b"\\ud800", b"\\u0000", b"{", b"}", b"[", b"]", b"[" * 400, b'{"a":' * 400,
         b"<", b">", b"<b>" * 300, b"<!--", b"]]>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;",
         b"&#0;", b"&#x110000;", b"-", b"*", b"(", b")", b",", b";", b":", b"/", b"%", b"$", b".",
         b"0", b"9" * 25, b"9" * 400, b"-1", b"1e999", b"NaN", b"Infinity", b"null", b"true",
         b"0000", b"9999-12-31", b"0001-01-01", b"24:60", b"+99:99", b"1900", b"2/30/2026",
         b" to ", b" and ",
         b" between ", b" million ", b" km ", b" days ago ", b" next ", b" Tuesday ", b" of ",
         "\u202e".encode(), "\u200b".encode(), "\u2028".encode(), "½".encode(), "²".encode(),
         "٣".encode(), "İ".encode(), "\u0301".encode(), "é".encode("latin-1"), b" " * 300,
         b"a" * 2000, b"://", b"http://[", b"@", b"~nobody/", b"../", b"{}", b"[]", b'""']


@dataclass(frozen=True)
class Target:
    """A parser, what it is fed, and which share of the inputs it gets."""

    name: str
    seeds: tuple[bytes, ...]
    parse: Callable[[bytes], object]
    weight: float = 1.0


@dataclass
class Figures:
    """How many inputs were tried and refused; crashes by kind, each with its first input."""

    tried: int = 0
    refused: int = 0
    crashes: dict[str, bytes] = field(default_factory=dict)


def mutated(seeds: tuple[bytes, ...], rng: random.Random) -> bytes:
    """A seed after one to six accidents."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 1, 2, 8, 40)))
        match rng.randrange(7):
            case 0 | 1:
                data[at:at] = rng.choice(SPICE)
            case 2:
                data[at:end] = rng.choice(SPICE)
            case 3:
                del data[at:end]
            case 4:
                data[at:at] = data[at:end] * rng.choice((1, 2, 50))
            case 5:
                data[at:end] = rng.randbytes(end - at)
            case _:
                other = rng.choice(seeds)
                data[at:] = other[rng.randrange(len(other) + 1):]
    return bytes(data[:60_000])


def fuzz(target: Target, inputs: int, seed: int) -> Figures:
    """Feed `inputs` mutations of the seeds to the parser."""
    rng = random.Random(f"{seed} {target.name}")
    found = Figures()
    for _ in range(max(1, round(inputs * target.weight))):
        data = mutated(target.seeds, rng)
        found.tried += 1
        kind = tried(target, data)
        if kind == "refused":
            found.refused += 1
        elif kind is not None:
            found.crashes.setdefault(kind, data)
    return found


def tried(target: Target, data: bytes) -> str | None:
    """None where the input was taken, "refused", or what kind of crash it was and where."""
    begun = time.process_time()
    try:
        with redirect_stderr(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target.parse(data)
    except BrinkwatchError:
        return "refused"
    except Exception as error:
        own = [f for f in traceback.extract_tb(error.__traceback__) if "brinkwatch" in f.filename]
        last = own[-1] if own else traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    if time.process_time() - begun > PATIENCE:
        return f"took more than {PATIENCE} s"
    return None


def targets() -> list[Target]:
    """Every parser of ours."""
    import brinkwatch.collect.dates as dates
    from brinkwatch.collect import Refusal, gather_bytes
    from brinkwatch.collect.web import addresses, feeds, outlines, sitemaps
    from brinkwatch.store import query

    def words(data: bytes) -> str:
        return data.decode("utf-8", "surrogateescape")

    def report(kind: str | None) -> Callable[[bytes], object]:
        def parse(data: bytes) -> None:
            refusals = [out for out in gather_bytes(data, kind=kind, now=NOW)
                        if isinstance(out, Refusal)]
            if refusals:
                raise InputError(refusals[0].message)
        return parse

    def of(seeds: list[str]) -> tuple[bytes, ...]:
        return tuple(seed.encode() for seed in seeds)

    found = [Target(f"report {kind}", of(seeds), report(kind), 0.02 if kind == "html" else 0.1)
             for kind, seeds in REPORTS.items()]
    found += [
        Target("report sniffed", of([s for all_ in REPORTS.values() for s in all_]),
               report(None), 0.05),
        Target("date", of(DATES), lambda data: (dates.published(words(data), NOW), dates.order_in(
            words(data)), dates.is_date(words(data)), dates.given(words(data))), 0.02),
        Target("times", of(TIMES), lambda data: _times(words(data)), 0.2),
        Target("quantities", of(QUANTITIES), lambda data: _quantities(words(data)), 0.2),
        Target("query", of(QUERIES), lambda data: query.parse(words(data))),
        Target("search", of(QUERIES), lambda data: _store().search(words(data)), 0.05),
        Target("address", of(ADDRESSES), lambda data: addresses.canonical(
            words(data), "https://x.example/y/")),
        Target("feed", of(FEEDS), lambda data: feeds.feed(
            data, "https://x.example/f", now=NOW), 0.1),
        Target("sitemap", of(SITEMAPS), lambda data: sitemaps._read(
            data, "https://x.example/s", 1_000_000, NOW), 0.1),
        Target("outlines", of(OUTLINES), lambda data: outlines.opml(data, "x.opml"), 0.5),
        Target("settings", of(SETTINGS), _settings, 0.1),
        Target("history", of(HISTORIES), _history, 0.1),
        Target("claim", _exported("claims"), _claim),
        *(Target(f"import {name}", _exported(name), _import(name), 0.03)
          for name in ("reports", "claims", "stories")),
        Target("manifest", (b'{"files": [{"path": "reports.jsonl", "format": "jsonl", "sha256": "'
                            + hashlib.sha256(b"").hexdigest().encode() + b'"}]}',), _manifest, 0.1),
    ]
    return found


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="brinkwatch-fuzz-"))


@cache
def _store() -> Any:
    from brinkwatch.model import Report
    from brinkwatch.store import Store

    store = Store.open()
    store.add_report(Report(id="r", text=TEXT, title="Haven fires"))
    return store


def _times(text: str) -> object:
    from brinkwatch.read.times import resolve_times

    return resolve_times(text, NOW), resolve_times(text, None, "Asia/Seoul")


@cache
def _nlp() -> Any:
    from brinkwatch.read.segment import tokenizer

    return tokenizer()


def _quantities(text: str) -> object:
    from brinkwatch.read.quantities import annotate_quantities

    doc = _nlp().make_doc(text.encode("utf-8", "replace").decode())
    for token in doc:
        token.pos_ = "NUM" if token.text[:1].isdigit() else "NOUN"
    annotate_quantities(doc)
    return doc


def _settings(data: bytes) -> None:
    from brinkwatch.config import Settings

    path = _folder() / "brinkwatch.toml"
    path.write_bytes(data)
    before = os.environ.get("BRINKWATCH_CONFIG")
    os.environ["BRINKWATCH_CONFIG"] = str(path)
    try:
        Settings()
    finally:
        if before is None:
            del os.environ["BRINKWATCH_CONFIG"]
        else:
            os.environ["BRINKWATCH_CONFIG"] = before


def _history(data: bytes) -> None:
    from brinkwatch.assess import histories

    path = _folder() / "history.csv"
    path.write_bytes(data)
    histories.load(path)


@cache
def _exported(name: str) -> tuple[bytes, ...]:
    """Lines of an export of a small record of our own."""
    from brinkwatch.model import Actor, Evidence, Launch, Measure, Report, Story, TimeRef
    from brinkwatch.model.codec import plain

    when = TimeRef(begin="2026-03-03", until="2026-03-03", precision="day", text="Tuesday",
                   start=90, end=97)
    nouns: dict[str, list[Any]] = {
        "reports": [Report(id="r", text=TEXT, title="Haven fires", published=NOW)],
        "claims": [Launch(
            id="l", report="r", evidence=(Evidence(0, len(TEXT), TEXT),), time=when,
            actors=(Actor(name="Haven"),), distance_km=(Measure(700.0),))],
        "stories": [Story(id="s", reports=("r",), incidents=(), origins=(), claims=("l",))],
    }
    return tuple(json.dumps(plain(noun)).encode() for noun in nouns[name])


def _claim(data: bytes) -> None:
    from brinkwatch.errors import FormatError
    from brinkwatch.export.checking import wrong
    from brinkwatch.model.codec import claim

    try:
        made = claim(json.loads(data))
        fault = wrong(made)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        fault = repr(error)  # what export.lines answers to; anything else is a crash
    if fault is not None:
        raise FormatError(fault)


def _import(name: str) -> Callable[[bytes], object]:
    from brinkwatch import export
    from brinkwatch.store import Store

    def parse(data: bytes) -> None:
        root = _folder() / "import"
        root.mkdir(exist_ok=True)
        held = {"reports": _exported("reports")[0], name: data}
        files = []
        for kind, body in held.items():
            (root / f"{kind}.jsonl").write_bytes(body)
            files.append({"path": f"{kind}.jsonl", "format": "jsonl",
                          "sha256": hashlib.sha256(body).hexdigest()})
        (root / "manifest.json").write_text(json.dumps({"files": files}))
        with Store.open() as store:
            export.read(root, store)
    return parse


def _manifest(data: bytes) -> None:
    from brinkwatch import export

    root = _folder() / "manifest"
    root.mkdir(exist_ok=True)
    (root / "reports.jsonl").write_bytes(b"")
    (root / "manifest.json").write_bytes(data)
    export.read(root, _store())


def main(argv: list[str] | None = None) -> int:
    """Run the targets, print the figures, return the exit code."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--inputs", type=int, default=100_000, help="for a target of weight 1")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", help="targets whose name holds this word")
    given = asked.parse_args(argv)
    total = Figures()
    print(f"{'target':16}{'inputs':>10}{'refused':>10}{'crashes':>9}")
    for target in targets():
        if given.only and given.only not in target.name:
            continue
        found = fuzz(target, given.inputs, given.seed)
        print(f"{target.name:16}{found.tried:>10,}{found.refused:>10,}{len(found.crashes):>9}",
              flush=True)
        for kind, data in found.crashes.items():
            print(f"    {kind}\n    {data[:600]!r}", flush=True)
        total.tried += found.tried
        total.refused += found.refused
        total.crashes |= {f"{target.name}: {kind}": data for kind, data in found.crashes.items()}
    print(f"{'all':16}{total.tried:>10,}{total.refused:>10,}{len(total.crashes):>9}")
    return 1 if total.crashes else 0


if __name__ == "__main__":
    sys.exit(main())
