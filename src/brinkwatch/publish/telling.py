"""Events told as sentences: who did what, to whom, when, by whose word."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import gerund, may_be_finite, participle, past, prose
from brinkwatch.model import Actor, Claim, Event, Place, Span
from brinkwatch.publish._names import adjective
from brinkwatch.publish.clauses import Clause, curly, find_verb, unstopped, whole
from brinkwatch.publish.naming import PRONOUNS, Phrase, lower_first
from brinkwatch.publish.phrasing import listed, running
from brinkwatch.publish.same import countries_in, other_names, words
from brinkwatch.publish.scene import Draft, Scene

POSSESSIVE = frozenset(["its", "their", "his", "her", "our", "my", "your", "whose"])
PLANS = re.compile(r"['’]s\s+(?:\w+\s+){0,2}plans?\s+to")
MUTUAL = frozenset(["meet", "talk", "confer", "negotiate", "agree", "consult", "discuss"])
"""Deeds it takes two for."""
LINKS = frozenset(
    [
        "whose",
        "where",
        "when",
        "if",
        "the",
        "a",
        "an",
        "its",
        "their",
        "and",
        "or",
        "but",
        "who",
        "which",
        "that",
        "to",
        "as",
        "for",
        "because",
        "while",
    ]
)
IDLE = re.compile(r"(?:while|when|as|because|after|before|since|if|although|and|or|but)\b", re.I)
"""What cannot follow a verb that is to tell of a deed."""
AUXILIARY = re.compile(
    r"\b(?:has|have|had|was|were|is|are|been|being|will|would|also|already|reportedly|later|then|"
    r"first|recently|now|since|still|not|[a-z]+ly|to)\b"
)
DANGLING = re.compile(
    r"\b(?:he|she|they|him|her(?! own\b)(?=\s*(?:$|[,.]|\b(?:to|in|on|at|and)\b))|them|this|these|those|there|it)\b",
    re.I,
)
HEDGE_OF = {"suspected": "reportedly", "possible": "reportedly"}


def event(scene: Scene, claim: Claim) -> list[Draft]:
    """Drafts for one event claim, the fullest first; an empty list when it cannot be told."""
    trigger = claim.trigger or ""
    nominal = prose()["nominal"].get(trigger)
    made: list[Draft] = []
    for n, piece in enumerate(claim.evidence[:2]):
        clause = find_verb(piece.text, trigger) if trigger and whole(piece.text) else None
        if (
            clause is not None
            and not in_quotation(piece.text, clause.start)
            and not (nominal and _is_noun_here(piece.text, clause))
        ):
            made.extend(_verbal(scene, claim, clause, n))
    if not made and nominal:
        made.extend(_nominal(scene, claim, nominal))
    return made


def in_quotation(text: str, at: int) -> bool:
    """Whether an offset of `unstopped(text)` lies inside quotation marks."""
    before = curly(unstopped(text))[:at]
    return before.count("“") > before.count("”")


def _is_noun_here(text: str, clause: Clause) -> bool:
    before = unstopped(text)[: clause.start].rstrip().split(" ")[-1].lower() if clause.start else ""
    return clause.form in ("present", "gerund") and (
        before
        in (
            "a",
            "an",
            "the",
            "its",
            "their",
            "his",
            "her",
            "this",
            "that",
            "of",
            "joint",
            "latest",
            "recent",
            "new",
            "any",
            "no",
        )
        or before.endswith(("'s", "’s", "al", "ic", "ary", "ed"))
    )


def subject(scene: Scene, claim: Claim, who: tuple[Actor, ...] | None = None) -> Phrase | None:
    """The claim's actors as one noun phrase."""
    actors = claim.actors if who is None else who
    named: list[Phrase] = []
    for actor in actors[:3]:
        phrase = scene.namer.name(actor, claim.report)
        if phrase is not None and all(phrase.text != p.text for p in named):
            named.append(phrase)
    if not named:
        return None
    spans = tuple(s for p in named for s in p.spans)
    return Phrase(
        listed([p.text for p in named]),
        spans,
        len(named) > 1 or named[0].plural,
        named[0].key,
        named[0].person and len(named) == 1,
        any(p.named for p in named),
    )


