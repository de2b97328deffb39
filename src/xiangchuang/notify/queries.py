"""Reads of messages: those told to a person, in whatever role, and which of them are unread."""

from typing import Final

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from xiangchuang.accounts.actor import Actor
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
    mark = ReadUpTo.objects.filter(user=actor.user.pk).values("message")[:1]
    return visible_to(actor).filter(
        ~Exists(Reading.objects.filter(user=actor.user.pk, message=OuterRef("pk"))),
        pk__gt=Coalesce(Subquery(mark), Value(0), output_field=BigIntegerField()),
    )


def unread_count(actor: Actor) -> int:
    """Return how many are unread, in one query that stops a little past COUNTED_TO."""
    if actor.user is None:
        return 0
    return unread_of(actor).order_by()[: COUNTED_TO + 1].count()
