"""Which nouns are arms: what can be launched, by head, name of a system or what a measure is of."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.knowledge import weapons
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.knowledge.weapons import System
from brinkwatch.read.annotations import text_of

_NAMED_FOR = frozenset({"ORG", "PER", "PERSON"})


def systems_in(token: Token, start: int, end: int) -> list[tuple[int, int, System]]:
    """(start, end, system) for those named in characters [start, end) of the token's text, names
    of bodies left out ("Rodong Sinmun")."""
    doc = token.doc
    found = []
    for first, last, system in weapons.find(text_of(doc), start, end):
        span = doc.char_span(first, last, alignment_mode="expand")
        after = doc[span.end] if span is not None and span.end < len(doc) else None
        if after is not None and after.text[:1].isupper() and after.ent_type_ in _NAMED_FOR \
                and span is not None and span[-1].ent_type_ == after.ent_type_ \
                and after.ent_iob_ == "I":
            continue
        found.append((first, last, system))
    return found


def is_arms(token: Token | None) -> bool:
    """Whether a noun names something launched by itself, not what a measure before it is of."""
    if token is None or token.pos_ not in {"NOUN", "PROPN", "ADJ", "X", "NUM", "VERB"}:
        return False
    words = launch_words()
    lemma = singular(token)
    if lemma in words.no_arms:
        return False
    if lemma in words.arms:
        return not _beside_other_head(token)
    if lemma not in words.vague and not _in_system(token):
        return False
    start, end = syntax.phrase(token)
    named = systems_in(token, start, end)
    if any(s <= token.idx < e for s, e, _ in named):
        return not _beside_other_head(token)
    if lemma not in words.vague:
        return False
    return bool(named) or any(
        singular(c) in words.arms_words for child in token.children
        if syntax.base(child) in {"amod", "compound", "flat", "dep"} and child.i < token.i
        for c in child.subtree
    )


def _in_system(token: Token) -> bool:
    """Whether the token lies in what may be the name of a system, wherever its phrase ends."""
    doc = token.doc
    covered: frozenset[int] | None = doc.user_data.get(_COVERED)
    if covered is None:
        covered = doc.user_data[_COVERED] = frozenset(
            i for start, end, _ in weapons.find(text_of(doc)) for i in range(start, end))
    return token.idx in covered


_COVERED = "brinkwatch.systems"  # user_data key: characters in names of systems


def singular(token: Token) -> str:
    """The lemma, a plural's "s" off where the reader left it on ("SRBMs")."""
    lemma = syntax.lemma(token)
    words = launch_words()
    bare = lemma.removesuffix("s")
    return bare if bare in words.arms and lemma not in words.arms else lemma


def _beside_other_head(token: Token) -> bool:
    """Whether the word only tells of what kind something else is ("missile attack")."""
    return syntax.base(token) in {"compound", "amod"} and token.head.i > token.i \
        and syntax.lemma(token.head) in launch_words().no_arms - {"test", "launch", "exercise"}


def of(token: Token | None, depth: int = 0) -> list[Token]:
    """The nouns of arms in a nominal: itself, its conjuncts, what a measure of it is of ("a barrage
    of rockets"), what it is said to be ("what appeared to be missiles"), or what it holds in an
    apposition ("a Hwasong-18, an intercontinental missile")."""
    if token is None or depth > 4:
        return []
    found: list[Token] = []
    for part in syntax.conjuncts(token):
        one = _one(part, depth)
        if one is not None and one not in found:
            found.append(one)
    return found


def _one(part: Token, depth: int) -> Token | None:
    words = launch_words()
    lemma = syntax.lemma(part)
    if is_arms(part):
        return part
    if part.lower_ in {"what", "which"} or part.pos_ in {"VERB", "AUX"}:
        inside = [t for t in part.subtree if is_arms(t)] if part.pos_ in {"VERB", "AUX"} else \
            [t for t in part.head.subtree if t.i > part.i and is_arms(t)]
        return inside[0] if inside else None
    if part.pos_ in {"NUM", "DET", "PRON"} or lemma in words.collections \
            or lemma in words.arms_words or lemma in words.vague:
        for prep, child in syntax.obliques(part):
            if prep == "of":
                inside = of(child, depth + 1)
                if inside:
                    return inside[0]
    for child in part.children:
        if syntax.base(child) in {"appos", "flat", "list", "nmod", "dep"} and child.i > part.i \
                and lemma not in words.no_arms and not syntax.case_of(child) and is_arms(child):
            return child
    return None