def governs(claim: Claim, clause: Clause, n: int, passive: bool) -> bool:
    """Whether the actor's own words stand where the verb's subject stands: right before it, but
    for auxiliaries, an aside between commas, or an earlier verb of the same subject."""
    actors = claim.recipients if passive else claim.actors
    piece = claim.evidence[n]
    text = unstopped(piece.text)
    for actor in actors[:2]:
        if actor.start is None or actor.end is None or actor.text.lower() in POSSESSIVE:
            continue
        start, end = actor.start - piece.start, actor.end - piece.start
        if start < 0 or end > len(piece.text):
            continue
        end += len(unstopped(piece.text[:end])) - end
        if end > clause.start:
            continue
        between = text[end : clause.start]
        if re.search(r"\b(?:what|which|whom|that)\s*$", text[: max(0, start)]):
            continue
        if re.search(r"[.!?;:“”\"]\s", between):
            continue
        if clause.form == "infinitive" and PLANS.fullmatch(between.strip()):
            return True
        if clause.form in ("present", "base", "gerund") and re.match(r"['’]s\b", between):
            continue
        bare = AUXILIARY.sub("", between).strip()
        tokens = re.findall(r"[A-Za-z’'-]+", bare)
        if not bare:
            return True
        if re.fullmatch(r"(?:['’]s )?[A-Za-z’'-]+(?: [A-Za-z’'-]+){0,4}", bare) and not any(
            may_be_finite(w) or w.endswith("ing") or w.lower() in LINKS or w.lower() in PRONOUNS
            for w in tokens
        ):
            return True
        if re.fullmatch(r",[^,]{3,90},", bare) or re.fullmatch(r"\([^)]{1,60}\)", bare):
            return True
        if (
            re.search(r"\b(?:and|then|to)$", bare)
            and re.match(r"[a-z]+", bare)
            and any(may_be_finite(w) for w in bare.split()[:3])
        ):
            return True
    return False


def longer(scene: Scene, claim: Claim, clause: Clause, n: int, passive: bool) -> Phrase | None:
    """The subject in the report's own words where the actor is only part of it ("an American
    aircraft carrier" for an actor "American"); None where the actor is all of it."""
    actors = claim.recipients if passive else claim.actors
    piece = claim.evidence[n]
    if not actors or actors[0].person or actors[0].start is None or actors[0].end is None:
        return None
    start, end = actors[0].start - piece.start, actors[0].end - piece.start
    text = unstopped(piece.text)
    shift = len(unstopped(piece.text[:end])) - end
    if start < 0 or end + shift > clause.start:
        return None
    between = AUXILIARY.sub("", text[end + shift : clause.start])
    between = re.sub(r"^['’]s\b", "’s", between).strip()
    if re.match(r"(?:on|in|at|by|for|with|last|this|early|late)\b", between):
        return None
    pair = re.fullmatch(r"and [A-Z][\w.]*(?: [A-Z][\w.]*)? [a-z]+", between)
    if pair and actors[0].country and words(actors[0].text) == words(adjective(actors[0].country)):
        noun = running(f"{text[start + shift : end + shift]} {between}")
        return Phrase(noun, (Span(claim.report, piece.start, piece.end),), True, "", False, True)
    if not between or not re.fullmatch(r"(?:’s )?[A-Za-z’-]+(?: [A-Za-z’-]+){0,4}", between):
        return None
    if any(
        may_be_finite(w) or w.lower() in ("and", "or", "who", "that", "which", "to")
        for w in between.replace("’s", "").split()
    ):
        return None
    lead = re.search(
        r"(?:\b(?:an?|the|its|two|three|several|some)\s+)?(?:[a-z-]+\s+)?$",
        unstopped(piece.text[:start]),
        re.I,
    )
    before = lead.group(0).strip() if lead else ""
    if before and not re.match(r"(?:an?|the|two|three|several|some)\b", before, re.I):
        before = ""
    noun = f"{before} {text[start + shift if shift else start : end + shift]} {between}".strip()
    noun = noun.replace(" ’s", "’s")
    if not before and not re.match(r"[A-Z]", noun):
        return None
    noun = running(lower_first(noun) if before[:1].isupper() else noun)
    plural = noun.endswith("s") and not noun.endswith("ss")
    return Phrase(noun, (Span(claim.report, piece.start, piece.end),), plural, "", False, True)


def _verbal(scene: Scene, claim: Claim, clause: Clause, n: int) -> list[Draft]:
    lemma = claim.trigger or ""
    if clause.negated and claim.certainty != "denied":
        return []
    passive = clause.form == "passive"
    if not governs(claim, clause, n, passive):
        return []
    who = longer(scene, claim, clause, n, passive) or subject(
        scene, claim, claim.recipients if passive else None
    )
    if who is None:
        return []
    rest = running(clause.rest, scene.published(claim.report), scene.year())
    if not _own_pronouns(rest, who) or len(rest.split()) < 1 or IDLE.match(rest):
        return []
    verb = _verb(clause, lemma, claim, who)
    if verb is None or (lemma in MUTUAL and not who.plural and not re.match(r"with\b|[A-Z]", rest)):
        return []
    own = (Span(claim.report, claim.evidence[n].start, claim.evidence[n].end),)
    body = f"{verb} {rest}"
    return frame(scene, claim, who, body, own)


