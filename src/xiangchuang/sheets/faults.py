"""The one error with which a spreadsheet as a whole is not read."""

from __future__ import annotations


class SheetError(ValueError):
    """A file or a table that is unclear as a whole; ``message`` says in Chinese what happened and what to do.

    A single unclear row is no error: it is a ``Fault`` of that row.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
