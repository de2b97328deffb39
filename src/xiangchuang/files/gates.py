"""Who may read a file: its uploader, and whoever the gate of its purpose lets in."""

from collections.abc import Callable

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile

Gate = Callable[[Actor, StoredFile], bool]

_gates: dict[str, Gate] = {}


def register_gate(purpose: str, gate: Gate) -> None:
    """Let `gate` decide about files of `purpose`; each app registers its own when it is ready.

    Raises ValueError when another gate holds the purpose: two rules for one file would be a leak.
    """
    if _gates.setdefault(purpose, gate) is not gate:
        raise ValueError(f"files of {purpose!r} have a gate already")


def may_read(actor: Actor, file: StoredFile) -> bool:
    """Return whether `actor` may have the bytes of `file`: nobody has those of one in quarantine."""
    return not file.is_kept_apart and may_know(actor, file)


def may_know(actor: Actor, file: StoredFile) -> bool:
    """Return whether `actor` may know of `file`; without a gate only its uploader does."""
    if actor.user is not None and file.uploaded_by_id == actor.user.pk:
        return True
    gate = _gates.get(file.purpose)
    return gate is not None and gate(actor, file)