def frame(scene: Scene, claim: Claim, who: Phrase, body: str, own: tuple[Span, ...]) -> list[Draft]:
    """Subject and predicate with date and source around them, the fullest first."""
    if who.named and len(who.text.split()) > 1 and " ".join(who.text.split()[-2:]) in body:
        return []
    dated, day_spans, days = scene.when(claim)
    if dated and (
        re.match(r"(?:has|have) ", body)
        or re.search(r"\bon (?:\w+day|\d)|\b\d{1,2} [A-Z][a-z]+\b", body)
        or claim.certainty in ("planned", "threatened", "conditional")
    ):
        dated = ""
    source = attribution(scene, claim, who)
    plain = f"{who.text} {body}"
    if (
        claim.certainty in HEDGE_OF
        and claim.record != "statement"
        and not re.search(r"reportedly|allegedly|suspect|believed|may|might|could|appear", plain)
        and source is None
    ):
        first, _, after = body.partition(" ")
        if first in ("was", "were", "has", "had", "will", "would"):
            body = f"{first} reportedly {after}"
        else:
            body = f"reportedly {body}"
        plain = f"{who.text} {body}"
    made = []
    for when, extra, told in ([(dated, day_spans, days)] if dated else []) + [("", (), ())]:
        base = f"{plain} {when}".strip()
        if source is not None:
            phrase, verb = source
            made.append(
                Draft(
                    f"{base}, {phrase.text} {verb}",
                    (*own, *extra, *who.spans, *phrase.spans),
                    (who, phrase),
                    told,
                )
            )
        else:
            made.append(Draft(base, (*own, *extra, *who.spans), (who,), told))
    return made


def attribution(scene: Scene, claim: Claim, who: Phrase | None = None) -> tuple[Phrase, str] | None:
    """The innermost nameable source of a claim and its verb; None for the report itself or when
    the source is the subject itself."""
    for actor in reversed(claim.attribution):
        phrase = scene.namer.name(actor, claim.report)
        if phrase is None or (who is not None and phrase.text == who.text):
            continue
        if not phrase.named and (actor.verb or "").lower().startswith(("attribut", "link", "blam")):
            continue
        if who is not None and phrase.key and phrase.key == who.key:
            continue
        verb = (actor.verb or "").lower()
        return phrase, "reported" if actor.sector == "MED" or verb in (
            "report",
            "reported",
            "reports",
        ) else "said"
    return None


def _verb(clause: Clause, lemma: str, claim: Claim, who: Phrase) -> str | None:
    planned = claim.certainty in ("planned", "threatened", "conditional", "possible")
    hedge = clause.adverb + " " if clause.adverb else ""
    if clause.form == "past":
        return hedge + clause.verb.lower()
    if clause.form == "perfect" and clause.lead == "had":
        return hedge + past(lemma)
    if clause.form == "perfect":
        return f"{'have' if who.plural else 'has'} {hedge}{participle(lemma)}"
    if clause.form == "base" and not who.plural:
        return None  # a noun of the same form
    if clause.form in ("present", "base"):
        if lemma in prose()["states"]:
            return hedge + (lemma if who.plural else _third(lemma))
        return hedge + past(lemma) if claim.certainty == "asserted" else None
    if clause.form == "future":
        return (
            f"{clause.lead} {hedge}{lemma}"
            if clause.lead in ("will", "would", "may", "might", "could")
            else None
        )
    if clause.form == "passive":
        be = ("are" if who.plural else "is") if clause.lead else ("were" if who.plural else "was")
        return f"{be} {hedge}{participle(lemma)}" if not planned else None
    if clause.form == "infinitive":
        lead = clause.lead.lower()
        for head in prose()["leads"]:
            if lead in (head, past(head), _third(head), gerund(head)):
                return f"{past(head)} to {lemma}"
        if lead in ("plans", "plan", "planned", "planning"):
            return f"{'plan' if who.plural else 'plans'} to {lemma}"
        if lead in ("set", "due", "ready", "scheduled"):
            return f"{'were' if who.plural else 'was'} {lead} to {lemma}"
        return None
    if clause.form == "progressive":
        return f"{'were' if who.plural else 'was'} {hedge}{gerund(lemma)}"
    if clause.form == "gerund":
        return hedge + past(lemma) if claim.certainty == "asserted" else None
    return None


