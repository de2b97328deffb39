"""What other apps keep for each revision of a plan: hashed at the freeze, copied to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from xiangchuang.proposals.models import PlanRevision

Content = Callable[[PlanRevision], Any]
Copy = Callable[[PlanRevision, PlanRevision], None]


@dataclass(frozen=True)
class RevisionPart:
    """`content` gives JSON values in a stable order; `copy` takes an old revision's rows to a new one."""

    content: Content
    copy: Copy


REVISION_PARTS: Final[dict[str, RevisionPart]] = {}


def register_revision_part(name: str, *, content: Content, copy: Copy) -> None:
    """Let what an app keeps for a revision be frozen and go on with it; `name` is its key in the hash."""
    REVISION_PARTS[name] = RevisionPart(content, copy)


def content_of_parts(revision: PlanRevision) -> dict[str, Any]:
    """Return the content of every part that has any, by name."""
    found = {name: part.content(revision) for name, part in sorted(REVISION_PARTS.items())}
    return {name: content for name, content in found.items() if content}


def copy_parts(old: PlanRevision, new: PlanRevision) -> None:
    """Take every part of the old revision to the new one."""
    for part in REVISION_PARTS.values():
        part.copy(old, new)
