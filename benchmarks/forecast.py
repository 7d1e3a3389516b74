"""Backtest of the launch forecasts: `python -m benchmarks.forecast [--history FILE] [--from DAY]`.

Rolling origins over a history of launches (by default the CNS/NTI list under the data folder, else
the bundled one): Brier and log score of every model, skill against climatology from past days
alone, over all years and over the last five, and a calibration table.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from brinkwatch.assess import histories, log
from brinkwatch.assess.counting import BALLISTIC
from brinkwatch.assess.forecast import backtest, printed
from brinkwatch.assess.forecast.series import Series
from brinkwatch.assess.tempo import covered_from
from brinkwatch.knowledge.histories import bundled

CNS = Path("nk_facts") / "cns_tests_1984_2024.json"


def series(path: Path | None) -> Series:
    """Days of ballistic launches of the first party in a history, over all it covers."""
    history = histories.load(path) if path is not None else bundled()
    held = log.build((), {}, {}, [history])
    party, last = history.parties[0], date.fromisoformat(history.ends or "")
    first = covered_from(held, party, BALLISTIC, last)
    assert first is not None, "the history covers nothing"
    days = (date.fromisoformat(e.begin) for e in held.launches(party, BALLISTIC))
    return Series.of(days, first, last)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description=__doc__)
    parser.add_argument("--data", default=os.environ.get("BRINKWATCH_DATA"))
    parser.add_argument("--history", type=Path)
    parser.add_argument("--from", dest="begin", type=date.fromisoformat, default=date(2014, 1, 1))
    args = parser.parse_args(argv)
    path = args.history
    if path is None and args.data and (Path(args.data) / CNS).exists():
        path = Path(args.data) / CNS
    held = series(path)
    begin = max(args.begin, date(held.first.year + 5, held.first.month, held.first.day))
    for line in printed.lines(backtest.run(held, begin), path.name if path else "bundled list"):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
