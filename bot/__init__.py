"""Attaché: what officials said, word for word, with the source beside it."""

__version__ = "0.2.0"
