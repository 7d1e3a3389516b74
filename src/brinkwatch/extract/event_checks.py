"""What makes a fitting frame an event, beside its words: who acts, who suffers, what is joint."""

from __future__ import annotations

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import Match, words_of
from brinkwatch.extract.homes import STATELY
from brinkwatch.extract.operators import Operators
from brinkwatch.knowledge.ontology import lexicon
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


def suffered(match: Match) -> bool:
    """Whether somebody unnamed did it: a passive, or an attack as subject, but no storm and no
    accident."""
    lex = lexicon()
    token, calamity = match.token, lex.classes["calamity"]
    if any(words_of(n) & calamity for _, n in syntax.obliques(token)):
        return False
    if syntax.is_passive(token):
        return True
    subject = syntax.agent(token)
    if subject is None:
        return False
    if subject.pos_ == "PRON" or subject.ent_type_ == "PER":
        return True
    weapons = lex.classes["projectile"] | lex.classes["troops"]
    return bool(words_of(subject) & weapons) or any(
        f.type in {"ASSAULT", "PROTEST"} for f in lex.nouns.get(syntax.lemma(subject), ())
    )


def official(actors: list[Actor]) -> bool:
    """Whether one acts whose word counts by itself: a state's organ or an armed group, not a
    candidate or a company."""
    return any(
        a.sector in STATELY | {"IGO", "REB", "UNS", "JUD", "COP"} for a in actors
    )
