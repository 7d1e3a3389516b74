"""The clause that tells the news in an opening, and the attribution that closes it."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import prose
from brinkwatch.publish.trees import Tree

PRONOUNS = frozenset("he she it they we who which that".split())


SAYING = frozenset("say announce report tell state confirm declare claim warn".split())


def clause(tree: Tree) -> tuple[int, frozenset[int]] | None:
    """The verb of the news and the words of its attribution: in "the town was struck, officials
    said" the clause that is said is the main one. None where the tree has no root."""
    root = tree.root()
    if root is None:
        return None
    behind = _behind(tree)
    if behind is None:
        return root, frozenset()
    source, said = behind
    if root == said:
        inner = next(
            (c for c in tree.children(root, "ccomp", "parataxis") if c < min(source)), None
        )
        if inner is None:
            return root, frozenset()
        return inner, source
    return (root, source) if root < min(source) else (root, frozenset())


def _behind(tree: Tree) -> tuple[frozenset[int], int] | None:
    """The words of an attribution that closes a sentence (", two officials said on Monday"), and
    its verb; found by place, since trees hang it in many ways."""
    said = next(
        (
            n
            for n in range(len(tree.words) - 1, 2, -1)
            if tree.words[n].lemma.lower() in SAYING - {"tell"}
            and tree.words[n].pos == "VERB"
            and not tree.quoted[n]
        ),
        None,
    )
    if said is None or len(tree.words) - said > 12 or tree.has(said, "obj"):
        return None
    comma = next((n for n in range(said - 1, 0, -1) if tree.words[n].text == ","), None)
    if comma is None or said - comma > 14:
        return None
    inside = range(comma + 1, said)
    if not any(tree.words[n].pos in ("NOUN", "PROPN") for n in inside) or any(
        tree.words[n].pos in ("VERB", "AUX") and not tree.words[n].relation.startswith("acl")
        for n in inside
    ):
        return None
    after = tree.words[comma + 1]
    if after.pos in ("CCONJ", "SCONJ", "ADP") or after.text.lower() in PRONOUNS:
        return None
    return frozenset((*inside, said)), said


def stands(tree: Tree, root: int) -> bool:
    """Whether a main clause says of somebody named in it that something is done or so."""
    head = tree.words[root]
    verbal = head.pos in ("VERB", "AUX") or tree.has(root, "cop")
    who = next(tree.children(root, "nsubj", "csubj"), None)
    if not verbal or who is None or tree.quoted[root] or who > root:
        return False
    if any(c > root for c in tree.children(root, "nsubj")):
        return False  # the subject of another clause hangs on this one's verb
    after = max(tree.subtree(who)) + 1
    if after < len(tree.words) and tree.words[after].relation == "cc":
        return False
    opens = tree.words[min(tree.subtree(who))]
    if opens.head == who and opens.relation in ("case", "mark"):
        return False
    if re.fullmatch(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|[Tt]oday)",
                    tree.words[who].text):
        return False
    if tree.words[who].text.lower() in prose()["about_itself"]:
        return False
    return tree.words[who].pos != "PRON" and not tree.text.rstrip(" ”").endswith("?")
