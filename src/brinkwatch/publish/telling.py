"""Events told as sentences: who did what, to whom, when, by whose word."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import gerund, participle, past, prose
from brinkwatch.knowledge.speech import speech_words
from brinkwatch.model import Claim, Event, Span
from brinkwatch.publish.clauses import Clause, curly, find_verb, unstopped, whole
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import running
from brinkwatch.publish.placing import places_phrase
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.subjects import governs, longer, subject

MUTUAL = frozenset(["meet", "talk", "confer", "negotiate", "agree", "consult", "discuss"])
"""Deeds it takes two for."""


IDLE = re.compile(r"(?:while|when|as|because|after|before|since|if|although|and|or|but)\b", re.I)
"""What cannot follow a verb that is to tell of a deed."""


DANGLING = re.compile(
    r"\b(?:he|she|they|him|her(?! own\b)(?=\s*(?:$|[,.]|\b(?:to|in|on|at|and)\b))|them|this|"
    r"these|those|there|it)\b",
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
    if says_so_itself(claim, passive):
        return _as_its_own_word(claim, who, clause, rest, own)
    body = f"{verb} {rest}"
    return frame(scene, claim, who, body, own)


def says_so_itself(claim: Claim, passive: bool = False) -> bool:
    """Whether a deed is told by its doer alone ("the army said it had killed 200"): then it is
    the doer's word, and may not be told as a fact."""
    if passive or (claim.trigger or "") in speech_words().verbs:
        return False
    doers = {a.name for a in claim.actors}
    return bool(claim.attribution) and all(a.name in doers for a in claim.attribution)


def _as_its_own_word(
    claim: Claim, who: Phrase, clause: Clause, rest: str, own: tuple[Span, ...]
) -> list[Draft]:
    """ "The army said it had killed 200"; nothing for a person, whose pronoun is not known, nor for
    what is not told as done."""
    if who.person or claim.certainty not in ("asserted", "suspected") or (
        clause.form not in ("past", "perfect", "gerund")
    ):
        return []
    pronoun = "they" if who.plural else "it"
    lemma = claim.trigger or ""
    return [
        Draft(f"{who.text} said {pronoun} had {participle(lemma)} {rest}", (*own, *who.spans),
              (who,))
    ]


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
    return not (re.search(r"\b(?:his|her)\b", bare) and not who.person)


def _of_noun(scene: Scene, claim: Claim) -> Phrase | None:
    """The doer a noun of action takes with "of": "the arrival of a carrier in port" → a carrier."""
    for piece in claim.evidence[:1]:
        text = curly(unstopped(piece.text))
        found = re.search(
            rf"\b{re.escape(claim.trigger or '')}\s+of\s+((?:an?|two|three|four|"
            rf"several)\s+(?:[\w’-]+\s+){{0,4}}?[\w’-]+)"
            r"(?=\s+(?:in|to|at|on|from|and|for)\b|[,.;])",
            text,
        )
        if found:
            noun = running(found[1])
            plural = noun.endswith("s") and not noun.startswith(("a ", "an "))
            return Phrase(noun, (Span(claim.report, piece.start, piece.end),), plural)
    return None


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
