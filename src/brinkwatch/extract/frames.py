"""Which frames of the lexicon fit a word of the tree, best first."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.knowledge.countries import demonyms
from brinkwatch.knowledge.ontology import Frame, Lexicon, lexicon

MEASURES = frozenset({
    "amount", "barrage", "batch", "billion", "contingent", "couple", "delivery", "deployment",
    "dozen", "form", "group", "handful", "hundred", "kind", "lot", "majority", "member",
    "million", "number", "package", "pair", "part", "program", "programme", "rest", "round",
    "sale", "salvo", "score", "series", "shipment", "state", "supply", "ten", "tens", "thousand",
    "ton", "tonne", "type", "use", "volley", "wave",
})
"""Heads that only measure or bundle what stands after "of"."""


HAPPENING = frozenset({
    "erupt", "begin", "continue", "occur", "flare", "break", "resume", "start", "spread", "rage",
    "follow", "happen", "ensue", "intensify", "escalate", "proceed", "collapse", "end",
})
"""Verbs whose subject is the deed itself: "riots erupted in Nigeria"."""


CIRCUMSTANCE = frozenset({
    "because of", "due to", "after", "before", "during", "since", "despite", "following", "amid",
    "ahead of", "until", "over", "given", "without", "against",
})
"""Prepositions under which a noun is the reason or the time of the verb, not what is done."""


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits: `token` carries it, `object` is what the frame takes as its object, `verb`
    is the light verb that governs a noun frame."""

    token: Token
    frame: Frame
    object: Token | None
    verb: Token | None = None

    @property
    def governor(self) -> Token:
        """The word that has the clause's subject, time and certainty."""
        return self.verb or self.token


def matches(token: Token, lex: Lexicon | None = None) -> list[Match]:
    """The frames that fit `token`, the most demanding first; empty for a word that carries none."""
    lex = lex or lexicon()
    word = syntax.lemma(token)
    if token.pos_ in {"VERB", "AUX"} and word in lex.verbs:
        found = _verb(token, lex.verbs[word])
        if found:
            return found
    if token.pos_ in {"ADJ", "VERB"} and word in lex.adjectives:
        found = _adjective(token, lex.adjectives[word])
        if found:
            return found
    if token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "VERB" and _nominal(token)):
        return _noun(token, lex)
    return []


def is_time(token: Token) -> bool:
    """Whether a nominal tells when."""
    return any(
        t.start is not None and t.end is not None and t.start < token.idx + len(token)
        and token.idx < t.end for t in (token.doc._.times or ())
    )


def _nominal(token: Token) -> bool:
    return any(syntax.base(c) in {"det", "amod", "compound"} or c.dep_ == "nmod:poss"
               for c in token.children)


def _verb(token: Token, frames: tuple[Frame, ...]) -> list[Match]:
    if token.dep_ in {"compound", "amod"} and not syntax.is_participle(token):
        return []
    comps = syntax.complements(token)
    clausal = [c for c in comps if c.pos_ in {"VERB", "AUX"} or syntax.is_predicate(c)]
    parts = syntax.particles(token)
    prepositions = {
        case: noun for case, noun in reversed(syntax.obliques(token)) if not is_time(noun)
    }
    patient = syntax.patient(token)
    if patient is not None:
        patient = _shared(patient, token)
    subject_words: set[str] | None = None
    scored: list[tuple[int, int, Match]] = []
    for order, frame in enumerate(frames):
        obj = patient
        fits = True
        for word in frame.beside:
            if word in parts:
                continue
            if word in prepositions:
                if obj is None or syntax.base(obj) not in {"obj", "iobj"}:
                    obj = prepositions[word]
                continue
            if patient is not None and word in {*words_of(patient), syntax.case_of(patient)}:
                continue
            if any(syntax.lemma(n) == word for n in prepositions.values()):
                continue
            if any(c.lower_ == word for c in token.children
                   if syntax.base(c) in {"mark", "case", "xcomp"}):
                continue
            if clausal and word == "for" and any(
                g.lower_ == "for" for c in clausal for g in c.children
            ):
                continue
            fits = False
            break
        if not fits or frame.not_beside & (parts | set(prepositions)):
            continue
        if frame.complement == "required" and not clausal:
            continue
        if frame.not_complement and any(syntax.lemma(c) in frame.not_complement for c in comps):
            continue
        if frame.complement == "none" and any(
            c for c in clausal if syntax.base(c) in {"xcomp", "ccomp"}
        ):
            continue
        about = words_of(obj) if obj is not None else set()
        for word in frame.beside:
            if word in prepositions:
                about |= words_of(prepositions[word])
        if frame.object and not about & frame.object:
            continue
        if frame.not_object and any(
            syntax.lemma(n) in frame.not_object for n in (obj, prepositions.get("from")) if n
        ):
            continue
        if frame.subject:
            if subject_words is None:
                doer = syntax.agent(token)
                if doer is not None and doer.pos_ == "PRON":
                    doer = _told_by(token) or doer
                subject_words = words_of(doer) if doer is not None else set()
            if not subject_words & frame.subject:
                continue
        score = (
            3 * len(frame.beside) + 3 * bool(frame.object) + 2 * bool(frame.subject)
            + 2 * (frame.complement == "required") + len(frame.needs - {"recipient"})
        )
        scored.append((-score, order, Match(token, frame, obj)))
    scored.sort(key=lambda item: item[:2])
    return [m for _, _, m in scored]


