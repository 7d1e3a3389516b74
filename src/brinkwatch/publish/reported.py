"""Reported speech: so-and-so said that …, with the content's own words."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import is_finite, may_be_finite, past, prose
from brinkwatch.model import Span, Statement
from brinkwatch.publish.cited_names import ALONE, OPENERS
from brinkwatch.publish.clauses import END, trim, unstopped
from brinkwatch.publish.nouns import lower_first
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import clean, running
from brinkwatch.publish.predicates import predicate
from brinkwatch.publish.quoting import (
    OUTSIDE,
    own_spans,
    relay,
    said_on,
    saying_verb,
)
from brinkwatch.publish.same import countries_in, words
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.telling import frame

TELLERS = frozenset("say tell add state according".split())
"""Words of saying whose content is a clause whatever its verb looks like."""


SELF = re.compile(r"^(?:it|he|she|they)\b", re.I)


NOUN_START = re.compile(r"^(?:an?|the|its|their|his|her|any|all|some|more|[A-Z])", re.I)


BROKEN_START = re.compile(
    r"(?:since|when|if|as|while|after|before|because|despite|amid|during|although)\b[^,]*$|"
    r"(?:a further|another|the others?|the latter|the former|others)\b|"
    r"(?:[\w-]+ )?(?:days?|hours?|weeks?|months?|years?|moments?|minutes?) (?:after|"
    r"before)\b[^,]*$|"
    r"(?:regarding|including|following|concerning|given|of|whose|which|who|how|why|what|where|being|"
    r"having|was|were|is|are|has|had|and|or|but|then|than|[.,;:])\b|"
    r"(?!(?:an?|the|its|their|his|her|some|any|all|no|each|every|both|many|most|more|several|few|"
    r"this|that|these|those|there|it|he|she|they|one|two|three|four|five|six|seven|eight|nine|ten|if|"
    r"when|police|media|people|such)\b)[a-z-]+[^s\W]\s+(?:was|is|has)\b",
    re.I,
)


def has_finite(tokens: list[str]) -> bool:
    """Whether a run of words holds a verb that can only be finite where it stands."""
    for n, word in enumerate(tokens):
        if n == 0 or not is_finite(word):
            continue
        low, before = word.lower().replace("’", "'"), tokens[n - 1].lower()
        if low in ("be", "have", "do") and before in ("to", "not"):
            continue
        if low in prose()["present"] and (
            before in DETERMINERS or before.endswith(("’s", "'s", "s’"))
        ):
            continue
        if before == "to":
            continue
        return True
    return False


DETERMINERS = frozenset(
    "a an the its their his her our my your this that these those of to in for on with by any some "
    "no new joint recent such other".split()
)


def indirect(scene: Scene, claim: Statement, who: Phrase) -> list[Draft]:
    """So-and-so said that … with the content's own words, at most a short clause of them."""
    raw = unstopped(clean(claim.quote))
    raw = re.sub(r"^that,?\s+", "", raw, flags=re.I)
    cut = END.search(raw)
    content = trim(raw[: cut.start()] if cut and cut.start() > 12 else raw, 26)
    content = running(content, scene.published(claim.report), scene.year())
    told = (
        claim.trigger == "tell"
        and not claim.addressees
        and bool(re.search(r"\b(?:told|telling)\s*$", _before_quote(scene, claim)))
    )
    for actor in claim.addressees:
        name = re.sub(r"^(?:the|The) ", "", clean(actor.text))
        content = (
            re.sub(rf"^(?:the )?{re.escape(name)} (?:that )?", "", content) if name else content
        )
    if not content or len(content.split()) < 3 or BROKEN_START.match(content):
        return []
    crowd = re.match(r"(?i)the ([a-z]+s) (?:had|have|were|was|are|came|would|will)\b", content)
    if crowd and scene.unheard(Phrase(f"the {crowd[1].lower()}")):
        return []
    own = own_spans(scene, claim)
    if re.match(r"^to [a-z]+", content):
        return _infinitive(scene, claim, who, content, own)
    tokens = re.findall(r"[A-Za-z’']+", re.sub(r"“[^”]*”", "", content))
    finite = has_finite(tokens) or (_after_that(scene, claim) and len(tokens) > 4)
    if not finite and claim.trigger in TELLERS:
        finite = any(may_be_finite(w) for w in tokens[1:-1])
    if not finite:
        return _noun(scene, claim, who, content, own)
    first = content.split()[0]
    if SELF.match(first):
        fits = {
            "it": not who.person and not who.plural,
            "they": who.plural,
            "he": who.person,
            "she": who.person,
        }.get(first.lower(), False)
        if not fits:
            return []
    rest = content[len(first) :] if SELF.match(first) else content
    if OUTSIDE.search(
        re.sub(
            r"“[^”]*”|\bthere (?:was|were|is|are|had|has|would)\b|\bit (?:was|is|"
            r"would be) \w+ (?:to|that)\b",
            "",
            rest,
        )
    ):
        if not SELF.match(first) or re.search(r"\b(?:him|them|this|these|those)\b", rest):
            return []
    if not _keeps_capital(first, scene, claim):
        content = lower_first(content)
    verb = "told" if told else saying_verb(claim, who)
    that = (
        ""
        if told
        else " that"
        if verb != "said"
        or re.match(r"(?:on|in|if|when|since|after|as|while|by|no|none|neither)\b", content)
        or "," in content[:30]
        else ""
    )
    dated, day_spans, days = said_on(scene, claim)
    outer = relay(scene, claim, who)
    made = []
    text = f"{who.text} {verb}{that} {content}"
    if outer is not None and outer[0].key != who.key:
        made.append(
            Draft(
                f"{text}, {outer[0].text} {outer[1]}",
                (*own, *who.spans, *outer[0].spans),
                (who, outer[0]),
            )
        )
    if (
        dated
        and not re.search(r"\bon \w+day|\d{1,2} [A-Z][a-z]+", content)
        and verb == "said"
        and not that
    ):
        made.append(
            Draft(
                f"{who.text} said {dated} that {content}",
                (*own, *day_spans, *who.spans),
                (who,),
                days,
            )
        )
    made.append(Draft(text, (*own, *who.spans), (who,)))
    return made


