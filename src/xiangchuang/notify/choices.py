"""Reads of what people chose; somebody who never chose has the defaults."""

from collections.abc import Collection

from xiangchuang.notify.kinds import find_kind
from xiangchuang.notify.models import KindChoice, Pace, SendingChoice


def choice_of(user_id: int) -> SendingChoice:
    """Return the person's choices, unsaved where there are none yet."""
    return choices_of([user_id])[user_id]


def choices_of(users: Collection[int]) -> dict[int, SendingChoice]:
    """Return the choices of several people, in one query."""
    found = {choice.user_id: choice for choice in SendingChoice.objects.filter(user__in=users)}
    return {user: found.get(user) or SendingChoice(user_id=user) for user in users}


def paces_of(users: Collection[int], kind: str) -> dict[int, str]:
    """Return how often each of them is told of a kind, in one query."""
    known = find_kind(kind)
    otherwise = known.pace if known else Pace.AT_ONCE
    rows = KindChoice.objects.filter(user__in=users, kind=kind).values_list("user", "pace")
    return dict.fromkeys(users, str(otherwise)) | dict(rows)
