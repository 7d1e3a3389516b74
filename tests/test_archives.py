"""Web archives come in page by page; what is damaged costs only itself."""

import gzip
import uuid
from datetime import UTC, datetime

import pytest

from brinkwatch.collect import Refusal, gather
from brinkwatch.collect.outcomes import Limits

WHEN = "2025-11-08T01:02:03Z"
TEXT = "Haven fired a missile over the Sea of Glass on Friday, the mayor said. " * 6


def page(text, title="Haven fires"):
    return f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>".encode()


def archive(*records, packed=True):
    """A WARC of (url, status, media type, body, more headers) responses (ISO 28500)."""
    return b"".join(gzip.compress(record(*one)) if packed else record(*one) for one in records)


def record(url, status, media, body, more=""):
    http = f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {WHEN}\r\n"
            f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n")
    return head.encode() + b"\r\n" + http + b"\r\n\r\n"


FIRST = ("https://havenpost.example/1", 200, "text/html; charset=utf-8", page(TEXT))
OTHERS = (
    ("https://havenpost.example/robots.txt", 404, "text/html", page("Nothing.")),
    ("https://havenpost.example/pic", 200, "image/png", b"\x89PNG"),
    ("https://havenpost.example/gone", 301, "text/html", b""),
)
SECOND = ("https://capedaily.example/2", 200, "text/html", page("Cape said no. " * 30, "Cape"))


def outcomes(path, **options):
    return list(gather([str(path)], **options))


@pytest.mark.parametrize(("name", "packed"), [
    ("a.warc.gz", True), ("a.warc", False), ("unnamed", False), ("unnamed", True)])
def test_pages_come_in_with_their_address_and_moment(tmp_path, name, packed):
    path = tmp_path / name
    path.write_bytes(archive(FIRST, *OTHERS, SECOND, packed=packed))
    first, second = outcomes(path)
    assert (first.url, first.title) == ("https://havenpost.example/1", "Haven fires")
    assert first.text.startswith("Haven fired a missile")
    assert first.captured == datetime(2025, 11, 8, 1, 2, 3, tzinfo=UTC)
    assert first.path == f"{path}#https://havenpost.example/1"
    assert second.url == "https://capedaily.example/2"


def test_each_page_is_captured_by_itself(tmp_path):
    path, kept = tmp_path / "a.warc.gz", []

    def capture(data, path, kind):
        kept.append((data, kind))
        return "x" * 64

    path.write_bytes(archive(FIRST))
    (report,) = outcomes(path, capture=capture)
    assert kept == [(FIRST[3], "html")]
    assert report.sha256 == "x" * 64


def test_a_folder_with_archives_is_walked(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(archive(FIRST))
    (tmp_path / "b.warc").write_bytes(archive(SECOND, packed=False))
    assert [o.url for o in outcomes(tmp_path)] == [FIRST[0], SECOND[0]]


def test_what_stands_before_the_damage_is_read(tmp_path):
    path = tmp_path / "a.warc"
    whole = archive(FIRST, SECOND, packed=False)
    path.write_bytes(whole[:whole.index(b"WARC/1.", 10)] + b"\x00garbage, and no record" * 50)
    report, fault = outcomes(path)
    assert report.url == FIRST[0]
    assert isinstance(fault, Refusal)
    assert "damaged" in fault.reason
    assert fault.place == "after record 1"


def test_a_record_that_breaks_off_is_told(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(archive(SECOND, FIRST, packed=False)[:-100])
    report, fault = outcomes(path)
    assert report.url == SECOND[0]
    assert (fault.reason, fault.place) == ("its record breaks off", FIRST[0])


def test_a_page_over_the_limit_costs_only_itself(tmp_path):
    path = tmp_path / "a.warc.gz"
    large = ("https://havenpost.example/large", 200, "text/html", page("x" * 60_000))
    path.write_bytes(archive(large, SECOND))
    fault, report = outcomes(path, limits=Limits(document=50_000))
    assert (fault.reason, fault.place) == ("it is over the limit of 0.05 MB", large[0])
    assert report.url == SECOND[0]


def test_a_bomb_in_an_archive_does_not_go_off(tmp_path):
    path = tmp_path / "a.warc.gz"
    bomb = ("https://havenpost.example/bomb", 200, "text/html",
            gzip.compress(bytes(20_000_000)), "Content-Encoding: gzip\r\n")
    path.write_bytes(archive(bomb, SECOND))
    fault, report = outcomes(path, limits=Limits(document=1_000_000))
    assert "over the limit" in fault.reason
    assert report.url == SECOND[0]


def test_a_consent_page_is_no_report(tmp_path):
    path = tmp_path / "a.warc.gz"
    wall = ("https://consent.google.com/x", 200, "text/html", page("Before you continue. " * 9))
    path.write_bytes(archive(wall))
    (refusal,) = outcomes(path)
    assert "consent page" in refusal.reason


def test_an_archive_without_pages_says_so(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(archive(*OTHERS))
    (refusal,) = outcomes(path)
    assert refusal.reason == "the archive holds no page that is read"


def test_a_file_that_is_no_archive_says_so(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"not at all " * 90)
    (refusal,) = outcomes(path)
    assert "damaged" in refusal.reason
