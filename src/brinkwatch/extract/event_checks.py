"""What makes a fitting frame an event, beside its words: who acts, who suffers, what is joint."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import Match, is_time, words_of
from brinkwatch.extract.homes import STATELY
from brinkwatch.extract.operators import Operators
from brinkwatch.knowledge.ontology import Lexicon, lexicon
from brinkwatch.model import Actor

NEEDS_OTHER = frozenset({
    "ACCUSE", "REJECT", "REQUEST", "SUPPORT", "COOPERATE", "AID", "CONSULT", "SANCTION", "ASSAULT",
    "AGREE", "CONCEDE",
})
"""Types that are no event between actors without a recipient, where the actor is no government."""

SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION"})
"""Types that are told of whoever suffers them, though nobody is named who did it."""

FACING = frozenset({"near", "around", "off", "against", "toward", "towards", "close to"})
"""Prepositions of a show of force by the side that it is shown to."""

ATTITUDES = frozenset({"SUPPORT"})
"""Types that tell a stance; who takes none ("did not support voting twice") has done nothing."""


RELEASED = frozenset({"release", "allege"})
"""Modes that are told of whoever they befall in the same way ("is accused of", "was freed")."""

RALLIES = frozenset({"rally", "march", "gathering"})
"""Crowds that gather for a candidate as well as against a government."""

GRIEVANCE = frozenset({"against", "over", "outside", "at"})


def admitted(
    match: Match, actors: list[Actor], recipients: list[Actor], sure: str, operators: Operators
) -> bool:
    """Whether a fitting frame with these sides is an event at all.

    Args:
        sure: certainty of the frame's governor, see `certainty.of`.
    """
    frame, verbal = match.frame, match.token.pos_ == "VERB"
    if "recipient" in frame.needs and not recipients and sure != "denied" and not (
        foreseen(match, actors, sure, operators)
    ):
        return False
    if not actors and not (recipients and _unnamed(match)):
        return False
    if frame.type not in {"ASSAULT", "COERCE"} and frame.mode != "resign" and not any(
        a.country or a.sector for a in (*actors, *recipients)
    ):
        return False
    if not actors and all(a.country is None for a in recipients):
        return False
    if frame.type in SUFFERED and verbal and mishap(match):
        return False
    if frame.by and actors and not any(_stands(a) in frame.by for a in actors):
        return False
    if frame.upon and recipients and not any(_stands(a) in frame.upon for a in recipients):
        return False
    if frame.mode == "restrict" and not official(actors) and (
        sure == "planned" if actors else not syntax.is_passive(match.governor)
    ):
        return False
    if frame.type == "RETREAT" and frame.mode == "withdraw" and not frame.object and (
        not official(actors)
    ) and (verbal or any(a.person for a in actors)):
        return False
    return not campaigning(match, actors)


def _unnamed(match: Match) -> bool:
    """Whether a deed is told of whoever suffers it, by a passive or a noun, with no doer named."""
    frame, token = match.frame, match.token
    if token.pos_ == "VERB":
        return (frame.type in SUFFERED or frame.mode in RELEASED) and suffered(match)
    if frame.type == "PROTEST":
        return True
    return frame.type == "ASSAULT" and any(
        case in {"of", "on", "against"} and not is_time(n) for case, n in syntax.obliques(token)
    )


def _stands(actor: Actor) -> str:
    """What an actor stands for: its sector; a country named alone is its government."""
    return actor.sector or ("PER" if actor.person else "GOV")


def campaigning(match: Match, actors: list[Actor]) -> bool:
    """Whether a rally is one that a politician or a party holds for itself: nothing and nobody is
    named that it is against."""
    if match.frame.type != "PROTEST" or syntax.lemma(match.token) not in RALLIES:
        return False
    if not all(a.person or a.sector in {"GOV", "PTY", "LEG"} for a in actors):
        return False
    nodes = [n for n in (match.token, match.verb) if n is not None]
    return not any(
        case in GRIEVANCE and not is_time(n) and n.ent_type_ != "LOC"
        for node in nodes for case, n in syntax.obliques(node)
    ) and not any(syntax.complements(node) for node in nodes)


def consequences(match: Match, kind: str, lex: Lexicon) -> set[int]:
    """Words that tell the same deed again: its outcome ("attacked a post, killing four") and the
    noun by which it was done ("killed in an air strike")."""
    token = match.token
    nodes = [c for c in token.children if syntax.base(c) == "advcl" and syntax.is_gerund(c)
             and any(f.type == kind for f in lex.verbs.get(syntax.lemma(c), ()))]
    named = [n for case, n in syntax.obliques(token) if case in {"by", "in", "with", "during"}]
    subject = syntax.surface_subject(token)
    named += [subject] if subject is not None else []
    nodes += [n for n in named if n.pos_ == "NOUN" and n.sent == token.sent
              and any(f.type == kind for f in lex.nouns.get(syntax.lemma(n), ()))]
    return {n.i for n in nodes}


def attending(match: Match) -> bool:
    """Whether the sides only take part in what others may have arranged: not with each other."""
    return match.verb is not None and syntax.lemma(match.verb) in {"take", "join", "attend"}


def asked(token: Token) -> bool:
    """Whether the word stands in a question, which tells nothing. "Why" takes for granted what it
    asks about."""
    for node in token.doc[token.i:token.sent.end]:
        if node.text in {".", "!", ";"} or (node.is_quote and node.i > token.i):
            return False
        if node.text == "?":
            return not any(t.lower_ == "why" for t in token.doc[token.sent.start:token.i])
    return False


def foreseen(match: Match, actors: list[Actor], sure: str, operators: Operators) -> bool:
    """Whether an attack is said to be planned by a state: no target need be known yet."""
    return match.frame.type == "ASSAULT" and sure == "planned" and match.verb is not None and (
        any(a.country and a.sector in STATELY for a in actors)
    ) and operators.planned(match.governor)


def exercise(match: Match) -> bool:
    """Whether a show of force is an exercise, which several states may hold together."""
    drills = lexicon().classes["drill"]
    nouns = {syntax.lemma(match.token)} | (words_of(match.object) if match.object else set())
    return bool(nouns & drills)


def joint(match: Match) -> bool:
    """"With" somebody, or called joint and not held off a stranger's coast."""
    nodes = [n for n in (match.token, match.verb, match.object) if n is not None]
    return any(
        case == "with" for n in nodes for case, _ in syntax.obliques(n)
    ) or (any("joint" in words_of(n) for n in nodes) and not any(
        case in FACING for n in nodes for case, _ in syntax.obliques(n)
    ))


