"""Until when an objection is answered: the pack's term, told to the officer; late ones are escalated."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice, Objection
from xiangchuang.notify.audiences import department
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.errands import Errand, Matter
from xiangchuang.procedure.packs import pack_of

RECEIVED: Final = "objection_received"
LATE: Final = "objection_late"
ESCALATED_TO: Final = (Role.DIVISION_HEAD, Role.LEADERSHIP)
UNANSWERED: Final = Matter(lambda: Objection.objects.filter(handled_at__isnull=True))


def answer_day(notice: Notice, received: date) -> tuple[date | None, bool]:
    """Return the last day for the answer and whether it is provisional; None where the pack sets no term."""
    due = due_after(received, pack_of(notice.case).publicity.objection_answer)
    return (due.day, due.provisional) if due else (None, False)


def late_objections(on: date) -> QuerySet[Objection]:
    """Return the objections that nobody answered by their day, the longest overdue first."""
    late = Objection.objects.filter(handled_at__isnull=True, answer_by__lt=on)
    return late.select_related("notice__case").order_by("answer_by", "pk")


def tell_received(objection: Objection) -> None:
    """Tell the officers that an objection has come in, and until when it is answered; never from whom."""
    _tell(RECEIVED, objection, [department(Role.OFFICER)], f"received:{objection.pk}")


def tell_late(today: date) -> str:
    """Tell the division head and the leadership of each objection that is late; once for each day it was due.

    Returns what it came to in one line, or "" when nobody had to be told anew.
    """
    told = 0
    for objection in late_objections(today):
        audiences = [department(role) for role in ESCALATED_TO]
        told += _tell(LATE, objection, audiences, f"late:{objection.pk}:{objection.answer_by}")
    return f"逾期未答复的异议：告知 {told} 次" if told else ""


def late_errands(actor: Actor) -> list[Errand]:
    """Return, for those it is escalated to, one line that says how many objections are late."""
    late = late_objections(clock.today()).order_by()
    found = late.aggregate(count=Count("pk"), soonest=Min("answer_by"))
    if not found["count"]:
        return []
    said = _("督办逾期未答复的异议 %(count)d 件") % {"count": found["count"]}
    url = f"{reverse('decisions:desk')}#objections"
    return [Errand(said, "", url, found["soonest"], "5.3-1", reminded="never")]


def settle_answer_days(notices: Iterable[Notice]) -> int:
    """Compute provisional answer days anew; the objector was told a day, so it never comes later than that.

    Returns how many moved.
    """
    moved = 0
    waiting = Objection.objects.filter(
        notice__in=notices, handled_at__isnull=True, answer_provisional=True
    ).select_related("notice__case")
    for objection in waiting:
        day, provisional = answer_day(objection.notice, clock.day_of(objection.received_at))
        if day is None or objection.answer_by is None:
            continue
        moved += day < objection.answer_by
        kept = min(day, objection.answer_by)
        Objection.objects.filter(pk=objection.pk).update(answer_by=kept, answer_provisional=provisional)
    return moved


def _tell(kind: str, objection: Objection, to: list[str], key: str) -> int:
    case = objection.notice.case
    return tell(
        kind=kind, to=to, key=key, subject=case.title,
        values={
            "objection": objection.pk, "receipt": objection.receipt, "case": case.number,
            "answer_by": objection.answer_by.isoformat() if objection.answer_by else "",
        },
        url=reverse("decisions:objections", args=[case.number]), clause="5.3-1", is_sample=case.is_sample,
    )  # fmt: skip


def _say_received(values: Mapping[str, Value]) -> Said:
    return Said(_("收到对公示的异议（%(case)s）") % {"case": values["case"]}, _until(values))


def _say_late(values: Mapping[str, Value]) -> Said:
    title = _("异议逾期没有答复（%(case)s，%(receipt)s）")
    return Said(title % {"case": values["case"], "receipt": values["receipt"]}, _until(values))


def _until(values: Mapping[str, Value]) -> str:
    if not values["answer_by"]:
        return _("核实后答复。")
    day = date.fromisoformat(str(values["answer_by"]))
    return _("应在%(day)s前核实并答复。") % {"day": figures.day_text(day)}


def _still_open(message: Message) -> bool:
    return Objection.objects.filter(
        Q(handled_at__isnull=True), pk=int(str(message.values["objection"]))
    ).exists()


KINDS: Final = (
    MessageKind(RECEIVED, gettext_lazy("收到异议"), _say_received, _still_open),
    MessageKind(LATE, gettext_lazy("异议逾期未答复"), _say_late, _still_open),
)
