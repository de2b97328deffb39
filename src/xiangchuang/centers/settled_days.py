"""Telling those concerned when a provisional day becomes final: the holidays of its year were published."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import obligation_label, those_concerned
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.holidays import DueBefore
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of

KIND = "due_day_settled"


def tell_settled(owed: Obligation, before: DueBefore) -> None:
    """Tell the center's staff, its lead, the city's bureau and the officers the day as it now stands."""
    center = Center.objects.filter(founding_case=owed.case_id).select_related("founding_case").first()
    if center is None:
        return
    label = obligation_label(owed, pack_of(center.founding_case))
    tell(
        kind=KIND,
        to=those_concerned(center),
        key=f"settled:{owed.pk}:{owed.due_on}:{'provisional' if owed.due_provisional else 'final'}",
        subject=center.name,
        values={
            "center": center.name, "zh": label["zh"], "en": label["en"], "obligation": owed.pk,
            "due_on": owed.due_on.isoformat(), "before": before.day.isoformat(),
            "is_final": not owed.due_provisional,
        },
        url=reverse("centers:file", args=[center.pk]),
        clause=owed.clause,
        is_sample=center.is_sample,
    )  # fmt: skip


def _say(values: Mapping[str, Value]) -> Said:
    what = words({"zh": str(values["zh"]), "en": str(values["en"])})
    due = date.fromisoformat(str(values["due_on"]))
    before = date.fromisoformat(str(values["before"]))
    said = {"center": values["center"], "what": what, "day": figures.day_text(due),
            "before": figures.day_text(before)}  # fmt: skip
    title = (
        _("%(center)s：%(what)s的截止日定为%(day)s")
        if values["is_final"]
        else _("%(center)s：%(what)s的截止日暂定为%(day)s")
    ) % said
    if due != before:
        return Said(title, _("原来暂定%(before)s，节假日安排公布后顺延或改回。") % said)
    return Said(title, _("与原来暂定的日子相同。"))


def _still_holds(message: Message) -> bool:
    """The day is worth sending while nothing was handed in and it has not moved again."""
    owed = Obligation.objects.filter(pk=message.values["obligation"], fulfilled_at__isnull=True).first()
    return owed is not None and owed.due_on.isoformat() == message.values["due_on"]


SETTLED = MessageKind(KIND, gettext_lazy("截止日确定"), _say, _still_holds)
