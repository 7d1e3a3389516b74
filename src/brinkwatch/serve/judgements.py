"""The pages of the launch log, and of pairs of states and their tension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from brinkwatch.knowledge.countries import countries
from brinkwatch.model import Claim
from brinkwatch.model.log import Entry
from brinkwatch.serve import asked, links
from brinkwatch.serve.api import LAUNCHED, PAIRS, launches_asked, states_asked
from brinkwatch.serve.board import Board, Desk
from brinkwatch.serve.pages import LISTED, View

WORDS = {"half_life": "half-life in days", "undirected": "events at nobody named",
         "one_origin": "events of one origin", "cooperation": "cooperation"}


def launches(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    """The launch log, latest first, each launch with what it rests on."""
    offset = links.opened(asked.word(request, "cursor")) or 0
    found = launches_asked(desk, request)
    shown = found[offset:offset + LISTED]
    board = desk.latest()
    claims = desk.record.claims_by_id([id for e in shown for id in e.claims[:1]])
    given = {name: asked.word(request, name) or "" for name in ("since", "until", "country",
                                                                "kind")}
    dated = [e for e in reversed(found) if e.dated]
    kinds = Counter(e.kind for e in dated)
    return "launches", {
        "board": board, "given": given, "kinds": LAUNCHED, "total": len(found),
        "parties": [(code, _name(code)) for code in sorted(
            {e.party for e in desk.judged.launches()}, key=_name)],
        "rows": [_launch(e, board, claims) for e in shown],
        "chart": desk.press.timeline(
            [(date.fromisoformat(e.begin), e.kind, _told(e)) for e in dated],
            f"{len(dated)} launches in time: "
            + ", ".join(f"{kind} {n}" for kind, n in kinds.most_common())) if dated else "",
        "more": "/launches?" + urlencode(
            {k: v for k, v in given.items() if v} | {"cursor": links.cursor(offset + LISTED)})
        if len(found) > offset + LISTED else None}


def tensions(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    """The pairs between which most passed, each with its level."""
    rows = []
    for one, two in desk.judged.pairs(PAIRS):
        found = desk.judged.tension(one, two)
        detail = found.detail or {}
        rows.append({
            "names": _pair(one, two), "link": links.tension(one, two), "verdict": found.verdict,
            "level": detail["level"], "day": detail["day"], "reported": detail["reported"],
            "basis": detail["basis"], "rank": detail["rank"]})
    return "tensions", {"board": desk.latest(), "rows": rows}


def tension(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    """One pair: its level, the scores day by day, the events that moved it."""
    one, two = states_asked(request)
    found = desk.judged.tension(one, two)
    detail = found.detail or {}
    board = desk.latest()
    return "tension", {
        "board": board, "names": _pair(one, two), "found": found, "detail": detail,
        "chart": desk.press.tension(detail["series"], detail["edges"],
                                    date.fromisoformat(detail["day"]), detail["level"]),
        "moved": [row | {"who": _name(row["actor"]), "link": _incident(row["id"], board),
                         "to": _name(row["recipient"]) if row["recipient"] else "nobody named"}
                  for row in detail["moved"]],
        "weights": [row | {"weight": WORDS.get(row["weight"], row["weight"])}
                    for row in detail["sensitivity"]]}


def _launch(e: Entry, board: Board | None, claims: Mapping[str, Claim]) -> dict[str, Any]:
    most = "+" if e.count_high is None else "" if e.count_high == e.count_low else (
        f"–{e.count_high}")
    story = board.incidents.get(e.incident or "") if board else None
    claim = next((claims[id] for id in e.claims[:1] if id in claims), None)
    return {
        "entry": e, "who": _name(e.party),
        "when": e.begin if e.dated else f"{e.begin} to {e.until}",
        "number": "not given" if e.count_low is None else f"{e.count_low}{most}",
        "incident": _incident(e.incident, board),
        "story": (story[0].title, links.story(story[0].id)) if story else None,
        "words": links.report(claim.report, [(s.start, s.end) for s in claim.evidence])
        if claim else None,
        "sources": list(dict.fromkeys([e.source, *(s.split(":")[0] for s in e.same_as)]))}


def _incident(id: str | None, board: Board | None) -> str | None:
    """Its page, where the latest edition has it."""
    return links.incident(id) if id and board is not None and id in board.incidents else None


def _told(e: Entry) -> str:
    return " ".join(part for part in (e.begin, _name(e.party), e.range_class, e.kind, e.system)
                    if part)


def _name(party: str) -> str:
    """A country's name for its code; other parties have their own."""
    country = countries().get(party)
    return country.name if country else party


def _pair(one: str, two: str) -> str:
    return f"{_name(one)} and {_name(two)}"


PAGES: tuple[tuple[str, View], ...] = (
    ("/launches", launches), ("/tension", tensions), ("/tension/{one}/{two}", tension),
)
