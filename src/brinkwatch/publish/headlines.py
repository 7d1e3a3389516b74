"""Titles, headlines and decks: actor, verb and object, hedged where the claim is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brinkwatch.knowledge.prose import prose, third
from brinkwatch.model import Incident, Launch, Sentence, StoryPage
from brinkwatch.publish import launching
from brinkwatch.publish._names import country_name
from brinkwatch.publish.citation import all_spans, check_sentence
from brinkwatch.publish.scene import Scene
from brinkwatch.publish.telling import place_name

MOST_WORDS = 12


def title(scene: Scene, main: Incident | None, summary: Sequence[Sentence]) -> str:
    """At most twelve words on the main incident, in the present tense headlines take."""
    spans = tuple(dict.fromkeys(s for x in summary for s in x.spans))
    for text in _options(scene, main, summary):
        text = _fit(text)
        if text and spans and not check_sentence(Sentence(text, spans), scene.reports):
            return text
    return _plain(scene)


def _plain(scene: Scene) -> str:
    """A title of last resort, from dates alone."""
    return "A developing story" if len(scene.reports) > 1 else "One report"


def _options(scene: Scene, main: Incident | None, summary: Sequence[Sentence]) -> list[str]:
    out: list[str] = []
    if main is not None:
        claims = scene.of_incident(main)
        if claims and isinstance(claims[0], Launch):
            out.extend(_launch(scene, main))
    for sentence in summary:
        out.append(present(sentence.text))
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


def present(text: str) -> str:
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
    verb = now(match["verb"], match["who"].strip())
    if verb is None:
        return ""
    rest = match["rest"]
    if verb in ("says", "say") and rest.startswith("that "):
        rest = rest[5:]
    return f"{_short(match['who'].strip())} {verb} {rest}"


def _short(who: str) -> str:
    """Office and name cut to what a headline bears."""
    words = who.split()
    return who if len(words) <= 5 else " ".join(words[-4:])


def now(verb: str, who: str) -> str | None:
    """The headline present of a simple past."""
    table = {str(forms[0]): lemma for lemma, forms in prose()["irregular"].items()}
    plural = bool(re.search(r"\b(?:and)\b|(?:[^s’]s|police|forces|people)$", who)) and not re.search(
        r"(?:States|Nations|Philippines|Netherlands)$", who)
    special = {"was": "are" if plural else "is", "were": "are", "has": "has", "had": None,
               "will": "will", "would": "would", "may": "may", "might": "might", "could": "could"}
    if verb in special:
        return special[verb]
    lemma = table.get(verb)
    if lemma is None and verb.endswith("ed"):
        stem = verb[:-2]
        if re.search(r"([bdgmnprt])\1$", stem) and not stem.endswith(("ss", "ll", "ff")):
            lemma = stem[:-1]
        elif stem.endswith("i"):
            lemma = stem[:-1] + "y"
        elif re.search(r"(?:[cgsuvz]|[^aeio]l|[^aeiou][aiu][rt]|[aiou][kdm]|[^e]ag|ui[rt]|o[ps]|ens|at|it|in)$", stem) \
                and not re.search(r"(?:visit|eat|treat|ain|join|limit|admit|cit|it|and|unt|end|ort|ct|ss|rn|ill)$", stem):
            lemma = stem + "e"
        else:
            lemma = stem
    if lemma is None:
        if verb.endswith("s") and not verb.endswith("ss"):
            return verb
        return None
    return lemma if plural else third(lemma)


def _fit(text: str) -> str:
    """The headline within its length, cut at a joint; "" when it cannot be."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(".")
    words = text.split()
    if len(words) > MOST_WORDS:
        if "“" in text:
            return ""
        head = " ".join(words[:MOST_WORDS])
        cuts = [m.start() for m in re.finditer(r",\s|\s(?:after|before|during|amid|following|because|when|while|over|in|at|against|for|by|to|from|with)\s", head)]
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
