"""What can go wrong when a document is set. Messages are Chinese: they reach the person who asked for it."""


class DocumentError(Exception):
    """Base of this package's errors; `message` says what happened and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NumberingError(DocumentError):
    """A document number or verification code cannot be formed from what was given."""


class UnusableBlockError(DocumentError):
    """A block of content has a kind or shape that no rendering knows."""


class FontsMissingError(DocumentError):
    """None of the font folders holds a Chinese font."""


class UndisplayableTextError(DocumentError):
    """The fonts lack characters; an official document is refused rather than printed with gaps."""


class TypesettingError(DocumentError):
    """The typesetter refused the document for another cause; `__cause__` has its diagnostic."""
