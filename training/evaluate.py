"""Scores on the development sets, from any function that runs a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch

from brinkwatch.read import heads
from brinkwatch.read.edit_scripts import apply_script
from training.examples import Corpora, Example, collate

if TYPE_CHECKING:
    from training.model import Reader

Run = Callable[[dict], dict[str, np.ndarray]]


def f1(right: int, found: int, gold: int) -> float:
    """F1 in percent."""
    return 200 * right / max(1, found + gold)


def batches(examples: list[Example], size: int = 32):
    """Examples of like length together."""
    ordered = sorted((x for x in examples if x.length <= 500), key=lambda x: x.length)
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]


def torch_run(model: Reader) -> Run:
    """Run batches on the network itself, as `training.export` does on the exported file."""
    model.eval()

    def run(batch: dict) -> dict[str, np.ndarray]:
        with torch.inference_mode():
            syntax, sense, top = model.encode(
                batch["ids"], batch["shapes"], batch["first"], batch["last"]
            )
            upos, lemma = model.word_labels(syntax)
            arcs, dep_rel, head_rel = model.arcs(syntax, batch["words"])
            chosen = torch.from_numpy(
                heads.trees(arcs.numpy(), batch["words"].sum(1).numpy())
            )
            picked = torch.gather(head_rel, 1, chosen[:, :, None].expand_as(dep_rel))
            logits, fact = model.events(sense)
            s, w = batch["predicates"].T
            roles, senses = model.arguments(sense, arcs, s, w)
            return {k: v.numpy() for k, v in {
                "upos": upos.argmax(-1), "lemma": lemma.argmax(-1), "heads": chosen,
                "relations": model.relations(dep_rel, picked).argmax(-1),
                "names": model.name_tags(sense), "is_predicate": logits, "factuality": fact,
                "roles": roles, "senses": senses.argmax(-1),
                "vectors": model.vectors(top, batch["ids"]),
            }.items()}

    return run


def score(model: Reader, data: Corpora, pieces, *, run: Run | None = None) -> dict[str, float]:
    """All development scores, in percent (Pearson's r as it is)."""
    run = run or torch_run(model)
    out: dict[str, float] = {}
    for name in ("ewt", "gum"):
        out.update({f"{k}/{name}": v for k, v in trees(data.dev[name], data, pieces, run).items()})
    for name, scheme in (("uner", "core"), ("crossner", "crossner"), ("defence", "defence"),
                         ("gum", "gum")):
        out[f"ner/{name}"] = names(data.dev[name], scheme, data, pieces, run)
    return {k: round(v, 2) for k, v in out.items()}


def names(examples, scheme: str, data: Corpora, pieces, run: Run) -> float:
    """F1 of names by exact span and kind; MISC is left out for uner_ewt."""
    return f1(*name_counts(examples, scheme, data, pieces, run))


def name_counts(examples, scheme: str, data: Corpora, pieces, run: Run) -> tuple[int, int, int]:
    """(right, found, gold) names, as `names` counts them."""
    widths = [len(data.labels.tags(s)) for s in data.labels.schemes]
    at = list(data.labels.schemes).index(scheme)
    begin = sum(widths[:at])
    kinds = data.labels.schemes[scheme]
    right = found = gold = 0
    for some in batches(examples):
        result = run(collate(some, pieces))["names"][:, :, begin : begin + widths[at]]
        tags = heads.best_tags(result)
        sizes = np.array([len(x.words) for x in some])
        for x, mine in zip(some, heads.spans(tags, sizes, kinds), strict=True):
            (theirs,) = heads.spans(np.array([x.names[scheme]]), sizes.max(keepdims=True), kinds)
            if x.open_misc:
                mine = [m for m in mine if m[0] != "MISC"]
            right += len(set(mine) & set(theirs))
            found += len(mine)
            gold += len(theirs)
    return right, found, gold


def trees(examples, data: Corpora, pieces, run: Run) -> dict[str, float]:
    """UPOS, UAS, LAS, lemmas; on EWT also arguments, predicates, senses and factuality."""
    words = upos = uas = las = lemma = sense = senses = 0
    args = [0, 0, 0]
    predicates = [0, 0, 0]
    truth: list[float] = []
    guess: list[float] = []
    for some in batches(examples):
        batch = collate(some, pieces)
        result = run(batch)
        mask = batch["words"].numpy()
        gold = batch["heads"].numpy()
        words += mask.sum()
        upos += ((result["upos"] == batch["upos"].numpy()) & mask).sum()
        attached = (result["heads"] == gold) & mask
        uas += attached.sum()
        las += (attached & (result["relations"] == batch["relations"].numpy())).sum()
        for i, x in enumerate(some):
            for w, word in enumerate(x.words):
                script = data.labels.lemma_scripts[result["lemma"][i, w]]
                lemma += apply_script(word, script).lower() == x.source.lemmas[w].lower()
        known = ~torch.isnan(batch["factuality"]).numpy()
        truth += batch["factuality"].numpy()[known].tolist()
        guess += result["factuality"][known].tolist()
        known = ~torch.isnan(batch["is_predicate"]).numpy()
        is_gold, is_mine = batch["is_predicate"].numpy() == 1, result["is_predicate"] > 0
        predicates[0] += (is_gold & is_mine & known).sum()
        predicates[1] += (is_mine & known).sum()
        predicates[2] += is_gold.sum()
        if len(batch["predicates"]):
            tags = heads.best_tags(result["roles"])
            goal = batch["roles"].numpy()
            sense += (result["senses"] == batch["senses"].numpy()).sum()
            senses += len(goal)
            sizes = np.array([len(some[i].words) for i in batch["predicates"][:, 0].tolist()])
            for one, other in zip(heads.spans(tags, sizes, data.labels.roles),
                                  heads.spans(goal, sizes, data.labels.roles), strict=True):
                mine, theirs = set(one), set(other)
                args = [args[0] + len(mine & theirs), args[1] + len(mine), args[2] + len(theirs)]
    out = {"upos": 100 * upos / words, "uas": 100 * uas / words, "las": 100 * las / words,
           "lemma": 100 * lemma / words}
    if args[2]:
        out["arguments"] = f1(*args)
        out["predicates"] = f1(*predicates)
        out["senses"] = 100 * sense / senses
        out["factuality"] = float(np.corrcoef(truth, guess)[0, 1])
    return out
