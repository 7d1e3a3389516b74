"""The JSON API. Every list has the same frame: `data`, `next` (a cursor, null at the end) and
`fresh` (how new what is shown is). `openapi` describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from brinkwatch.errors import UsageError
from brinkwatch.knowledge.countries import countries
from brinkwatch.model.codec import plain
from brinkwatch.model.log import KINDS as WEAPONS
from brinkwatch.model.log import RANGES, Entry
from brinkwatch.model.watched import health
from brinkwatch.serve import asked, links
from brinkwatch.serve.answers import json_answer
from brinkwatch.serve.board import Board, Desk

RECORDS = ("event", "launch", "statement", "trend", "indicator")
KINDS = ("reports", "claims", "people")
LAUNCHED = (*WEAPONS, *RANGES)
PAIRS = 12
"""Pairs whose tension is listed."""


class Missing(Exception):
    """There is nothing of this name."""

    def __init__(self, what: str) -> None:
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    description: str
    kind: str = "string"
    required: bool = False
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    """Least and greatest number, or least and greatest length of text."""


@dataclass(frozen=True, slots=True)
class Call:
    """One address of the API: how it is answered and how it is described."""

    path: str
    summary: str
    run: Callable[[Desk, Request], dict[str, Any]]
    parameters: tuple[Parameter, ...] = ()
    listed: bool = False
    """Does it give a list, page by page?"""


PAGING = (
    Parameter("limit", f"Most items, 1 to {asked.MOST}; {asked.LIMIT} without it.", "integer",
              bounds=(1, asked.MOST)),
    Parameter("cursor", "Where to go on: `next` of the page before."),
)
SINCE = Parameter("since", "Only what begins or was published on this day (ISO 8601) or later.")
UNTIL = Parameter("until", "Only what begins or was published before this day (ISO 8601).")


def endpoint(desk: Desk, call: Call) -> Callable[[Request], Response]:
    def run(request: Request) -> Response:
        try:
            return json_answer(request, call.run(desk, request))
        except Missing as error:
            return _error(request, 404, "missing", str(error))
        except UsageError as error:
            return _error(request, 400, "usage", error.message)

    return run


def _error(request: Request, status: int, code: str, message: str) -> Response:
    return json_answer(request, {"error": {"code": code, "message": message}}, status)


def _frame(desk: Desk, data: Any, next: str | None = None) -> dict[str, Any]:
    """Data with how fresh it is: when the latest edition was published, and the latest report
    stored."""
    board = desk.latest()
    newest = next_of(desk.record.report_lines(1))
    return {"data": data, "next": next, "fresh": {
        "edition": board.edition.published if board else None,
        "report": newest.captured.isoformat() if newest and newest.captured else None}}


def next_of(lines: list[Any]) -> Any:
    return lines[0] if lines else None


def _page(desk: Desk, lines: list[Any], limit: int, key: Callable[[Any], int],
          shown: Callable[[Any], Any]) -> dict[str, Any]:
    """A page made of one row more than is shown, which tells whether there is a next."""
    more = len(lines) > limit
    return _frame(desk, [shown(line) for line in lines[:limit]],
                  links.cursor(key(lines[limit - 1])) if more else None)


def edition(desk: Desk, request: Request) -> dict[str, Any]:
    board = _board(desk, request)
    return _frame(desk, {"id": board.id, **plain(board.edition)})


def editions(desk: Desk, request: Request) -> dict[str, Any]:
    limit = asked.limit(request)
    lines = desk.record.edition_lines(limit + 1, links.opened(asked.word(request, "cursor")))
    return _page(desk, lines, limit, lambda row: row["seq"], lambda row: {
        k: plain(v) for k, v in row.items() if k != "seq"})


def stories(desk: Desk, request: Request) -> dict[str, Any]:
    board = _board(desk, request)
    return _frame(desk, [{
        "id": page.id, "title": page.title, "summary": [s.text for s in page.summary],
        "reports": len(page.reports), "incidents": len(page.incidents),
        "contradictions": len(page.contradictions),
    } for page in board.stories.values()])


def story(desk: Desk, request: Request) -> dict[str, Any]:
    page = _board(desk, request).stories.get(request.path_params["id"])
    if page is None:
        raise Missing("there is no such story in the edition")
    return _frame(desk, plain(page))


def incidents(desk: Desk, request: Request) -> dict[str, Any]:
    kind = asked.word(request, "kind")
    if kind is not None:
        kind = asked.one_of(request, "kind", RECORDS, kind)
    limit, offset = asked.limit(request), links.opened(asked.word(request, "cursor")) or 0
    found = [(page, one) for page, one in _board(desk, request).incidents.values()
             if kind is None or one.kind == kind]
    shown = [{"story": page.id, **{k: v for k, v in plain(one).items() if k != "fields"}}
             for page, one in found[offset:offset + limit]]
    more = len(found) > offset + limit
    return _frame(desk, shown, links.cursor(offset + limit) if more else None)


def incident(desk: Desk, request: Request) -> dict[str, Any]:
    found = _board(desk, request).incidents.get(request.path_params["id"])
    if found is None:
        raise Missing("there is no such incident in the edition")
    return _frame(desk, {"story": found[0].id, **plain(found[1])})


def reports(desk: Desk, request: Request) -> dict[str, Any]:
    limit = asked.limit(request)
    lines = desk.record.report_lines(limit + 1, links.opened(asked.word(request, "cursor")))
    return _page(desk, lines, limit, lambda row: row.seq, lambda row: {
        k: v for k, v in plain(row).items() if k != "seq"})


def report(desk: Desk, request: Request) -> dict[str, Any]:
    found = desk.record.report(request.path_params["id"])
    if found is None:
        raise Missing("there is no such report")
    return _frame(desk, plain(found))


def report_claims(desk: Desk, request: Request) -> dict[str, Any]:
    id = request.path_params["id"]
    if desk.record.report(id) is None:
        raise Missing("there is no such report")
    return _frame(desk, [plain(claim) for claim in desk.record.claims(id)])


def claims(desk: Desk, request: Request) -> dict[str, Any]:
    limit = asked.limit(request)
    record = asked.word(request, "record")
    lines = desk.record.claim_page(
        limit + 1, links.opened(asked.word(request, "cursor")),
        record=asked.one_of(request, "record", RECORDS, record) if record else None,
        type=asked.word(request, "type"), country=asked.word(request, "country"),
        since=asked.day(request, "since"), until=asked.day(request, "until"))
    return _page(desk, lines, limit, lambda row: row[0], lambda row: plain(row[1]))


def claim(desk: Desk, request: Request) -> dict[str, Any]:
    found = desk.record.claim(request.path_params["id"])
    if found is None:
        raise Missing("there is no such claim")
    return _frame(desk, plain(found))


def person(desk: Desk, request: Request) -> dict[str, Any]:
    found = desk.record.person(request.path_params["id"])
    if found is None:
        raise Missing("there is no such person")
    return _frame(desk, plain(found))


def search(desk: Desk, request: Request) -> dict[str, Any]:
    limit, offset = asked.limit(request), links.opened(asked.word(request, "cursor")) or 0
    found = desk.record.search(
        asked.word(request, "q", 1_000) or "", asked.one_of(request, "kind", KINDS, "reports"),
        since=asked.day(request, "since"), until=asked.day(request, "until"),
        limit=limit, offset=offset)
    return _frame(desk, [plain(hit) for hit in found.hits],
                  links.cursor(offset + limit) if found.more else None)


def sources(desk: Desk, request: Request) -> dict[str, Any]:
    now = datetime.now(UTC)
    return _frame(desk, [{**plain(source), "health": plain(health(source, now))}
                         for source in desk.record.sources()])


def launches(desk: Desk, request: Request) -> dict[str, Any]:
    limit, offset = asked.limit(request), links.opened(asked.word(request, "cursor")) or 0
    found = launches_asked(desk, request)
    return _frame(desk, [plain(entry) for entry in found[offset:offset + limit]],
                  links.cursor(offset + limit) if len(found) > offset + limit else None)


def launches_asked(desk: Desk, request: Request) -> list[Entry]:
    """The launches that fit the parameters of a request, latest first.

    Raises:
        UsageError: a parameter is wrong.
    """
    kind = asked.word(request, "kind")
    found = desk.judged.launches(
        asked.date_of(request, "since"), asked.date_of(request, "until"),
        asked.word(request, "country"),
        asked.one_of(request, "kind", LAUNCHED, kind) if kind else None)
    return found[::-1]


def tensions(desk: Desk, request: Request) -> dict[str, Any]:
    return _frame(desk, [_tension(desk, *pair, brief=True) for pair in desk.judged.pairs(PAIRS)])


def tension(desk: Desk, request: Request) -> dict[str, Any]:
    return _frame(desk, _tension(desk, *states_asked(request)))


def _tension(desk: Desk, one: str, two: str, brief: bool = False) -> dict[str, Any]:
    found = plain(desk.judged.tension(one, two))
    return {k: v for k, v in found.items() if k != "detail"} | {
        "pair": [one, two]} if brief else found


def states_asked(request: Request) -> tuple[str, str]:
    """The two states that an address names, in the order of their codes.

    Raises:
        Missing: they are not two states.
    """
    one, two = sorted((request.path_params["one"], request.path_params["two"]))
    if one == two or not {one, two} <= countries().keys():
        raise Missing("There is no such pair of states.")
    return one, two


def _board(desk: Desk, request: Request) -> Board:
    id = asked.word(request, "edition")
    board = desk.board(id) if id else desk.latest()
    if board is None:
        raise Missing("there is no such edition" if id else "there is no edition yet")
    return board


EDITION = Parameter("edition", "Id of an edition; the latest without it.")
Q = Parameter("q", 'Words that must all occur, "a phrase", begin*, -without.', required=True,
              bounds=(1, 1_000))
ID = Parameter("id", "Its id.", required=True)
CALLS = (
    Call("/api/edition", "The latest edition, or one by id.", edition, (EDITION,)),
    Call("/api/editions", "Editions, latest first.", editions, PAGING, listed=True),
    Call("/api/stories", "The stories of an edition.", stories, (EDITION,), listed=True),
    Call("/api/stories/{id}", "A story with every sentence and its spans.", story, (ID, EDITION)),
    Call("/api/incidents", "The incidents of an edition.", incidents,
         (Parameter("kind", "Only incidents of this kind.", choices=RECORDS), EDITION, *PAGING),
         listed=True),
    Call("/api/incidents/{id}", "An incident with every claimed value.", incident, (ID, EDITION)),
    Call("/api/reports", "Reports without their text, latest stored first.", reports, PAGING,
         listed=True),
    Call("/api/reports/{id}", "A report with its stored text.", report, (ID,)),
    Call("/api/reports/{id}/claims", "The claims read from a report.", report_claims, (ID,),
         listed=True),
    Call("/api/claims", "Claims, latest stored first.", claims,
         (Parameter("record", "Only records of this kind.", choices=RECORDS),
          Parameter("type", "Only this PLOVER type."),
          Parameter("country", "Only claims whose first actor belongs to this country (ISO 3166-1 "
                    "alpha-3)."), SINCE, UNTIL, *PAGING), listed=True),
    Call("/api/claims/{id}", "A claim.", claim, (ID,)),
    Call("/api/people/{id}", "An actor: offices, and its part in the record.", person,
         (Parameter("id", "Its number, as search gives it.", "integer", True, bounds=(0, 2**53)),)),
    Call("/api/search", "Full-text search.", search,
         (Q, Parameter("kind", "What to look through; reports without it.", choices=KINDS),
          SINCE, UNTIL, *PAGING), listed=True),
    Call("/api/launches", "The launch log: the record's launches joined with lists made by others, "
         "latest first.", launches,
         (Parameter("since", "Only launches on this day (ISO 8601) or later."),
          Parameter("until", "Only launches on this day (ISO 8601) or before."),
          Parameter("country", "Only launches of this country: ISO 3166 code or name."),
          Parameter("kind", "Only this kind of weapon or range class.", choices=LAUNCHED), *PAGING),
         listed=True),
    Call("/api/tension", "The pairs of states that most passed between, with their tension.",
         tensions, listed=True),
    Call("/api/tension/{one}/{two}", "A pair's tension against its own past: daily scores, the "
         "events that moved it, what each weight does to it.", tension,
         tuple(Parameter(name, "A state (ISO 3166-1 alpha-3).", required=True)
               for name in ("one", "two"))),
    Call("/api/sources", "What is watched, with its health.", sources, listed=True),
)
