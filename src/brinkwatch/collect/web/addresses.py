"""Web addresses in one spelling, and which of them may be fetched.

A desk that fetches what feeds and pages name can be made to fetch the router, the cloud's metadata
service or a database beside it. So an address is judged by the IP it leads to, at the moment of the
connection, and only global ones pass. `data/addresses.yaml` lists parameters that only track.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import yaml

from brinkwatch.errors import ConfigError, FetchError, KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

LONGEST = 4_000
PORTS = {"http": 80, "https": 443}

_NAT64 = IPv6Network("64:ff9b::/96")
_SAFE = "!$&'()*+,;=:@/~-._"
_BLANK = re.compile(r"[\x00-\x20\x7f]+")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def canonical(url: str, base: str | None = None) -> str:
    """One spelling for all addresses of one thing: host in lower case and ASCII, no default port,
    no fragment, no tracking parameters, dots resolved, needless escapes undone.

    Raises:
        FetchError: it is no http or https address.
    """
    joined = _join(url, base)
    try:
        joined.encode()
        parts = urlsplit(joined)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise _unusable(url, "it is no web address") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise _unusable(url, "only http and https addresses are fetched")
    if parts.username or parts.password:
        raise _unusable(parts.hostname or "?", "its address carries a user name or password")
    if not host or len(joined) > LONGEST:
        raise _unusable(url, "it names no host" if not host else "it is too long")
    netloc = _host(host, url)
    if port is not None and port != PORTS[scheme]:
        netloc += f":{port}"
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query), ""))


def host_of(url: str) -> str:
    """Host and port of a canonical address: those who share them share a server's patience."""
    return urlsplit(url).netloc


def origin_of(url: str) -> str:
    """Scheme, host and port of a canonical address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Which IP addresses may be connected to: global ones, and networks that are allowed by name
    (for an intranet's own feeds, or a test's loopback server)."""

    allowed: tuple[Network, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> Reach:
        """From networks in CIDR notation ("10.1.0.0/16") or single addresses.

        Raises:
            ConfigError: one of them is neither.
        """
        found = []
        for text in networks:
            try:
                found.append(ip_network(text.strip(), strict=False))
            except ValueError:
                raise ConfigError(f"fetch_allow: {text!r} is no network; write it as "
                                  "10.1.0.0/16 or 192.168.1.5") from None
        return cls(tuple(found))

    def refuses(self, text: str) -> str | None:
        """Why an IP address may not be connected to; None when it may."""
        address = ip_address(text.partition("%")[0])
        if any(address in network for network in self.allowed):
            return None
        for one in (address, *_inside(address)):
            if kind := _kind(one):
                return f"{text} is {kind}"
        return None


def _inside(address: Address) -> Iterable[Address]:
    """IPv4 addresses an IPv6 address leads to (RFC 4291, 3056, 4380, 6052)."""
    if isinstance(address, IPv6Address) and address != IPv6Address("::1"):
        if address.ipv4_mapped:
            yield address.ipv4_mapped
        if address.sixtofour:
            yield address.sixtofour
        if address.teredo:
            yield from address.teredo
        if address in _NAT64 or int(address) >> 32 == 0:
            yield IPv4Address(int(address) & 0xFFFFFFFF)


def _kind(address: Address) -> str | None:
    if address.is_loopback:
        return "this machine itself"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified:
        return "no address"
    if isinstance(address, IPv6Address) and (
            address.ipv4_mapped or address in _NAT64):  # judged by what is inside
        return None
    return None if address.is_global else "a private or reserved address"


def _unusable(url: str, reason: str) -> FetchError:
    shown = url if len(url) <= 200 else url[:200] + "…"
    shown = shown.encode(errors="replace").decode()
    return FetchError(f"{shown}: {reason}. Check the address.", "address", lasting=True)


def _join(url: str, base: str | None) -> str:
    text = _BLANK.sub("", url) if "\n" in url or "\t" in url or "\r" in url else url.strip()
    try:
        return urljoin(base, text) if base else text
    except ValueError:
        raise _unusable(url, "it is no web address") from None


def _host(host: str, url: str) -> str:
    if ":" in host:
        try:
            return f"[{IPv6Address(host.partition('%')[0]).compressed}]"
        except ValueError:
            raise _unusable(url, "its host is no IPv6 address") from None
    host = host.rstrip(".").lower()
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise _unusable(url, "its host is no valid name") from None
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*",
                        host) or len(host) > 253:
        raise _unusable(url, "its host is no valid name")
    return host


def _path(path: str) -> str:
    if not path:
        return "/"
    escaped = "/".join(quote(unquote(piece, errors="surrogateescape"), safe=_SAFE.replace("/", ""),
                             errors="surrogateescape") for piece in path.split("/"))
    if "/." not in escaped:
        return escaped
    clean = posixpath.normpath(escaped)
    clean = "/" + clean.lstrip("/") if clean.startswith("//") else clean
    return clean + "/" if escaped.endswith(("/", "/.", "/..")) and clean != "/" else clean


def _query(query: str) -> str:
    kept = [piece for piece in query.split("&") if piece and not _tracks(piece)]
    return quote("&".join(kept), safe=_SAFE + "%?[]")


def _tracks(piece: str) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    names, prefixes = _tracking()
    return name in names or name.startswith(prefixes)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    path = files("brinkwatch.collect.web") / "data" / "addresses.yaml"
    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))["tracking"]
        return frozenset(data["names"]), tuple(data["prefixes"])
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: {error!r}; restore the file from the package") from error
