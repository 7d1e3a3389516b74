"""What an editor would strike in a noun phrase or a pronoun, found by a sentence's tree."""

from __future__ import annotations

from brinkwatch.knowledge.offices import title_words
from brinkwatch.knowledge.prose import prose
from brinkwatch.model import Word
from brinkwatch.publish._names import adjective
from brinkwatch.publish.same import countries_in, words
from brinkwatch.publish.trees import Tree


def article_before_place(tree: Tree) -> str | None:
    """ "analysts at a Seoul": the noun that the place belonged to was cut off."""
    for i, word in enumerate(tree.words):
        if tree.quoted[i] or word.text.lower() not in ("a", "an") or word.pos != "DET":
            continue
        if i + 1 >= len(tree.words):
            return "ends on an article"
        noun, n = tree.words[i + 1], i + 1
        if (
            word.head == n
            and noun.pos == "PROPN"
            and countries_in(words(noun.text))
            and not demonym(noun.text)
        ):
            after = tree.words[n + 1] if n + 1 < len(tree.words) else None
            if after is None or (
                after.head != n
                and not (noun.head == n + 1 and noun.relation in ("compound", "amod", "nmod"))
            ):
                return f"an article before {noun.text!r}"
    return None


def demonym(word: str) -> bool:
    """Whether a word is what a citizen of a state is called ("an Australian")."""
    found = countries_in(words(word))
    return bool(found) and words(adjective(found[0][2])) == words(word)


def bare_singular(tree: Tree) -> str | None:
    """ "Spokesman for the ministry said": a single person needs an article or a name."""
    for i, word in enumerate(tree.words):
        if (
            tree.quoted[i]
            or word.pos != "NOUN"
            or not word.relation.startswith("nsubj")
            or word.text.lower() not in title_words()
            or word.text.lower().endswith("s")
            or word.text.lower() in prose()["collective"]
            or (i + 1 < len(tree.words) and tree.words[i + 1].pos == "PROPN")
            or (i > 0 and tree.words[i - 1].pos == "NOUN")  # "attorneys general"
        ):
            continue
        if not tree.has(i, "det", "nummod", "flat", "appos", "compound", "amod") and not any(
            tree.words[c].relation == "nmod:poss" for c in tree.children(i)
        ):
            return f"{word.text!r} without an article"
    return None


def bare_opening(tree: Tree) -> str | None:
    """ "Envoy for the north expressed": a single noun that opens without an article."""
    first = tree.words[0]
    if first.pos not in ("NOUN", "PROPN") or not first.relation.startswith("nsubj"):
        return None
    if first.text.lower().endswith("s") or tree.has(0, "det", "flat", "compound", "amod"):
        return None
    cases = {
        tree.words[c].text.lower()
        for n in tree.children(0, "nmod")
        for c in tree.children(n, "case")
    }
    return f"{first.text!r} without an article" if "for" in cases else None


def named_crowd(tree: Tree) -> str | None:
    """ "local media Anna Kowalska condemned": two names set side by side by a wrong cut."""
    for i, word in enumerate(tree.words):
        if word.relation not in ("appos", "nsubj") or word.pos != "PROPN" or tree.quoted[i]:
            continue
        head = tree.words[i - 1] if word.relation == "nsubj" else tree.words[word.head]
        if word.relation == "nsubj" and (head.relation, head.head) != ("nsubj", word.head):
            continue
        if (
            (word.head == i - 1 or word.relation == "nsubj")
            and head.pos == "NOUN"
            and (head.text.lower() == "media" or _plural(head))
        ):
            return f"{head.text} {word.text}"
    return None


def _plural(word: Word) -> bool:
    low = word.text.lower()
    return low.endswith("s") and not low.endswith("ss") and word.lemma.lower() != low


def idle_it(tree: Tree) -> str | None:
    """ "it is commonplace for new governments": what is commonplace was cut off."""
    for i, word in enumerate(tree.words):
        if tree.quoted[i] or word.text.lower() != "it" or not word.relation.startswith("nsubj"):
            continue
        head = word.head
        if tree.words[head].pos not in ("ADJ", "NOUN") or not tree.has(head, "cop"):
            continue
        if tree.words[head].lemma.lower() in prose()["expletive"] and not tree.has(
            head, "csubj", "ccomp", "xcomp", "advcl", "acl"
        ):
            return f"“it is {tree.words[head].text}” with nothing that is so"
    return None


def lone_pronoun(tree: Tree) -> str | None:
    """A pronoun that nothing before it in the sentence can stand for."""
    for i, word in enumerate(tree.words):
        low = word.text.lower()
        if tree.quoted[i] or word.pos != "PRON" or low not in THIRD:
            continue
        if low == "it" and (
            word.relation == "expl" or tree.has(word.head, "csubj", "ccomp", "xcomp", "advcl")
        ):
            continue
        own = word.head  # of an object, the subject of its own clause would be "themselves"
        while low in ("them", "him") and tree.words[own].pos != "VERB" and (
                tree.words[own].head != own):
            own = tree.words[own].head
        before = [
            w for n, w in enumerate(tree.words[:i])
            if w.pos in ("NOUN", "PROPN") and n != word.head
            and not (low in ("them", "him") and (w.relation, w.head) == ("nsubj", own))
        ]
        if not before:
            # a clause before its source: "it would answer, the ministry said"
            if (
                tree.words[i].head != i
                and any(w.pos in ("NOUN", "PROPN") for w in tree.words[i + 1 :])
                and low in ("its", "their", "his", "her")
            ):
                continue
            return f"{word.text!r} stands for nothing in the sentence"
        if (
            low in ("they", "them", "their")
            and not any(
                _plural(w) or w.pos == "PROPN" or w.lemma.lower() in prose()["collective"]
                for w in before
            )
            and not any(w.text.lower() == "and" for w in tree.words[:i])
        ):
            return f"{word.text!r} stands for nothing in the sentence"
    return None


THIRD = frozenset("he she it they him her them his its their".split())
