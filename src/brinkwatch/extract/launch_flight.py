"""A launch's flight: when and where from, how far, how high, how long, and where it came down.

Quantities, places and times are taken from the clauses that tell of firing, detecting or flying;
what hangs on another verb ("visited Seoul on Monday") is not the launch's.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, launch_arms, syntax
from brinkwatch.extract.launch_mention import HYPOTHETICAL, Mention
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.knowledge.zones import localise, zone_of_country
from brinkwatch.model import Measure, Place, Quantity, TimeRef
from brinkwatch.read.annotations import text_of

PRECISE = frozenset({"minute", "hour", "part of day", "day"})
CLOCK = frozenset({"minute", "hour", "span"})
_HEIGHT = re.compile(r"\b(?:altitudes?|apogees?|heights?|high|peak\w*|up to space)\b",
                     re.IGNORECASE)
_RANGE = re.compile(r"\b(?:with|has|have|had|having|of|its|maximum|max\.?|estimated|potential|"
                    r"operational) (?:an? |the )?(?:\w+ )?range\b|\branging\b|"
                    r"\bcapable\b|\bcan\b|\bcould\b|\brange of\b[^.]{0,20}$|\bwithin range\b",
                    re.IGNORECASE)
_OFFSET = re.compile(
    r"\s*(?:to the |due )?(?:(?:north|south|east|west)[\w-]*|off\b|away from|outside|inland|"
    r"short of)(?: of\b| from\b| the\b|\s|$)|\s*(?:away )?from (?:the |its |\w+'s )?"
    r"(?:\w+ ){0,2}(?:coast|shore|border|capital|mainland|island|base)", re.IGNORECASE)
_COMPASS_ONLY = re.compile(r"\s*(?:to the |due )?(?:north|south|east|west)\w*(?! of)\b",
                           re.IGNORECASE)
_FLOWN = re.compile(
    r"\b(?:flew|flight|flying|fly|flown|airborne|air|aloft|travel\w*|stayed|remained|duration|orbits?|"
    r"trajector\w+|course|for|lasted|after)\b", re.IGNORECASE)
_FLIGHT_TIME = re.compile(r"\bflight (?:time|duration)|\btime of flight|\bin the air\b",
                          re.IGNORECASE)
_TIME_ONLY = re.compile(r"(?:between |from |at |around |about )*[\d:. ]+ ?(?:[ap]\.?m\.?)?"
                        r"(?:.{0,14}[\d:]+ ?(?:[ap]\.?m\.?)?)?", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:(?!local )\w+ time|[A-Z]{2,4}T|GMT|UTC|Z)\b")
_SEA_WORDS = frozenset({"water", "sea", "ocean", "coast", "shore", "zone", "eez"})
INTO = frozenset({"toward", "towards", "into", "to", "in the direction of", "over", "in", "at",
                  "off", "on", "near"})
AT_START = frozenset({"at", "in", "near", "around", "outside", "off", "inside", "by", "on", "along",
                      "over", "within"})
FROM = frozenset({"from", "off from", "out of", "form"})


def verb_of(token: Token) -> Token:
    """The verb or name of a deed whose clause a word stands in."""
    words = launch_words()
    for up in syntax.path(token):
        if up.i == token.i:
            continue
        if up.pos_ in {"VERB", "AUX"} or (up.pos_ == "NOUN" and syntax.lemma(up) in words.nouns):
            return up
    return token.sent.root


def tells(verb: Token) -> str | None:
    """"launch", "detect", "flight" or "landing" by what a verb tells; None for other verbs."""
    words = launch_words()
    lemma = syntax.lemma(verb)
    if lemma in words.plain | words.aimed | words.nouns | words.departs:
        return "launch"
    if lemma in words.detect:
        return "detect"
    if lemma in words.landing:
        return "landing"
    return "flight" if lemma in words.flight else None


def measures(sents: Sequence[Span], parties: Parties, kind: str) -> tuple[Measure, ...]:
    """Distances, altitudes (km) or flight times (s) of this launch, each with its giver."""
    found: list[Measure] = []
    doc = parties.doc
    for sent in sents:
        for q in doc._.quantities or ():
            if q.start is None or q.end is None or q.start < sent.start_char \
                    or q.end > sent.end_char or not _fits(doc, sent, q, kind):
                continue
            head = syntax.head_of(doc, q.start, q.end)
            if head is None or _supposed(head):
                continue
            measure = Measure(q.value, q.low, q.high, _giver(doc, head, parties), q.start, q.end)
            if not any((m.value, m.low, m.high, m.by) ==
                       (measure.value, measure.low, measure.high, measure.by) for m in found):
                found.append(measure)
    return tuple(found)


def _supposed(head: Token) -> bool:
    """Whether the clause tells what might be ("would have flown farther")."""
    verb = verb_of(head)
    return verb.pos_ == "VERB" and certainty.of(head.doc, verb.i) in HYPOTHETICAL - {"denied"}


def figures(doc: Doc, sent: Span) -> bool:
    """Whether a sentence gives somebody's figure for a flight and names nothing ("Japan's ministry
    says 450 km")."""
    if _FLIGHT_TIME.search(sent.text) and any(
            t.lower_ in {"this", "that", "it"} and t.dep_ in syntax.SUBJECTS for t in sent):
        return True
    return any(
        q.kind in {"distance", "altitude"} and q.start is not None and q.end is not None
        and sent.start_char <= q.start < sent.end_char
        and (head := syntax.head_of(doc, q.start, q.end)) is not None
        and any(syntax.lemma(up) in launch_words().measure for up in syntax.path(head))
        and any(_fits(doc, sent, q, kind) for kind in ("distance", "altitude"))
        for q in doc._.quantities or ()
    )


