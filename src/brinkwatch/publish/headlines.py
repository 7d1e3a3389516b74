"""Titles, headlines and decks: actor, verb and object, hedged where the claim is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brinkwatch.knowledge.prose import participle, past, prose, third
from brinkwatch.model import Incident, Launch, Sentence, Statement, StoryPage, Value
from brinkwatch.publish import launch_values, launching, lede_headlines
from brinkwatch.publish._names import country_name
from brinkwatch.publish.citation import all_spans, check_sentence
from brinkwatch.publish.cited_names import TITLES
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.phrasing import bounds, distance, running
from brinkwatch.publish.placing import place_name
from brinkwatch.publish.plurals import is_plural
from brinkwatch.publish.same import countries_in, keys, words
from brinkwatch.publish.scene import Scene

MOST_WORDS = 12
"""Words of a headline made from a told sentence; one made from a tree may be longer."""


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
            for opening in (first, *scene.openings[first.report][first.n + 1 :])
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


def toll(text: str) -> str:
    """ "Local rescuers said at least 30 people were killed when …": "At least 30 people killed
    outside El Fasher, local rescuers say"; "" for a sentence of another kind."""
    match = re.match(
        r"(?P<who>[^“,]{3,40}?) said (?:that )?(?P<many>(?:at least |more than |about )?[\w,]+ "
        r"(?:\w+ )?people) (?:were|had been) (?P<deed>killed|wounded|injured)\b(?P<rest>.*)",
        text,
    )
    if match is None:
        return ""
    places = re.findall(r"\b((?:in|near|outside|at) (?:[A-Z][\w’-]+ ?)+)", match["rest"])
    where = f" {places[-1].strip()}" if places else ""
    who = match["who"][:1].lower() + match["who"][1:]
    return f"{match['many']} {match['deed']}{where}, {who} say"


def present(text: str, lemmas: Mapping[str, str] | None = None) -> str:
    """A told sentence as a headline: no date, no article at the front, present tense."""
    text = re.sub(
        r"\s+on (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?\d{1,2} [A-Z][a-z]+(?: \d{4})?",
        "",
        text,
    )
    if text.startswith("“"):
        match = re.match(r"“([^”]+)”\s+(.+?) (said|warned)\b", text)
        if match is None or len(re.findall(r"[A-Z]", match[2])) < 2:
            return ""  # nobody's words make a headline
        return f"{_short(match[2])}: “{match[1].rstrip(',.')}”"
    text = re.sub(r",\s+[^,]+ (?:said|reported)\.?$", "", text.rstrip("."))
    words = text.split()
    table = _table(lemmas)
    at = next(
        (n for n, w in enumerate(words[:9]) if n and w.islower() and (w in table or w in SPECIAL)),
        None,
    )
    if at is None:
        return ""
    who, verb, rest = " ".join(words[:at]), words[at], " ".join(words[at + 1 :])
    plural = is_plural(who)
    if verb in ("has", "have") and rest:
        first, _, after = rest.partition(" ")
        lemma = {participle(v): v for v in table.values()}.get(first)
        if lemma:
            verb, rest = past(lemma), after
    shown = SPECIAL.get(verb)
    if verb in ("was", "were", "had") and not _participle(rest):
        return ""  # how things stood is no news
    if shown is not None:
        shown = {"is": "are" if plural else "is"}.get(shown, shown)
    else:
        lemma = table.get(verb)
        if lemma is None:
            return ""
        shown = lemma if plural else third(lemma)
    who = _short(who)
    if rest.startswith("that ") or shown in ("says", "say"):
        rest = re.sub(r"^that ", "", rest)
        if re.match(r"(?:he|she|it|they|we|there)\b", rest):
            return ""
        if len(f"{who} {shown} {rest}".split()) > MOST_WORDS:
            return f"{who}: {rest}" if len(who.split()) <= 3 else ""
    return f"{who} {shown} {rest}"


def _participle(rest: str) -> bool:
    """Whether what follows "was" is a participle: something was done."""
    word = re.sub(r"^(?:reportedly|allegedly|also|later|not) ", "", rest).split(" ")[0]
    return word.endswith("ed") or word in {
        str(f[-1]) for f in prose()["irregular"].values() if len(f) > 1
    } | {"shot", "hit", "held", "sent", "put", "found", "brought", "built", "cut", "lost", "made"}


SPECIAL = {
    "is": "is",
    "are": "are",
    "was": "is",
    "were": "is",
    "will": "will",
    "would": "would",
    "may": "may",
    "might": "might",
    "could": "could",
    "has": "has",
    "have": "have",
}


def _table(lemmas: Mapping[str, str] | None) -> dict[str, str]:
    """Simple past to lemma, for the verbs of this page and the common ones."""
    table = {str(forms[0]): str(lemma) for lemma, forms in prose()["irregular"].items()}
    table.update({past(lemma): lemma for lemma in TOLD})
    table.update(lemmas or {})
    return table


def _short(who: str) -> str:
    """Office and name cut to what a headline bears: states and titles before a name go first."""
    words = who.split()
    while len(words) > 4 and (
        words[0].lower() in TITLES
        or countries_in(keys(words[0]))
        or countries_in([k for w in words[:2] for k in keys(w)])
    ):
        both = countries_in([k for w in words[:2] for k in keys(w)])
        words = words[2 if both and both[0][1] > len(keys(words[0])) else 1 :]
        if not any("’" in w for w in who.split()[:3]):
            continue
        return who
    return " ".join(words)


TOLD = (
    "announce",
    "warn",
    "ask",
    "fire",
    "kill",
    "claim",
    "suggest",
    "believe",
    "threaten",
    "launch",
    "condemn",
    "call",
    "report",
    "approve",
    "order",
    "reject",
    "demand",
    "urge",
    "vow",
    "attack",
    "visit",
    "close",
    "open",
    "arrest",
    "accuse",
    "deny",
)


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
        fields = {
            "distance_km": "how far it flew",
            "altitude_km": "how high it flew",
            "casualties": "the number of casualties",
            "date": "the date",
        }
        what = next(
            (
                fields[c.field]
                for c in first.contradictions
                if c.field in fields and c.standing == "open"
            ),
            None,
        )
        if what:
            apart = next(c for c in first.contradictions if fields.get(c.field) == what)
            given = list(
                dict.fromkeys(
                    _figure(apart.field, v) for v in apart.values if v.superseded_by is None
                )
            )
            figures = f": {' or '.join(given[:3])}" if len(given) > 1 and all(given) else ""
            return f"Accounts differ on {what}{figures}."
    if others:
        return "Also in this edition: " + "; ".join(others) + "."
    return "Every sentence below opens the words behind it."


def _figure(name: str, value: Value) -> str:
    """A measured or counted value for a deck, "" for any other."""
    low, high = bounds(value.value)
    if low is None or low != high:
        return ""
    if name == "casualties":
        return f"{low:,.0f}"
    return distance(low, value.text) if re.search(r"km|kilomet|mile", value.text) else ""


__all__ = ["all_spans", "deck", "headline", "title"]
