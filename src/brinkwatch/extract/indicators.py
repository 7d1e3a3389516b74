"""Indicators: signs that something may be coming, with who does or sees them and how they stand.

A sign is a verb done to the thing its wording names ("recalled its ambassador"), a name of such a
deed ("the deployment of tanks"), or a set phrase ("notice to airmen"); their wording is data
(`knowledge/data/indicators.yaml`).
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.circumstances import clause_places
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.indicators import Sign, signs
from brinkwatch.model import Actor, Evidence, Indicator, Report
from brinkwatch.read.annotations import text_of

STATUS = {"asserted": "reported", "suspected": "reported", "denied": "denied",
          "planned": "planned", "threatened": "planned", "possible": "planned",
          "conditional": "planned"}
MOBILIZE = frozenset({"deployment", "mobilisation", "exercise", "alert raised"})


def find(doc: Doc, report: Report, parties: Parties | None = None) -> list[Indicator]:
    """The indicators a text tells of, in text order; one of a kind a sentence."""
    parties = parties or Parties(doc)
    found = []
    for sent in doc.sents:
        text = sent.text
        words = [(token, syntax.lemma(token), token.pos_) for token in sent]
        for sign in signs().signs:
            if sign.excluded is not None and sign.excluded.search(text):
                continue
            token = _told(sent, sign, text, words)
            if token is None:
                continue
            holders = _holders(sent, token, parties)
            if not holders and not attribution.chain(doc, token.i) and token.pos_ != "VERB" \
                    and sign.indicator != "closure notice":
                continue
            found.append(_record(doc, report, token, sign.indicator, holders, parties))
    return found


def _told(
    sent: Span, sign: Sign, text: str, words: list[tuple[Token, str, str]]
) -> Token | None:
    """The word of a sentence that tells of the sign: a deed before a set phrase.

    `text` is the sentence's, `words` are its words with lemma and part of speech.
    """
    deeds: list[Token] = []
    if sign.what is not None and (sign.needs is None or sign.needs.search(text)):
        deeds = [token for token, lemma, pos in words
                 if ((pos == "VERB" and lemma in sign.verbs)
                     or (pos in {"NOUN", "PROPN"} and lemma in sign.nouns))
                 and _is_deed(token, lemma, sign, text)]
    if deeds:
        return min(deeds, key=lambda t: (t.pos_ != "VERB", syntax.depth(t)))
    for pattern in sign.phrases:
        match = pattern.search(text)
        if match is not None:
            return _word(sent, match.start(), match.end())
    return None


def _is_deed(token: Token, lemma: str, sign: Sign, text: str) -> bool:
    if token.pos_ == "VERB":
        beside = sign.needs_with.get(lemma)
        if beside is not None and beside.search(text) is None:
            return False
        if syntax.base(token) == "acl" and lemma in {"station", "deploy", "base"}:
            return False
        patient = syntax.patient(token)
        things = _things(token, patient)
        if sign.indicator == "monitoring":
            things += [c for prep, c in syntax.obliques(token) if prep == "for"]
        return any(_names(noun, sign) for noun in things)
    return any(
        _names(child, sign) for child in token.children
        if syntax.base(child) in {"compound", "amod", "nmod"} and child.dep_ != "nmod:poss"
    )


def _things(verb: Token, patient: Token | None) -> list[Token]:
    """What a verb is done to: its patient, and what follows it bare or after "up", "on", "out"."""
    found = syntax.conjuncts(patient) if patient is not None else []
    if syntax.base(verb) == "amod" and verb.head.i > verb.i and any(
            syntax.base(c) == "aux" for c in verb.children):
        found.append(verb.head)
    found += [child for child in verb.children
              if syntax.base(child) == "obl" and child.i > verb.i
              and syntax.case_of(child) in {"", "up", "out", "on", "off"}]
    return found


def _names(noun: Token, sign: Sign) -> bool:
    """Whether the noun's phrase is what the sign is about, its clauses and places left out."""
    assert sign.what is not None
    start, end = syntax.phrase(noun)
    if sign.with_clauses:
        left, right = syntax.subtree_span(noun)
        end = noun.doc[right - 1].idx + len(noun.doc[right - 1])
        start = min(start, noun.doc[left].idx)
    return any(match.end() + start >= noun.idx or noun.pos_ == "PROPN"
               for match in sign.what.finditer(text_of(noun.doc)[start:end]))


