"""From a story to its page: plan, realise, check, keep or drop."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from brinkwatch.model import (
    Assessment,
    Claim,
    Incident,
    Launch,
    Report,
    Section,
    Sentence,
    SourceLine,
    Statement,
    Story,
    StoryPage,
)
from brinkwatch.publish import days, leading, plan
from brinkwatch.publish.fit import content
from brinkwatch.publish.headlines import title
from brinkwatch.publish.narration import tell, tell_all
from brinkwatch.publish.narration_main import (
    harm,
    main_details,
    tell_field,
    tell_main,
    tell_opening,
    tell_toll,
)
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.ordering import after_what_they_answer
from brinkwatch.publish.proof import Proofreader
from brinkwatch.publish.scene import Scene
from brinkwatch.publish.timelines import timeline
from brinkwatch.publish.unknowns import unknowns

MOST = {plan.BACKGROUND: 9, plan.RECENT: 10, plan.REACTIONS: 8, plan.CONCLUSION: 4}
"""Sentences of a section at most, where a launch leads."""
FEWER = {plan.BACKGROUND: 5, plan.RECENT: 8, plan.REACTIONS: 5, plan.CONCLUSION: 3}
"""The same for any other story."""

READINGS = 4
"""Times a page is written anew after the proofreader struck sentences of it."""


log = logging.getLogger(__name__)


def compose(
    story: Story,
    reports: Mapping[str, Report],
    claims: Mapping[str, Claim],
    assessments: Sequence[Assessment] = (),
    proof: Proofreader | None = None,
    openings: Mapping[str, tuple[Opening, ...]] | None = None,
) -> StoryPage:
    """Write a story's page from its claims and from how its reports open.

    Every sentence has passed the lint, the citation check and, where there is one, the
    proofreader when it stands on the page; what did not pass is dropped and counted in the log.
    The page may be short; it is never wrong by form.
    """
    refused: dict[str, str] = {}
    for _ in range(READINGS):
        page = _page(story, reports, claims, assessments, refused, openings)
        if proof is None:
            return page
        found = proof.faults(texts(page))
        if not found:
            return page
        refused |= found
    return _without(page, refused)


def texts(page: StoryPage) -> list[str]:
    """The text of every sentence of a page, in order."""
    return [s.text for s in (*page.summary, *(s for x in page.sections for s in x.sentences))]


def _without(page: StoryPage, refused: Mapping[str, str]) -> StoryPage:
    """The page less the sentences that may not stand: the last resort."""

    def kept(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        return tuple(s for s in sentences if s.text not in refused)

    sections = [replace(s, sentences=kept(s.sentences)) for s in page.sections]
    return replace(
        page,
        summary=kept(page.summary),
        sections=tuple(s for s in sections if s.sentences),
        timeline=tuple(e for e in page.timeline if e.sentence.text not in refused),
    )


def _page(
    story: Story,
    reports: Mapping[str, Report],
    claims: Mapping[str, Claim],
    assessments: Sequence[Assessment],
    refused: Mapping[str, str],
    openings: Mapping[str, tuple[Opening, ...]] | None,
) -> StoryPage:
    scene = Scene.of(story, reports, claims, assessments, openings)
    scene.refused = refused
    first = leading.lead(scene)
    main = plan.main_incident(scene, first)
    fired = main is not None and is_launch(scene, main)
    if fired:
        first = None  # a launch's own fields lead its page
    summary: list[Sentence] = []
    body: dict[str, list[Sentence]] = {h: [] for h in plan.HEADINGS}
    if main is not None:
        scene.main_day = days.day(scene, main)
    aside = [] if fired else leading.own_incidents(scene, first)
    if main is not None or first is not None:
        found = plan.items(scene, main, aside)
        summary = _summary(scene, main, first, found)
        most = MOST if fired else FEWER
        for heading in (plan.BACKGROUND, plan.RECENT, plan.REACTIONS):
            if heading == plan.RECENT and main is not None:
                body[heading].extend(main_details(scene, main))
            body[heading].extend(tell_all(scene, found[heading], most[heading]))
            body[heading] = after_what_they_answer(body[heading])
        body[plan.CONCLUSION] = _conclusion(scene, main, found[plan.CONCLUSION], most)
        _close(body)
        if len(body[plan.CONCLUSION]) == 1:
            # one sentence concludes nothing
            body[plan.RECENT].extend(body[plan.CONCLUSION])
            body[plan.CONCLUSION] = []
    sections = [Section(h, tuple(body[h])) for h in plan.HEADINGS if body[h]]
    page = StoryPage(
        id=story.id,
        title=title(scene, main, _lead_first(scene, summary, sections), first),
        summary=tuple(summary),
        sections=tuple(sections),
        reports=source_lines(story, reports),
        timeline=timeline(scene, main, [*summary, *[s for x in sections for s in x.sentences]]),
        contradictions=story.contradictions,
        incidents=story.incidents,
        assessments=tuple(assessments),
        revisions=story.revisions,
        unknowns=unknowns(scene, main),
        log=story.log,
    )
    log.debug(
        "composed %s: %d sentences; dropped: %s",
        story.id,
        len(scene.kept),
        [f"{reason}: {text}" for text, reason in scene.dropped[:40]],
    )
    return page


def _summary(
    scene: Scene,
    main: Incident | None,
    first: Opening | None,
    found: Mapping[str, list[plan.Item]],
) -> list[Sentence]:
    """Two to four sentences: the news, its figures, the weightiest reaction, the harm."""
    fired = main is not None and is_launch(scene, main)
    out = tell_opening(scene, main, first) if first is not None else []
    if not out and main is not None:
        out = tell_main(scene, main)
    reactions = sorted(
        found[plan.REACTIONS],
        key=lambda i: (not plan.is_threat(scene, i.incident), is_quote(scene, i), -i.weight),
    )
    others = sorted(
        (
            i
            for i in found[plan.RECENT]
            if not (fired and i.incident.kind == "launch")
        ),
        key=lambda i: (is_quote(scene, i), -i.weight),
    )
    pool = [*reactions[:1], *others, *reactions[1:]] if fired else [*others, *reactions]
    told: set[str] = {main.id} if main is not None else set()
    if not fired:
        out.extend(tell_toll(scene, main, found))
    for item in [*pool[:8], *([] if fired else found[plan.BACKGROUND][:3])]:
        if len(out) >= 3 or (len(out) == 2 and item.section == plan.BACKGROUND):
            break
        if len(out) >= 2 and not fired and is_quote(scene, item):
            continue
        got = tell(scene, item.incident)
        if got:
            told.add(item.incident.id)
            out.extend(got[: 3 - len(out)])
    for kept in found.values():
        kept[:] = [i for i in kept if i.incident.id not in told]
    if fired and main is not None:
        out.extend(tell_field(scene, main, "harm", harm(scene, main)))
    return out[:4]


def is_launch(scene: Scene, main: Incident) -> bool:
    """Whether an incident is a launch."""
    return isinstance(next(iter(scene.of_incident(main)), None), Launch)


def is_quote(scene: Scene, item: plan.Item) -> bool:
    """Whether an incident can only be told in a speaker's own words."""
    claims = scene.of_incident(item.incident)
    return bool(claims) and all(isinstance(c, Statement) and c.direct for c in claims[:2])


