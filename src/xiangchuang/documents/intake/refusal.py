"""The one error with which a file is refused."""


class RefusedFile(Exception):  # noqa: N818 – a refusal is an answer to the applicant, not a fault
    """A file that is not taken in.

    `code` is a stable machine word (`too_big`, `encrypted`, …); `message_zh` says the cause and the remedy in
    the applicant's words and can be shown as it stands.
    """

    def __init__(self, code: str, message_zh: str) -> None:
        super().__init__(message_zh)
        self.code = code
        self.message_zh = message_zh