def mishap(match: Match) -> bool:
    """Whether a storm, an illness, a beast or an accident does it, and nobody else."""
    token, classes = match.token, lexicon().classes
    doer = syntax.agent(token)
    nouns = [n for _, n in syntax.obliques(token)] + ([doer] if doer is not None else [])
    if any(n.pos_ == "NOUN" and words_of(n) & classes["calamity"] for n in nouns):
        return True
    return any(
        syntax.base(c) == "advcl" and syntax.lemma(c) in classes["accident"] for c in token.children
    )


def suffered(match: Match) -> bool:
    """Whether somebody unnamed did it: a passive, or an attack as subject, but no storm and no
    accident."""
    lex = lexicon()
    token = match.token
    if syntax.is_passive(token):
        return True
    subject = syntax.agent(token)
    if subject is None:
        return False
    if subject.pos_ == "PRON" or subject.ent_type_ == "PER":
        return True
    weapons = lex.classes["projectile"] | lex.classes["troops"]
    return bool(words_of(subject) & weapons) or any(
        f.type in {"ASSAULT", "PROTEST"} and not f.beside
        for f in lex.nouns.get(syntax.lemma(subject), ())
    )


def official(actors: list[Actor]) -> bool:
    """Whether one acts whose word counts by itself: a state's organ or an armed group, not a
    candidate or a company."""
    return any(
        a.sector in STATELY | {"IGO", "REB", "UNS", "JUD", "COP"} for a in actors
    )
