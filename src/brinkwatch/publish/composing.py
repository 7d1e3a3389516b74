"""From a story to its page: plan, realise, check, keep or drop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import structlog

from brinkwatch.model import (
    Assessment,
    Claim,
    Incident,
    Indicator,
    Launch,
    Report,
    Section,
    Sentence,
    SourceLine,
    Statement,
    Story,
    StoryPage,
    Trend,
)
from brinkwatch.publish import accounts, launching, plan, signs, speaking, telling
from brinkwatch.publish.fit import content
from brinkwatch.publish.headlines import title
from brinkwatch.publish.phrasing import clean
from brinkwatch.publish.proof import Proofreader
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.timelines import timeline
from brinkwatch.publish.unknowns import unknowns

MOST = {plan.BACKGROUND: 12, plan.RECENT: 14, plan.REACTIONS: 12, plan.CONCLUSION: 6}
TRIES = 3
READINGS = 4
"""Times a page is written anew after the proofreader struck sentences of it."""
TOLD_FIELDS = ("distance_km", "altitude_km", "origin", "toward", "weapon_kind", "range_class")
log = structlog.get_logger(__name__)


def compose(
    story: Story,
    reports: Mapping[str, Report],
    claims: Mapping[str, Claim],
    assessments: Sequence[Assessment] = (),
    proof: Proofreader | None = None,
) -> StoryPage:
    """Write a story's page from its claims.

    Every sentence has passed the lint, the citation check and, where there is one, the
    proofreader when it stands on the page; what did not pass is dropped and counted in the log.
    The page may be short; it is never wrong by form.
    """
    refused: dict[str, str] = {}
    for _ in range(READINGS):
        page = _page(story, reports, claims, assessments, refused)
        if proof is None:
            return page
        found = proof.faults(s.text for s in _told(page))
        if not found:
            return page
        refused |= found
    return _without(page, refused)


def _told(page: StoryPage) -> list[Sentence]:
    return [*page.summary, *[s for x in page.sections for s in x.sentences]]


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
) -> StoryPage:
    scene = Scene.of(story, reports, claims, assessments)
    scene.refused = refused
    main = plan.main_incident(scene)
    summary: list[Sentence] = []
    sections: list[Section] = []
    if main is not None:
        scene.main_day = plan.day(scene, main)
        told = accounts.gather(scene, main)
        main = told.main
        scene.story = story = replace(
            story,
            incidents=tuple(main if i.id == main.id else i for i in story.incidents),
            contradictions=told.contradictions,
            revisions=told.revisions,
        )
        found = plan.items(scene, main)
        summary = _summary(scene, main, found)
        body = {
            plan.BACKGROUND: _tell_all(scene, found[plan.BACKGROUND], MOST[plan.BACKGROUND]),
            plan.RECENT: [
                *_main_details(scene, main),
                *_tell_all(scene, found[plan.RECENT], MOST[plan.RECENT]),
            ],
            plan.REACTIONS: _tell_all(scene, found[plan.REACTIONS], MOST[plan.REACTIONS]),
        }
        body[plan.CONCLUSION] = _conclusion(scene, main, found[plan.CONCLUSION])
        if len(body[plan.CONCLUSION]) == 1:
            # one sentence concludes nothing
            body[plan.RECENT].extend(body[plan.CONCLUSION])
            body[plan.CONCLUSION] = []
        sections = [Section(h, tuple(body[h])) for h in plan.HEADINGS if body[h]]
    page = StoryPage(
        id=story.id,
        title=title(scene, main, _lead_first(scene, summary, sections)),
        summary=tuple(summary),
        sections=tuple(sections),
        reports=source_lines(story, reports),
        timeline=timeline(scene, main, [*summary, *[s for x in sections for s in x.sentences]]),
        contradictions=story.contradictions,
        incidents=story.incidents,
        assessments=tuple(assessments),
        revisions=story.revisions,
        unknowns=unknowns(scene, main),
    )
    log.debug(
        "composed",
        story=story.id,
        printed=len(scene.kept),
        dropped=len(scene.dropped),
        reasons=[f"{reason}: {text}" for text, reason in scene.dropped[:40]],
    )
    return page


def drafts(scene: Scene, claim: Claim) -> list[Draft]:
    """Drafts for one claim by its kind."""
    if isinstance(claim, Statement):
        speaker = claim.speaker
        if claim.direct and len(scene.reports) > 3 and not (
            speaker.person or speaker.country or speaker.sector
        ):
            return []  # a passer-by's words have no place on a page of many reports
        return speaking.statement(scene, claim)
    if isinstance(claim, Indicator):
        return signs.indicator(scene, claim)
    if isinstance(claim, Trend):
        return signs.trend(scene, claim)
    return telling.event(scene, claim)


def tell(scene: Scene, incident: Incident) -> list[Sentence]:
    """An incident's sentences: one, or two for a launch that gives its flight."""
    out = _tell(scene, incident)
    scene.tells.update({s.text: incident.id for s in out[:1]})
    return out


