"""Forecasts of another launch: models, their backtest, and what may be published."""
