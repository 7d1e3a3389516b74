"""What a page says of its main incident: the news, the toll, the figures, the harm."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brinkwatch.model import (
    Incident,
    Launch,
    Sentence,
    Statement,
)
from brinkwatch.publish import (
    days,
    launch_flight,
    launch_harm,
    launching,
    leading,
    plan,
    signs,
    speaking,
    typed,
)
from brinkwatch.publish.launch_values import NO_HARM
from brinkwatch.publish.narration import TOLD_FIELDS, TRIES, drafts, tell
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.tolls import TOLL, counted_already


def harm(scene: Scene, main: Incident) -> list[Draft]:
    """What is known of harm: in a speaker's own clause where one tells of none, else from the
    launch's fields."""
    near = {
        r
        for r in scene.reports
        if (day := scene.published(r)) is None
        or scene.main_day is None
        or 0 <= (day - scene.main_day).days <= 2
    }
    told = [
        draft
        for claim in scene.claims.values()
        if isinstance(claim, Statement)
        and claim.report in near
        and not claim.direct
        and NO_HARM.search(claim.quote)
        and ("casualties" in main.fields or "damage" in main.fields)
        for draft in speaking.statement(scene, claim)
        if NO_HARM.search(draft.text)
    ]
    told.sort(key=lambda d: (not re.search("injur|casualt|hurt", d.text), len(d.text)))
    return [*told[:4], *launch_harm.harm(scene, main)]


def tell_field(scene: Scene, main: Incident, name: str, drafts_: Sequence[Draft]) -> list[Sentence]:
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


def tell_opening(scene: Scene, main: Incident | None, opening: Opening) -> list[Sentence]:
    """The opening that leads the page and, in a story of one report, the sentence after it."""
    out: list[Sentence] = []
    last = opening.n + (2 if len(scene.reports) == 1 else 1)
    for one in scene.openings[opening.report][opening.n : last]:
        kept = scene.take(leading.drafts(scene, one))
        if kept is None:
            break
        out.append(kept)
        told = {c.id for c in leading.covered(scene, one, kept.text)}
        scene.done.update(told)
        if main is not None and told & set(main.claims):
            scene.tells.setdefault(kept.text, main.id)
    return out


def tell_toll(
    scene: Scene, main: Incident | None, found: Mapping[str, Sequence[plan.Item]]
) -> list[Sentence]:
    """The dead and hurt where the page has not counted them yet: the newest report's count, in
    its opening, else in a claim of the story."""
    if any(TOLL.search(text) for text in scene.kept):
        return []
    newest = sorted(
        scene.openings, key=lambda r: (str(scene.published(r) or ""), r), reverse=True
    )
    for rid in newest:
        for opening in scene.openings[rid]:
            kept = scene.take([d for d in leading.drafts(scene, opening) if TOLL.search(d.text)])
            if kept is not None:
                scene.done.update(c.id for c in leading.covered(scene, opening, kept.text))
                return [kept]
    items = [*found[plan.RECENT], *found[plan.REACTIONS]]
    tolls = [i for i in (main, *(x.incident for x in items)) if i is not None]
    for incident in sorted(tolls, key=lambda i: str(days.day(scene, i) or ""), reverse=True):
        for group in typed.groups(scene, incident)[:1]:
            kept = scene.take([d for d in group if TOLL.search(d.text)])
            if kept is not None:
                scene.tells.setdefault(kept.text, incident.id)
                return [kept]
    for item in items:
        for claim in scene.of_incident(item.incident)[:TRIES]:
            kept = scene.take(
                [d for d in drafts(scene, claim) if d.kind != "quote" and TOLL.search(d.text)]
            )
            if kept is not None:
                scene.done.add(claim.id)
                scene.tells[kept.text] = item.incident.id
                return [kept]
    return []


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
                if twin.kind == "launch" and days.day(scene, twin) in (None, scene.main_day):
                    scene.cover(twin, *TOLD_FIELDS)
        for group in launch_flight.flight(scene, main)[:1]:
            if (kept := scene.take(group)) is not None:
                out.append(kept)
        return out
    toll = scene.take([d for d in beside(scene, main) if TOLL.search(d.text)])
    if toll is not None:
        scene.tells[toll.text] = main.id
        return [toll]
    return tell(scene, main)[:1]


def beside(scene: Scene, main: Incident) -> list[Draft]:
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


def main_details(scene: Scene, main: Incident) -> list[Sentence]:
    claims = scene.of_incident(main)
    out: list[Sentence] = []
    if not claims or not isinstance(claims[0], Launch):
        for group in typed.groups(scene, main):
            fresh = [d for d in group if not counted_already(scene, d)]
            if (kept := scene.take(fresh)) is not None:
                scene.tells.setdefault(kept.text, main.id)
                out.append(kept)
        return out
    for group in (
        launch_flight.clock(scene, main),
        *launch_flight.flight(scene, main),
        launch_flight.landing(scene, main),
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
