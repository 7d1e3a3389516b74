"""Speed of reading as a ratio to the bare int8 encoder, on the same text in the same run.

The bare encoder is cut out of the bundled file: from word pieces to sentence vectors, without a
head, on inputs prepared beforehand. Reading starts from text and ends with Docs that carry every
layer: the network's, times, places, quantities and actors. Both use the same threads and batches.
CPU seconds of several rounds, the three taking turns; the ratio is the median of the rounds' own,
so that a busy machine, which slows a round as a whole, moves it little.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import onnxruntime

import brinkwatch
from brinkwatch.model import Report
from brinkwatch.read.network import BATCH_PIECES, WEIGHTS, Sentence
from brinkwatch.read.neural import NeuralReader
from brinkwatch.read.pipeline import Reader
from brinkwatch.read.windows import windows

SAMPLE = Path(brinkwatch.__file__).parent / "sample"
LONG = 200_000  # words of the long report
START = """
import sys, time
began = time.perf_counter()
from brinkwatch.cli import app
sys.argv = ["brinkwatch", "read", sys.argv[1], "--date", "2025-11-08", "--json",
            "--store", ":memory:"]
class Watched:
    def write(self, text):
        if text.strip():
            print(time.perf_counter() - began, file=sys.stderr)
            import os; sys.stderr.flush(); os._exit(0)
    def flush(self): pass
    def isatty(self): return False
    encoding = "utf-8"
sys.stdout = Watched()
app()
"""


def sample_texts(copies: int) -> list[str]:
    """The sample dossier's reports, `copies` times."""
    lines = (SAMPLE / "dossier.jsonl").read_text(encoding="utf-8").splitlines()
    return [row["text"] for row in map(json.loads, lines) if row.get("text")] * copies


def bare_encoder(path: Path) -> bytes:
    """The part of a model file that its sentence vectors need."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    needed, kept = {"vectors"}, []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    parts = [(graph.node, kept[::-1])]
    for field in (graph.initializer, graph.input):
        parts.append((field, [x for x in field if x.name in needed]))
    parts.append((graph.output, [x for x in graph.output if x.name == "vectors"]))
    for field, content in parts:
        del field[:]
        field.extend(content)
    return bytes(model.SerializeToString())


class BareEncoder:
    """The encoder of the bundled file alone, on the texts' sentences put together as `Network.read`
    does; calling it runs it on all of them. `pieces` and `sentences` say how much that is."""

    def __init__(self, reader: NeuralReader, texts: list[str], threads: int) -> None:
        parts = windows([reader.tokens(text) for text in texts], reader.network)
        together: list[list[Sentence]] = [[]]
        for s in sorted((w.sentence for one in parts for w in one), key=lambda s: s.size):
            if s.size * (len(together[-1]) + 1) > BATCH_PIECES and together[-1]:
                together.append([])
            together[-1].append(s)
        self.sentences = sum(map(len, together))
        self.pieces = sum(s.size for batch in together for s in batch)
        self._inputs = [{k: v for k, v in reader.network.inputs(b).items()
                         if k in ("ids", "shapes")} for b in together]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            bare_encoder(WEIGHTS / "reader.onnx"), options, providers=["CPUExecutionProvider"])

    def __call__(self) -> None:
        for inputs in self._inputs:
            self._session.run(None, inputs)


def seconds(stage: Callable[[], object]) -> float:
    """CPU seconds that a stage takes."""
    began = time.process_time()
    stage()
    return time.process_time() - began


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def first_record() -> tuple[float, float] | None:
    """Seconds, and CPU seconds, from a process's start to the first record of `read --json`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(sample_texts(1)[0], encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-c", START, str(path)], capture_output=True,
                              text=True, check=False)
    try:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(done.stderr.split()[-1]), after.ru_utime - before.ru_utime
    except (IndexError, ValueError):
        return None


def main(argv: list[str] | None = None) -> int:
    """Print pieces a CPU second, the ratios, memory and the time to the first record."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--rounds", type=int, default=7)
    parse.add_argument("--copies", type=int, default=2)
    parse.add_argument("--threads", type=int, default=1)
    args = parse.parse_args(argv)
    texts = sample_texts(args.copies)
    when = datetime(2025, 11, 8, tzinfo=UTC)
    reports = [Report(id=str(i), text=t, published=when) for i, t in enumerate(texts)]
    neural = NeuralReader(threads=args.threads)
    reader = Reader(neural.pipe)
    bare = BareEncoder(neural, texts, args.threads)
    stages: dict[str, Callable[[], object]] = {
        "bare encoder": bare,
        "text to tree": lambda: deque(neural.pipe(texts), 0),
        "whole read stage": lambda: deque(reader.pipe(reports), 0),
    }
    took: dict[str, list[float]] = {name: [] for name in stages}
    for stage in stages.values():
        stage()  # caches and lexicons are filled
    for _ in range(args.rounds):
        for name, stage in stages.items():
            took[name].append(seconds(stage))
    print(f"{bare.sentences} sentences, {bare.pieces} word pieces, {args.threads} thread(s)")
    for name, each in took.items():
        ratio = median(b / s for b, s in zip(took["bare encoder"], each, strict=True))
        print(f"{name:20}{bare.pieces / median(each):9.0f} pieces a CPU second, ratio {ratio:.2f}")
    print("the whole stage should reach 0.60, better 0.85")
    long = "\n\n".join(texts)
    words = long.split(" ")
    long = " ".join((words * (LONG // len(words) + 1))[:LONG])
    began = time.perf_counter()
    doc = reader(Report(id="long", text=long, published=when))
    print(f"a report of {LONG} words: {len(doc)} tokens in {time.perf_counter() - began:.0f} s, "
          f"peak memory {peak_mb():.0f} MB (should stay under 700)")
    first = first_record()
    shown = "not measured" if first is None else f"{first[0]:.1f} s, {first[1]:.1f} CPU seconds"
    print(f"start to first record: {shown} (should stay under 3)")
    return 0


if __name__ == "__main__":
    main()
