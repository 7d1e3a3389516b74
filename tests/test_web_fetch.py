"""Fetching is polite, bounded, and never leads into a private network."""

import gzip
import socket
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.collect.web.addresses import Reach, canonical, host_of
from brinkwatch.collect.web.fetching import Fetcher, FetchLimits
from brinkwatch.collect.web.manners import Manners, backoff
from brinkwatch.errors import ConfigError, FetchError
from web_kit import LOOPBACK, QUICK, Page, fetcher


@pytest.fixture
def get():
    with fetcher() as opened:
        yield opened.get


def refusal(get, url, **options):
    with pytest.raises(FetchError) as caught:
        get(url, **options)
    assert caught.value.message.endswith(".")
    return caught.value


# One spelling

@pytest.mark.parametrize(("url", "same"), [
    ("HTTP://Haven.Example:80/a/./b/../c?utm_source=x&id=3&fbclid=1#top",
     "http://haven.example/a/c?id=3"),
    ("https://haven.example", "https://haven.example/"),
    ("https://haven.example:443/%7Euser/%c3%a4", "https://haven.example/~user/%C3%A4"),
    ("https://häfen.example/ä b", "https://xn--hfen-loa.example/%C3%A4%20b"),
    ("  https://haven.example/a\n/b ", "https://haven.example/a/b"),
    ("https://haven.example/a%2Fb?q=a+b&&x=%20", "https://haven.example/a%2Fb?q=a+b&x=%20"),
    ("https://haven.example./?b=2&a=1", "https://haven.example/?b=2&a=1"),
    ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
])
def test_addresses_have_one_spelling(url, same):
    assert canonical(url) == same
    assert canonical(same) == same


def test_addresses_are_relative_to_their_page():
    assert canonical("../x?y#z", "https://haven.example/a/b/c") == "https://haven.example/a/x?y"
    assert canonical("//cape.example/x", "https://haven.example/") == "https://cape.example/x"


@pytest.mark.parametrize("url", [
    "", "x", "file:///etc/passwd", "ftp://haven.example/", "javascript:alert(1)", "http://",
    "http:///a", "https://a b/", "https://[::1/", "https://haven.example:99999/",
    "http://" + "a" * 5000, "http://-/", "http://a..b/", "data:text/html,x", "http://\ud800/",
])
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(FetchError) as caught:
        canonical(url)
    assert caught.value.code == "address"


def test_a_password_in_an_address_is_refused_and_not_shown():
    with pytest.raises(FetchError) as caught:
        canonical("https://user:hidden@haven.example/")
    assert "hidden" not in caught.value.message


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_one_spelling_is_settled_or_refused(text):
    for url in (text, f"http://haven.example/{text}", f"http://{text}/"):
        try:
            once = canonical(url)
        except FetchError:
            continue
        assert canonical(once) == once
        assert once.isascii()


# Reach

@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::",
    "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::",
])
def test_private_addresses_are_out_of_reach(address):
    assert Reach().refuses(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8",
                                     "64:ff9b::808:808"])
def test_global_addresses_are_in_reach(address):
    assert Reach().refuses(address) is None


def test_a_network_can_be_allowed_by_name():
    reach = Reach.of(["10.1.0.0/16", "::1"])
    assert reach.refuses("10.1.2.3") is None
    assert reach.refuses("::1") is None
    assert reach.refuses("10.2.0.1")
    with pytest.raises(ConfigError, match="fetch_allow: 'intranet' is no network"):
        Reach.of(["intranet"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1",
                                  "[::1]", "[::ffff:127.0.0.1]"])
def test_no_spelling_of_loopback_is_connected_to(site, host):
    site.put("/", "secret")
    with Fetcher(QUICK, sleep=lambda _: None, robots=False) as plain:
        port = site.url.rsplit(":", 1)[1]
        assert refusal(plain.get, f"http://{host}:{port}/").code in ("private", "connection")
    assert site.asked == []


def test_a_name_is_judged_by_where_it_leads_and_asked_only_once(site, monkeypatch):
    """A name server that gives a global address first and a private one later gains nothing."""
    answers = iter(["93.184.216.34", "127.0.0.1"])

    def resolve(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    tried = []

    def connect(address, *_, **__):
        tried.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    limits = FetchLimits(attempts=1, pause=0)
    with Fetcher(limits, robots=False) as plain:
        assert refusal(plain.get, "http://rebind.example/").code == "connection"
        assert refusal(plain.get, "http://rebind.example/").code == "private"
    assert tried == ["93.184.216.34"]


def test_a_name_that_leads_to_both_kinds_is_not_trusted(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **_: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
        for address in ("93.184.216.34", "10.0.0.1")])
    with Fetcher(QUICK, robots=False) as plain:
        assert refusal(plain.get, "http://both.example/").code == "private"


