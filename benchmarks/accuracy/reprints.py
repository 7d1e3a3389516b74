"""Reprints made by the edits a desk makes: cuts, reorderings, other spellings, local paragraphs.

Every text comes from the sample dossier and `annotations/fuse_stories.jsonl`, written for
Brinkwatch. The edits are drawn with a fixed seed, so that a run can be repeated.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import timedelta

from brinkwatch.model import Report

SPELLINGS = (
    ("defense", "defence"), ("kilometers", "kilometres"), ("toward ", "towards "),
    ("U.S.", "US"), ("harbor", "harbour"), ("center", "centre"), ("Dec ", "December "),
    ("Nov ", "November "), ("Oct ", "October "), ("percent", "per cent"), ("labor", "labour"),
)
WORDING = (
    ("said on", "said late on"), ("about", "roughly"), ("around", "about"), ("according to",
    "as stated by"), ("told reporters", "told journalists"), ("a day after", "one day after"),
    ("several", "a number of"), ("further", "more"), ("held", "staged"), ("reported", "said"),
    ("also", "as well"), ("near ", "close to "), ("asked", "requested"), ("condemned", "denounced"),
    ("troops", "soldiers"), ("fired", "launched"), ("at once", "immediately"),
    ("killed", "left dead"),
)
LOCAL = (
    "Shops in {town} stayed open and the {day} market was held as usual. The mayor said that she "
    "had received no instructions from the capital and saw {n} reasons for calm.",
    "Readers in {town} who have relatives in the region told this newspaper on {day} that "
    "telephone lines were working. The consulate asked {n} travelers to register by evening.",
    "The harbor office in {town} said that {n} cargo ships had changed course since {day}. Fuel "
    "at the filling stations along the coast road cost two cents more on the next morning.",
    "Students at the university of {town} held a vigil on {day}. About {n} people came, most of "
    "them from families who moved here lately, and sang until it began to rain.",
    "A retired colonel who teaches in {town} said on {day} that such news came in waves. He had "
    "served abroad for {n} years and advised his class to wait before judging.",
)
TOWNS = ("Millbrook", "Port Anders", "Gull Harbor", "Westerfield", "Salt Creek", "Ardmoor",
         "Lindvale", "New Harrow", "Cape Merrin", "Oakhurst", "Tamsin", "Brightwater")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FOOTER = (
    "Subscribe to our morning letter for the day's most important reporting from all over the "
    "world. Write to the editors at the address below with corrections and with questions. "
    "No part of this page may be copied without permission of the publisher."
)
QUOTE = (
    "“We have watched this for a long time, we know what is being prepared, and we will not be "
    "the ones who lose patience first, whatever is thrown at us in the coming weeks and months,”"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two report ids and whether one text is copied from the other, with the edit's name."""

    a: str
    b: str
    copied: bool
    edit: str


def paragraphs(text: str) -> list[str]:
    """Paragraphs, or groups of two sentences where the text has only one."""
    found = [p for p in text.split("\n\n") if p.strip()]
    if len(found) > 1:
        return found
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]


def cut_tail(ps: list[str], rng: random.Random) -> list[str]:
    return ps[: max(2, round(len(ps) * rng.uniform(0.5, 0.8)))]


def cut_middle(ps: list[str], rng: random.Random) -> list[str]:
    if len(ps) < 3:
        return ps
    out = rng.randrange(1, len(ps))
    return ps[:out] + ps[out + 1 :]


def reorder(ps: list[str], rng: random.Random) -> list[str]:
    head, rest = ps[:1], ps[1:]
    rng.shuffle(rest)
    return head + rest


def passage(rng: random.Random) -> str:
    return rng.choice(LOCAL).format(
        town=rng.choice(TOWNS), day=rng.choice(DAYS), n=rng.randrange(3, 90))


def local(ps: list[str], rng: random.Random) -> list[str]:
    ps = list(ps)
    ps.insert(rng.randrange(1, len(ps) + 1), passage(rng))
    return ps


def two_local(ps: list[str], rng: random.Random) -> list[str]:
    return local(local(ps, rng), rng)


