"""The pages: what each shows, worked out for its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from brinkwatch.errors import UsageError
from brinkwatch.model import Claim, Incident, Statement, Value
from brinkwatch.model.watched import NEED_A_LOOK, STATES, ago, health
from brinkwatch.serve import asked, links
from brinkwatch.serve.api import KINDS, Missing
from brinkwatch.serve.board import Board, Desk
from brinkwatch.serve.reader import paragraphs, snippet, spans

LISTED, SHOWN, LEFT = 50, 12, 400
STANDING = {"open": "open; neither has revised", "revised": "revised by its source",
            "same moment": "one moment, two clocks"}
View = Callable[[Desk, Request], tuple[str, dict[str, Any]]]


def front(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    """The latest edition, or one by id."""
    id = request.path_params.get("edition")
    board = desk.board(id) if id else desk.latest()
    if board is None and id:
        raise Missing("There is no edition of this id.")
    stories = [] if board is None else [{
        "id": page.id, "title": page.title, "link": links.story(page.id, id),
        "summary": [s.text for s in page.summary][:2], "reports": len(page.reports),
        "origins": len({line.origin for line in page.reports}),
        "incidents": len(page.incidents),
        "contradictions": sum(c.standing == "open" for c in page.contradictions),
    } for page in board.stories.values()]
    left = [] if board is None else _left_out(desk, board)
    return "front", {"board": board, "stories": stories, "left_out": left, "old": id is not None}


def _left_out(desk: Desk, board: Board) -> list[dict[str, Any]]:
    """Left-out reports by name, and inputs that never became reports by their place."""
    items = board.edition.left_out[:LEFT]
    known = {line.id: line for line in desk.record.report_lines(
        LEFT, ids=[item.report for item in items])}
    return [{
        "name": (line.title if line else None) or item.report, "reason": item.reason,
        "link": links.report(item.report) if line else None,
    } for item in items for line in (known.get(item.report),)]


def editions(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    before = links.opened(asked.word(request, "cursor"))
    lines = desk.record.edition_lines(LISTED + 1, before)
    return "editions", {"lines": lines[:LISTED], "more": _more(lines, lambda row: row["seq"])}


def story(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    board, edition = _board(desk, request)
    page = board.stories.get(request.path_params["id"])
    if page is None:
        raise Missing("There is no such story in this edition. It may be in an older one.")
    order = list(board.stories)
    at = order.index(page.id)
    near = {name: links.story(order[n], edition) for name, n in (("before", at - 1),
                                                                ("after", at + 1))
            if 0 <= n < len(order)}
    return "story", {
        "board": board, "page": page, "story": desk.story(board, page), "near": {
            "before": near.get("before"), "after": near.get("after")},
        "home": f"/editions/{edition}" if edition else "/",
        "incidents": [_line(one, edition) for one in page.incidents],
    }


def incidents(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    board, edition = _board(desk, request)
    kind = asked.word(request, "kind")
    kinds = sorted({one.kind for _, one in board.incidents.values()})
    rows = [{**_line(one, edition), "story": page.title,
             "story_link": links.story(page.id, edition)}
            for page, one in board.incidents.values() if kind in (None, one.kind)]
    rows.sort(key=lambda row: row["begin"] or "", reverse=True)
    return "incidents", {"board": board, "rows": rows, "kinds": kinds, "kind": kind}


def incident(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    board, edition = _board(desk, request)
    found = board.incidents.get(request.path_params["id"])
    if found is None:
        raise Missing("There is no such incident in this edition.")
    page, one = found
    claims = desk.record.claims_by_id(list(one.claims))
    outlets = {line.id: line for line in page.reports}
    fields = [{
        "name": desk.press.fields.get(name, name.replace("_", " ")), "rule": field.rule,
        "values": _values(desk, name, field.values, claims, outlets),
        "resolved": next((desk.press.value(name, value) for value in field.values
                          if value.value == field.resolved), None),
    } for name, field in one.fields.items() if field.values]
    return "incident", {
        "board": board, "incident": _line(one, edition), "fields": fields,
        "story": {"title": page.title, "link": links.story(page.id, edition)},
        "differ": [{
            "field": desk.press.fields.get(c.field, c.field.replace("_", " ")),
            "values": _values(desk, c.field, c.values, claims, outlets),
            "standing": STANDING.get(c.standing, c.standing), "note": c.note,
            "sign": "=" if c.standing == "same moment" else "≠",
        } for c in page.contradictions if c.incident == one.id],
        "claims": [_claim(claims[id], outlets) for id in one.claims if id in claims],
        "lost": sum(id not in claims for id in one.claims),
    }


def reports(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    lines = desk.record.report_lines(LISTED + 1, links.opened(asked.word(request, "cursor")))
    return "reports", {
        "lines": [{"line": line, "link": links.report(line.id)} for line in lines[:LISTED]],
        "more": _more(lines, lambda row: row.seq), "now": datetime.now(UTC)}


def report(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    """The reader: a report's stored text with the words a page rests on marked."""
    found = desk.record.report(request.path_params["id"])
    if found is None:
        raise Missing("There is no such report in the record.")
    claims = list(desk.record.claims(found.id))
    marked = spans(asked.word(request, "at", 5_000) or "", len(found.text))
    claims.sort(key=lambda c: c.evidence[0].start if c.evidence else -1)
    return "report", {
        "report": found, "url": links.outside(found.url), "marked": marked,
        "paragraphs": paragraphs(found.text, marked, claims),
        "claims": [_claim(claim, {}) for claim in claims],
        "when": _when(found.published.isoformat() if found.published else None,
                      found.published_precision),
    }