def _fits(doc: Doc, sent: Span, q: Quantity, kind: str) -> bool:
    assert q.start is not None
    assert q.end is not None
    head = syntax.head_of(doc, q.start, q.end)
    verb = verb_of(head) if head is not None else None
    first = max(sent.start_char, q.start - 45)
    if verb is not None and first < verb.idx < q.start:
        first = verb.idx
    before = text_of(doc)[first:q.start]
    after = text_of(doc)[q.end:min(sent.end_char, q.end + 40)]
    near = re.split(r"[,;]", before)[-1]
    if kind == "duration":
        wide = text_of(doc)[max(sent.start_char, q.start - 80):q.start]
        return q.kind == "duration" and (q.value or q.high or 0) < 18000 and (
            _FLOWN.search(near) is not None or _FLIGHT_TIME.search(wide) is not None
            or re.match(r"\s*(?:of )?(?:in the air|flight|aloft|airborne)", after) is not None
        ) and re.match(r"[\s-]*(?:after|before|later|earlier|apart|interval|ago)", after) is None \
            and re.search(r"\b(?:after|before)\s*(?:just |only |about )?$", near) is None
    if q.kind not in {"distance", "altitude", "length"}:
        return False
    high = q.kind == "altitude" or _HEIGHT.search(near) is not None \
        or re.match(r"\s*(?:high\b|in (?:altitude|height))", after) is not None
    if kind == "altitude":
        return high and q.kind != "length"
    if high or q.kind == "length" or (q.value or q.low or q.high or 0) < 5:
        return False
    if _RANGE.search(near) is not None:
        return False
    told = tells(verb) if verb is not None else None
    if _OFFSET.match(after) and not (told != "landing" and _COMPASS_ONLY.match(after)):
        return False
    return re.search(r"\b(?:buffer|zone|wide|diameter|radius|speed)\b", near) is None


def _giver(doc: Doc, head: Token, parties: Parties) -> str | None:
    """Who gave a figure: the innermost voice of its clause, else who "put" it so, else whom an
    "according to" of its sentence names."""
    said = attribution.chain(doc, head.i)
    if said:
        return said[-1].name
    verb = next((c for c in head.children if base(c) == "acl"
                 and syntax.lemma(c) in launch_words().measure), verb_of(head))
    doer = syntax.agent(verb) if syntax.lemma(verb) in launch_words().measure else None
    if doer is not None and usable(giver := parties.of(doer)) and giver is not None:
        return giver.name
    for token in head.sent:
        if token.lower_ == "according" and token.i + 1 < len(doc):
            source = next((t for t in syntax.path(token) if t.pos_ in {"NOUN", "PROPN"}), None)
            giver = parties.of(source) if source is not None else None
            if usable(giver) and giver is not None:
                return giver.name
    return None


def places(mentions: Sequence[Mention], sents: Sequence[Span], parties: Parties
           ) -> tuple[Place, ...]:
    """Toponyms in the clauses of this launch, with what the prepositions above them make them:
    "origin", "toward" (aimed at or fell into), "target" (fell on land) or "at"."""
    found: dict[tuple[str, str], Place] = {}
    for sent in sents:
        for node in sent:
            place = parties.place(node)
            if place is None or place.start is None or node.idx > place.start:
                continue
            role = role_of(node, place)
            if role is None or (place.precision == "country" and role not in {"target", "at"}):
                continue
            if place.precision == "country" and role == "at":
                continue
            found.setdefault((place.name, role), dataclasses.replace(place, role=role))
    named = {name for name, role in found if role != "at"}
    return tuple(p for (name, role), p in found.items() if role != "at" or name not in named)


