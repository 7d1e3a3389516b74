"""Speed of reading as a ratio to the bare int8 encoder, on the same text in the same run.

The bare encoder is the bundled file run for its sentence vectors alone, on inputs prepared
beforehand; reading starts from text and ends with annotated Docs. Both use the same threads and
batches. Best of several rounds each, interleaved, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import onnxruntime

import brinkwatch
from brinkwatch.read.neural import BATCH_PIECES, NeuralReader, Sentence

SAMPLE = Path(brinkwatch.__file__).parent / "sample"


def sample_texts(copies: int) -> list[str]:
    """The sample dossier's reports, `copies` times."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(SAMPLE.rglob("*.txt"))]
    if not texts:
        import json

        for path in sorted(SAMPLE.rglob("*.jsonl")):
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            texts += [row["text"] for row in rows if row.get("text")]
    return texts * copies


def main(argv: list[str] | None = None) -> int:
    """Print pieces a second and the ratio."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--rounds", type=int, default=5)
    parse.add_argument("--copies", type=int, default=4)
    parse.add_argument("--threads", type=int, default=2)
    args = parse.parse_args(argv)
    texts = sample_texts(args.copies)
    reader = NeuralReader(threads=args.threads)
    network = reader.network
    sentences = [
        Sentence(w.sentence.words, w.sentence.pieces)
        for text in texts for w in reader._windows(reader._nlp.make_doc(text))
    ]
    pieces = sum(s.size for s in sentences)
    batches: list[list[Sentence]] = [[]]
    for s in sorted(sentences, key=lambda s: s.size):
        if s.size * (len(batches[-1]) + 1) > BATCH_PIECES and batches[-1]:
            batches.append([])
        batches[-1].append(s)
    prepared = [network.inputs(b) for b in batches]
    options = onnxruntime.RunOptions()
    options.only_execute_path_to_fetches = True
    bare = whole = float("inf")
    for _ in range(args.rounds):
        began = time.perf_counter()
        for inputs in prepared:
            network._session.run(["vectors"], inputs, options)
        bare = min(bare, time.perf_counter() - began)
        began = time.perf_counter()
        for _doc in reader.pipe(texts):
            pass
        whole = min(whole, time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(sentences)} sentences, {pieces} word pieces, {args.threads} threads")
    print(f"bare encoder    {pieces / bare:9.0f} pieces/s")
    print(f"text to Doc     {pieces / whole:9.0f} pieces/s")
    print(f"ratio           {bare / whole:9.2f}   (target 0.60, reach for 0.85)")
    print(f"peak memory     {peak:9.0f} MB")
    return 0


if __name__ == "__main__":
    main()
