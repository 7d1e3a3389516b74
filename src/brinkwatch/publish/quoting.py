"""Quotations: a speaker’s own words, short and exact, and how a statement is introduced."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from brinkwatch.knowledge.prose import may_be_finite, past, prose, third
from brinkwatch.model import Span, Statement
from brinkwatch.publish.clauses import find_verb
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import clean, running
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.telling import attribution, frame

LONGEST_QUOTE, SHORTEST_QUOTE = 34, 5
OUTSIDE = re.compile(r"\b(?:he|she|they|it|him|them|this|these|those|there)\b", re.I)


def words_as_spoken(scene: Scene, claim: Statement) -> bool:
    """Whether the words are a speaker's own, whole: marked at both ends, or unmarked and in the
    first person; a quotation cut short by a reading error is neither."""
    text = scene.reports[claim.report].text
    if claim.quote_start is None or claim.quote_end is None:
        return True
    before = text[max(0, claim.quote_start - 3) : claim.quote_start]
    after = text[claim.quote_end : claim.quote_end + 3]
    opened = bool(re.search(r"[\"“”'‘«]\s?$", before))
    closed = bool(re.search(r"^[.,!?…]?\s?[\"”“'’»]", after)) or claim.quote[-1:] in '"”'
    if opened and (closed or claim.quote[-1:] in ".!?"):
        return True
    if opened or closed:
        return False
    return bool(re.search(r"\b(?:I|we|We|our|Our|my|My)\b", claim.quote))


def own_spans(scene: Scene, claim: Statement) -> tuple[Span, ...]:
    spans = list(scene.first_evidence(claim))
    if claim.quote_start is not None and claim.quote_end is not None:
        spans.append(Span(claim.report, claim.quote_start, claim.quote_end))
    return tuple(spans)


def is_sentence(text: str) -> bool:
    """Whether quoted words can stand by themselves: capital first, a finite verb."""
    tokens = re.findall(r"[A-Za-z’']+", text)
    if re.match(r"(?:What|Who|How|Why|When|Where|Which|Because|If|That|As)\b", text) and (
        not text.rstrip("”’").endswith("?") and sum(may_be_finite(w) for w in tokens) < 2
    ):
        return False  # a clause without its main clause
    return (
        len(tokens) >= SHORTEST_QUOTE
        and bool(re.match(r"[A-Z\[]", text))
        and any(
            may_be_finite(w)
            or re.fullmatch(r"[a-z]{3,}[^s\W]s", w)  # "chooses"
            or w.lower()
            in ("we’re", "it’s", "i’m", "they’re", "there’s", "we’ve", "i’ve", "we’ll", "i’ll")
            for w in tokens
        )
    )


def shorten(quote: str) -> str:
    """The first sentences of a quotation that fit in `LONGEST_QUOTE` words, "" when none does."""
    quote = quote.strip(' “”"‘’')
    if len(quote.split()) <= LONGEST_QUOTE:
        return quote
    out = ""
    for match in re.finditer(
        r"(?<![A-Z])(?<!Mr)(?<!Mrs)(?<!Dr)(?<!St)(?<!\sv)(?<!Gen)(?<!Sen)[.!?](?=\s+[A-Z])", quote
    ):
        piece = quote[: match.end()]
        if len(piece.split()) <= LONGEST_QUOTE:
            out = piece
    return out


def direct(scene: Scene, claim: Statement, who: Phrase) -> list[Draft]:
    """A quotation: “…,” said so-and-so on such a day."""
    said = shorten(clean(claim.quote))
    said = re.sub(r"\s*\[\.\]$", "", said.replace("“", "‘").replace("”", "’"))
    if not said:
        return []
    if not is_sentence(said):
        return fragment(scene, claim, who, said)
    if "‘" in said and not re.search(r"’(?=\W|$)", said[said.index("‘") :]):
        return []
    key = re.sub(r"\W+", " ", said.lower())
    if key in scene.quoted:
        return []
    dated, day_spans, days = said_on(scene, claim)
    verb = saying_verb(claim, who, quoting=True)
    end = said[-1] if said[-1] in "!?" else ","
    body = said.rstrip(" .,;:!?") if end == "," else said.rstrip(" .,;:")
    outer = relay(scene, claim, who)
    own = own_spans(scene, claim)
    made = []
    for when, extra, told in ([(dated, day_spans, days)] if dated else []) + [("", (), ())]:
        text = f"“{body}{end if end == ',' else ''}” {who.text} {verb} {when}".rstrip()
        if outer is not None and outer[0].key != who.key:
            made.append(
                Draft(
                    f"{text}, {outer[0].text} {outer[1]}",
                    (*own, *extra, *who.spans, *outer[0].spans),
                    (who, outer[0]),
                    told,
                    "quote",
                )
            )
        made.append(Draft(text, (*own, *extra, *who.spans), (who,), told, "quote"))
    return made


def fragment(scene: Scene, claim: Statement, who: Phrase, said: str) -> list[Draft]:
    """A few quoted words inside the report's own clause."""
    made: list[Draft] = []
    own = own_spans(scene, claim)
    if claim.evidence and claim.trigger:
        text = claim.evidence[0].text
        clause = find_verb(text, claim.trigger)
        if clause is not None and clause.form in ("past", "perfect", "present") and clause.rest:
            rest = running(clause.rest, scene.published(claim.report), scene.year())
            whole_quote = re.fullmatch(r"“([A-Z][^”]+?)[.,]?”[.,]?", rest)
            if whole_quote and clause.verb.lower() in ("said", "says", "added", "warned"):
                spoken = f"“{whole_quote[1]},” {who.text} {saying_verb(claim, who, quoting=True)}"
                return [Draft(spoken, (*own, *who.spans), (who,), (), "quote")]
            if "“" in rest and not OUTSIDE.search(re.sub(r"“[^”]*”|^that it\b", "", rest)):
                made.extend(frame(scene, claim, who, f"{past(claim.trigger)} {rest}", own))
    noun = {
        "threaten": "threatened",
        "condemn": "condemned",
        "praise": "praised",
        "request": "called for",
        "pledge": "promised",
        "announce": "announced",
    }.get(claim.act)
    if (
        noun
        and 2 <= len(said.split()) <= 14
        and re.match(
            r"(?:an?|the|more|its|new|further|all|any|serious|strong)\b|\w+ (?:action|measures|"
            r"response|steps)\b",
            said,
        )
    ):
        made.extend(frame(scene, claim, who, f"{noun} “{said.rstrip('.,')}”", own))
    return made


