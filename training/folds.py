"""Names over five folds: `python -m training.folds --out DIR` trains five times, scores each fold.

uner_ewt's development part is small: one fold's F1 moves by a point with two names. Here the whole
network is trained once for each of the five folds of documents (`corpora.fold_of`), as
`training.train` trains the bundled one, without that fold's names; F1 of PER, ORG and LOC is that
of all five folds' names together. A run that was cut off goes on where it stopped; about an hour a
fold on two idle cores. `DIR/folds.json` keeps the counts.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import torch

from brinkwatch.read.tokenise import WordPieces
from training import train
from training.evaluate import f1, name_counts, torch_run
from training.examples import Corpora
from training.model import Reader

FOLDS = 5


def counted(data: Path, run: Path, fold: int) -> tuple[int, int, int]:
    """(right, found, gold) names of a fold, by the averaged parameters of its run."""
    pieces = WordPieces((train.base_encoder() / "tokenizer.json").read_text(encoding="utf-8"))
    corpora = Corpora(data, pieces, held_out_fold=fold)
    model = Reader(corpora.labels)
    model.load_state_dict(torch.load(run / "average.pt", weights_only=True))
    return name_counts(corpora.dev["uner"], "core", corpora, pieces, torch_run(model))


def main(argv: list[str] | None = None) -> None:
    parse = argparse.ArgumentParser(description=__doc__, prog="python -m training.folds")
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", "../shared/data")))
    parse.add_argument("--out", type=Path, required=True)
    parse.add_argument("--epochs", type=float, default=6)
    parse.add_argument("--threads", type=int, default=2)
    args = parse.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    kept = args.out / "folds.json"
    counts: dict[str, list[int]] = json.loads(kept.read_text()) if kept.exists() else {}
    for fold in range(FOLDS):
        if str(fold) not in counts:
            run = args.out / f"fold-{fold}"
            train.main(["--data", str(args.data), "--out", str(run), "--fold", str(fold),
                        "--epochs", str(args.epochs), "--threads", str(args.threads)])
            counts[str(fold)] = list(counted(args.data, run, fold))
            kept.write_text(json.dumps(counts))
        print(f"fold {fold}: F1 {f1(*counts[str(fold)]):.1f} of {counts[str(fold)][2]} names",
              flush=True)
    whole = [sum(column) for column in zip(*counts.values(), strict=True)]
    print(f"five folds: F1 {f1(*whole):.1f} of {whole[2]} names")


if __name__ == "__main__":
    main()
