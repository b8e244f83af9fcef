"""Why a delivery ends before its time, though nothing failed."""

from __future__ import annotations


class LeaseLostError(Exception):
    """Another process has taken the lease: it goes on with the delivery."""


class UnsubscribedError(Exception):
    """Nobody is to get the message any more: what it belongs to was ended, or its recipient has left; str() says."""
