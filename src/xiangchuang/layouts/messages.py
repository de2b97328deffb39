"""What people are told of the layout: what became of a demand, that a draft waits for a reply, what opens."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.layouts.models import (
    Demand,
    DemandState,
    Direction,
    LayoutReply,
    LayoutState,
    LayoutVersion,
)
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.organizations.models import Organization, OrganizationKind

OUTCOME, ASKED, HANDLED, PUBLISHED, CHANGED = (
    "demand_outcome", "layout_reply_asked", "layout_reply_handled", "layout_published", "direction_changed",
)  # fmt: skip


def tell_outcome(demand: Demand) -> None:
    """Tell the filer what became of the demand, and those whose demands were merged into it."""
    if demand.state == DemandState.SORTED:
        return
    for row in [demand, *demand.merged.select_related("organization")]:
        tell(
            kind=OUTCOME, to=[audiences.house(Role(row.filed_as), row.organization_id)], subject=row.title,
            key=f"demand:{row.pk}:{demand.pk}:{demand.version}",
            values={"number": row.number, "title": row.title, "state": demand.state,
                    "direction": demand.direction.title if demand.direction else ""},
            url=reverse("layouts:demand", args=[row.pk]), clause="1.2-2", is_sample=row.is_sample,
        )  # fmt: skip


def tell_asked(layout: LayoutVersion, units: Iterable[Organization]) -> None:
    """Ask each unit for its reply, with the last day."""
    due = layout.replies_due_on.isoformat() if layout.replies_due_on else ""
    for unit in units:
        tell(
            kind=ASKED, to=unit_audiences(unit), subject=layout.title, key=f"layout:{layout.pk}:asked:{due}",
            values={"title": layout.title, "due_on": due, "layout": layout.pk, "organization": unit.pk},
            url=reverse("layouts:version", args=[layout.pk]), clause="6.1-1", is_sample=layout.is_sample,
        )  # fmt: skip


def tell_handled(reply: LayoutReply) -> None:
    """Tell a unit what became of its opinion."""
    tell(
        kind=HANDLED, to=unit_audiences(reply.organization), subject=reply.layout.title,
        key=f"layout_reply:{reply.pk}:{reply.version}",
        values={"title": reply.layout.title, "handling": reply.handling},
        url=reverse("layouts:reply", args=[reply.pk]), clause="6.1-1", is_sample=reply.layout.is_sample,
    )  # fmt: skip


def tell_published(layout: LayoutVersion, units: Iterable[Organization]) -> None:
    """Tell those who were asked that the layout is published."""
    for unit in units:
        tell(
            kind=PUBLISHED, to=unit_audiences(unit), subject=layout.title,
            key=f"layout:{layout.pk}:published", values={"title": layout.title},
            url=reverse("layouts:version", args=[layout.pk]), clause="5.1-2", is_sample=layout.is_sample,
        )  # fmt: skip


def tell_changed(direction: Direction, what: str, to: Iterable[str], occasion: str) -> None:
    """Tell that a direction was amended, closed or opened again; `what` is one of those three."""
    tell(
        kind=CHANGED, to=to, subject=direction.title, key=f"direction:{direction.pk}:{occasion}",
        values={"title": direction.title, "what": what, "number": direction.number},
        url=reverse("layouts:direction", args=[direction.pk]), clause="5.1-2", is_sample=direction.is_sample,
    )  # fmt: skip


def unit_audiences(unit: Organization) -> list[str]:
    """Return who answers for a unit: a bureau's people, or a department's in either of its roles."""
    if unit.kind == OrganizationKind.BUREAU:
        return [audiences.house(Role.CITY_BUREAU, unit.pk)]
    return [
        audiences.house(Role.DEPARTMENT, unit.pk), audiences.house(Role.SUPERVISING_DEPARTMENT, unit.pk)
    ]  # fmt: skip


def _outcome(values: Mapping[str, Value]) -> Said:
    told = {"number": values["number"], "title": values["title"], "direction": values["direction"]}
    said = {
        DemandState.LINKED: _("技术需求 %(number)s“%(title)s”已纳入布局方向“%(direction)s”"),
        DemandState.MERGED: _("技术需求 %(number)s“%(title)s”已与同类需求合并办理"),
        DemandState.DECLINED: _("技术需求 %(number)s“%(title)s”未纳入布局"),
    }
    sentence = said.get(DemandState(str(values["state"])), _("技术需求 %(number)s“%(title)s”有新的处理"))
    return Said(sentence % told, _("打开查看理由和进展。"))


def _asked(values: Mapping[str, Value]) -> Said:
    return Said(
        _("对“%(title)s”征求意见稿提出意见") % {"title": values["title"]},
        _("反馈期限 %(day)s 24:00。") % {"day": values["due_on"]} if values["due_on"] else "",
    )


def _still_waits(message: Message) -> bool:
    """Whether the unit has not replied and the draft still goes round."""
    asked = message.values
    return LayoutReply.objects.filter(
        layout=asked["layout"], organization=asked["organization"], stance="",
        layout__state=LayoutState.CIRCULATING,
    ).exists()  # fmt: skip


def _handled(values: Mapping[str, Value]) -> Said:
    return Said(_("对“%(title)s”的意见已有答复") % {"title": values["title"]}, _("打开查看采纳情况。"))


def _published(values: Mapping[str, Value]) -> Said:
    return Said(_("“%(title)s”已发布") % {"title": values["title"]}, _("查看开放的方向和名额。"))


def _changed(values: Mapping[str, Value]) -> Said:
    said = {
        "closed": _("布局方向 %(number)s“%(title)s”已关闭"),
        "reopened": _("布局方向 %(number)s“%(title)s”重新开放"),
        "amended": _("布局方向 %(number)s“%(title)s”有调整"),
    }
    told = {"title": values["title"], "number": values["number"]}
    return Said(said[str(values["what"])] % told, _("打开查看理由。"))


KINDS: Final = (
    MessageKind(OUTCOME, gettext_lazy("技术需求的处理"), _outcome),
    MessageKind(ASKED, gettext_lazy("布局征求意见"), _asked, _still_waits),
    MessageKind(HANDLED, gettext_lazy("布局意见的答复"), _handled),
    MessageKind(PUBLISHED, gettext_lazy("布局发布"), _published),
    MessageKind(CHANGED, gettext_lazy("布局方向的调整"), _changed),
)