def _conclusion(
    scene: Scene, main: Incident | None, found: Sequence[plan.Item], most: Mapping[str, int]
) -> list[Sentence]:
    out: list[Sentence] = []
    if main is not None and is_launch(scene, main):
        out.extend(tell_field(scene, main, "harm", harm(scene, main)))
    out.extend(tell_all(scene, found, most[plan.CONCLUSION]))
    return out


def _close(body: dict[str, list[Sentence]]) -> None:
    """A thin conclusion takes what the recent developments say of what comes next."""
    last = body[plan.CONCLUSION]
    for sentence in reversed(list(body[plan.RECENT])):
        if len(last) >= 3:
            return
        if sentence.kind != "quote" and plan.STILL_OPEN.search(sentence.text):
            body[plan.RECENT].remove(sentence)
            last.insert(0, sentence)


def _lead_first(
    scene: Scene, summary: Sequence[Sentence], sections: Sequence[Section]
) -> list[Sentence]:
    """The told sentences for a title to be made from: those that tell what the reports' own titles
    tell, the main one before others, quotations last."""
    told = [*summary, *[s for x in sections for s in x.sentences]]
    titles = [t for r in scene.reports if (t := scene.title_words(r))]

    def rank(n: int, sentence: Sentence) -> tuple[float, int]:
        first = sentence.spans[0].start if sentence.spans else 0
        found = content(sentence.text)
        share = max((len(t & found) / len(t) for t in titles), default=0.0)
        return (
            -share - 0.35 * (n == 0) - 0.1 * (n < len(summary)) + 0.5 * (sentence.kind == "quote"),
            first,
        )

    return [s for _, s in sorted(enumerate(told), key=lambda p: rank(*p))]


def source_lines(story: Story, reports: Mapping[str, Report]) -> tuple[SourceLine, ...]:
    """The story's reports with their origins, by time of publication."""
    origin = {rid: o.name for o in story.origins for rid in o.reports}
    lines = []
    for rid in story.reports:
        report = reports.get(rid)
        if report is None:
            continue
        published = report.published
        shown = (
            None
            if published is None
            else (
                published.date().isoformat()
                if report.published_precision == "day"
                else published.isoformat()
            )
        )
        lines.append(
            SourceLine(rid, report.source, report.url, shown, origin.get(rid, rid), report.title)
        )
    return tuple(sorted(lines, key=lambda x: (x.published or "9", x.id)))
