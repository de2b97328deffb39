"""What of the layout waits for whom: demands to sort, replies to write and answer, a version to confirm."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.layouts.models import Demand, DemandState, LayoutReply, LayoutState, LayoutVersion
from xiangchuang.layouts.permissions import ASKED, PLANNERS, houses_of
from xiangchuang.layouts.ready import confirmation_gaps
from xiangchuang.procedure.errands import Errand, Matter

_REPLIES = Matter(lambda: LayoutReply.objects.filter(stance="", layout__state=LayoutState.CIRCULATING))
_DEMANDS = Matter(lambda: Demand.objects.filter(state=DemandState.FILED))
_VERSIONS = Matter(
    lambda: LayoutVersion.objects.filter(state__in=[LayoutState.CIRCULATING, LayoutState.CONFIRMED])
)
MATTERS = (_REPLIES, _DEMANDS, _VERSIONS)


def errands(actor: Actor) -> list[Errand]:
    """Return what waits for the actor, in a handful of queries."""
    found = [*_replies(actor)] if _REPLIES.is_there() else []
    if actor.roles.intersection(PLANNERS) and _DEMANDS.is_there():
        found += [*_demands()]
    if actor.roles.intersection((*PLANNERS, Role.LEADERSHIP)) and _VERSIONS.is_there():
        found += [*_version(actor)]
    return found


def _replies(actor: Actor) -> Iterable[Errand]:
    houses = houses_of(actor, ASKED)
    if not houses:
        return
    rows = LayoutReply.objects.filter(
        organization__in=houses, stance="", layout__state=LayoutState.CIRCULATING
    ).select_related("layout")
    for row in rows:
        yield Errand(
            _("反馈对布局征求意见稿的意见"), row.layout.title, reverse("layouts:reply", args=[row.pk]),
            row.layout.replies_due_on, "6.1-1", row.layout.is_sample,
        )  # fmt: skip


def _demands() -> Iterable[Errand]:
    count = Demand.objects.filter(state=DemandState.FILED).count()
    if count:
        said = _("归类技术需求 %(count)d 项") % {"count": count}
        yield Errand(said, "", f"{reverse('layouts:demands')}?state=filed", None, "1.2-2")


def _version(actor: Actor) -> Iterable[Errand]:
    layout = LayoutVersion.objects.filter(state__in=[LayoutState.CIRCULATING, LayoutState.CONFIRMED]).first()
    if layout is None:
        return
    here = reverse("layouts:version", args=[layout.pk])
    plans = bool(actor.roles.intersection(PLANNERS))
    if layout.state == LayoutState.CONFIRMED:
        if plans:
            yield Errand(_("发布已审定的布局"), layout.title, here, None, "5.1-2", layout.is_sample)
        return
    unanswered = sum(reply.waits_for_answer for reply in layout.replies.all())
    if plans and unanswered:
        said = _("答复布局反馈意见 %(count)d 份") % {"count": unanswered}
        yield Errand(said, layout.title, here, None, "6.1-1", layout.is_sample)
    if Role.LEADERSHIP in actor.roles and not confirmation_gaps(layout):
        yield Errand(_("审定总体布局"), layout.title, here, None, "5.1-2", layout.is_sample)