def respell(ps: list[str], rng: random.Random) -> list[str]:
    out = []
    for p in ps:
        for a, b in SPELLINGS:
            p = p.replace(a, b)
        out.append(p)
    return out


def reword(ps: list[str], rng: random.Random) -> list[str]:
    out = []
    for p in ps:
        for a, b in rng.sample(WORDING, 8):
            p = p.replace(a, b)
        out.append(p)
    return out


def drop_clauses(ps: list[str], rng: random.Random) -> list[str]:
    """Drop trailing clauses after a comma, and what stands between two commas."""
    out = []
    for p in ps:
        if rng.random() < 0.6:
            p = re.sub(r", (?:which|who|where|as|while|adding)[^,.]*(?=[,.])", "", p)
        if rng.random() < 0.4:
            p = re.sub(r",[^,.]{4,50},", "", p, count=1)
        out.append(p)
    return out


def merge(ps: list[str], rng: random.Random) -> list[str]:
    return [" ".join(ps)]


def new_lead(ps: list[str], rng: random.Random) -> list[str]:
    return [passage(rng), *ps[1:]] if len(ps) > 2 else [passage(rng), *ps]


EDITS = {
    "cut at the end": (cut_tail,), "paragraph dropped": (cut_middle,), "reordered": (reorder,),
    "local paragraph": (local,), "respelled": (respell,), "reworded": (reword,),
    "cut, respelled, local": (cut_tail, respell, local),
    "reordered, reworded": (reorder, reword), "shortened": (drop_clauses, cut_middle),
    "two local paragraphs, cut": (cut_middle, two_local), "one block": (merge, respell),
    "new lead": (new_lead, reword),
}


def make(
    reports: list[Report], together: dict[str, str], seed: int = 7
) -> tuple[list[Report], list[Pair]]:
    """Return reports with reprints among them, and the pairs to judge.

    Args:
        reports: originals, each written separately.
        together: report id to its story; two reports of one story are hard negatives.
    """
    rng = random.Random(seed)
    pool = list(reports)
    pairs = []
    names = sorted(EDITS)
    for n, source in enumerate(reports):
        for k in range(6):
            name = names[(n * 5 + k) % len(names)]
            ps = paragraphs(source.text)
            for edit in EDITS[name]:
                ps = edit(ps, rng)
            text = re.sub(r"\([A-Z][\w ]+\) (?=—)", "", "\n\n".join(ps))
            if rng.random() < 0.3:
                text = re.sub(r"^[A-Z][\w ,]+ — ", "", text)
            rid = f"{source.id}/{name}"
            assert source.published is not None
            pool.append(Report(
                id=rid, text=text, title=f"Edited headline {n} {k}", source=f"Paper {n}-{k}",
                published=source.published + timedelta(minutes=40 + 25 * k),
                published_precision="minute", language="en",
            ))
            pairs.append(Pair(source.id, rid, True, name))
    for i, a in enumerate(reports):
        for b in reports[i + 1 :]:
            if together[a.id] == together[b.id] and together[a.id]:
                pairs.append(Pair(a.id, b.id, False, "same event, written separately"))
    return pool, pairs


def dressed(reports: list[Report], seed: int = 7) -> tuple[list[Report], list[Pair]]:
    """Different reports that share a long quote, or a publisher's footer: none is a copy."""
    rng = random.Random(seed)
    pool: list[Report] = []
    pairs = []
    for what, extra in (("same quote", QUOTE + " the minister said."), ("same footer", FOOTER)):
        picked = rng.sample(reports, 12)
        made = []
        for n, source in enumerate(picked):
            ps = paragraphs(source.text)
            ps.insert(len(ps) if what == "same footer" else 1, extra)
            made.append(Report(
                id=f"{source.id}/{what}", text="\n\n".join(ps), title=source.title,
                source=f"{what} {n}", published=source.published, language="en",
                published_precision="minute",
            ))
        pool.extend(made)
        for i, a in enumerate(made):
            pairs.extend(Pair(a.id, b.id, False, what) for b in made[i + 1 :])
    return pool, pairs
