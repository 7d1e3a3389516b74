"""Run every accuracy gate: `python -m benchmarks.accuracy [--data DIR] [--only NAME]`.

Exit 1 when a measure is below its pinned floor. A gate whose corpus is missing says so and is
counted as skipped.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--data", help="folder of the corpora (default: $BRINKWATCH_DATA)")
    parser.add_argument("--only", action="append", help="run this gate only; may be repeated")
    args = parser.parse_args(argv)
    failed = []
    for path in sorted(HERE.glob("*_gate.py")):
        name = path.stem.removesuffix("_gate")
        if args.only and name not in args.only:
            continue
        print(f"\n== {name}", flush=True)
        began = time.perf_counter()
        gate = importlib.import_module(f"benchmarks.accuracy.{path.stem}")
        if gate.main(["--data", args.data] if args.data else []):
            failed.append(name)
        print(f"   ({time.perf_counter() - began:.0f} s)", flush=True)
    print("\nbelow a floor: " + ", ".join(failed) if failed else "\nall floors hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