def test_a_redirect_into_a_private_network_is_not_followed(site):
    site.put("/out", Page("", 302, headers={"Location": "http://169.254.169.254/latest"}))
    site.put("/file", Page("", 302, headers={"Location": "file:///etc/passwd"}))
    with fetcher() as reaching:
        assert refusal(reaching.get, site.url + "/out").code == "private"
        assert refusal(reaching.get, site.url + "/file").code == "address"


# What comes back

def test_a_page_comes_with_what_is_needed_to_ask_again(site, get):
    url = site.put("/a", Page("words", headers={"ETag": '"1"', "Last-Modified": "yesterday"}))
    got = get(url)
    assert (got.body, got.kind) == (b"words", "text/html")
    assert (got.etag, got.modified) == ('"1"', "yesterday")
    assert get(url, etag='"1"').unchanged
    assert get(url, etag='"0"').body == b"words"
    assert site.asked[-1][1]["User-Agent"].startswith("Brinkwatch/")


def test_redirects_are_followed_and_a_new_address_for_good_is_told(site, get):
    site.put("/new", "words")
    site.put("/old", Page("", 301, headers={"Location": "/new"}))
    site.put("/older", Page("", 308, headers={"Location": "old"}))
    site.put("/now", Page("", 302, headers={"Location": "/new#part"}))
    assert get(site.url + "/older").moved_to == site.url + "/new"
    assert (get(site.url + "/now").url, get(site.url + "/now").moved_to) == (
        site.url + "/new", None)


def test_redirects_end(site, get):
    site.put("/a", Page("", 302, headers={"Location": "/b"}))
    site.put("/b", Page("", 302, headers={"Location": "/a"}))
    for number in range(9):
        site.put(f"/{number}", Page("", 302, headers={"Location": f"/{number + 1}"}))
    assert "in a circle" in refusal(get, site.url + "/a").message
    assert "more than 5 times" in refusal(get, site.url + "/0").message
    assert len(site.paths()) == 2 + 6


@pytest.mark.parametrize(("status", "code", "tries"), [
    (404, "status", 1), (410, "gone", 1), (403, "status", 1), (451, "status", 1),
    (204, "status", 1), (304, "status", 1), (500, "status", 3), (503, "busy", 3),
    (429, "busy", 3), (302, "status", 1),
])
def test_a_status_is_told_and_only_passing_ones_are_tried_again(site, get, status, code, tries):
    url = site.put("/a", Page("", status))
    error = refusal(get, url)
    assert (error.code, error.status, len(site.paths())) == (code, status, tries)


def test_what_fails_in_passing_is_tried_again(site, get):
    url = site.put("/a", Page("", 503), Page(raw=lambda s: s.close()), Page("words"))
    assert get(url).body == b"words"


def test_a_server_may_ask_to_wait(site):
    waits = []
    url = site.put("/a", Page("", 429, headers={"Retry-After": "7"}), Page("words"))
    with fetcher(sleep=waits.append) as patient:
        assert patient.get(url).body == b"words"
    assert waits == [7.0]
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    url = site.put("/b", Page("", 503, headers={"Retry-After": later}))
    with fetcher(sleep=waits.append) as patient:
        error = refusal(patient.get, url)
    assert 7000 < error.retry_after <= 7200
    assert waits == [7.0]
    for bad in ("soon", "-1", "9" * 400, "\t"):
        url = site.put("/c", Page("", 503, headers={"Retry-After": bad}))
        with fetcher() as patient:
            refusal(patient.get, url)


# Limits