def _word(sent: Span, start: int, end: int) -> Token | None:
    """The word of a stretch that the others hang on, a verb before a noun."""
    span = sent.doc.char_span(sent.start_char + start, sent.start_char + end,
                              alignment_mode="expand")
    if span is None or not len(span):
        return None
    verbs = [t for t in span if t.pos_ == "VERB"]
    return min(verbs, key=syntax.depth) if verbs else span.root


def _holders(sent: Span, token: Token, parties: Parties) -> list[Actor]:
    """Who detects, watches, deploys: the doer, for a noun its owner or who is said to hold it."""
    nodes: list[Token | None] = []
    if token.pos_ == "VERB":
        nodes = [syntax.agent(token), syntax.surface_subject(token)
                 if not syntax.is_passive(token) else None]
    else:
        nodes = [_holding(token), syntax.owner(token)]
    nodes += [syntax.surface_subject(up) for up in syntax.path(token)[1:]
              if up.pos_ == "VERB" and not syntax.is_passive(up)]
    for node in nodes:
        if node is not None:
            actors = [a for a in parties.all_of(node) if usable(a)]
            if actors:
                return actors
    beside = [a for c in token.subtree if usable(a := parties.mention(c)) and a is not None]
    return beside[:1]


def _holding(noun: Token) -> Token | None:
    """Who a relative clause says holds it ("exercises, which two states are due to begin")."""
    for child in noun.children:
        if child.dep_ == "acl:relcl":
            for node in child.subtree:
                if node.dep_ in {"nsubj", "nsubj:outer"} and node.lower_ not in syntax.RELATIVE:
                    return node
    return None


def _record(
    doc: Doc, report: Report, token: Token, name: str, holders: list[Actor], parties: Parties,
) -> Indicator:
    start, end = syntax.sentence_bounds(token)
    certain = certainty.of(doc, token.i)
    said = attribution.chain(doc, token.i)
    if certain == "asserted" and said and (said[-1].verb or "").startswith(("denie", "deny")):
        certain = "denied"
    return Indicator(
        id=claim_id(report.id, "indicator", [(start, end), (token.idx, token.idx)], name),
        report=report.id,
        evidence=(Evidence(start, end, text_of(doc)[start:end]),),
        type="MOBILIZE" if name in MOBILIZE else None,
        actors=tuple(holders),
        places=clause_places(token, parties),
        time=nearest_time(token),
        attribution=said,
        certainty=certain,
        trigger=syntax.lemma(token),
        indicator=name,
        status=_status(token, name, certain),
    )


def _status(token: Token, name: str, certain: str) -> str:
    """How it stands: "ended" where a verb of ending has it, "ongoing" where it lasts."""
    ordered = token.pos_ != "VERB" and syntax.base(token) == "obj" and syntax.lemma(token.head) in {
        "order", "announce", "declare", "proclaim", "decree"}
    if ordered and certainty.of(token.doc, token.head.i) == "asserted":
        certain = "asserted"
    if certain != "asserted":
        return STATUS[certain]
    table = signs()
    over = _over(token)
    if over is not None:
        held = certainty.of(token.doc, over.i)
        return "ended" if held == "asserted" else STATUS[held]
    for child in token.children:
        if child.dep_ == "acl:relcl" and any(
                t.lower_ in {"due", "will", "planned", "scheduled"} for t in child.subtree):
            return "planned"
    lasts = syntax.is_gerund(token) and any(
        t.lower_ in {"is", "are", "'s", "was", "were", "been"} for t in token.children)
    lasts = lasts or any(syntax.lemma(up) in table.going_on for up in
                         [*syntax.path(token)[:2], *token.children])
    return "ongoing" if lasts or name == "monitoring" else "reported"


def _over(token: Token) -> Token | None:
    """The verb that ends it: the word itself or one it is the object or subject of."""
    table = signs()
    lemma = syntax.lemma(token)
    if token.pos_ == "VERB":
        return token if lemma in table.ending and lemma not in {
            "withdraw", "suspend", "lift", "call", "halt"} else None
    head = token.head
    if syntax.base(token) in {"obj", "nsubj"} and syntax.lemma(head) in table.ending:
        return head
    return None
