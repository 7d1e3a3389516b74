"""Accuracy gates: each `*_gate.py` has `main(argv) -> int` and floors in `floors/`."""
