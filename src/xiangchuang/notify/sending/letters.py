"""What a letter says, in its reader's language, and whether it still has something to say."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.on_leave import at_work
from xiangchuang.calendars import clock
from xiangchuang.notify.audiences import audiences_of
from xiangchuang.notify.channels.transport import Letter
from xiangchuang.notify.choices import paces_of
from xiangchuang.notify.kinds import still_holds, words_of
from xiangchuang.notify.links import DIGEST, absolute, unsubscribe_url, verification_url
from xiangchuang.notify.models import Delivery, Dropped, Message, Pace
from xiangchuang.notify.queries import unread_of
from xiangchuang.notify.waiting import Waiting, waiting_for
from xiangchuang.pages import figures


def why_drop(delivery: Delivery, reader: Actor) -> Dropped | None:
    """Return why the delivery's message need not be sent any more; None while it must."""
    message = delivery.message
    assert message is not None
    if message.audience not in audiences_of(reader):
        return Dropped.NO_READER
    if message.audience not in audiences_of(at_work(reader, clock.today())):
        return Dropped.HANDED_ON
    user_id = delivery.address.user_id
    if paces_of([user_id], message.kind)[user_id] == Pace.NONE:
        return Dropped.UNWANTED
    if not unread_of(reader).filter(pk=message.pk).exists():
        return Dropped.READ
    return None if still_holds(message) else Dropped.NOTHING_HOLDS


def message_letter(delivery: Delivery) -> Letter:
    """Return the letter of a message: what its line on the page says, and where to read on."""
    message = delivery.message
    assert message is not None
    said = words_of(message)
    return Letter(
        said.title, said.detail, _link(message), _identity(delivery),
        unsubscribe_url(delivery.address.user_id, message.kind),
    )  # fmt: skip


def verification_letter(delivery: Delivery) -> Letter:
    """Return the letter that proves an address."""
    text = _("在“设置”里填写了这个接收地址。登录后打开下面的链接，确认收得到；不是您填写的，不必理会。")
    return Letter(_("确认接收地址"), text, verification_url(delivery.address), _identity(delivery))


def digest_letter(
    delivery: Delivery, reader: Actor, gathered: list[Delivery], *, wants_waiting: bool
) -> Letter | None:
    """Return the day's digest: what waits, with the days left, and what was told; None when there is nothing.

    gathered: the deliveries that wait for this digest and still hold.
    """
    waiting = waiting_for(at_work(reader, clock.today())) if wants_waiting else []
    told = [said for one in gathered if one.message is not None and (said := words_of(one.message).title)]
    if not waiting and not told:
        return None
    parts = []
    if waiting:
        head = ngettext("等您办理的事项 %(count)d 项", "等您办理的事项 %(count)d 项", len(waiting))
        parts.append("\n".join([head % {"count": len(waiting)}, *map(_line, waiting)]))
    if told:
        head = ngettext("新消息 %(count)d 条", "新消息 %(count)d 条", len(told)) % {"count": len(told)}
        parts.append("\n".join([head, *(f"· {title}" for title in told)]))
    title = _("%(day)s待办与消息汇总") % {"day": figures.day_text(clock.today())}
    return Letter(
        title, "\n\n".join(parts), absolute(reverse("workbench:work-list")), _identity(delivery),
        unsubscribe_url(delivery.address.user_id, DIGEST),
    )  # fmt: skip


def _line(waiting: Waiting) -> str:
    about = _("%(what)s（%(subject)s）") % {"what": waiting.what, "subject": waiting.subject}
    text = about if waiting.subject else waiting.what
    return f"· {text} {_left(waiting)}".rstrip()


def _left(waiting: Waiting) -> str:
    if waiting.due_on is None:
        return ""
    day, left = figures.day_text(waiting.due_on), waiting.days_left
    if waiting.due_on < clock.today():
        return _("—— %(day)s已截止") % {"day": day}
    if left is None:
        return _("—— %(day)s 24:00 截止") % {"day": day}
    said = ngettext(
        "—— 还剩 %(left)d 个工作日（%(day)s 24:00 截止）",
        "—— 还剩 %(left)d 个工作日（%(day)s 24:00 截止）",
        left,
    )
    return said % {"left": left, "day": day}


def _link(message: Message) -> str:
    return absolute(reverse("notify:open", args=[message.pk]))


def _identity(delivery: Delivery) -> str:
    return f"xiangchuang-{delivery.pk}-{delivery.made_at:%Y%m%d%H%M%S}"
