"""Telling the colleague who stands in, and that it ended before its day."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures

GIVEN: Final = "delegation_given"
ENDED: Final = "delegation_ended"


def tell_given(given: Appointment) -> None:
    """Tell the colleague from when to when, and for whom."""
    _tell(GIVEN, given)


def tell_ended(given: Appointment) -> None:
    """Tell the colleague that it ends earlier than was told."""
    _tell(ENDED, given)


def _tell(kind: str, given: Appointment) -> None:
    assert given.valid_to is not None and given.delegated_by is not None
    tell(
        kind=kind, to=[audiences.person(given.user_id)], key=f"{kind}:{given.pk}",
        subject=str(given.delegated_by),
        values={
            "appointment": given.pk, "name": str(given.delegated_by), "role": str(given.role),
            "organization": given.organization.name, "from": given.valid_from.isoformat(),
            "to": given.valid_to.isoformat(),
        },
        url=reverse("accounts:delegations"),
    )  # fmt: skip


def _filled(values: Mapping[str, Value]) -> dict[str, object]:
    return {
        **values,
        "role": Role(str(values["role"])).label,
        "first": figures.day_text(date.fromisoformat(str(values["from"]))),
        "last": figures.day_text(date.fromisoformat(str(values["to"]))),
    }


def _say_given(values: Mapping[str, Value]) -> Said:
    said = _filled(values)
    title = _("%(name)s委托您办理：%(organization)s“%(role)s”") % said
    return Said(title, _("自%(first)s至%(last)s，到期自动结束，不能再委托他人。") % said)


def _say_ended(values: Mapping[str, Value]) -> Said:
    said = _filled(values)
    return Said(_("%(name)s的委托提前结束：%(organization)s“%(role)s”") % said)


def _still_holds(message: Message) -> bool:
    rows = Appointment.objects.filter(pk=message.values["appointment"])
    return rows.filter(valid_to__gte=clock.today(), valid_to=message.values["to"]).exists()


KINDS: Final = (
    MessageKind(GIVEN, gettext_lazy("请假委托"), _say_given, _still_holds),
    MessageKind(ENDED, gettext_lazy("委托提前结束"), _say_ended),
)
