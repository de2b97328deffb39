"""What a verb says when it will not act: the cause, the way on, and what is kept of the person's text."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A verb's no, ready to be shown to the person.

    message: what happened, in Chinese. remedy: what to do next. clause: the clause it rests on.
    status: the HTTP status a page answers with. kept: typed text by field, shown again so nothing is lost.
    """

    status = 422

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        clause: str = "",
        kept: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = str(message)
        self.remedy = str(remedy)
        self.clause = clause
        self.kept: dict[str, str] = dict(kept or {})

    def __str__(self) -> str:
        return f"{self.message}{self.remedy}"


class NotPermitted(Refusal):
    """The person's appointments do not carry this act."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or none this person may know of: the two look alike on purpose."""

    status = 404


class Stale(Refusal):
    """Someone else changed the row after this person saw it."""

    status = 409


class Blocked(Refusal):
    """The act is right in itself, but something must happen first."""


class Invalid(Refusal):
    """What was given cannot be accepted as it is written."""
