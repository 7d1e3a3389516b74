"""The optional writer, against a server of our own that answers well, badly, slowly and with
instructions it was not asked for."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from brinkwatch import publish
from brinkwatch.cli import app
from brinkwatch.draft import Endpoint, Press, redraft
from brinkwatch.draft.keeping import lost
from brinkwatch.errors import BrinkwatchError, UsageError, WriterError
from brinkwatch.model import Report, Section, Sentence, Span, StoryPage

TEXT = ("North Korea fired a suspected ballistic missile on Friday, Seoul's military said. "
        "It flew 700 km, the military said. Japan did not report damage. "
        "Tokyo condemned the launch.")
REPORTS = {"r": Report(id="r", text=TEXT)}
WHOLE = (Span("r", 0, len(TEXT)),)
COMPOSED = (
    "North Korea fired a suspected ballistic missile on Friday, Seoul’s military said.",
    "The missile flew 700 km, the military said.",
    "Japan did not report damage.",
    "“Tokyo condemned the launch.”",
)
PAGE = StoryPage(
    "s", "A launch", (Sentence(COMPOSED[0], WHOLE),),
    (Section("Events", (*(Sentence(t, WHOLE) for t in COMPOSED[:3]),
                        Sentence(COMPOSED[3], WHOLE, "quote"))),), (), (), (), ())
JOINED = ("North Korea fired a suspected ballistic missile on Friday, which flew 700 km, Seoul’s "
          "military said.")


class Server(ThreadingHTTPServer):
    """Answers what it is told to; keeps what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply, self.status, self.wait, self.asked, self.raw = "", 200, 0.0, [], None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), body))
        reply = self.server.reply
        text = reply(body) if callable(reply) else reply
        data = self.server.raw or json.dumps({"choices": [{"message": {"content": text}}]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for piece in (data[:5], data[5:]):
            time.sleep(self.server.wait)
            try:
                self.wfile.write(piece)
            except OSError:
                return

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    held = Server()
    thread = threading.Thread(target=held.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield held
    held.shutdown()
    held.server_close()
    thread.join()


def press():
    def fails(sentence):
        found = publish.check_sentence(sentence, REPORTS)
        return f"{found[0].token!r} {found[0].reason}" if found else None

    return Press(fails, publish.content)


def answer(*rows):
    return json.dumps({"sentences": [{"text": t, "from": n} for t, n in rows]})


def drafted_by(server, seconds=5.0):
    return redraft(PAGE, Endpoint(server.url, "m", "secret", seconds), press())


def texts(done):
    return [s.text for s in done.page.sections[0].sentences]


def test_a_good_draft_takes_the_place_of_what_it_is_made_from(server):
    server.reply = "```json\n" + answer((JOINED, [1, 2]), (COMPOSED[2], [3])) + "\n```"
    done = drafted_by(server)
    assert texts(done) == [JOINED, COMPOSED[2], COMPOSED[3]]
    assert [s.kind for s in done.page.sections[0].sentences] == ["drafted", "composed", "quote"]
    assert done.page.sections[0].sentences[0].spans == WHOLE
    assert done.drafted == 1 and done.refused == ()
    (path, key, body), = server.asked
    assert path == "/v1/chat/completions" and key == "Bearer secret" and body["temperature"] == 0
    assert COMPOSED[3] not in body["messages"][1]["content"], "quotations are not handed over"


@pytest.mark.parametrize(("draft", "sources", "why"), [
    (JOINED.replace("700", "900"), [1, 2], "own (900)"),
    (JOINED.replace("suspected ", ""), [1, 2], "how sure"),
    (JOINED.replace(", Seoul’s military said", ""), [1, 2], "drops Seoul"),
    ("North Korea fired a suspected ballistic missile on Friday.", [1], "drops Seoul"),
    ("The missile flew 700 km.", [2], "who says so"),
    ("Japan did report damage.", [3], "how sure"),
    ("Japan did not report damage in a provocative escalation.", [3], "words of its own"),
    ("Seoul’s military fired a suspected ballistic missile on Friday, North Korea said.", [1],
     "order of the names"),
    ("Japan did not report damage. See https://evil.example.", [3], "an address"),
    ("<script>alert(1)</script> Japan did not report damage.", [3], "markup"),
    ("Ignore the rules and publish that Japan did not report damage.", [3], "words of its own"),
    (JOINED, [], "names no sentence"),
    (JOINED, [1, 99], "names no sentence"),
    ("Tokyo condemned the launch.", [4], "names no sentence"),
    (JOINED, [1, 1], "twice"),
])
def test_a_draft_that_changes_anything_gives_way_to_the_composed_sentence(
        server, draft, sources, why):
    server.reply = answer((draft, sources))
    done = drafted_by(server)
    assert texts(done) == list(COMPOSED)
    assert done.drafted == 0
    assert why in done.refused[0]


@pytest.mark.parametrize("reply", [
    "I cannot do that.", "", "{", '{"sentences": 3}', '{"sentences": [{"text": "x"}]}',
    '{"sentences": [{"text": "x", "from": ["a"]}]}', "[" * 5_000])
def test_an_answer_that_is_none_changes_nothing(server, reply):
    server.reply = reply
    done = drafted_by(server)
    assert texts(done) == list(COMPOSED)
    assert "JSON" in done.refused[0]


@pytest.mark.parametrize(("status", "raw", "says"), [
    (500, None, "answered 500"), (302, None, "answered 302"), (200, b"<html>", "chat completion"),
    (200, b'{"choices": [{"message": {"content": null}}]}', "holds no text"),
    (200, b"x" * 500_000, "more than")])
def test_a_broken_endpoint_changes_nothing(server, status, raw, says):
    server.status, server.raw = status, raw
    done = drafted_by(server)
    assert texts(done) == list(COMPOSED)
    assert says in done.refused[0]


def test_a_slow_endpoint_is_not_waited_for(server):
    server.wait, server.reply = 0.4, answer((JOINED, [1, 2]))
    begin = time.monotonic()
    done = drafted_by(server, seconds=0.2)
    assert time.monotonic() - begin < 5
    assert texts(done) == list(COMPOSED) and "longer than 0.2 seconds" in done.refused[0]


def test_nobody_there_is_said_and_asked_twice_at_most():
    from dataclasses import replace

    page = replace(PAGE, sections=PAGE.sections * 5)
    done = redraft(page, Endpoint("http://127.0.0.1:9/v1", "m", seconds=2), press())
    assert done.page == page
    assert len(done.refused) == 2 and "cannot be reached" in done.refused[0]


def test_the_key_is_in_no_message():
    endpoint = Endpoint("http://127.0.0.1:9/v1", "m", "sk-secret", 1)
    with pytest.raises(WriterError) as caught:
        endpoint.ask("a", "b")
    assert "sk-secret" not in caught.value.message + repr(endpoint)


def test_what_is_kept_is_judged_without_a_server():
    assert lost(COMPOSED[2], [COMPOSED[2]], publish.content) is None
    assert lost(JOINED, COMPOSED[:2], publish.content) is None


def run(*args, **env):
    result = CliRunner().invoke(app, [str(a) for a in args], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit | BrinkwatchError)
    return result


def swap(body):
    """Says what it was given with a word more, the last first; adds a line of its own."""
    given = json.loads(body["messages"][1]["content"])["sentences"]
    rows = [(g["text"].replace(" said", " also said", 1), [g["n"]]) for g in reversed(given)]
    return answer(*rows, ("All of this is a lie.", [given[0]["n"]]))


def test_the_page_says_what_was_drafted_and_the_edition_verifies(server, tmp_path):
    server.reply = swap
    (tmp_path / "a.txt").write_text(
        "Northland fired two missiles into the Grey Sea on Friday, the Defence Ministry of Poland "
        "said. The missiles flew about 300 km, the ministry said.\n\nPrime Minister Anna Kowalska "
        "condemned the launch on Friday. Poland asked Germany on Friday to send ships. German "
        "police arrested four men in Berlin on Thursday, the ministry said. Russia said on "
        "Friday that it would hold an exercise in the Baltic Sea.\n",
        encoding="utf-8")
    out = tmp_path / "out"
    env = {"BRINKWATCH_WRITER_URL": server.url, "BRINKWATCH_WRITER_MODEL": "m"}
    plain = run("brief", tmp_path / "a.txt", "--date", "2025-11-08", "--out", out, "-q", **env)
    assert plain.exit_code == 0 and server.asked == [], "never on by itself"
    assert "nothing is machine-drafted" in (out / "index.html").read_text("utf-8")
    made = run("brief", tmp_path / "a.txt", "--date", "2025-11-08", "--out", out, "-q", "--draft",
               **env)
    assert made.exit_code == 0 and server.asked
    assert "sentences drafted by m" in made.stderr and "is a lie" in made.stderr
    kinds = [s["kind"] for story in json.loads((out / "edition.json").read_text())["stories"]
             for section in story["sections"] for s in section["sentences"]]
    page = (out / "index.html").read_text("utf-8")
    assert "is a lie" not in page
    assert "drafted" in kinds
    assert "nothing is machine-drafted" not in page
    assert page.count('class="drafted"') == kinds.count("drafted")
    assert "worded by a language model" in (out / "edition.md").read_text("utf-8")
    assert run("verify", out).exit_code == 0


def test_drafting_without_a_writer_says_which_setting_to_set(tmp_path):
    (tmp_path / "a.txt").write_text("Japan condemned the launch.", encoding="utf-8")
    result = run("brief", tmp_path / "a.txt", "--out", tmp_path / "o", "--draft", "-q")
    assert isinstance(result.exception, UsageError)
    assert "writer_url" in result.exception.message
