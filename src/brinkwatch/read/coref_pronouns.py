"""Pronouns to the most salient actor that agrees in sex and number, or to nobody."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.knowledge.actor_words import words
from brinkwatch.read.actor_mentions import Mention
from brinkwatch.read.coref_chains import STATES, Chain, Context

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
PRONOUNS = HE | SHE | IT | THEY
PLURAL_BODIES = frozenset({"forces", "brigades", "guards", "houthis", "marines", "states",
                           "nations", "rebels", "troops", "taliban", "police"})
"""Last words of names that "they" may stand for."""
POSSESSIVE = frozenset({"his", "her", "its", "their"})
REACH = 3
"""Sentences back that a pronoun may reach for a person; one for a body."""
FAR, BACK, OFTEN = 1.3, 0.002, 0.15
"""Lost for each sentence and each token of distance; won for each earlier mention, to four."""
PERSON, NO_SEX, REPORTED, SPOKE, QUOTE, RIVAL, ELSEWHERE = 2.0, 0.6, 2.5, 0.6, 1.0, 0.8, 0.7


def antecedent(context: Context, token: Token) -> Chain | None:
    """The chain that the pronoun joins, or None where none fits."""
    word = token.lower_
    person = word in HE or word in SHE
    if not person and not _acts(context, token, plural=word in THEY):
        return None
    best: tuple[float, Chain] | None = None
    for number, before in context.before(token.i, REACH if person else 1).items():
        chain = context.chains[number]
        if not _agrees(word, chain) or _same_clause(context, token, before) or _below(token, chain):
            continue
        score = _score(context, token, person, before, chain)
        if best is None or score > best[0]:
            best = (score, chain)
    return best[1] if best is not None and best[0] > 0 else None


def pronoun(token: Token) -> Mention:
    """The mention of a pronoun."""
    word = token.lower_
    return Mention(token.i, token.i + 1, token.i, "pronoun", token.text,
                   sex="m" if word in HE else "f" if word in SHE else None, plural=word in THEY,
                   definite=True)


def _agrees(word: str, chain: Chain) -> bool:
    if word in HE or word in SHE:
        return chain.kind in ("person", "nominal") and (
            chain.sex in (None, "m" if word in HE else "f")) and not chain.plural
    if word in IT:
        return chain.kind in STATES and not chain.plural
    many = chain.plural or any(
        m.name.split()[-1].lower() in PLURAL_BODIES for m in chain.mentions if m.kind != "pronoun"
    )
    return chain.kind == "group" or (chain.kind in STATES and many)


def _acts(context: Context, token: Token, plural: bool) -> bool:
    """Does the sentence treat "it" or "they" as somebody who acts?"""
    if token.dep_ == "expl":
        return False
    if token.lower_ in POSSESSIVE or _reported(context, token) is not None:
        return True
    if not token.dep_.startswith("nsubj") or token.dep_ == "nsubj:pass":
        return plural and token.dep_ in ("obj", "iobj", "obl")
    verb = token.head
    if any(c.dep_ == "cop" for c in verb.children):
        return plural
    lemma = verb.lemma_.lower()
    return lemma in context.speech or lemma in words("agentive verbs")


def _reported(context: Context, token: Token) -> int | None:
    """Token index of the subject whose reported words the pronoun is the subject of ("the army
    said it was ready")."""
    verb = token.head
    if not token.dep_.startswith("nsubj") or verb.dep_ not in ("ccomp", "parataxis"):
        return None
    above = verb.head
    if above.lemma_.lower() not in context.speech or above.i > token.i:
        return None
    for _ in range(3):
        own = next((c.i for c in above.children if c.dep_.startswith("nsubj")), None)
        if own is not None or above.dep_ != "conj":
            return own
        above = above.head
    return None


def _same_clause(context: Context, token: Token, before: list[Mention]) -> bool:
    """In "she praised her" the object is somebody else."""
    if token.dep_ not in ("obj", "iobj") or token.lower_.endswith(("self", "selves")):
        return False
    subjects = {c.i for c in token.head.children if c.dep_.startswith("nsubj")}
    return any(m.head in subjects for m in before)


def _below(token: Token, chain: Chain) -> bool:
    """Is the actor named within the words of which the pronoun is the subject? In "she said Doe
    had left" she is not Doe."""
    if not token.dep_.startswith("nsubj"):
        return False
    verb = token.head
    low, high = verb.left_edge.i, verb.right_edge.i
    return any(m.kind != "pronoun" and token.i < m.head and low <= m.head <= high
               for m in chain.mentions)


def _score(
    context: Context, token: Token, person: bool, before: list[Mention], chain: Chain
) -> float:
    last = before[-1]
    gap = context.distance(last.head, token.i)
    score = max(
        context.role(m) - FAR * context.distance(m.head, token.i) - BACK * (token.i - m.head)
        for m in before[-4:]
    )
    score += OFTEN * min(len(before), 4)
    if person:
        score += PERSON - (NO_SEX if chain.sex is None else 0.0)
    elif token.lower_ not in POSSESSIVE:
        score -= RIVAL * _rivals(context, token, last)
    elif gap > 0:
        score -= ELSEWHERE
    if context.quoted[token.i] and not context.quoted[last.head] and gap == 0:
        score -= QUOTE
    if _reported(context, token) in {m.head for m in before}:
        score += REPORTED
    if gap <= 1 and context.speaks(last):
        score += SPOKE
    return score


def _rivals(context: Context, token: Token, last: Mention) -> int:
    """Subjects between the antecedent and the pronoun that are no actors."""
    return sum(
        1 for t in context.doc[last.end:token.i]
        if t.dep_.startswith("nsubj") and t.i not in context.by_head
        and t.pos_ in ("NOUN", "PROPN")
    )
