"""What an editor would strike in a composed sentence, found by its tree.

The reader that reads reports reads the desk's own prose too: a sentence whose tree is broken was
cut in the wrong place or carries a report's slip, and is not printed. The rules look at shape
only; none knows a word of any report.
"""

from __future__ import annotations

from collections.abc import Sequence

from brinkwatch.knowledge.prose import prose
from brinkwatch.model import Word
from brinkwatch.publish.grammar_nouns import (
    article_before_place,
    bare_opening,
    bare_singular,
    idle_it,
    lone_pronoun,
    named_crowd,
)
from brinkwatch.publish.trees import Tree

MODALS = frozenset("will would can could may might must should shall".split())


SUBJECTS = ("nsubj", "csubj", "expl")


STRANDED = frozenset("in of at with from for by".split())


CLAUSES = ("ccomp", "csubj", "xcomp", "parataxis")


def slips(found: Sequence[Word], text: str) -> list[str]:
    """Why a sentence should not be printed, by its tree; an empty list when it may."""
    if not found:
        return []
    tree = Tree(found, text)
    out: list[str] = []
    for rule in RULES:
        fault = rule(tree)
        if fault:
            out.append(fault)
    return out


def no_subject(tree: Tree) -> str | None:
    """A main clause needs a finite verb and somebody to do it."""
    faults = []
    for root in (i for i, w in enumerate(tree.words) if w.relation == "ROOT"):
        if tree.quoted[root]:
            return None  # a quotation heads the tree: its words are the speaker's
        if tree.words[root].pos not in ("VERB", "AUX") and not tree.has(root, "cop", "aux"):
            faults.append("no finite verb in the main clause")
        elif not tree.has(root, *SUBJECTS) and not any(
            w.pos in ("NOUN", "PROPN", "PRON") for w in tree.words[:root]
        ):
            faults.append("main clause without a subject")
        else:
            return None  # a long title before a name may be read as a sentence of its own
    return faults[-1] if faults else None


def noun_after_saying(tree: Tree) -> str | None:
    """ "said no damage": a verb of saying takes a clause, not a thing."""
    for i, word in enumerate(tree.words):
        if tree.quoted[i] or word.pos != "VERB" or word.lemma not in prose()["clause_verbs"]:
            continue
        if tree.has(i, *CLAUSES) or not tree.has(i, *SUBJECTS):
            continue
        for o in tree.children(i, "obj"):
            if o > i and not any(tree.quoted[n] for n in tree.subtree(o)):
                return f"a noun phrase after {word.text!r}"
    return None


def told_nothing(tree: Tree) -> str | None:
    """ "The minister told parliament.": what was told is missing."""
    for i, word in enumerate(tree.words):
        if word.lemma != "tell" or word.pos != "VERB" or any(tree.quoted):
            continue
        topic = any(
            tree.words[c].text.lower() in ("of", "about")
            for o in tree.children(i, "obl")
            for c in tree.children(o, "case")
        )
        if tree.has(i, "nsubj") and not (topic or tree.has(i, *CLAUSES) or _before_source(tree, i)):
            return f"{word.text!r} with nothing told"
    return None


def _before_source(tree: Tree, i: int) -> bool:
    """Whether a verb of saying closes a sentence whose content came first."""
    return tree.words[i].relation == "parataxis" or any(w.pos == "VERB" for w in tree.words[:i])


def free_would(tree: Tree) -> str | None:
    """ "Lithuania would close its border": reported speech whose speaker was cut off."""
    for i, word in enumerate(tree.words):
        if word.relation != "ROOT" or tree.quoted[i]:
            continue
        if any(
            tree.words[c].text.lower() == "would" for c in tree.children(i, "aux")
        ) and not tree.has(i, "advcl", "parataxis"):
            return "“would” without a speaker"
    return None


def that_without_clause(tree: Tree) -> str | None:
    """ "announced that a coalition to patrol the gulf": no finite verb of its own after "that"."""
    marks = [
        i for i, w in enumerate(tree.words) if w.relation == "mark" and w.text.lower() == "that"
    ]
    for n, i in enumerate(marks):
        if tree.quoted[i] or i == 0:
            continue
        later = {tree.words[m].head for m in marks[n + 1 :]}
        if not any(
            (w.pos in ("VERB", "AUX") or tree.has(j, "cop"))
            and j not in later
            and not w.relation.startswith(("acl", "aux", "cop"))
            and (tree.has(j, *SUBJECTS) or tree.has(j, "aux"))
            for j, w in enumerate(tree.words)
            if j > i
        ):
            return "“that” without a clause"
    return None


def bad_verb_group(tree: Tree) -> str | None:
    """ "would required", "in blamed": a verb in a form that cannot stand where it stands."""
    for i in range(1, len(tree.words)):
        word = tree.words[i]
        if tree.quoted[i] or word.pos != "VERB" or not _is_past(word):
            continue
        before = i - 1
        while before > 0 and tree.words[before].pos == "ADV" and word.head != before:
            before -= 1
        prior = tree.words[before]
        if prior.pos == "AUX" and prior.text.lower() in MODALS and prior.head == i:
            return f"{prior.text} {word.text}"
        previous = tree.words[i - 1]
        if (
            previous.pos in ("ADP", "ADV", "SCONJ")
            and previous.text.lower() in STRANDED
            and (word.relation == "ROOT" or tree.has(i, "nsubj"))
        ):
            return f"{previous.text} {word.text}"
    return None


def _is_past(word: Word) -> bool:
    low = word.text.lower()
    return low.endswith("ed") and word.lemma.lower() != low


def says_of_itself(tree: Tree) -> str | None:
    """ "Prosecutors said that prosecutors charged": the subject twice."""
    for i, word in enumerate(tree.words):
        if word.relation.split(":")[0] != "ccomp" or tree.quoted[i]:
            continue
        outer = next(tree.children(word.head, "nsubj"), None)
        inner = next(tree.children(i, "nsubj"), None)
        if outer is None or inner is None or tree.quoted[inner]:
            continue
        a, b = tree.phrase(outer).lower(), tree.phrase(inner).lower()
        if a.removeprefix("the ") == b.removeprefix("the "):
            return "the speaker named again as the subject of what is said"
    return None


RULES = (
    no_subject,
    noun_after_saying,
    told_nothing,
    free_would,
    that_without_clause,
    bad_verb_group,
    article_before_place,
    bare_singular,
    bare_opening,
    named_crowd,
    idle_it,
    says_of_itself,
    lone_pronoun,
)
