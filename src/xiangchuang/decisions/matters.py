"""What deciding needs to know of a kind of case: what its notice says, and which letter tells an outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q

from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.policy.pack import Matter, Pack
from xiangchuang.procedure.models import Case
from xiangchuang.wordings.compose_paper import Worded


@dataclass(frozen=True)
class NoticeContent:
    """(label, value) pairs in the order printed, and what the matter's own places in the words become.

    Chinese, whatever the reader's locale.
    """

    pairs: tuple[tuple[str, str], ...]
    values: Mapping[str, str] = field(default_factory=dict)


Letter = Callable[[Case, Pack, DocumentKind, str, date], Worded]


@dataclass(frozen=True)
class MatterInDecision:
    """notice: the whitelist of what is published. letter: the words that tell the parties a refusal or a
    deferral with its reason; a matter without one tells its parties in its own way. reaches: the documents
    that reach a person who has no part in their case, such as one of many letters of a round.
    """

    notice: Callable[[Case, Pack], NoticeContent]
    letter: Letter | None = None
    reaches: Callable[[Actor], Q] | None = None


_MATTERS: Final[dict[str, MatterInDecision]] = {}


def contribute_matter(matter: Matter, told: MatterInDecision) -> None:
    """Say how cases of that matter are published and answered; call it from the app's `ready()`."""
    _MATTERS[matter] = told


def reaching(actor: Actor) -> Q:
    """Match the documents that reach the actor outside of the cases that are theirs to open."""
    found = Q(pk__in=[])
    for told in _MATTERS.values():
        if told.reaches is not None:
            found |= told.reaches(actor)
    return found


def matter_of(case: Case) -> MatterInDecision:
    """Return what is known of the case's matter."""
    return _MATTERS[case.matter]