def _tell(scene: Scene, incident: Incident) -> list[Sentence]:
    claims = scene.of_incident(incident)
    if not claims:
        return []
    if isinstance(claims[0], Launch):
        groups = [launching.main(scene, incident)]
        out = []
        first = scene.take(groups[0])
        if first is None:
            return []
        out.append(first)
        scene.cover(incident, *TOLD_FIELDS)
        for group in launching.flight(scene, incident):
            if (kept := scene.take(group)) is not None:
                out.append(kept)
        return out
    sign = f"sign: {claims[0].indicator}" if isinstance(claims[0], Indicator) else ""
    if sign in scene.told:
        return []
    for claim in claims[:TRIES]:
        if isinstance(claim, Statement) and (
            scene.is_covered(claim, claim.quote_start, claim.quote_end)
            or ("harm" in scene.told and launching.NO_HARM.search(claim.quote))
        ):
            scene.dropped.append((claim.quote[:80], "told already from the launch's fields"))
            continue
        kept = scene.take([d for d in drafts(scene, claim) if not _says_again(scene, d)])
        if kept is None:
            continue
        if sign in ("sign: preparations detected", "sign: monitoring"):
            scene.told.add(sign)
        if isinstance(claim, Statement) and claim.direct:
            scene.quoted.add(clean(claim.quote).lower())
        out = [kept]
        if isinstance(claim, Trend):
            for assessment in scene.assessments:
                if (
                    claim.id in assessment.inputs
                    and assessment.kind == "trend check"
                    and assessment.verdict != "not judged"
                ):
                    verdict = scene.take(signs.verdict(scene, assessment))
                    if verdict is not None:
                        out.append(verdict)
                    break
        return out
    return []


def _says_again(scene: Scene, draft: Draft) -> bool:
    """Whether a draft only repeats the harm or the figures of flight that the page has told."""
    if "harm" in scene.told and launching.NO_HARM.search(draft.text):
        return True
    if (
        "launch" in scene.told
        and FIRED.search(draft.text)
        and set(draft.days) <= {scene.main_day}
        and not re.search(r"\d{1,2} [A-Z][a-z]+", re.sub(_main_date(scene), "", draft.text))
    ):
        return True
    if "sign: preparations detected" in scene.told and DETECTED.search(draft.text):
        return True
    figures = set(re.findall(r"[\d,.]+ km", draft.text))
    told = {f for text in scene.kept for f in re.findall(r"[\d,.]+ km", text)}
    return bool(figures) and figures <= told and bool(re.search(r"\bflew|missile", draft.text))


def _has_words(scene: Scene, incident: Incident) -> bool:
    """Whether any of an incident's first claims can be told at all."""
    return any(
        isinstance(c, Launch) or drafts(scene, c) for c in scene.of_incident(incident)[:TRIES]
    )


DETECTED = re.compile(r"\bdetected (?:\w+ ){0,2}preparations\b")
FIRED = re.compile(
    r"\b(?:fired|launched)\b (?:\S+ ){0,7}(?:missiles?|projectiles?|rockets?)\b(?! (?:launch|that|which))"
    r"(?! [^.]*\b\d+ km)"
)


def _main_date(scene: Scene) -> str:
    """A pattern for the day of the main incident as the page writes it."""
    day = scene.main_day
    return f"{day.day} {day:%B}" if day else r"(?!)"


def _tell_all(scene: Scene, found: Sequence[plan.Item], most: int) -> list[Sentence]:
    """The weightiest incidents that can be told, in order of time.

    Realising depends on what has been told before, so the choice is made first and widened once.
    """
    out: list[Sentence] = []
    tellable = [i for i in found if _has_words(scene, i.incident)]
    for item in plan.chosen(tellable, most + 2):
        if len(out) >= most:
            break
        out.extend(tell(scene, item.incident))
    return out


def _summary(scene: Scene, main: Incident, found: Mapping[str, list[plan.Item]]) -> list[Sentence]:
    """Two to four sentences: the main incident, its figures, the weightiest reaction, the harm."""
    out = tell_main(scene, main)
    fired = isinstance(next(iter(scene.of_incident(main)), None), Launch)
    reactions = sorted(
        found[plan.REACTIONS], key=lambda i: (not plan.is_threat(scene, i.incident), -i.weight))
    others = sorted(
        (
            i
            for h in ((plan.RECENT,) if fired else (plan.RECENT, plan.BACKGROUND))
            for i in found[h]
            if not (fired and i.incident.kind == "launch")
        ),
        key=lambda i: -i.weight,
    )
    pool = [*reactions[:1], *others, *reactions[1:]] if out else [*others, *reactions]
    told: set[str] = {main.id}
    for item in pool[:8]:
        if len(out) >= 3:
            break
        got = tell(scene, item.incident)
        if got:
            told.add(item.incident.id)
            out.extend(got[: 3 - len(out)])
    for kept in found.values():
        kept[:] = [i for i in kept if i.incident.id not in told]
    if isinstance(next(iter(scene.of_incident(main)), None), Launch):
        out.extend(_field(scene, main, "harm", harm(scene, main)))
    return out[:4]


