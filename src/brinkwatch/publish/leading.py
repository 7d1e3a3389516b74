"""Which report leads a page, and the news its reports open with as sentences of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brinkwatch.knowledge.prose import forms
from brinkwatch.model import Actor, Claim, Event, Evidence, Incident, Span, Statement
from brinkwatch.publish import ledes
from brinkwatch.publish.cited_names import TITLES
from brinkwatch.publish.fit import content
from brinkwatch.publish.nouns import INSTITUTION
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import running
from brinkwatch.publish.same import countries_in, words
from brinkwatch.publish.scene import Draft, Scene

MARK = "lede:"
"""What the id of an opening told as an incident of its own begins with."""
TOLL_LEADS = 0.3
NEWEST_LEADS = 0.4


def lead(scene: Scene) -> Opening | None:
    """The opening a page is led by: what most of the other reports tell too, in their titles or
    openings, the newer and the graver before others; None where none can be told."""
    best: tuple[float, str, Opening] | None = None
    told = {rid: _about(scene, rid) for rid in scene.openings}
    days = sorted({d for rid in told if (d := scene.published(rid))})
    for rid, found in scene.openings.items():
        opening = next((o for o in found if ledes.told(o) and (o.n == 0 or by_itself(o))), None)
        if opening is None:
            continue
        own = content(opening.tree.text)
        title = scene.title_words(rid)
        origin = scene.origin(rid)
        shared = [
            len(own & other) / max(1, min(len(own), len(other)))
            for o, other in told.items()
            if scene.origin(o) != origin
        ]
        day = scene.published(rid)
        score = (
            (sum(shared) / len(shared) if shared else 0.0)
            + 0.6 * (len(own & title) / len(title) if title else 0.5)
            + TOLL_LEADS * bool(re.search(r"\b(?:kill|injur|dead|died?)\w*", opening.tree.text))
            + (NEWEST_LEADS * days.index(day) / max(1, len(days) - 1) if day in days else 0.0)
            - 0.3 * opening.n
        )
        if best is None or (score, rid) > best[:2]:
            best = (score, rid, opening)
    return best[2] if best else None


def by_itself(opening: Opening) -> bool:
    """Whether an opening that is not a report's first needs nothing before it: its subject is
    neither "the" something nor a family name."""
    tree = opening.tree
    root = tree.root()
    who = next(tree.children(root, "nsubj", "csubj"), None) if root is not None else None
    if who is None:
        return False
    inside = tree.subtree(who)
    return tree.words[inside[0]].text.lower() not in DEFINITE and len(inside) > 1


DEFINITE = frozenset("the this that these those his her its their both".split())


def _about(scene: Scene, rid: str) -> frozenset[str]:
    text = " ".join(o.tree.text for o in scene.openings[rid][:1])
    return content(text) | scene.title_words(rid)


def drafts(scene: Scene, opening: Opening) -> list[Draft]:
    """An opening as sentences for the page, the best first."""
    out = []
    own = Span(opening.report, opening.start, opening.end)
    for text in ledes.told(opening):
        text = running(text, scene.published(opening.report), scene.year())
        text = re.sub(r"^The (?=\w+ (?:President|Prime Minister|Chancellor|King|Queen) [A-Z])", "",
                      text)
        text, phrases = introduced(scene, text, opening.report)
        spans = (own, *(s for p in phrases for s in p.spans))
        out.append(Draft(text, spans, phrases))
    return out


def introduced(scene: Scene, text: str, report: str) -> tuple[str, tuple[Phrase, ...]]:
    """A carried sentence with its persons as the page names them: office and full name where a
    family name would come first, the family name alone where the page has told who it is."""
    found: list[Phrase] = []
    done: set[str] = set()
    for actor in list(scene.namer.actors.values()):
        full = actor.person
        if not full or full in done or " " not in full or _is_body(text, full):
            continue
        done.add(full)
        key = "person:" + " ".join(words(full))
        known = key in scene.namer.known
        if re.search(rf"(?<!\w){re.escape(full)}(?!\w)", text):
            if known:
                brief = scene.namer.name(actor, report, short=True)
                if brief is not None and brief.text != full:
                    text = _renamed(text, full, brief.text)
                    found.append(brief)
            else:
                found.append(Phrase(full, (), False, key, True))
        elif not known:
            brief = scene.namer.name(actor, report, short=True)
            if brief is None or brief.text == full or not _alone(text, brief.text):
                continue
            long = scene.namer.name(actor, report, short=False)
            if long is not None:
                text = _renamed(text, brief.text, long.text)
                found.append(long)
    return text, tuple(found)


def _is_body(text: str, name: str) -> bool:
    """Whether a "person" is the front of a body's name ("Trade Operations agency")."""
    after = re.search(rf"{re.escape(name.split()[-1])} ([a-z]+)", text)
    return bool(INSTITUTION.search(name) or (after and INSTITUTION.search(after[1])))


