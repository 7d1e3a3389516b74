"""Run every speed comparison: `python -m benchmarks.speed`. Prints ratios, never asserts them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(argv: list[str] | None = None) -> int:
    for path in sorted(HERE.glob("*_ratio.py")):
        print(f"\n== {path.stem.removesuffix('_ratio')}", flush=True)
        importlib.import_module(f"benchmarks.speed.{path.stem}").main(argv or [])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
