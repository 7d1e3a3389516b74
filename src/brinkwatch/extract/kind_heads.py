"""Words that tell of a happening of some kind: a verb done to the right thing, a named deed that
somebody held or that did something, and nouns that speak of one told before.

The wording is data (`knowledge/data/event_kinds.yaml`); what is planned, threatened or feared is
none unless its kind keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import aimed, certainty, syntax
from brinkwatch.extract.parties import Parties
from brinkwatch.knowledge.event_kinds import HeadFrame, Kind, event_kinds
from brinkwatch.knowledge.scope import scope
from brinkwatch.read.annotations import text_of

SURE = frozenset({"asserted", "suspected", "denied"})
OFFICIAL = frozenset({"GOV", "MIL", "REB", "IGO", "UNS", "COP", "LEG", "SPY"})
MILITARY = frozenset({"army", "military", "soldier", "troop", "militant", "rebel", "gunman",
                      "airstrike", "artillery", "kill", "wound", "missile", "drone", "bomb"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "such"})
_BUNDLES = frozenset({"series", "wave", "number", "round", "barrage", "spate", "string", "pair",
                      "day", "week", "month", "hour", "year", "couple", "handful"})
_SET = frozenset({"after", "following", "since", "in response to", "with", "during", "amid",
                  "because of", "before"})
_COST = frozenset({"toll", "death", "casualty", "victim", "damage", "injury", "loss"})
_PARTICLE = {"shot": "shoot"}


@dataclass(slots=True)
class Head:
    """One mention of a happening."""

    kind: Kind
    token: Token
    """The word that carries it."""
    governor: Token
    """The verb that has its subject, time and certainty; the word itself where it is one."""
    certainty: str
    event: bool = False
    """Whether it counts only beside an event of the lexicon."""
    back: bool = False
    """Whether it points back rather than tells."""


def heads(
    doc: Doc, parties: Parties, taken: frozenset[int],
    told: Callable[[Head], bool] = lambda head: not head.event,
) -> list[Head]:
    """All mentions in text order, several of a sentence side by side.

    Args:
        taken: indexes of words that carry launches, and of what was launched.
        told: whether a mention that counts only beside an event of the lexicon has one.
    """
    known = event_kinds()
    found: list[Head] = []
    for sent in doc.sents:
        for token in sent:
            if token.i in taken:
                continue
            lemma = lemma_of(token)
            fitting: list[Head] = []
            if token.pos_ == "VERB" and lemma in known.verbs:
                doer = syntax.agent(token)
                if doer is None or doer.i not in taken:
                    fitting = [h for k in known.kinds for h in _verb(token, lemma, k, parties)]
            elif token.pos_ in {"NOUN", "PROPN"} and lemma in known.nouns:
                fitting = [h for kind in known.kinds for h in _noun(token, lemma, kind)]
            if not fitting and token.pos_ == "VERB" and token.lower_ in known.nouns:
                fitting = [h for kind in known.kinds for h in _noun(token, token.lower_, kind)]
            head = next((h for h in fitting if not h.event or told(h)), None)
            if head is None and token.pos_ in {"NOUN", "PROPN"}:
                head = _pointing(token, lemma, found)
            if head is not None:
                found.append(head)
    return found


def lemma_of(token: Token) -> str:
    lemma = syntax.lemma(token)
    return _PARTICLE.get(lemma, lemma)


def carries(token: Token, lemma: str, verbs: frozenset[str]) -> bool:
    """Whether a verb, with its particle where the list asks for one, is among `verbs`."""
    if lemma in verbs:
        return True
    longer = [verb.split() for verb in verbs if verb.startswith(lemma + " ")]
    if not longer:
        return False
    beside = syntax.particles(token) | {c.lower_ for c in token.children} | {
        t.lower_ for t in token.doc[token.i + 1:token.i + 2]}
    return any(set(parts[1:]) <= beside for parts in longer)


def words_in(noun: Token | None) -> set[str]:
    """Lemmas of a nominal, its conjuncts and what it measures, without its clauses."""
    if noun is None:
        return set()
    found: set[str] = set()
    for part in syntax.conjuncts(noun):
        for node in _nominal(part, 0):
            found.update((syntax.lemma(node), node.lower_, syntax.lemma(node).removesuffix("s")))
    return found


def _nominal(token: Token, depth: int) -> list[Token]:
    found = [token]
    for child in token.children:
        relation = syntax.base(child)
        if relation in {"compound", "flat", "appos", "amod", "nummod"} or child.dep_ == "nmod:poss":
            found.append(child)
            found += [c for c in child.children if syntax.base(c) in {"compound", "flat", "amod"}]
        elif relation == "nmod" and depth < 2 and syntax.case_of(child) == "of":
            found += _nominal(child, depth + 1)
    return found


def _verb(token: Token, lemma: str, kind: Kind, parties: Parties) -> Iterator[Head]:
    for frame in kind.heads:
        if not carries(token, lemma, frame.verbs) or not _sentence_fits(token.sent, frame):
            continue
        if syntax.base(token) in {"amod", "compound"} and token.head.i > token.i:
            continue
        patient, doer = syntax.patient(token), syntax.agent(token)
        words = frame.words
        if "object" in words and not _done_to(token, patient) & words["object"]:
            continue
        if "subject" in words and (not words_in(doer) & words["subject"] or _any_such(doer)):
            continue
        if "means" in words and not _means(token, patient, doer) & words["means"]:
            continue
        if frame.alone and patient is not None and patient.i > token.i:
            continue
        if frame.aimed and not aimed.at_land(token, patient, parties):
            continue
        if frame.official and not is_official(doer, token, parties):
            continue
        certain = certainty.of(token.doc, token.i)
        if certain not in SURE | kind.keeps or _habit(token, certain):
            continue
        if kind.apart and (_in_words(patient) or _in_sport(token, patient)
                           or _TOLD_OF.search(token.sent.text)):
            continue
        yield Head(kind, token, token, certain, frame.event or certain == "denied")


def _done_to(token: Token, patient: Token | None) -> set[str]:
    """Words of what a verb is done to; the parser may cut it in two ("the arms | embargo")."""
    found = words_in(patient)
    for child in token.children:
        if syntax.base(child) == "obj" and not syntax.is_passive(token):
            found |= words_in(child)
    return found


def _sentence_fits(sent: Span, frame: HeadFrame) -> bool:
    text = sent.text
    return (frame.needs is None or frame.needs.search(text) is not None) and (
        frame.excluded is None or frame.excluded.search(text) is None)


def _habit(token: Token, certain: str) -> bool:
    """"They attack", "will attack": what is done as a rule, told in the bare present."""
    return certain == "asserted" and token.lower_ == syntax.lemma(token) and not any(
        syntax.base(c) in {"aux", "cop"} for c in token.children) and token.lower_ not in {
            "hit", "shed", "put", "set", "cut"}


_TOLD_OF = re.compile(
    r"\b(?:film|movie|novel|documentary|video game|opera|play|memoir|episode) (?:tells|is about|"
    r"follows|depicts|shows|stars|recounts|portrays)\b", re.IGNORECASE)


def _any_such(noun: Token | None) -> bool:
    """Whether no real one is meant: "any vessel", "simulated attacks"."""
    return noun is not None and any(
        c.lower_ in {"any", "no", "simulated", "mock", "potential", "possible", "hypothetical",
                     "imaginary", "future"} for c in noun.children)


def _in_words(patient: Token | None) -> bool:
    """Whether only words attack it ("attacked the proclamation")."""
    return patient is not None and syntax.lemma(patient) in event_kinds().abstract


def _in_sport(token: Token, patient: Token | None) -> bool:
    """A striker's rocket, in a text on sport."""
    text = text_of(token.doc).lower()
    return not _military(token) and any(
        domain.name == "sport" and domain.strong.search(text) for domain in scope().domains)


