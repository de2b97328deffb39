"""What a file proves: asked of the apps, each of which knows its own statements and who may see them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.gates import may_know
from xiangchuang.files.models import StoredFile

_LOOKED_AT = 50


@dataclass(frozen=True)
class Proof:
    """One thing a file proves: `what` and `whose` in words, its page, since when; no longer, if `until`."""

    what: str
    whose: str
    url: str
    since: datetime
    until: datetime | None = None
    why: str = ""


Proofs = Callable[[Actor, Sequence[StoredFile]], Sequence[Proof]]
"""Returns what the files prove of which the actor may see the page."""
_sources: Final[dict[str, Proofs]] = {}


def contribute_proofs(name: str, source: Proofs) -> None:
    """Let `source` tell what files prove; call it from the app's `ready()`."""
    _sources[name] = source


def proofs_of(actor: Actor, file: StoredFile) -> list[Proof]:
    """Return everything the same bytes prove that the actor may see, newest first."""
    same = StoredFile.objects.filter(sha256=file.sha256).order_by("-pk")[:_LOOKED_AT]
    known = [other for other in same if other.pk == file.pk or may_know(actor, other)]
    found = [proof for source in _sources.values() for proof in source(actor, known)]
    return sorted(found, key=lambda proof: proof.since, reverse=True)
