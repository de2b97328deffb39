"""What can go wrong with a national table, as typed errors whose words are shown to people."""

from __future__ import annotations


class TableError(ValueError):
    """The table as a whole cannot be read: its encoding, its header, its units or its mapping."""


class ConcentrationUnknownError(ValueError):
    """No enterprise of the industry has an income in that year, so there are no shares."""