def search(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    q = asked.word(request, "q", 1_000)
    view: dict[str, Any] = {"q": q or "", "kinds": KINDS, "hits": [], "fault": None, "more": None,
                            "kind": asked.one_of(request, "kind", KINDS, "reports"),
                            "since": asked.day(request, "since") or ""}
    offset = links.opened(asked.word(request, "cursor")) or 0
    if q:
        try:
            found = desk.record.search(q, view["kind"], since=view["since"] or None,
                                       limit=20, offset=offset)
        except UsageError as error:
            view["fault"] = error.message
        else:
            view["hits"] = [_hit(hit) for hit in found.hits]
            view["more"] = links.cursor(offset + 20) if found.more else None
    return "search", view


def person(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    found = desk.record.person(request.path_params["id"])
    if found is None:
        raise Missing("There is no such person in the record.")
    page = desk.record.claim_page(
        LISTED + 1, links.opened(asked.word(request, "cursor")), actor=found.id)
    lines = {line.id: line for line in desk.record.report_lines(
        LISTED, ids=list({claim.report for _, claim in page[:LISTED]}))}
    return "person", {
        "person": found, "claims": [_claim(claim, lines) for _, claim in page[:LISTED]],
        "more": _more(page, lambda row: row[0])}


def sources(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    now = datetime.now(UTC)
    rows: list[dict[str, Any]] = [{
        "source": source, "health": health(source, now), "answered": ago(source.answered, now),
        "moved": ago(source.moved, now), "link": links.outside(source.url),
        "log": desk.record.visits(source.url, 12),
    } for source in desk.record.sources()]
    rows.sort(key=lambda row: STATES.index(row["health"].state))
    return "sources", {"rows": rows, "bad": sum(
        row["health"].state in NEED_A_LOOK for row in rows)}


def state(desk: Desk, request: Request) -> tuple[str, dict[str, Any]]:
    """What the record holds, and what could not be read."""
    newest = next(iter(desk.record.report_lines(1)), None)
    board = desk.latest()
    return "state", {
        "stats": desk.record.stats(), "newest": newest, "board": board,
        "refusals": _last(desk.record.refusals()), "problems": _last(desk.record.problems())}


def _last(rows: Any, most: int = 100) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["at"], reverse=True)[:most]


def _board(desk: Desk, request: Request) -> tuple[Board, str | None]:
    """The edition a page is about, and its id where the address names it."""
    id = request.path_params.get("edition")
    board = desk.board(id) if id else desk.latest()
    if board is None:
        raise Missing("There is no edition of this id." if id else "There is no edition yet.")
    return board, id


def _line(one: Incident, edition: str | None) -> dict[str, Any]:
    return {
        "id": one.id, "title": one.title or f"{one.kind} {one.type}", "kind": one.kind,
        "type": one.type, "begin": one.begin, "when": _when(one.begin, None),
        "claims": len(one.claims), "outlets": one.outlets, "origins": len(one.origins),
        "link": links.incident(one.id, edition)}


def _values(desk: Desk, name: str, values: Iterable[Value], claims: Mapping[str, Claim],
            outlets: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each value once, with everybody who gave it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for value in values:
        found.setdefault(desk.press.value(name, value), []).append({
            "by": value.by or "the report itself", "when": _when(value.time, None),
            "certainty": value.certainty, "revised": value.superseded_by is not None,
            "places": _places(value, claims, outlets)})
    return [{"words": words, "by": by[:SHOWN], "more": max(0, len(by) - SHOWN),
             "revised": all(one["revised"] for one in by)} for words, by in found.items()]


def _places(value: Value, claims: Mapping[str, Claim], outlets: Mapping[str, Any]
            ) -> list[dict[str, str]]:
    """Where the words stand: by the value's own spans, else by its claims' evidence."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for span in value.spans:
        spans.setdefault(span.report, []).append((span.start, span.end))
    if not spans:
        for id in value.claims:
            if (claim := claims.get(id)) is not None:
                spans.setdefault(claim.report, []).extend(
                    (e.start, e.end) for e in claim.evidence)
    return [{"link": links.report(report, at), "outlet": _outlet(outlets, report)}
            for report, at in list(spans.items())[:3]]


def _claim(claim: Claim, outlets: Mapping[str, Any]) -> dict[str, Any]:
    who = (claim.speaker,) if isinstance(claim, Statement) else claim.actors
    to = claim.addressees if isinstance(claim, Statement) else claim.recipients
    line = outlets.get(claim.report)
    return {
        "id": claim.id, "record": claim.record,
        "type": "/".join(filter(None, (claim.type, claim.mode))),
        "who": ", ".join(actor.name for actor in who), "to": ", ".join(a.name for a in to),
        "certainty": claim.certainty,
        "said_by": " ← ".join(actor.name for actor in claim.attribution),
        "words": [e.text for e in claim.evidence], "outlet": _outlet(outlets, claim.report),
        "published": _when(line.published, None) if line else None,
        "link": links.report(claim.report, [(e.start, e.end) for e in claim.evidence])}


def _outlet(outlets: Mapping[str, Any], report: str) -> str:
    line = outlets.get(report)
    return (line.source if line else None) or "report"


def _hit(hit: Any) -> dict[str, Any]:
    if hit.kind == "people":
        link = links.person(hit.id)
    else:
        at = [(hit.start + a, hit.start + b) for a, b in hit.matches] \
            if hit.start is not None else []
        link = links.report(hit.report, at)
    return {"hit": hit, "link": link, "pieces": snippet(hit.snippet, hit.matches),
            "when": _when(hit.published, None)}


def _more(lines: list[Any], key: Callable[[Any], int]) -> str | None:
    return links.cursor(key(lines[LISTED - 1])) if len(lines) > LISTED else None


def _when(iso: str | None, precision: str | None) -> str | None:
    """A date as people write it, with the zone it is given in."""
    if not iso:
        return None
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    text = f"{when.day} {when:%b %Y}"
    if "T" not in iso or precision == "day":
        return text
    zone = "" if when.tzinfo is None else " UTC" if not when.utcoffset() else f" {when:%z}"
    return f"{text}, {when:%H:%M}{zone}"


PAGES: tuple[tuple[str, View], ...] = (
    ("/", front), ("/editions", editions), ("/editions/{edition}", front),
    ("/editions/{edition}/stories/{id:path}", story),
    ("/editions/{edition}/incidents", incidents),
    ("/editions/{edition}/incidents/{id:path}", incident),
    ("/stories/{id:path}", story), ("/incidents", incidents), ("/incidents/{id:path}", incident),
    ("/reports", reports), ("/reports/{id:path}", report), ("/search", search),
    ("/people/{id:int}", person), ("/sources", sources), ("/state", state),
)

