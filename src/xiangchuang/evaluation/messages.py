"""What people are told of a round: that it has begun, the draft, the answers to a reply, the result."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.models import Reply, Round, Subject
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.models import Case, CaseState

CLAUSE: Final = "6.5-2"
COMMISSIONED, DRAFTED, REPLIED, ANNOUNCED = (
    "evaluation_commissioned", "evaluation_drafted", "evaluation_replied", "evaluation_announced",
)  # fmt: skip


def speakers(center: Center) -> list[str]:
    """Return the audiences of those who speak for the center: its staff, and those of its lead."""
    houses = sorted({pk for pk in (center.organization_id, center.lead_id) if pk is not None})
    return [*(audiences.house(Role.CENTER_STAFF, pk) for pk in houses),
            audiences.house(Role.LEAD, center.lead_id)]  # fmt: skip


def tell_commissioned(round_: Round, subjects: Iterable[Subject]) -> None:
    """Tell each center that it is evaluated, for which days, by whom."""
    values = {"evaluator": round_.evaluator.name, "first": round_.first_on.isoformat()}
    for subject in subjects:
        _tell(COMMISSIONED, subject, round_, "", values)


def tell_drafted(round_: Round, subjects: Iterable[Subject]) -> None:
    """Tell each center that its draft result is there, and until when it may reply."""
    by = round_.reply_by.isoformat() if round_.reply_by else ""
    told = round_.draft_told_at.isoformat() if round_.draft_told_at else ""
    for subject in subjects:
        _tell(DRAFTED, subject, round_, told, {"reply_by": by})


def tell_announced(round_: Round, subjects: Iterable[Subject]) -> None:
    """Tell each center, and its city, that the results are out and its letter is there."""
    for subject in subjects:
        _tell(ANNOUNCED, subject, round_, "", {}, also=[audiences.city(subject.center.prefecture)])


def tell_replied(reply: Reply) -> None:
    """Tell the evaluator that a center has replied."""
    subject = reply.subject
    _send(
        REPLIED, subject, subject.round, f"{reply.pk}",
        {"points": reply.points.count()},
        to=[audiences.house(Role.EVALUATOR, subject.round.evaluator_id)],
    )  # fmt: skip


def _tell(
    kind: str, subject: Subject, round_: Round, occasion: str, values: Mapping[str, Value], *,
    also: Iterable[str] = (),
) -> None:  # fmt: skip
    _send(kind, subject, round_, occasion, values, to=[*speakers(subject.center), *also])


def _send(
    kind: str, subject: Subject, round_: Round, occasion: str, values: Mapping[str, Value], *,
    to: Iterable[str],
) -> None:  # fmt: skip
    center = subject.center
    told: dict[str, Value] = {
        "center": center.name,
        "year": round_.year,
        "last": round_.last_on.isoformat(),
        "case": round_.case_id,
    }
    tell(
        kind=kind, to=to, key=f"{kind}:{subject.pk}:{occasion}", subject=center.name,
        values={**told, **values}, url=reverse("evaluation:subject", args=[subject.pk]), clause=CLAUSE,
        is_sample=round_.case.is_sample,
    )  # fmt: skip


def _day(values: Mapping[str, Value], name: str) -> str:
    return figures.day_text(date.fromisoformat(str(values[name])))


def _say_commissioned(values: Mapping[str, Value]) -> Said:
    said = {**values, "first": _day(values, "first"), "last": _day(values, "last")}
    return Said(
        _("%(center)s：%(year)s 年度绩效评价开始") % said,
        _("评价期%(first)s至%(last)s，由%(evaluator)s评估。登记册数据已经冻结，接着按指标补充材料。") % said,
    )


def _say_drafted(values: Mapping[str, Value]) -> Said:
    title = _("%(center)s：%(year)s 年度绩效评价初稿已反馈") % values
    if not values["reply_by"]:
        return Said(title)
    return Said(
        title, _("有不同意见的，%(by)s 24:00 前逐项提出并附依据。") % {"by": _day(values, "reply_by")}
    )


def _say_replied(values: Mapping[str, Value]) -> Said:
    if not values["points"]:
        return Said(_("%(center)s对评价初稿没有意见") % values)
    return Said(_("%(center)s对评价初稿提出 %(points)s 项意见") % values, _("逐项答复后才能结束反馈。"))


def _say_announced(values: Mapping[str, Value]) -> Said:
    return Said(_("%(center)s：%(year)s 年度绩效评价结果已公布") % values, _("评价意见书可以下载。"))


def _goes_on(message: Message) -> bool:

    return Case.objects.filter(pk=message.values["case"], state=CaseState.OPEN).exists()


KINDS: Final = (
    MessageKind(COMMISSIONED, gettext_lazy("绩效评价开始"), _say_commissioned, _goes_on),
    MessageKind(DRAFTED, gettext_lazy("绩效评价初稿反馈"), _say_drafted, _goes_on),
    MessageKind(REPLIED, gettext_lazy("对评价初稿的意见"), _say_replied, _goes_on),
    MessageKind(ANNOUNCED, gettext_lazy("绩效评价结果公布"), _say_announced),
)
