"""Noting that a person has read: nothing of the matter changes by it, so the ledger keeps none of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.calendars import clock
from xiangchuang.notify.models import Message, Reading, ReadUpTo
from xiangchuang.notify.queries import visible_to


def mark_read(*, actor: Actor, message_id: int) -> Message:
    """Note that the actor has read the message; again changes nothing. Raises NotFound for a foreign one."""
    message = visible_to(actor).filter(pk=message_id).first()
    if message is None or actor.user is None:
        raise NotFound(_("没有这条消息，或者它不是发给您的。"))
    Reading.objects.get_or_create(message=message, user_id=actor.user.pk, defaults={"read_at": clock.now()})
    return message


def mark_all_read(*, actor: Actor, through: int) -> None:
    """Note that the actor has read every message up to the one of that number, the newest of the page seen.

    What was told since the page was drawn stays unread. Raises NotFound for somebody not signed in.
    """
    if actor.user is None:
        raise NotFound(_("登录后才有消息。"))
    newest = visible_to(actor).filter(pk__lte=through).values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        ReadUpTo.objects.get_or_create(user_id=actor.user.pk)
        ReadUpTo.objects.filter(user=actor.user.pk, message__lt=newest).update(message=newest)
        # Readings below the mark say nothing any more.
        mark = ReadUpTo.objects.filter(user=actor.user.pk)
        Reading.objects.filter(user=actor.user.pk, message__lte=mark.values("message")[:1]).delete()
