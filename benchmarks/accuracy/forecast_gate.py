"""Brier skill of the published launch forecast on 2014–2024, rolling origins, past data only."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

import yaml

from benchmarks.forecast import CNS, series
from brinkwatch.assess.forecast import backtest

HERE = Path(__file__).parent


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("BRINKWATCH_DATA"))
    args = parser.parse_args(argv)
    path = Path(args.data) / CNS if args.data else None
    if path is None or not path.exists():
        print("   skipped: no launch history; name the data folder with --data")
        return 0
    test = backtest.run(series(path), date(2014, 1, 1), models=())
    floors = yaml.safe_load((HERE / "floors" / "forecast.yaml").read_text(encoding="utf-8"))
    failed = 0
    for horizon in test.origins:
        found = test.of(backtest.PUBLISHED, horizon)
        for reference in backtest.REFERENCES:
            name = f"{horizon} days: skill against {reference}"
            value, floor = found.skill[reference] or 0.0, floors[name]
            failed += value < floor
            print(f"   {name:<52}{value:>8.3f}{floor:>8.3f}{'  below' if value < floor else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
