"""One record of a launch out of its mentions and the sentences that speak of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from brinkwatch.extract import (
    attribution,
    launch_fields,
    launch_flight,
    launch_harm,
    launch_places,
    launch_times,
    syntax,
)
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.launch_mention import HYPOTHETICAL, Mention
from brinkwatch.extract.parties import Parties
from brinkwatch.model import Actor, Evidence, Launch, Report, TimeRef
from brinkwatch.read.annotations import text_of

_GOES_ON = re.compile(
    r"(?:(?:local|Eastern|Pacific|Central|Korean?|Tokyo|Moscow|Washington) time|[A-Z]{2,4}T\b|GMT|"
    r"UTC|on |in |at |from |and |to |[a-z])")


@dataclass(slots=True)
class Group:
    """The mentions of one launch."""

    mentions: list[Mention] = field(default_factory=list)
    time: TimeRef | None = None
    kind: str = "unknown"
    range_class: str | None = None
    system: str | None = None
    earlier: bool = False


_PASSAGES = "brinkwatch.passages"  # user_data key


def passages(doc: Doc) -> list[Span]:
    """The sentences, those that the reader broke off before an end mark joined again: "On May 2 at
    6:36 a.m., | the army fired ..."."""
    kept: list[Span] | None = doc.user_data.get(_PASSAGES)
    if kept is not None:
        return kept
    found: list[Span] = []
    for sent in doc.sents:
        if found and _goes_on(found[-1], sent):
            found[-1] = doc[found[-1].start:sent.end]
        else:
            found.append(sent)
    doc.user_data[_PASSAGES] = found
    return found


def _goes_on(before: Span, after: Span) -> bool:
    text = before.text_with_ws
    if "\n" in text[len(text.rstrip()):] or not after.text[:1].strip():
        return False
    end = text.rstrip()[-1:]
    return end.isalnum() or end == "," or (
        re.search(r"\b[ap]\.m\.$", text.rstrip()) is not None
        and _GOES_ON.match(after.text) is not None)


def _bounds(doc: Doc, span: Span) -> tuple[int, int]:
    """Offsets of the passage that a stretch lies in, without blank space around it."""
    whole = next(p for p in passages(doc) if p.start <= span.start < p.end)
    left = len(whole.text) - len(whole.text.lstrip())
    return whole.start_char + left, whole.start_char + len(whole.text.rstrip())


def _with_figures(doc: Doc, own: list[Span]) -> list[Span]:
    """The sentences of a launch and those right behind them that only give a figure."""
    found = list(own)
    reach = False
    for sent in passages(doc):
        if any(sent.start <= s.start < sent.end for s in own):
            reach = True
        elif reach and launch_flight.figures(doc, sent):
            found.append(sent)
        else:
            reach = False
    return sorted(found, key=lambda s: s.start)


def _of_teller(actor: Actor | None, said: Sequence[Actor]) -> Actor | None:
    """"Iranian media say the army tested": the army is that of who tells."""
    home = next((a.country for a in reversed(said) if a.country), None)
    if actor is None or home is None or actor.sector not in {"MIL", "GOV"}:
        return actor
    return dataclasses.replace(actor, country=home)


def record(
    doc: Doc, report: Report, group: Group, parties: Parties, own: list[Span], after: list[Span]
) -> Launch:
    evidence: dict[int, Evidence] = {}
    told_of = _with_figures(doc, own)
    for span in sorted([*told_of, *after], key=lambda s: s.start):
        start, end = _bounds(doc, span)
        evidence.setdefault(start, Evidence(start, end, text_of(doc)[start:end]))
    told = [m for m in group.mentions if not m.back]
    named = next((m for m in told if m.actor is not None), None)
    sure = next((m for m in told if m.certainty == "asserted"), told[0])
    places = launch_places.places(group.mentions, own, parties)
    said = attribution.chain(doc, sure.token.i)
    what = launch_fields.weapon(group.mentions, own)
    actor = named.actor if named is not None else None
    if actor is None or (actor.country is None and actor.sector != "REB"):
        actor = launch_fields.maker(what, said, places) or _of_teller(actor, said)
    texts = [s.text for s in own]
    casualties, damage = launch_harm.harm([*texts, *(s.text for s in after)])
    hurt, broken = launch_harm.done(told_of)
    return Launch(
        id=claim_id(report.id, "launch", [(e.start, e.end) for e in evidence.values()]
                    + [(told[0].token.idx, (told[0].arms or told[0].token).idx)], "weapons-test"),
        report=report.id,
        evidence=tuple(evidence[k] for k in sorted(evidence)),
        type="MOBILIZE",
        mode="weapons-test",
        cameo=None,
        actors=(actor,) if actor is not None else (),
        places=places,
        time=launch_times.when(
            doc, group.mentions, own,
            next((p.country for p in places if p.role == "origin" and p.country),
                 actor.country if actor is not None else None)),
        attribution=said,
        certainty="asserted" if sure.certainty in HYPOTHETICAL else sure.certainty,
        quantities=tuple(
            q for q in (doc._.quantities or ())
            if q.start is not None and any(s.start_char <= q.start < s.end_char for s in own)),
        trigger=syntax.lemma(told[0].token),
        weapon=what,
        count=launch_fields.count(group.mentions),
        distance_km=launch_flight.measures(told_of, parties, "distance"),
        altitude_km=launch_flight.measures(told_of, parties, "altitude"),
        flight_seconds=launch_flight.measures(told_of, parties, "duration"),
        outcome=launch_fields.outcome(group.mentions, own),
        casualties=casualties if hurt is None else hurt,
        damage=damage if broken is None else broken,
        outside_eez=launch_harm.outside_eez([*texts, *(s.text for s in after)]),
        platform=launch_fields.platform(texts),
    )