def _third(lemma: str) -> str:
    from brinkwatch.knowledge.prose import third

    return third(lemma)


def _own_pronouns(rest: str, who: Phrase) -> bool:
    """Whether no pronoun in the rest points outside the sentence."""
    bare = re.sub(r"“[^”]*”", "", rest)
    if DANGLING.search(
        re.sub(r"\bthat\b|\bit (?:is|was|would be) (?:\w+ )?(?:to|that)\b", "", bare)
    ):
        return False
    if who.person and re.search(r"\b(?:their|our)\b", bare):
        return False
    if re.search(r"\b(?:his|her)\b", bare) and not who.person:
        return False
    return True


def _of_noun(scene: Scene, claim: Claim) -> Phrase | None:
    """The doer a noun of action takes with "of": "the arrival of a carrier in port" → a carrier."""
    for piece in claim.evidence[:1]:
        text = curly(unstopped(piece.text))
        found = re.search(
            rf"\b{re.escape(claim.trigger or '')}\s+of\s+((?:an?|two|three|four|several)\s+(?:[\w’-]+\s+){{0,4}}?[\w’-]+)"
            r"(?=\s+(?:in|to|at|on|from|and|for)\b|[,.;])",
            text,
        )
        if found:
            noun = running(found[1])
            plural = noun.endswith("s") and not noun.startswith(("a ", "an "))
            return Phrase(noun, (Span(claim.report, piece.start, piece.end),), plural)
    return None


def places_phrase(
    scene: Scene,
    claim: Claim,
    roles: tuple[str, ...] = ("at",),
    subject_text: str = "",
) -> tuple[str, tuple[Span, ...]]:
    """ "in Busan" for the first place of a role that the subject does not name already."""
    taken = {iso for _, _, iso in countries_in(words(subject_text))}
    for place in claim.places:
        if taken & {iso for _, _, iso in countries_in(words(place.text))}:
            continue
        if place.role in roles and place.text:
            return f"{_preposition(place)} {place_name(place)}", _place_span(claim, place)
    return "", ()


def place_name(place: Place) -> str:
    """A place by its name, or in the report's own words where they say more, with the article
    that seas and straits take."""
    text = running(place.text or place.name)
    if (
        place.name
        and place.precision == "sea"
        and (tuple(words(text)) in other_names(tuple(words(place.name))))
    ):
        text = place.name
    text = re.sub(r"^the\s+", "", text, flags=re.I)
    if place.precision == "sea" or re.search(
        r"\b(?:Sea|Ocean|Strait|Gulf|Peninsula|Bay|Channel|area|region|capital)\b", text
    ):
        return f"the {text}"
    return text


def _preposition(place: Place) -> str:
    return "at" if place.precision == "site" else "in"


def _place_span(claim: Claim, place: Place) -> tuple[Span, ...]:
    if place.start is None or place.end is None:
        return ()
    return (Span(claim.report, place.start, place.end),)


def _nominal(scene: Scene, claim: Claim, how: dict[str, str]) -> list[Draft]:
    """An event told by a noun ("the visit of", "talks"), by the pattern of that noun."""
    if claim.certainty not in ("asserted", "suspected"):
        return []
    who = _of_noun(scene, claim) or subject(scene, claim)
    if who is None:
        return []
    whom = None
    for actor in claim.recipients:
        phrase = scene.namer.name(actor, claim.report)
        if phrase is not None and phrase.text not in who.text:
            whom = phrase
            break
    where, where_spans = places_phrase(scene, claim, ("at", "toward", "target"), who.text)
    own = scene.first_evidence(claim)
    made: list[Draft] = []
    if whom is not None and "whom" in how:
        made.extend(
            frame(
                scene,
                claim,
                Phrase(who.text, (*who.spans, *whom.spans), who.plural, who.key, who.person),
                how["whom"].format(whom=whom.text),
                own,
            )
        )
    if where and "where" in how:
        bare = where.split(" ", 1)[1]
        made.extend(
            frame(
                scene,
                claim,
                Phrase(who.text, (*who.spans, *where_spans), who.plural, who.key, who.person),
                how["where"].format(where=where, place=bare),
                own,
            )
        )
    if who.plural and "both" in how:
        made.extend(frame(scene, claim, who, how["both"], own))
    return made


def object_text(claim: Claim) -> str:
    return claim.object or "" if isinstance(claim, Event) else ""
