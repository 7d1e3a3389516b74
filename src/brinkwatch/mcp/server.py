"""The tools. All of them only read; each answer carries the spans it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

import brinkwatch
from brinkwatch.errors import BrinkwatchError, UsageError
from brinkwatch.mcp import shapes
from brinkwatch.mcp.shapes import Record, Tools
from brinkwatch.model import Claim, Sentence, Statement, StoryPage
from brinkwatch.model.hidden import HIDDEN
from brinkwatch.model.spans import Span

P = ParamSpec("P")
T = TypeVar("T")

WORDS = 600
"""Longest words of a span given back, in characters."""
MOST = 50
INSTRUCTIONS = (
    "A record of attributed claims from public reporting on security crises. What reports say are "
    "claims, not facts: give who says so and how surely. " + shapes.NOTE
)
Day = Annotated[str | None, Field(description="ISO 8601 day")]
Limit = Annotated[int, Field(ge=1, le=MOST)]


def create_server(record: Record, tools: Tools) -> MCPServer[Any]:
    """An MCP server over a record, for any transport of the SDK."""
    server: MCPServer[Any] = MCPServer(
        "brinkwatch", version=brinkwatch.__version__, instructions=INSTRUCTIONS)
    desk = _Desk(record, tools)
    for tool, about in (
        (desk.search, "Find reports, claims or people in the record."),
        (desk.stories, "List the stories of the latest edition."),
        (desk.read_story, "Read a story: its sentences, each with the words it rests on."),
        (desk.claims_behind, "List the claims behind one sentence of a story."),
        (desk.launches, "List missile launches and weapons tests, latest first."),
        (desk.tension, "Give the tension between two states, against their own past."),
        (desk.explain, "Show what stands behind an id: incident, field, story, claim, judgement."),
    ):
        server.add_tool(_told(tool), description=about, structured_output=True,
                        annotations=ToolAnnotations(
                            read_only_hint=True, destructive_hint=False, idempotent_hint=True,
                            open_world_hint=False))
    return server


class _Desk:
    def __init__(self, record: Record, tools: Tools) -> None:
        self._record, self._tools = record, tools

    def search(self, words: Annotated[str, Field(description=(
            'Words that must all occur; "a phrase", begin*, -without'))],
               kind: Annotated[str, Field(description="reports, claims or people")] = "reports",
               since: Day = None, until: Day = None, limit: Limit = 10) -> shapes.Found:
        found = self._record.search(words, kind, since=since, until=until, limit=limit)
        hits, spans = [], []
        for hit in found.hits:
            span = None
            if hit.report is not None and hit.start is not None and hit.end is not None:
                span = next(iter(self._spans([Span(hit.report, hit.start, hit.end)])), None)
                spans += [span] if span is not None else []
            hits.append(shapes.Hit(kind=hit.kind, id=str(hit.id), title=_clean(hit.title),
                                   certainty=hit.certainty, country=hit.country, span=span))
        return shapes.Found(hits=hits, more=bool(found.more), spans=spans)

    def stories(self) -> shapes.Stories:
        edition = self._record.latest_edition()
        pages = edition.stories if edition is not None else ()
        first = [s for page in pages for s in page.summary[:1]]
        return shapes.Stories(
            published=edition.published if edition else None,
            sample=edition.sample if edition else False,
            spans=self._spans(span for s in first for span in s.spans[:3]),
            stories=[shapes.StoryLine(id=p.id, title=p.title, reports=len(p.reports),
                                      origins=len({r.origin for r in p.reports})) for p in pages])

    def read_story(self, id: Annotated[str, Field(description="From stories")]) -> shapes.Story:
        published, sample, page = self._page(id)
        lines = [shapes.Line(number=n, heading=heading, text=s.text, kind=s.kind,
                             spans=self._spans(s.spans))
                 for n, (heading, s) in enumerate(_sentences(page))]
        return shapes.Story(
            id=page.id, title=page.title, published=published, sample=sample, sentences=lines,
            disputes=[shapes.Dispute(field=c.field, standing=c.standing, values=[
                f"{_clean(v.text or str(v.value))} ({v.by})" for v in c.values])
                for c in page.contradictions],
            incidents=[i.id for i in page.incidents],
            assessments=[a.id for a in page.assessments])

    def claims_behind(self, story: Annotated[str, Field(description="Story id")],
                      sentence: Annotated[int, Field(ge=0, description="Its number in read_story")]
                      ) -> shapes.Behind:
        page = self._page(story)[2]
        held = [s for _, s in _sentences(page)]
        if sentence >= len(held):
            raise UsageError(f"sentence {sentence}: the story has {len(held)}, counted from 0")
        cited = held[sentence].spans
        claims = [c for rid in dict.fromkeys(s.report for s in cited)
                  for c in self._record.claims(rid) if _touches(c, cited)]
        return shapes.Behind(sentence=held[sentence].text, spans=self._spans(cited),
                             claims=[self._claim(c) for c in claims])

    def launches(self, actor: Annotated[str | None, Field(description="Whose: name or ISO code")]
                 = None,
                 kind: Annotated[str | None, Field(
                     description="ballistic, cruise, space, ... or a range class such as ICBM")]
                 = None, since: Day = None, until: Day = None, limit: Limit = 20
                 ) -> shapes.Launches:
        found = self._tools.launches(_day("since", since), _day("until", until), actor, kind)
        lines = []
        for e in reversed(found[-limit:]):
            held = self._record.claims_by_id(e.claims)
            spans = [Span(c.report, x.start, x.end) for c in held.values() for x in c.evidence[:1]]
            names = set(shapes.LaunchLine.model_fields) - {"spans", "differs"}
            lines.append(shapes.LaunchLine(
                **{n: getattr(e, n) for n in names}, differs=list(e.differs),
                spans=self._spans(spans[:5])))
        return shapes.Launches(launches=lines, more=len(found) > limit,
                               spans=[s for line in lines for s in line.spans])

    def tension(self, a: Annotated[str, Field(description="A state: name or ISO code")],
                b: Annotated[str, Field(description="Another")], until: Day = None
                ) -> shapes.Tension:
        found = self._tools.tension(a, b, _day("until", until))
        detail = found.detail or {}
        spans = [*found.spans]
        for id in found.inputs[-10:]:
            incident = self._record.incident(id)
            spans += [s for f in (incident.fields.values() if incident else ())
                      for v in f.values[:1] for s in v.spans[:1]]
        return shapes.Tension(
            pair=list(detail.get("pair", (a, b))), verdict=found.verdict, value=found.value,
            low=found.low, high=found.high, method=found.method, note=found.note,
            moved=list(detail.get("moved", ()))[:10], spans=self._spans(dict.fromkeys(spans))[:20])

    def explain(self, id: Annotated[str, Field(
            description="INCIDENT, INCIDENT.FIELD, story, claim or judgement id")]
                ) -> shapes.Explanation:
        found = self._tools.explain(id)
        spans = dict.fromkeys(_spans_in(found["rows"]))
        return shapes.Explanation(
            id=found["id"], kind=found["kind"], title=_clean(found["title"]),
            notes=[_clean(n) for n in found["notes"]], rows=_cleaned(found["rows"]),
            spans=self._spans(spans)[:MOST])

    def _page(self, id: str) -> tuple[str, bool, StoryPage]:
        edition = self._record.latest_edition()
        for page in edition.stories if edition is not None else ():
            if page.id == id:
                assert edition is not None
                return edition.published, edition.sample, page
        raise UsageError(f"story {id!r}: the latest edition has none of this id; call stories")

    def _claim(self, claim: Claim) -> shapes.ClaimLine:
        actors = (claim.speaker,) if isinstance(claim, Statement) else claim.actors
        return shapes.ClaimLine(
            id=claim.id, record=claim.record, type=claim.type, certainty=claim.certainty,
            actors=[a.name for a in actors], recipients=[a.name for a in claim.recipients],
            when=claim.time.begin if claim.time else None,
            attribution=[a.name for a in claim.attribution],
            spans=self._spans(Span(claim.report, e.start, e.end) for e in claim.evidence))

    def _spans(self, spans: Iterable[Span]) -> list[shapes.Span]:
        made = []
        for span in spans:
            report = self._record.report(span.report)
            if report is not None:
                made.append(shapes.Span(
                    report=span.report, start=span.start, end=span.end,
                    words=_clean(report.text[span.start:span.end])[:WORDS],
                    source=_maybe(report.source), title=_maybe(report.title), url=report.url,
                    published=report.published.isoformat() if report.published else None))
        return made


def _told(tool: Callable[P, T]) -> Callable[P, T]:
    """The desk's errors as the tool's, with the message that says how to mend it."""

    @wraps(tool)
    def run(*args: P.args, **given: P.kwargs) -> T:
        try:
            return tool(*args, **given)
        except BrinkwatchError as error:
            raise ToolError(error.message) from None

    return run


def _sentences(page: StoryPage) -> list[tuple[str, Sentence]]:
    return [("", s) for s in page.summary] + [
        (section.heading, s) for section in page.sections for s in section.sentences]


def _touches(claim: Claim, spans: Iterable[Span]) -> bool:
    return any(s.report == claim.report and s.start < e.end and e.start < s.end
               for s in spans for e in claim.evidence)


def _spans_in(value: Any) -> Iterable[Span]:
    """Spans named anywhere in an explanation's rows."""
    if isinstance(value, dict):
        if isinstance(value.get("report"), str) and isinstance(value.get("spans"), list | tuple):
            for start, end, *_ in value["spans"]:
                yield Span(value["report"], start, end)
        for one in value.values():
            yield from _spans_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _spans_in(one)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {str(k): _cleaned(v) for k, v in value.items()}
    return [_cleaned(v) for v in value] if isinstance(value, list | tuple) else value


def _clean(text: str) -> str:
    return HIDDEN.sub("", text)


def _maybe(text: str | None) -> str | None:
    return None if text is None else _clean(text)


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{name} {text!r}: not an ISO date; write it as 2025-11-08") from None