def _before_quote(scene: Scene, claim: Statement) -> str:
    """The report's words right before the content."""
    if claim.quote_start is None:
        return ""
    return scene.reports[claim.report].text[max(0, claim.quote_start - 20) : claim.quote_start]


def _after_that(scene: Scene, claim: Statement) -> bool:
    """Whether the report sets "that" before the content, so that it is a clause."""
    if claim.quote_start is None:
        return "that " + claim.quote[:20] in claim.evidence[0].text if claim.evidence else False
    text = scene.reports[claim.report].text
    return bool(
        re.search(r"\bthat\s+[\"“]?$", text[max(0, claim.quote_start - 8) : claim.quote_start])
    )


def _keeps_capital(first: str, scene: Scene, claim: Statement) -> bool:
    """Whether the first word of carried content is a name."""
    if not first[:1].isupper() or first == "I":
        return True
    if first.isupper() and len(first) > 1:
        return True
    bare = re.sub(r"[’']s?$|[,;:]$", "", first)
    if bare.lower() in OPENERS and not (
        bare.lower() in ALONE and re.match(r"\w+ [A-Z]", claim.quote)
    ):
        return False
    if countries_in(words(bare)):
        return True
    if bare in scene.name_openers():
        return True
    text = scene.reports[claim.report].text
    word = re.escape(bare)
    if re.search(rf"\b{word.lower()}\b", text):
        return False
    if re.search(rf"[a-z,]\s+{word}\b", text):
        return True
    after = claim.quote.split()[1:2]
    return bool(after and after[0][:1].isupper())


def _infinitive(
    scene: Scene, claim: Statement, who: Phrase, content: str, own: tuple[Span, ...]
) -> list[Draft]:
    if OUTSIDE.search(re.sub(r"“[^”]*”", "", content)):
        return []
    if claim.act == "request":
        whom = next(
            (p for a in claim.addressees if (p := scene.namer.name(a, claim.report)) is not None),
            None,
        )
        if whom is None or whom.key == who.key:
            return []
        return [
            Draft(
                f"{who.text} asked {whom.text} {content}",
                (*own, *who.spans, *whom.spans),
                (who, whom),
            )
        ]
    verb = {"threaten": "threatened", "pledge": "promised", "announce": "decided"}.get(claim.act)
    trigger = past(claim.trigger) if claim.trigger else ""
    if trigger in ("vowed", "pledged", "promised", "threatened", "offered", "agreed", "refused"):
        verb = trigger
    if verb is None or verb == "decided":
        return []
    return [Draft(f"{who.text} {verb} {content}", (*own, *who.spans), (who,))]


def _noun(
    scene: Scene, claim: Statement, who: Phrase, content: str, own: tuple[Span, ...]
) -> list[Draft]:
    """Content that is a noun phrase: what was condemned, praised, promised."""
    told = predicate(scene, claim, who)
    if told:
        return told
    verb = None
    trigger = (
        past(claim.trigger) if claim.trigger and re.fullmatch(r"[a-z]+", claim.trigger) else ""
    )
    if trigger in (
        "lauded",
        "hailed",
        "welcomed",
        "criticised",
        "criticized",
        "denounced",
        "rejected",
        "demanded",
        "urged",
        "backed",
        "endorsed",
        "condemned",
        "praised",
        "promised",
        "denied",
        "announced",
        "threatened",
    ):
        verb = trigger.replace("criticized", "criticised")
    if verb is None or not NOUN_START.match(content) or OUTSIDE.search(content):
        return []
    if not _keeps_capital(content.split()[0], scene, claim):
        content = lower_first(content)
    return frame(scene, claim, who, f"{verb} {content}", own)