def harm(scene: Scene, main: Incident) -> list[Draft]:
    """What is known of harm: in a speaker's own clause where one tells of none, else from the
    launch's fields."""
    near = {
        r for r in scene.reports
        if (day := scene.published(r)) is None or scene.main_day is None
        or 0 <= (day - scene.main_day).days <= 2
    }
    told = [
        draft
        for claim in scene.claims.values()
        if isinstance(claim, Statement)
        and claim.report in near
        and not claim.direct
        and launching.NO_HARM.search(claim.quote)
        and ("casualties" in main.fields or "damage" in main.fields)
        for draft in speaking.statement(scene, claim)
        if launching.NO_HARM.search(draft.text)
    ]
    told.sort(key=lambda d: (not re.search("injur|casualt|hurt", d.text), len(d.text)))
    return [*told[:4], *launching.harm(scene, main)]


def _field(scene: Scene, main: Incident, name: str, drafts_: Sequence[Draft]) -> list[Sentence]:
    """A sentence for one field of the main incident, once on a page."""
    if name in scene.told or not drafts_:
        return []
    kept = scene.take(drafts_)
    if kept is None:
        return []
    scene.told.add(name)
    if name == "harm":
        scene.cover(main, "casualties", "damage")
    scene.tells[kept.text] = main.id
    return [kept]


def tell_main(scene: Scene, main: Incident) -> list[Sentence]:
    claims = scene.of_incident(main)
    if claims and isinstance(claims[0], Launch):
        out = []
        first = scene.take(launching.main(scene, main))
        if first is not None:
            out.append(first)
            scene.told.add("launch")
            scene.tells[first.text] = main.id
            for twin in scene.story.incidents:
                if twin.kind == "launch" and plan.day(scene, twin) in (None, scene.main_day):
                    scene.cover(twin, *TOLD_FIELDS)
        for group in launching.flight(scene, main)[:1]:
            if (kept := scene.take(group)) is not None:
                out.append(kept)
        return out
    toll = scene.take([d for d in _beside(scene, main) if TOLL.search(d.text)])
    if toll is not None:
        scene.tells[toll.text] = main.id
        return [toll]
    return tell(scene, main)[:1]


NUMBER = r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty(?:-[a-z]+)?)"
TOLL = re.compile(
    rf"\b{NUMBER}\b[^.]{{0,40}}\b(?:killed|dead|died|injured|wounded|hurt)\b|"
    rf"\b(?:killed|killing|injured|injuring|wounded|wounding)\b[^.]{{0,24}}\b{NUMBER}\b"
)
"""The dead and hurt, counted: where a report gives them, they lead."""


def _beside(scene: Scene, main: Incident) -> list[Draft]:
    """Drafts for the main incident and for whatever else its sentences say."""
    own = scene.of_incident(main)
    places = {(c.report, e.start) for c in own for e in c.evidence[:2]}
    claims = [
        *own,
        *[
            c
            for c in scene.claims.values()
            if c.id not in main.claims and any((c.report, e.start) in places for e in c.evidence)
        ],
    ]
    return [d for c in claims[:8] for d in drafts(scene, c) if d.kind != "quote"]


def _main_details(scene: Scene, main: Incident) -> list[Sentence]:
    claims = scene.of_incident(main)
    if not claims or not isinstance(claims[0], Launch):
        return []
    out = []
    for group in (
        launching.clock(scene, main),
        *launching.flight(scene, main),
        launching.landing(scene, main),
    ):
        if group and (kept := scene.take(group)) is not None:
            out.append(kept)
    for item in scene.story.revisions:
        if (
            item.incident == main.id
            and (kept := scene.take(signs.revision(scene, item))) is not None
        ):
            out.append(kept)
    return out


def _conclusion(scene: Scene, main: Incident, found: Sequence[plan.Item]) -> list[Sentence]:
    out: list[Sentence] = []
    if isinstance(next(iter(scene.of_incident(main)), None), Launch):
        out.extend(_field(scene, main, "harm", harm(scene, main)))
    out.extend(_tell_all(scene, found, MOST[plan.CONCLUSION]))
    return out


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
