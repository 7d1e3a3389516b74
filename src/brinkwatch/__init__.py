"""Brinkwatch: an open crisis desk."""

__version__ = "0.1.0"