def present_form(lemma: str, who: Phrase | None) -> str:
    return lemma if who is None or who.plural else third(lemma)


def relay(scene: Scene, claim: Statement, who: Phrase) -> tuple[Phrase, str] | None:
    """The medium that carries a statement; another speaker in the chain is not one."""
    media = tuple(
        a
        for a in claim.attribution
        if a.sector == "MED"
        or re.search(r"\b(?:media|agency|newspaper|television|broadcaster|news)\b", a.name, re.I)
    )
    return attribution(scene, replace(claim, attribution=media), who) if media else None


def saying_verb(claim: Statement, who: Phrase | None = None, quoting: bool = False) -> str:
    trigger = (
        past(claim.trigger) if claim.trigger and re.fullmatch(r"[a-z]+", claim.trigger) else ""
    )
    if quoting:
        if claim.certainty in ("suspected", "possible"):
            return "reportedly said"
        return (
            "warned" if claim.act == "threaten" and trigger in ("warned", "threatened") else "said"
        )
    neutral = (
        "announced",
        "warned",
        "estimated",
        "believed",
        "suggested",
        "predicted",
        "alleged",
        "claimed",
        "acknowledged",
        "confirmed",
        "denied",
        "promised",
        "pledged",
        "vowed",
        "insisted",
        "argued",
        "concluded",
        "assessed",
        "feared",
        "admitted",
        "cautioned",
        "repeated",
        "declared",
    )
    if trigger in ("believed", "thought", "expected", "feared", "hoped") and claim.evidence:
        clause = find_verb(claim.evidence[0].text, claim.trigger or "")
        if clause is not None and clause.form in ("present", "base"):
            return present_form(claim.trigger or "", who)
    if trigger in neutral:
        return trigger
    if claim.act != "announce" or trigger in ("said", "told", "added"):
        return "said"
    return str(prose()["saying"].get(claim.act, "said"))


def said_on(scene: Scene, claim: Statement) -> tuple[str, tuple[Span, ...], tuple[date, ...]]:
    """When it was said: a day named inside the words themselves is not that."""
    time = claim.time
    if (
        time is not None
        and time.start is not None
        and claim.quote_start is not None
        and claim.quote_end is not None
        and claim.quote_start <= time.start < claim.quote_end
    ):
        return "", (), ()
    if time is not None and time.start is None:
        return "", (), ()
    return scene.when(claim)
