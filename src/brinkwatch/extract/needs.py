"""What a frame needs of the clause's words, beside its own: `needs` in the lexicon."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import MEASURES, Match, matches, words_of
from brinkwatch.knowledge.ontology import HOSTILE, Lexicon
from brinkwatch.knowledge.speech import act_cues

MILITARY = frozenset("""
    air airstrike airstrikes army artillery carrier combat defence defense drone drones force
    forces jet jets joint live-fire marines military missile missiles naval navy nuclear rocket
    rockets soldiers strikes tank tanks troop troops war warship warships weapon weapons
""".split())
"""Words that tell a military exercise or strike from a fire drill or a hit record."""

VALUES = {"blaming": "blame", "praising": "praise"}
"""Needs that ask for a word of value in what something is called."""


def _valued(token: Token) -> set[str]:
    """Words of what a verb calls its object: "called the raid an outrage", "described it as …"."""
    words: set[str] = set()
    for child in token.children:
        if child.i > token.i and (syntax.base(child) == "xcomp" or (
            syntax.base(child) in {"obl", "advcl"} and syntax.case_of(child) == "as"
        )) and not syntax.is_negated(child):
            words |= {child.lower_, syntax.lemma(child)}
            for inner in child.children:
                if syntax.base(inner) in {"amod", "compound", "nmod", "conj"}:
                    words |= {inner.lower_, syntax.lemma(inner)}
    return words


def satisfied(match: Match, lex: Lexicon) -> bool:
    """Whether what a frame needs of the clause's words is there. Needs that depend on who the
    parties are ("recipient") are checked where they are known."""
    token, frame, obj = match.token, match.frame, match.object
    for need in frame.needs:
        if need == "military":
            left, right = syntax.subtree_span(match.governor, drop=frozenset({"advcl", "ccomp"}))
            if not MILITARY & {t.lower_ for t in token.doc[left:right]}:
                return False
        elif need == "failed_complement":
            if not any(
                syntax.lemma(c) in {"agree", "reach", "sign", "compromise", "strike", "resolve",
                                    "settle", "comply", "meet", "honor", "honour"}
                for c in syntax.complements(token)
            ):
                return False
        elif need == "hostile_complement":
            if not any(
                m.frame.type in HOSTILE - {"THREATEN"} and _own(c, token)
                for c in syntax.complements(token) for d in (c, *_inner(c)) for m in matches(d, lex)
            ):
                return False
        elif need in VALUES:
            if not _valued(token) & act_cues().words[VALUES[need]]:
                return False
        elif need == "person_object":
            if obj is None or not (
                any(lex.human(h) for h in _heads(obj))
                or obj.ent_type_ in {"PER"} or obj.pos_ == "PRON"
                or (obj.text.endswith("s") and obj.pos_ == "PROPN")
                or any(c.ent_type_ == "PER" for c in obj.children)
            ):
                return False
        elif need == "mandative":
            comps = syntax.complements(token)
            if token.pos_ == "VERB" and not any(_mandative(c) for c in comps):
                return False
        elif need == "resolve":
            told = [c for c in syntax.complements(token) if syntax.base(c) == "ccomp"]
            if token.pos_ == "VERB" and told and not any(
                syntax.auxiliaries(c) & {"should", "will", "would", "must", "shall"} for c in told
            ):
                return False
        elif need == "direct":
            subject = syntax.agent(token)
            if subject is None or subject.pos_ not in {"PROPN", "NOUN", "PRON"} or (
                syntax.base(token) in {"acl", "advcl"}
            ):
                return False
        elif need == "leaving":
            if not any(
                syntax.lemma(c) in {"leave", "depart", "go", "quit"}
                for c in syntax.complements(token)
            ):
                return False
        elif need == "infinitive":
            if not any(syntax.is_infinitive(c) for c in syntax.complements(token)):
                return False
        elif need == "weaponry":
            if obj is None or not words_of(obj) & {
                "missile", "air", "defense", "defence", "rocket", "anti-aircraft", "patriot",
                "artillery", "thaad", "interceptor",
            }:
                return False
        elif need == "human_shield":
            if not any(
                syntax.lemma(n) in {"shield", "hostage"} for _, n in syntax.obliques(token)
            ) and not (obj is not None and words_of(obj) & {"hostage"}):
                return False
        elif need == "future":
            if not syntax.auxiliaries(token) & {"will", "shall", "would", "'ll"}:
                return False
        elif need == "troops":
            words = {syntax.lemma(n) for _, nom in syntax.obliques(token) for n in nom.subtree}
            words |= {syntax.lemma(c) for c in token.children}
            if not words & lex.classes["troops"]:
                return False
    return True


def _mandative(clause: Token) -> bool:
    """Whether a clause tells what is to be done ("that Seoul pay more"), not what is so."""
    helpers = syntax.auxiliaries(clause)
    if helpers & {"should", "must", "be"}:
        return True
    if syntax.is_infinitive(clause):
        return True
    return not helpers and clause.lower_ == syntax.lemma(clause) and clause.pos_ == "VERB"


def _own(clause: Token, above: Token) -> bool:
    """Whether the clause's doer may be the one who warns: a pronoun, nobody, or the same word."""
    doer, speaker = syntax.agent(clause), syntax.agent(above)
    return doer is None or doer.pos_ == "PRON" or speaker is None or (
        syntax.lemma(doer) == syntax.lemma(speaker)
    )


def _inner(token: Token) -> list[Token]:
    return [c for c in token.children if syntax.base(c) in {"xcomp", "obj"}]


def _heads(noun: Token) -> set[str]:
    """Lemmas of the nouns that a nominal is about, without what only describes them."""
    heads: set[str] = set()
    for part in syntax.conjuncts(noun):
        heads.add(syntax.lemma(part))
        if syntax.lemma(part) in MEASURES or part.pos_ == "NUM":
            for case, child in syntax.obliques(part):
                if case == "of":
                    heads |= _heads(child)
    return heads