def _alone(text: str, name: str) -> bool:
    """Whether a family name stands by itself, no given name before it."""
    match = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?! [A-Z])", text)
    if match is None:
        return False
    before = text[: match.start()].split()
    return not before or not before[-1][:1].isupper() or _is_title(before[-1])


def _is_title(word: str) -> bool:
    bare = re.sub(r"[’']s?$", "", word)
    return set(words(bare)) <= TITLES or bool(countries_in(words(bare)))


def _renamed(text: str, old: str, new: str) -> str:
    """The text with the first mention of a person, title and all, as `new`."""
    match = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", text)
    if match is None:
        return text
    start = match.start()
    for word in reversed(text[:start].split(" ")[:-1]):
        if not word[:1].isupper() or not _is_title(word):
            break
        start -= len(word) + 1
    head = re.sub(r"\b[Tt]he $", "", text[:start]) if start != match.start() else text[:start]
    return head + new + text[match.end() :]


def covered(scene: Scene, opening: Opening, text: str) -> Iterator[Claim]:
    """The claims that a told opening tells: deeds whose verb it kept, sayings whose words it
    kept."""
    kept, run = content(text), set(re.findall(r"[a-z-]+", text.lower()))
    for claim in scene.claims.values():
        if claim.report != opening.report or not any(
            e.start < opening.end and opening.start < e.end for e in claim.evidence[:1]
        ):
            continue
        if isinstance(claim, Statement):
            said = content(claim.quote)
            if said and len(said & kept) / len(said) >= 0.7:
                yield claim
        elif claim.trigger and forms(claim.trigger) & run:
            yield claim


def own_incidents(scene: Scene, lead_opening: Opening | None) -> list[Incident]:
    """The openings of the other reports as incidents, one an origin; they join `scene.claims`."""
    out: list[Incident] = []
    seen = {scene.origin(lead_opening.report)} if lead_opening else set()
    if lead_opening is not None and len(scene.reports) > 1:
        out.extend(
            incident_of(scene, o)
            for o in scene.openings[lead_opening.report][lead_opening.n + 1 :][:1]
            if ledes.told(o) and by_itself(o)
        )
    for rid, found in scene.openings.items():
        origin = scene.origin(rid)
        opening = next((o for o in found if ledes.told(o) and (o.n == 0 or by_itself(o))), None)
        if opening is None or origin in seen:
            continue
        seen.add(origin)
        out.append(incident_of(scene, opening))
    return out


def incident_of(scene: Scene, opening: Opening) -> Incident:
    """An opening as an incident with one claim: type, day and parties of the claim of the record
    that its main verb makes, where there is one."""
    root = opening.tree.root()
    verb = opening.tree.words[root].lemma.lower() if root is not None else ""
    same = [
        c
        for c in scene.claims.values()
        if c.report == opening.report
        and any(e.start < opening.end and opening.start < e.end for e in c.evidence[:1])
    ]
    twin = next((c for c in same if c.trigger == verb), None)
    dated = twin if twin is not None and twin.time else next((c for c in same if c.time), None)
    actors: tuple[Actor, ...] = twin.actors if twin else ()
    claim = Event(
        id=f"{MARK}{opening.report}:{opening.n}",
        report=opening.report,
        evidence=(
            Evidence(opening.start, opening.end,
                     scene.reports[opening.report].text[opening.start : opening.end]),
        ),
        type=twin.type if twin else None,
        actors=actors,
        time=dated.time if dated else None,
        trigger=verb or None,
    )
    scene.claims[claim.id] = claim
    scene.told_openings[claim.id] = opening
    outlets = len({scene.reports[r].source for r in scene.reports if
                   scene.origin(r) == scene.origin(opening.report)})
    return Incident(
        id=claim.id, type=claim.type or "", kind="event", fields={}, claims=(claim.id,),
        origins=(scene.origin(opening.report),), outlets=outlets,
    )
