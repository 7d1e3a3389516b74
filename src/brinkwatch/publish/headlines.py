"""Titles, headlines and decks: actor, verb and object, hedged where the claim is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brinkwatch.knowledge.prose import past
from brinkwatch.model import Incident, Launch, Sentence, Statement
from brinkwatch.publish import launch_values, launching, lede_headlines
from brinkwatch.publish._names import country_name
from brinkwatch.publish.citation import check_sentence
from brinkwatch.publish.headline_words import MOST_WORDS, present, toll
from brinkwatch.publish.leading import by_itself
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.phrasing import running
from brinkwatch.publish.placing import place_name
from brinkwatch.publish.same import words
from brinkwatch.publish.scene import Scene


def title(
    scene: Scene,
    main: Incident | None,
    summary: Sequence[Sentence],
    first: Opening | None = None,
) -> str:
    """At most twelve words on the main incident, in the present tense headlines take."""
    lemmas = {
        past(c.trigger): c.trigger
        for c in scene.claims.values()
        if c.trigger and re.fullmatch(r"[a-z]+", c.trigger)
    }
    spans = tuple(dict.fromkeys(s for x in summary for s in x.spans))
    full = {short: name for name, short in scene.namer.shortened().items()}
    own = [r.title for r in scene.reports.values()]
    for text, most in _options(scene, main, summary, lemmas, first):
        text = _fit(_in_full(text, full), most)
        if any(is_copy(text, o) for o in own):
            continue
        if text and spans and not check_sentence(Sentence(text, spans), scene.reports):
            return text
    return _plain(scene, main, summary)


def _in_full(text: str, full: Mapping[str, str]) -> str:
    """A headline stands alone: the family name it opens on becomes the full name."""
    first, _, rest = text.partition(" ")
    bare = re.sub(r"[’'](?:s)?$|:$", "", first)
    if bare in full:
        return f"{full[bare]}{first[len(bare) :]} {rest}"
    return text


def _plain(scene: Scene, main: Incident | None, summary: Sequence[Sentence]) -> str:
    """A title of last resort: who is reported on, and where."""
    spans = tuple(dict.fromkeys(s for x in summary for s in x.spans))
    claims = scene.of_incident(main) if main else list(scene.claims.values())
    names = [
        (country_name(a.country or "") if not a.person else "") or a.person or a.name
        for c in claims
        for a in (*((c.speaker,) if isinstance(c, Statement) else ()), *c.actors, *c.recipients)
    ]
    names.extend(p.name for c in claims for p in c.places)
    found: list[str] = []
    for name in dict.fromkeys(n for n in names if n and n[:1].isupper()):
        if spans and not check_sentence(Sentence(f"Reports on {name}", spans), scene.reports):
            found.append(name)
        if len(found) == 2:
            break
    return f"Reports on {' and '.join(found)}" if found else "One report" if (
        len(scene.reports) == 1) else "The reports so far"


LAST_RESORT = re.compile(r"^(?:Reports on .+|One report|The reports so far)$")


def is_fallback(title: str) -> bool:
    """Whether a headline says nothing of what happened."""
    return bool(LAST_RESORT.search(title))


def is_copy(title: str, own: str | None) -> bool:
    """Whether a headline is a report's own title word for word."""
    return bool(own) and words(title) == words(own or "")


def _options(
    scene: Scene,
    main: Incident | None,
    summary: Sequence[Sentence],
    lemmas: Mapping[str, str],
    first: Opening | None,
) -> list[tuple[str, int]]:
    """Headlines to choose from, the best first, each with the words it may have."""
    out: list[tuple[str, int]] = []
    if first is not None:
        out.extend(
            (running(line, scene.published(first.report), scene.year()), lede_headlines.MOST_WORDS)
            for opening in (
                first,
                *(o for o in scene.openings[first.report][first.n + 1 :] if by_itself(o)),
            )
            for line in lede_headlines.headlines(opening)
        )
    elif main is not None:
        claims = scene.of_incident(main)
        if claims and isinstance(claims[0], Launch):
            out.extend((line, MOST_WORDS) for line in _launch(scene, main))
    for sentence in summary:
        out.append((toll(sentence.text), MOST_WORDS))
        out.append((present(sentence.text, lemmas), MOST_WORDS))
    return [o for o in out if o[0]]


def _launch(scene: Scene, main: Incident) -> list[str]:
    claims = launch_values.launches(scene, main)
    actor = next((a for c in claims for a in c.actors), None)
    if actor is None:
        return []
    name = country_name(actor.country or "") or actor.name
    what = re.sub(r"^an? ", "", launching.weapon(main, claims)[0])
    toward = launching.place_of(claims, "toward", "target")
    start = launching.place_of(claims, "origin")
    base = f"{name} fires {what}"
    out = []
    if toward:
        out.append(f"{base} towards {place_name(toward[0])}")
        out.append(f"{base} towards {place_name(toward[0]).removeprefix('the ')}")
    if start:
        out.append(f"{base} from {place_name(start[0])}")
    return [*out, base]


def _fit(text: str, most: int = MOST_WORDS) -> str:
    """The headline within its length, cut at a joint; "" when it cannot be."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".")
    text = re.sub(r"\s(?:that|which|who) [a-z]+$|\s(?:after|before|since|until)$", "", text)
    words = text.split()
    if len(words) > most:
        if "“" in text:
            return ""
        head = " ".join(words[:most])
        cuts = [
            m.start()
            for m in re.finditer(
                r",\s|\s(?:after|before|during|amid|following|because|when|while|over|in|at|against|for|from|with|on|and)\s",
                head,
            )
        ]
        cuts = [c for c in cuts if len(head[:c].split()) >= 5]
        if not cuts:
            return ""
        text = head[: cuts[-1]].rstrip(" ,")
    if len(text.split()) < 3:
        return ""
    if re.search(r"\b(?:his|her|him|them)\b", text) and len(re.findall(r"\b[A-Z]", text)) < 2:
        return ""  # a pronoun for somebody the headline does not name
    return text[:1].upper() + text[1:]


