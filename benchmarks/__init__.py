"""Accuracy gates and speed ratios."""
