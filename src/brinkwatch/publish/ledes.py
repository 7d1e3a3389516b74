"""The news of a report in one sentence: the main clause of an opening, without what stands beside.

Compression by deletion on the dependency tree (after Knight and Marcu 2000, without weights):
relative clauses, appositions, asides and adverbials that open the sentence go; the subject, its
verb, what the verb needs and the attribution stay. No word is added but a date moved to the end.
"""

from __future__ import annotations

import re

from brinkwatch.publish.lede_clauses import SAYING, clause, stands
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.trees import Tree

LONGEST, SHORTEST = 34, 5


BEST, WELL = 31, 9
"""Words of a sentence that reads well: at most, at least."""


TOLL = re.compile(r"\b(?:kill|injur|wound|dea[dt]|hurt|displac|leav)\w*", re.I)


DAY = re.compile(
    r"\b(?:(?:early|late) )?(?:on )?(?:(?:early|late) )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday)"
    r"(?: (?:morning|afternoon|evening|night))?"
)


DATE = re.compile(
    r"\b(?:on )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December) \d{1,2}|\d{1,2} (?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December))\b"
)


ON = re.compile(r"\b[Oo]n (?:" + DATE.pattern.removeprefix(r"\b(?:on )?(?:"))


SOFT = re.compile(
    r"(?:earlier|later)? ?(?:this|last|next) (?:week|month|year|weekend|night|summer|spring|autumn|"
    r"winter|January|February|March|April|May|June|July|August|September|October|November|"
    r"December)|that (?:day|night|week|month)|(?:for )?the (?:first|second|third|last) time|"
    r"(?:earlier|later|recently|currently|"
    r"also|however|today|now|meanwhile|tonight)",
    re.I,
)
"""Adverbials that say when from where the writer stands, or link to what went before."""


def told(opening: Opening) -> list[str]:
    """An opening as one sentence, the best first; an empty list when its tree does not hold one.
    Days stand as the report writes them."""
    tree = opening.tree
    main = clause(tree)
    if main is None or not stands(tree, main[0]):
        return []
    root, source = main
    out: list[str] = []
    by = tree.text_of(source)
    for strict in (0, 1, 2):
        kept = _kept(tree, root, strict, source)
        if not _sound(tree, root, kept):
            continue
        text = _dated(tree, root, kept)
        text = f"{text}, {by}" if by else text
        if SHORTEST <= len(text.split()) <= LONGEST and text not in out:
            out.append(text)
    return sorted(out, key=lambda text: not WELL <= len(text.split()) <= BEST)


def _sound(tree: Tree, root: int, kept: list[int]) -> bool:
    """Whether no cut runs through a coordination: no "and" before the verb, no noun left of a
    clause whose verb went."""
    if root not in kept:
        return False
    at = kept.index(root)
    before = [n for n in kept[:at] if tree.words[n].head != root or tree.words[n].relation[:3] not
              in ("aux", "cop", "adv")]
    if before and tree.words[before[-1]].relation == "cc":
        return False
    held = set(kept)
    return not any(
        n not in held
        and word.head == root
        and word.relation == "conj"
        and not tree.has(n, "nsubj")
        and tree.has(n, "aux", "cop")
        and (first := min(tree.subtree(n))) - 1 in held
        and tree.words[first - 1].relation.startswith(("conj", "flat"))
        for n, word in enumerate(tree.words)
    )


def _kept(tree: Tree, root: int, strict: int, source: frozenset[int]) -> list[int]:
    """Indexes of the words that stay, the attribution `source` behind them left out; the higher
    `strict`, the fewer."""
    own = set(tree.subtree(root))
    stop = min(source, default=len(tree.words))
    gone: set[int] = {n for n in range(len(tree.words)) if n not in own or n >= stop}
    who = next(tree.children(root, "nsubj", "csubj"), root)
    opens = min(tree.subtree(who))
    last = _end(tree, root)
    objects = tree.has(root, "obj", "xcomp", "ccomp", "cop", "iobj")
    circumstances = list(tree.children(root, "obl"))
    said = set(tree.children(root, "ccomp"))
    for i, word in enumerate(tree.words):
        if i == root or i in gone:
            continue
        if i >= last or not word.text.strip():
            gone.add(i)
            continue
        base = word.relation.split(":")[0]
        inside = tree.subtree(i)
        text = tree.text_of(inside)
        alone = _set_off(tree, inside)
        drop = (
            (word.head == root and i < opens and base in LEADING)
            or (word.head == who and i < who and tree.has(i, "case") and word.relation in ASIDE)
            or (SOFT.fullmatch(text) is not None and base in ("advmod", "obl", "amod", "nmod"))
            or (word.relation == "acl:relcl" and (alone or strict > 0))
            or word.relation == "advcl:relcl"
            or (base == "appos" and alone and not _identifies(tree, i, who, inside))
            or (base in ("acl", "advmod") and alone and word.head != root)
            or base in ("vocative", "discourse", "dep")
        )
        if not drop and base == "conj" and word.head in said and tree.has(i, "nsubj"):
            drop = not _short(tree)
        if not drop and word.head == root and i != who:
            drop = (
                (base == "obl" and i < root and DAY.fullmatch(text) is not None)
                or (base == "advcl" and (alone or strict > 0) and not TOLL.search(text))
                or (
                    base == "conj"
                    and (strict > 0 or tree.has(i, "nsubj") or not _short(tree))
                )
                or (base == "parataxis" and not _attributes(tree, i))
                or (base == "obl" and i > root and alone and strict > 0)
                or (base == "obl" and i > root and strict > 1 and len(inside) > 4
                    and (objects or i not in circumstances[:1]))
            )
        if drop:
            gone.update(inside)
    gone.update(_bracketed(tree, root))
    gone.update(_before(tree, who, gone))
    return [i for i in range(len(tree.words)) if i not in gone and not _idle(tree, i, gone)]