def _military(token: Token) -> bool:
    return any(syntax.lemma(t) in MILITARY for t in token.sent)


def _means(token: Token, patient: Token | None, doer: Token | None) -> set[str]:
    found = words_in(patient) | words_in(doer)
    for prep, child in syntax.obliques(token):
        if prep in {"with", "by", "using", "in", "from"}:
            found |= words_in(child)
    for child in token.children:
        if syntax.base(child) == "advcl" and syntax.lemma(child) in {
                "use", "fire", "drop", "launch"}:
            found |= words_in(syntax.patient(child))
    return found


def is_official(doer: Token | None, token: Token, parties: Parties) -> bool:
    """Whether the doer is a state's organ, an armed group or a body of states."""
    actors = parties.all_of(doer) if doer is not None else []
    if not actors and doer is not None:
        actors = parties.around(doer, ("of", "from"))
    if any((a.sector in OFFICIAL or (a.country and not a.person)) for a in actors):
        return True
    return doer is not None and bool(words_in(doer) & {
        "troop", "soldier", "force", "army", "military", "navy", "fighter", "militant", "rebel"})


def _noun(token: Token, lemma: str, kind: Kind) -> Iterator[Head]:
    for frame in kind.heads:
        if lemma not in frame.nouns or not _sentence_fits(token.sent, frame):
            continue
        if syntax.base(token) in {"compound", "amod"} and token.head.i > token.i:
            continue
        if "beside" in frame.words and not beside(token) & frame.words["beside"]:
            continue
        if (frame.proper and not _named(token)) or _any_such(token):
            continue
        governor = carrier(token)
        if governor is None:
            continue
        if syntax.lemma(governor) in event_kinds().played and kind.apart:
            continue
        certain = certainty.of(token.doc, token.i)
        if certain == "asserted" and governor.pos_ in {"VERB", "AUX"}:
            certain = certainty.of(token.doc, governor.i)
        elif governor.lower_ in {"due", "set", "scheduled"}:
            certain = "planned"
        if certain not in SURE | kind.keeps:
            continue
        yield Head(kind, token, governor, certain, frame.event or certain == "denied")