def role_of(node: Token, place: Place) -> str | None:
    """The role of a toponym by the outermost preposition between it and a verb of the launch; None
    where that verb tells of something else."""
    head = node
    if place.start is not None and place.end is not None:
        head = syntax.head_of(node.doc, place.start, place.end) or node
    case, verb, sea = "", None, place.precision == "sea"
    own = syntax.case_of(head)
    if own in FROM | {"toward", "towards"} or (own in {"to", "into"} and sea):
        return _by_itself(head, own)
    for up in syntax.path(head):
        if up.pos_ in {"VERB", "AUX"} or (syntax.base(up) == "ROOT" and up != head) or (
                up != head and syntax.lemma(up) in launch_words().nouns):
            verb = up
            break
        own = syntax.case_of(up)
        if own:
            case = own
        if up != head and own and syntax.lemma(up) in _SEA_WORDS | {"direction"}:
            sea = True
        if syntax.base(up) in {"acl", "advcl", "parataxis"} and up != head:
            return None
    if verb is None:
        return None
    told = tells(verb)
    if told is None and verb.pos_ != "VERB" and syntax.lemma(verb) in {"missile", "projectile"}:
        told = "launch"
    if told is None:
        bare = verb.pos_ not in {"VERB", "AUX"} and case in FROM
        return "origin" if bare and verb == node.sent.root else None
    if syntax.lemma(verb) in {"leave", "depart"} and not case:
        return "origin"
    if case in FROM:
        return "origin" if told != "landing" or place.precision != "sea" else None
    if case in {"toward", "towards", "into", "in the direction of", "onto"} \
            or case.endswith("direction of"):
        return "toward" if sea or told != "landing" else "target"
    if case == "to":
        return "toward"
    if told in {"launch", "detect"} and case in AT_START and place.precision != "country":
        if case in {"over", "in"} and place.precision == "sea" and not _passive_or_of(verb):
            return "toward"
        if sea and case == "over" and place.precision != "sea":
            return "at"
        return "origin" if place.precision != "sea" or _passive_or_of(verb) else "toward"
    if told == "landing" and case in INTO:
        return "toward" if sea else "target"
    if told == "flight":
        return "toward" if sea and case in INTO else "at"
    return "at"


def _by_itself(head: Token, case: str) -> str | None:
    """The role that a toponym's own preposition gives it under a verb of the launch."""
    told = tells(verb_of(head))
    if told is None:
        told = next((t for up in syntax.path(head) if (t := tells(up)) is not None), None)
    if told is None and verb_of(head).pos_ in {"VERB", "AUX"}:
        return None
    return "origin" if case in FROM else "toward"


def _passive_or_of(verb: Token) -> bool:
    return syntax.is_passive(verb) or verb.pos_ == "NOUN"


def when(
    doc: Doc, mentions: Sequence[Mention], sents: Sequence[Span], country: str | None
) -> TimeRef | None:
    """When it was fired: the first clock time of a clause that tells of firing or detecting, on the
    day the mentions give; without a clock time that day. A clock time whose words name no zone has
    that of `country`, where it was fired from."""
    day = next((m.time for m in mentions if m.time is not None and m.time.precision == "day"
                and not m.back), None) or next(
        (m.time for m in mentions if m.time is not None and m.time.precision in PRECISE), None)
    ranked: list[tuple[int, int, TimeRef]] = []
    for sent in sents:
        for ref in doc._.times or ():
            if ref.start is None or ref.end is None or ref.begin is None \
                    or not sent.start_char <= ref.start < sent.end_char \
                    or ref.precision not in CLOCK or "T" not in ref.begin:
                continue
            head = syntax.head_of(doc, ref.start, ref.end)
            if head is None:
                continue
            told = _told_at(head)
            if told is not None:
                ranked.append((told, ref.start, ref))
    if ranked:
        ref = min(ranked, key=lambda r: r[:2])[2]
        return _there(_on(day, ref), country)
    found = day or next((m.time for m in mentions if m.time is not None), None)
    return _there(found, country) if found is not None else None


def _there(ref: TimeRef, country: str | None) -> TimeRef:
    zone = zone_of_country(country) if country else None
    if zone is None or _ZONE.search(ref.text) or ref.begin is None or "T" not in ref.begin:
        return ref
    bare = dataclasses.replace(
        ref, begin=ref.begin[:16], until=ref.until[:16] if ref.until else None)
    return localise(bare, zone)


_RANKS = {"launch": 0, "detect": 1, "flight": 2}


def _told_at(head: Token) -> int | None:
    """How well a clock time belongs to the firing; None when its clause tells of a landing or an
    announcement."""
    verb = verb_of(head)
    told = tells(verb)
    if told == "landing":
        return None
    if told is not None:
        return _RANKS[told]
    subject = syntax.surface_subject(verb)
    if subject is not None and (launch_arms.is_arms(subject)
                                or syntax.lemma(subject) in launch_words().nouns):
        return 2
    if verb.pos_ not in {"VERB", "AUX"} or verb == head:
        return 3
    ahead = next((t for t in head.doc[head.i + 1:head.i + 15] if t.pos_ == "VERB"), None)
    return 3 if ahead is not None and tells(ahead) == "launch" else None


def _on(day: TimeRef | None, clock: TimeRef) -> TimeRef:
    """A clock time whose words name no date, put on the launch's day."""
    if day is None or day.begin is None or clock.begin is None or clock.until is None \
            or day.precision != "day" or not _TIME_ONLY.fullmatch(clock.text):
        return clock
    date = day.begin[:10]
    return dataclasses.replace(
        clock, begin=date + clock.begin[10:],
        until=(date if clock.until[:10] == clock.begin[:10] else clock.until[:10])
        + clock.until[10:])
