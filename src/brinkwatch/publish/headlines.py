"""Titles, headlines and decks: actor, verb and object, hedged where the claim is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brinkwatch.knowledge.prose import past, prose, third
from brinkwatch.model import Incident, Launch, Sentence, StoryPage
from brinkwatch.publish import launching
from brinkwatch.publish._names import country_name
from brinkwatch.publish.citation import all_spans, check_sentence
from brinkwatch.publish.naming import PLURAL_HEADS
from brinkwatch.publish.scene import Scene
from brinkwatch.publish.telling import place_name

MOST_WORDS = 12


def title(scene: Scene, main: Incident | None, summary: Sequence[Sentence]) -> str:
    """At most twelve words on the main incident, in the present tense headlines take."""
    lemmas = {past(c.trigger): c.trigger for c in scene.claims.values()
              if c.trigger and re.fullmatch(r"[a-z]+", c.trigger)}
    spans = tuple(dict.fromkeys(s for x in summary for s in x.spans))
    for text in _options(scene, main, summary, lemmas):
        text = _fit(text)
        if text and spans and not check_sentence(Sentence(text, spans), scene.reports):
            return text
    return _plain(scene, main, summary)


def _plain(scene: Scene, main: Incident | None, summary: Sequence[Sentence]) -> str:
    """A title of last resort: who it is about."""
    spans = tuple(dict.fromkeys(s for x in summary for s in x.spans))
    for claim in scene.of_incident(main) if main else ():
        for actor in (*claim.actors, *claim.recipients):
            name = country_name(actor.country or "") or actor.person or ""
            text = f"{name}: what the reports say"
            if name and spans and not check_sentence(Sentence(text, spans), scene.reports):
                return text
    return "What the reports say"


def _options(
    scene: Scene, main: Incident | None, summary: Sequence[Sentence], lemmas: Mapping[str, str]
) -> list[str]:
    out: list[str] = []
    if main is not None:
        claims = scene.of_incident(main)
        if claims and isinstance(claims[0], Launch):
            out.extend(_launch(scene, main))
    for sentence in summary:
        out.append(present(sentence.text, lemmas))
    return [o for o in out if o]


def _launch(scene: Scene, main: Incident) -> list[str]:
    claims = launching.launches(scene, main)
    actor = next((a for c in claims for a in c.actors), None)
    if actor is None:
        return []
    name = country_name(actor.country or "") or actor.name
    what = re.sub(r"^an? ", "", launching.weapon(main, claims)[0])
    toward = launching._place(claims, "toward", "target")
    start = launching._place(claims, "origin")
    base = f"{name} fires {what}"
    out = []
    if toward:
        out.append(f"{base} towards {place_name(toward[0])}")
        out.append(f"{base} towards {place_name(toward[0]).removeprefix('the ')}")
    if start:
        out.append(f"{base} from {place_name(start[0])}")
    return [*out, base]


def present(text: str, lemmas: Mapping[str, str] | None = None) -> str:
    """A told sentence as a headline: no date, no article at the front, present tense."""
    text = re.sub(r"\s+on (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?\d{1,2} [A-Z][a-z]+(?: \d{4})?", "", text)
    if text.startswith("“"):
        match = re.match(r"“([^”]+)”\s+(.+?) (said|warned)\b", text)
        if match is None:
            return ""
        return f"{_short(match[2])}: “{match[1].rstrip(',.')}”"
    text = re.sub(r",\s+[^,]+ (?:said|reported)\.?$", "", text.rstrip("."))
    match = re.match(r"(?P<who>(?:[A-Z][\w.’-]*|the|of|and|[a-z]+(?= [A-Z]))(?:\s+(?:[A-Z][\w.’-]*|of|and|the))*)\s+(?P<verb>[a-z]+)\s+(?P<rest>.+)$", text)
    if match is None:
        match = re.match(r"(?P<who>(?:[\w’.-]+\s){1,5}?)(?P<verb>said|warned|announced|fired|killed|held|asked)\s+(?P<rest>.+)$", text)
        if match is None:
            return ""
    verb = now(match["verb"], match["who"].strip(), lemmas)
    if verb is None:
        return ""
    rest = match["rest"]
    who = _short(match["who"].strip())
    if rest.startswith("that ") or verb in ("says", "say"):
        rest = re.sub(r"^that ", "", rest)
        if len(f"{who} {verb} {rest}".split()) > MOST_WORDS:
            return f"{who.split()[-1] if len(who.split()) > 2 else who}: {rest}"
    return f"{who} {verb} {rest}"


def _short(who: str) -> str:
    """Office and name cut to what a headline bears."""
    words = who.split()
    return who if len(words) <= 5 else " ".join(words[-4:])


TOLD = ("announce", "warn", "ask", "fire", "kill", "claim", "suggest", "believe", "threaten", "launch",
        "condemn", "urge", "vow", "attack", "visit", "close", "open", "arrest", "accuse", "deny")


def now(verb: str, who: str, lemmas: Mapping[str, str] | None = None) -> str | None:
    """The headline present of a simple past, None when its lemma is not known."""
    table = {str(forms[0]): str(lemma) for lemma, forms in prose()["irregular"].items()}
    table.update({past(lemma): lemma for lemma in TOLD})
    table.update(lemmas or {})
    plural = bool(PLURAL.search(who) or PLURAL_HEADS.search(who)) and not re.search(
        r"(?:States|Nations|Philippines|Netherlands)$", who)
    special = {"was": "are" if plural else "is", "were": "are", "has": "has", "had": None,
               "will": "will", "would": "would", "may": "may", "might": "might", "could": "could"}
    if verb in special:
        return special[verb]
    lemma = table.get(verb)
    if lemma is None:
        return verb if verb.endswith("s") and not verb.endswith("ss") else None
    return lemma if plural else third(lemma)


PLURAL = re.compile(r"\b(?:and)\b|\b[a-z]+[^s’u]s$|\b(?:[Pp]olice|forces|people)$")


def _fit(text: str) -> str:
    """The headline within its length, cut at a joint; "" when it cannot be."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".")
    words = text.split()
    if len(words) > MOST_WORDS:
        if "“" in text:
            return ""
        head = " ".join(words[:MOST_WORDS])
        cuts = [m.start() for m in re.finditer(r",\s|\s(?:after|before|during|amid|following|because|when|while|over|in|at|against|for|by|to|from|with|of|on|and)\s", head)]
        cuts = [c for c in cuts if len(head[:c].split()) >= 5]
        if not cuts:
            return ""
        text = head[: cuts[-1]].rstrip(" ,")
    if len(text.split()) < 3:
        return ""
    return text[:1].upper() + text[1:]


def headline(pages: Sequence[StoryPage]) -> str:
    """The first story's title."""
    return pages[0].title if pages else "No story to report"


def deck(pages: Sequence[StoryPage], reports_count: int) -> str:
    """One sentence beneath the headline: how accounts stand, or what else the edition holds."""
    if not pages:
        return "No report that was read tells of a security or political event."
    first = pages[0]
    others = [p.title for p in pages[1:3]]
    if first.contradictions:
        fields = {"distance_km": "how far it flew", "altitude_km": "how high it flew",
                  "casualties": "the number of casualties", "date": "the date",
                  "count": "how many there were", "damage": "the damage"}
        what = next((fields[c.field] for c in first.contradictions
                     if c.field in fields and c.standing == "open"), None)
        if what:
            return f"Accounts differ on {what}; every sentence below opens the words behind it."
    if others:
        return "Also in this edition: " + "; ".join(others) + "."
    return "Every sentence below opens the words behind it."


__all__ = ["all_spans", "deck", "headline", "title"]