def _shared(noun: Token, token: Token) -> Token:
    """What "it" or "them" stands for after a coordinated verb with an object: "seized the files and
    released them"."""
    if noun.lower_ in {"it", "them"} and token.dep_ == "conj":
        for child in token.head.children:
            if child.dep_ == "obj" and child.i < token.i and child.pos_ != "PRON":
                return child
    return noun


def _told_by(token: Token) -> Token | None:
    """Who says the clause: "rebels said they had seized the town"."""
    for node in syntax.path(token)[:4]:
        if syntax.base(node) == "ccomp":
            return syntax.agent(node.head)
    return None


def _adjective(token: Token, frames: tuple[Frame, ...]) -> list[Match]:
    if syntax.base(token) in {"amod", "compound"}:
        return []
    comps = syntax.complements(token)
    return [
        Match(token, frame, None) for frame in frames
        if (frame.complement != "required" or comps)
        and not any(syntax.lemma(c) in frame.not_complement for c in comps)
    ]


def _noun(token: Token, lex: Lexicon) -> list[Match]:
    if syntax.base(token) in {"compound", "flat", "amod"}:
        return []
    word = syntax.lemma(token)
    found: list[tuple[int, int, Match]] = []
    frames = lex.nouns.get(word, ())
    if frames:
        beside = _beside(token)
        verb = light_verb(token, lex)
        for order, frame in enumerate(frames):
            if not set(frame.beside) <= beside or frame.not_beside & beside:
                continue
            if frame.subject and not _subject_fits(token, verb, frame):
                continue
            if frame.object and not _hanging(token) & frame.object:
                continue
            found.append((-len(frame.beside), order, Match(token, frame, None, verb)))
    found.sort(key=lambda item: item[:2])
    return [m for _, _, m in found]


def _hanging(noun: Token) -> set[str]:
    """Lemmas of what a noun is about: "suspension of air links", "aid cut-off"."""
    words = {syntax.lemma(c) for c in noun.children if syntax.base(c) in {"compound", "amod"}}
    for case, child in syntax.obliques(noun):
        if case in {"of", "in", "on", "to"}:
            words |= words_of(child)
    return words


def _subject_fits(token: Token, verb: Token | None, frame: Frame) -> bool:
    doer = syntax.agent(verb) if verb is not None else syntax.owner(token)
    words = words_of(doer) if doer is not None else set()
    words |= {syntax.lemma(c) for c in token.children}
    words |= {syntax.lemma(c) for _, c in syntax.obliques(token)}
    return bool(words & frame.subject)


def _beside(noun: Token) -> set[str]:
    """Lemmas and words of what stands beside a noun without a clause of its own."""
    words: set[str] = set()
    for child in noun.children:
        if child.dep_ not in syntax.CLAUSES and syntax.base(child) not in {"conj", "appos"}:
            words |= {syntax.lemma(child), child.lower_}
            if syntax.base(child) in {"compound", "amod"}:
                for more in child.children:
                    words |= {syntax.lemma(more), more.lower_}
    return words


def light_verb(noun: Token, lex: Lexicon) -> Token | None:
    """The verb that only performs the noun ("hold talks", "impose a curfew"), if it does."""
    node = noun
    for _ in range(3):
        head = node.head
        if head == node:
            return None
        relation = syntax.base(node)
        if relation == "obl" and syntax.case_of(node) in CIRCUMSTANCE:
            return None
        if relation == "nsubj" and not syntax.is_passive(head):
            return head if syntax.lemma(head) in HAPPENING else None
        if relation == "obl" and syntax.case_of(node) == "with" and (
            syntax.lemma(head) in {"hit", "slap", "strike"}
        ):
            return head
        if relation == "obl" and syntax.case_of(node) in {"in", "under", "into", "on"} and (
            syntax.lemma(head) in {"place", "put", "come", "be", "hold", "take", "go"}
        ):
            return head
        if relation in {"obj", "nsubj"} or (relation == "obl" and syntax.lemma(head) in lex.light):
            return head if syntax.lemma(head) in lex.light and head.pos_ == "VERB" else None
        if relation == "conj" and head.pos_ in {"NOUN", "PROPN"}:
            node = head
            continue
        if relation == "nmod" and (
            syntax.lemma(head) in MEASURES | {"effort", "day", "week", "hour"}
        ):
            node = head
            continue
        return None
    return None


def words_of(noun: Token) -> set[str]:
    """Lemmas that tell what a nominal is: its head, what bundles give way to, its conjuncts and
    the nouns and adjectives before it."""
    words: set[str] = set()
    for part in syntax.conjuncts(noun):
        words.add(syntax.lemma(part))
        if part.ent_type_ == "PER":
            words.add("person")
        if any(p.start == part.idx for p in part.doc._.places or ()):
            words.add("place")
        if any(d.kind == "plural" for d in demonyms().get(part.text, ())):
            words.add("people")
        for child in part.children:
            if syntax.base(child) in {"compound", "amod", "flat", "nummod"} or (
                child.dep_ == "nmod:desc"
            ):
                words.add(syntax.lemma(child))
                words.update(syntax.lemma(g) for g in child.children)
            elif syntax.base(child) == "nmod" and child.dep_ != "nmod:poss" and (
                syntax.case_of(child) == "of" or syntax.lemma(part) in MEASURES
            ) and (
                syntax.lemma(part) in MEASURES or part.pos_ == "NUM"
            ):
                words |= words_of(child)
            elif syntax.base(child) == "appos":
                words.add(syntax.lemma(child))
    return words
