"""Reads of messages: those told to a person, in whatever role, and which of them are unread."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.written_once import WrittenOnce
from xiangchuang.notify.audiences import audiences_of
from xiangchuang.notify.models import Message, Reading, ReadUpTo

COUNTED_TO: Final = 99


def visible_to(actor: Actor) -> "QuerySet[Message]":
    """Return the messages told to the actor, newest first."""
    return Message.objects.filter(audience__in=audiences_of(actor))


def unread_of(actor: Actor) -> "QuerySet[Message]":
    """Return those the actor has not read."""
    if actor.user is None:
        return Message.objects.none()
    return _unread(actor.user.pk, audiences_of(actor))


def _unread(user_id: int, audiences: Iterable[str]) -> "QuerySet[Message]":
    mark = ReadUpTo.objects.filter(user=user_id).values("message")[:1]
    return Message.objects.filter(
        ~Exists(Reading.objects.filter(user=user_id, message=OuterRef("pk"))),
        audience__in=audiences,
        pk__gt=Coalesce(Subquery(mark), Value(0), output_field=BigIntegerField()),
    )


def unread_count(actor: Actor) -> int:
    """Return how many are unread, in one query that stops a little past COUNTED_TO."""
    if actor.user is None:
        return 0
    audiences = {str(place): audience for place, audience in enumerate(sorted(audiences_of(actor)))}
    return len(_unread_question(len(audiences)).rows({"reader": actor.user.pk} | audiences))


@cache
def _unread_question(audiences: int) -> WrittenOnce:
    """Return the question of a reader of so many audiences; the frame of every page asks it."""
    stand_ins = [f"?{place}" for place in range(audiences)]
    rows = _unread(-1, stand_ins).order_by().values_list("pk")[: COUNTED_TO + 1]
    return WrittenOnce(rows, {-1: "reader"} | {name: name[1:] for name in stand_ins})
