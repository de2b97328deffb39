"""What writers are told: that the same section was written by two at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.drafting.models import SectionConflict
from xiangchuang.drafting.verbs import CLAUSE
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value, register_message_kind
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.proposals.models import PlanSection

if TYPE_CHECKING:
    from xiangchuang.drafting.desk import Desk

CONFLICT: Final = "plan_section_conflict"


def tell_conflict(desk: "Desk", section: PlanSection, conflict: SectionConflict) -> None:
    """Tell the one who came second and the one whose text stands."""
    people = {desk.user.pk, conflict.other_id or desk.user.pk}
    tell(
        kind=CONFLICT, to=[audiences.person(pk) for pk in sorted(people)], key=f"{CONFLICT}:{conflict.pk}",
        subject=desk.case.title, clause=CLAUSE, is_sample=desk.case.is_sample,
        url=reverse("drafting:conflict", args=[desk.case.number, section.code, conflict.pk]),
        values={
            "case": desk.case.title, "section": f"{section.code} {section.title}", "author": desk.actor.name,
            "other": str(conflict.other or ""), "conflict": conflict.pk,
        },
    )  # fmt: skip


def _say(values: Mapping[str, Value]) -> Said:
    title = _("“%(section)s”同时有两份文字：%(author)s 与 %(other)s 都改过") % values
    return Said(title, _("两份都保留着，没有互相覆盖。对照后选一份或者合并。"))


def _still_open(message: Message) -> bool:
    return SectionConflict.objects.filter(pk=message.values["conflict"], settled_at=None).exists()


def register() -> None:
    """Tell the messages how these are said."""
    register_message_kind(MessageKind(CONFLICT, gettext_lazy("方案同一节两份文字"), _say, _still_open))