def beside(noun: Token) -> set[str]:
    """Lower-case words before a noun that say of what kind it is, hyphened ones whole and apart."""
    found: set[str] = set()
    for child in noun.children:
        if child.i < noun.i and syntax.base(child) in {
                "amod", "compound", "nmod", "flat", "nummod"}:
            for node in (child, *child.subtree):
                found.update((node.lower_, syntax.lemma(node)))
    text = noun.doc[max(noun.sent.start, noun.i - 4):noun.i].text.lower()
    found.update(re.findall(r"[a-z]+(?:-[a-z]+)+", text.replace(" - ", "-")))
    return found


def _named(noun: Token) -> bool:
    return any(c.pos_ == "PROPN" and syntax.base(c) in {"compound", "flat", "appos", "nmod", "amod"}
               and not syntax.case_of(c) for c in noun.children)


def carrier(noun: Token) -> Token | None:
    """The verb that makes a named deed real: it holds it, tells what it did, or is done by or in
    it; None for a deed that is only spoken of."""
    known = event_kinds()
    node = noun
    while node.dep_ == "conj" and node.head.pos_ in syntax.NOMINAL:
        node = node.head
    if syntax.lemma(node.head) in known.played and syntax.base(node) == "obj":
        return None
    while syntax.base(node) in {"nmod", "acl"} and syntax.case_of(node) == "of" and syntax.lemma(
            node.head) in _BUNDLES:
        node = node.head
    relation, head = syntax.base(node), node.head
    if relation == "nmod" and syntax.lemma(head) in _COST and head.head.pos_ == "VERB":
        return head.head
    verb = syntax.lemma(head)
    if head.pos_ in {"VERB", "AUX"}:
        case = syntax.case_of(node)
        if relation in {"obj", "nsubj", "csubj", "xcomp"} and verb in known.held | known.befall:
            return head
        if relation == "obl" and (
            (case in {"in", "by", "during", "with", "as part of", "of", "from", "through"}
             and verb in known.befall | known.held | {"participate", "use", "deploy", "practise"})
            or (case in {"to", "with"} and verb in {"respond", "retaliate", "come"})
        ):
            return head
        if relation == "obj" and verb in {"attribute", "survive", "repel", "claim"}:
            return noun
        if relation == "nsubj" and syntax.is_passive(head) and verb in {
                "blame", "claim", "reported", "report", "aim", "direct", "mean", "plan"}:
            return head
    for child in noun.children:
        if child.pos_ not in {"VERB", "ADJ"} or syntax.base(child) != "acl":
            continue
        if syntax.lemma(child) in known.held | known.befall | {
                "use", "aim", "dub", "codename", "due"}:
            return child
        if child.dep_ == "acl:relcl" and any(
                syntax.lemma(t) in known.held for t in child.subtree if t.pos_ == "VERB"):
            return child
    if relation in {"obl", "nmod"} and syntax.case_of(node) in _SET and beside(noun) \
            and noun.lower_ != syntax.lemma(noun) and head.pos_ == "VERB" \
            and certainty.of(head.doc, head.i) in SURE:
        return noun
    if relation == "ROOT" and not any(c.dep_ == "cop" for c in noun.children):
        return noun
    return None


def _pointing(token: Token, lemma: str, found: list[Head]) -> Head | None:
    """A noun that speaks of what was told before ("the attack")."""
    if not any(c.lower_ in _DEFINITE and c.dep_ in {"det", "nmod:poss"} for c in token.children):
        return None
    last = next((h for h in reversed(found) if lemma in h.kind.back), None)
    if last is None:
        return None
    return Head(last.kind, token, token, "asserted", back=True)