def packed(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(("coding", "pack"), [
    ("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", packed),
    ("identity", bytes), ("x-gzip", gzip.compress),
])
def test_packed_bodies_are_unpacked(site, get, coding, pack):
    url = site.put("/a", Page(pack(b"words " * 1000), headers={"Content-Encoding": coding}))
    assert get(url).body == b"words " * 1000


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_bomb_does_not_go_off(site, get, pack):
    bomb = pack(bytes(30_000_000))
    assert len(bomb) < QUICK.size
    coding = "gzip" if pack is gzip.compress else "deflate"
    url = site.put("/a", Page(bomb, headers={"Content-Encoding": coding}))
    import tracemalloc

    tracemalloc.start()
    assert refusal(get, url).code == "too large"
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(("coding", "body"), [
    ("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip"), ("deflate", b"\xff\xff"),
    ("gzip", gzip.compress(b"words " * 5000)[:60]),
])
def test_a_body_that_cannot_be_unpacked_is_told(site, get, coding, body):
    url = site.put("/a", Page(body, headers={"Content-Encoding": coding}))
    assert refusal(get, url).code == "encoding"


def test_a_body_over_the_limit_is_not_taken(site, get):
    assert refusal(get, site.put("/a", b"x" * (QUICK.size + 1))).code == "too large"
    assert get(site.put("/b", b"x" * QUICK.size)).size == QUICK.size

    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"words " * 10_000)

    assert refusal(get, site.put("/c", Page(raw=endless))).code == "too large"


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_does_not_hold_a_worker(site, begin):
    def drip(connection):
        connection.sendall(begin)
        while True:
            connection.sendall(b"X")
            time.sleep(0.05)

    url = site.put("/a", Page(raw=drip))
    limits = FetchLimits(seconds=0.4, quiet=0.3, attempts=1, pause=0)
    with fetcher(limits=limits, robots=False) as impatient:
        start = time.monotonic()
        assert refusal(impatient.get, url).code == "timeout"
        assert time.monotonic() - start < 2


@pytest.mark.parametrize("answer", [
    b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
])
def test_a_broken_answer_is_told(site, get, answer):
    url = site.put("/a", Page(raw=lambda s: s.sendall(answer)))
    assert refusal(get, url).code == "connection"


def test_no_server_at_all(get):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert refusal(get, f"http://127.0.0.1:{port}/").code in ("connection", "robots")
    assert refusal(get, "http://nowhere.invalid/").code in ("connection", "robots")


# Manners

def test_robots_txt_is_obeyed_and_asked_for_once(site, get):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\nUser-agent: Brinkwatch\n"
                            "Disallow: /desk\n", kind="text/plain")
    for path in ("/desk/a", "/private", "/open"):
        site.put(path, "words")
    assert refusal(get, site.url + "/desk/a").code == "robots"
    assert get(site.url + "/private").body == b"words"
    assert get(site.url + "/open").body == b"words"
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_a_redirect_does_not_lead_past_robots_txt(site, get):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
    site.put("/private", "words")
    site.put("/open", Page("", 302, headers={"Location": "/private"}))
    assert refusal(get, site.url + "/open").code == "robots"
    assert "/private" not in site.paths()


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False),
                                                 (503, False)])
def test_a_missing_robots_txt_allows_and_a_broken_one_does_not(site, get, status, allowed):
    site.put("/robots.txt", Page("", status))
    url = site.put("/a", "words")
    if allowed:
        assert get(url).body == b"words"
    else:
        assert refusal(get, url).code == "robots"


@pytest.mark.parametrize("rules", [b"\xff\xfe\x00", b"Disallow: /" * 9000, b"User-agent\n::::\n",
                                   b"User-agent: *\nCrawl-delay: x\n"])
def test_a_hostile_robots_txt_is_no_trouble(site, get, rules):
    site.put("/robots.txt", Page(rules, kind="text/plain"))
    assert get(site.put("/a", "words")).body == b"words"


def test_hosts_are_asked_with_a_pause_and_a_site_may_ask_for_a_longer_one(site):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 9\n", kind="text/plain")
    site.put("/a", "words")
    waits = []
    limits = FetchLimits(pause=2.0)
    with fetcher(limits=limits, sleep=waits.append) as polite:
        for _ in range(2):
            polite.get(site.url + "/a")
    assert [round(w) for w in waits] == [2, 9]


def test_one_request_at_a_time_to_a_host():
    from concurrent.futures import ThreadPoolExecutor

    manners, inside, most = Manners(0.0), [], []

    def ask(_):
        with manners.turn("haven.example"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.002)
            inside.pop()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(30)))
    assert max(most) == 1


def test_waits_grow_are_shaken_and_end():
    for attempt in range(40):
        for _ in range(20):
            wait = backoff(attempt, 1.0, 60.0)
            assert min(60.0, 2.0 ** min(attempt, 30)) / 2 <= wait <= 60.0


def test_the_kit_reaches_loopback_only():
    assert LOOPBACK.refuses("127.0.0.1") is None
    assert LOOPBACK.refuses("10.0.0.1")
    assert host_of("http://127.0.0.1:80/") == "127.0.0.1:80"