def _bracketed(tree: Tree, root: int) -> set[int]:
    """What stands between brackets or dashes; all that follows a dash that no other closes."""
    out, inside = set(), False
    for i, word in enumerate(tree.words):
        inside = inside or word.text == "("
        if inside:
            out.add(i)
        inside = inside and word.text != ")"
    dashes = [i for i, w in enumerate(tree.words) if w.text in ("—", "–", "--")]
    while dashes:
        first = dashes.pop(0)
        last = dashes.pop(0) if dashes else len(tree.words) - 1
        if not first < root <= last:
            out.update(range(first, last + 1))
    return out


LEADING = frozenset("obl advmod advcl cc nmod".split())


ASIDE = frozenset(["obl", "nmod", "obl:unmarked", "nmod:unmarked"])


def _before(tree: Tree, who: int, gone: set[int]) -> set[int]:
    """A circumstance that opens the sentence, wherever the tree has hung it: up to the last comma
    before the subject."""
    first = next((i for i in range(len(tree.words)) if i not in gone), who)
    if first >= who or tree.words[first].pos not in ("ADP", "SCONJ", "ADV"):
        return set()
    if tree.words[first].relation not in ("case", "mark", "advmod"):
        return set()
    commas = [i for i in range(first, who) if tree.words[i].text == ","]
    return set(range(first, commas[-1] + 1)) if commas else set()


def _end(tree: Tree, root: int) -> int:
    """Where the clause of the root ends for certain: a semicolon or a colon after it."""
    return next(
        (i for i, w in enumerate(tree.words) if i > root and w.text in (";", ":")),
        len(tree.words),
    )


def _identifies(tree: Tree, i: int, who: int, inside: list[int]) -> bool:
    """Whether an apposition says who or where: the subject's office or name, a state after a
    place."""
    head = tree.words[i].head
    if tree.words[head].pos == "PROPN" and all(
        tree.words[n].pos in ("PROPN", "PUNCT") for n in inside
    ):
        return len(inside) <= 4
    return head == who and 2 < len(inside) <= 10


def _idle(tree: Tree, i: int, gone: set[int]) -> bool:
    """A comma or conjunction that only joined or enclosed what is left out."""
    word = tree.words[i]
    if word.relation == "cc":
        return word.head in gone
    if word.text != "," or not (i + 1 in gone or i - 1 in gone):
        return False
    after = next((n for n in range(i + 1, len(tree.words)) if n not in gone), None)
    before = next((n for n in range(i - 1, -1, -1) if n not in gone), None)
    if after is None or before is None:
        return True
    if "“" in tree.words[after].text:
        return False
    # what is set off and stays keeps its commas
    return _in_aside(tree, after, gone) == _in_aside(tree, before, gone)


def _in_aside(tree: Tree, i: int, gone: set[int]) -> int | None:
    """The head of the apposition between commas that a kept word belongs to."""
    at = i
    while True:
        if tree.words[at].relation.startswith("appos") and _set_off(tree, tree.subtree(at)):
            return at if at not in gone else None
        if tree.words[at].head == at:
            return None
        at = tree.words[at].head


def _short(tree: Tree) -> bool:
    return len([w for w in tree.words if w.text.strip()]) <= LONGEST - 4


def _set_off(tree: Tree, inside: list[int]) -> bool:
    """Whether a phrase stands between commas or brackets."""
    first = inside[0]
    if tree.words[first].text in ",(":
        return True
    return first > 0 and tree.words[first - 1].text in (",", "(", "—", "–", "-")


def _attributes(tree: Tree, i: int) -> bool:
    """Whether a clause set beside is "officials said"."""
    return tree.words[i].lemma.lower() in SAYING and tree.has(i, "nsubj")


def _dated(tree: Tree, root: int, kept: list[int]) -> str:
    """The kept words as text; the day that stood before the verb is set before the first clause
    that hangs on it, else at the end."""
    text = tree.text_of(kept).rstrip(".")
    if DAY.search(text) or DATE.search(text):
        return text
    head = tree.words[root]
    who = next(tree.children(root, "nsubj", "csubj"), root)
    first = tree.words[kept[0]].start
    between = tree.text[tree.words[who].start : head.start]
    found = next(
        (m for lead in (tree.text[:first], between) for m in (DAY.search(lead), ON.search(lead))
         if m is not None),
        None,
    )
    if found is None:
        return text
    day = found.group()
    day = day if re.match(r"[Oo]n |[Yy]esterday|early|late", day) else f"on {day}"
    day = day[:1].lower() + day[1:]
    if tree.has(root, "ccomp"):
        verb = re.escape(head.text)
        return re.sub(rf"\b{verb}\b", f"{head.text} {day}", text, count=1)
    inner = next(
        (n for n in kept if n > root and tree.words[n].pos in ("VERB", "AUX")
         and tree.words[n].relation.split(":")[0] in ("ccomp", "xcomp", "advcl", "acl")
         and tree.words[n].relation != "acl:relcl"),
        None,
    )
    if inner is not None:
        at = min(n for n in tree.subtree(inner) if n in set(kept))
        if at > root and tree.words[at].relation != "cc":
            left = tree.text_of([n for n in kept if n < at])
            right = tree.text_of([n for n in kept if n >= at]).rstrip(".")
            return f"{left} {day} {right}"
    said = re.search(r", according to [^,]+$", text)
    end = said.start() if said else len(text)
    return f"{text[:end]} {day}{text[end:]}"
