"""What of adjustments, rectifications and wind-ups waits for a person outside of the case itself."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.messages import adjustment_url, rectification_url
from xiangchuang.adjustments.models import (
    Adjustment,
    Hearing,
    Recheck,
    RecheckSigner,
    Rectification,
    RectificationState,
    WindUp,
)
from xiangchuang.adjustments.models.rectifications import RECTIFYING
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.procedure.errands import Errand, Matter, ask_once
from xiangchuang.procedure.models import StageRun

CLAUSE: Final = "6.5-1"
CENTER_ROLES: Final = frozenset({Role.CENTER_STAFF, Role.LEAD})
DEPARTMENT_ROLES: Final = frozenset({Role.OFFICER, Role.DIVISION_HEAD})
LISTED: Final = 20
_REPLIES: Final = Matter(lambda: StageRun.objects.filter(stage_kind="reply", closed_at=None))
_RECTIFYING: Final = Matter(lambda: Rectification.objects.filter(state__in=RECTIFYING))
_RECHECKS: Final = Matter(lambda: Recheck.objects.filter(concluded_at=None))
_WIND_UPS: Final = Matter(lambda: WindUp.objects.filter(closed_on=None))
MATTERS: Final = (_REPLIES, _RECTIFYING, _RECHECKS, _WIND_UPS)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield what waits for the actor, in at most six queries."""
    if actor.roles & CENTER_ROLES and ask_once(keeps_a_center, actor):
        yield from _of_center(actor)
    if actor.roles & DEPARTMENT_ROLES:
        yield from _of_department()


def _of_center(actor: Actor) -> Iterator[Errand]:
    own = kept_centers(actor).values("pk")
    if _REPLIES.is_there():
        yield from _to_hear(own)
    if _RECTIFYING.is_there():
        yield from _to_rectify(own)
    if _RECHECKS.is_there():
        yield from _to_sign(own)


def _to_hear(own: "QuerySet[Any, Any]") -> Iterator[Errand]:
    open_runs = StageRun.objects.filter(
        case=OuterRef("case"), stage_kind="reply", closed_at=None, center_hearing=None
    )
    to_hear = Adjustment.objects.filter(Exists(open_runs), center__in=own).select_related("center")
    for adjustment in to_hear.order_by("pk")[:LISTED]:
        yield Errand(
            _("就拟作出的处理陈述意见"), adjustment.center.name, adjustment_url(adjustment),
            adjustment.hearing_by, CLAUSE, adjustment.center.is_sample,
        )  # fmt: skip


def _to_rectify(own: "QuerySet[Any, Any]") -> Iterator[Errand]:
    rows = Rectification.objects.filter(center__in=own, state__in=RECTIFYING).select_related("center")
    for row in rows.order_by("pk")[:LISTED]:
        planning = row.state == RectificationState.PLANNING
        if row.state == RectificationState.SUBMITTED:
            continue
        what = _("报送整改方案") if planning else _("按方案整改，逐项报告进展")
        due = row.plan_by if planning else row.due_on
        yield Errand(
            what, row.center.name, rectification_url(row), due, CLAUSE, row.center.is_sample,
            "always" if planning else "never",
        )  # fmt: skip


def _to_sign(own: "QuerySet[Any, Any]") -> Iterator[Errand]:
    signed = RecheckSigner.objects.filter(recheck=OuterRef("pk"), side="center")
    unsigned = Recheck.objects.filter(~Exists(signed), concluded_at=None, rectification__center__in=own)
    for recheck in unsigned.select_related("rectification__center")[:LISTED]:
        one = recheck.rectification
        yield Errand(_("签署整改复核记录"), one.center.name, rectification_url(one), None, CLAUSE,
                     one.center.is_sample)  # fmt: skip


def _of_department() -> Iterator[Errand]:
    if _RECTIFYING.is_there():
        yield from _to_check()
    if _WIND_UPS.is_there():
        yield from _to_finish()


def _to_check() -> Iterator[Errand]:
    rows = Rectification.objects.aggregate(
        plans=Count("pk", filter=Q(state=RectificationState.SUBMITTED)),
        overdue=Count("pk", filter=Q(state__in=RECTIFYING, due_on__lt=clock.today())),
        soonest=Min("due_on", filter=Q(state__in=RECTIFYING, due_on__lt=clock.today())),
    )
    here = reverse("adjustments:rectifications")
    if count := rows["plans"]:
        what = ngettext("审核整改方案 %(count)d 份", "审核整改方案 %(count)d 份", count) % {"count": count}
        yield Errand(what, "", f"{here}?view=submitted", None, CLAUSE)
    if count := rows["overdue"]:
        what = ngettext(
            "复核到期的整改 %(count)d 项", "复核到期的整改 %(count)d 项", count
        ) % {"count": count}  # fmt: skip
        yield Errand(what, "", f"{here}?view=overdue", rows["soonest"], CLAUSE, reminded="never")


def _to_finish() -> Iterator[Errand]:
    open_ones = WindUp.objects.filter(closed_on=None).aggregate(count=Count("pk"), soonest=Min("finish_by"))
    if count := open_ones["count"]:
        what = ngettext(
            "办结终止中心的清理 %(count)d 项", "办结终止中心的清理 %(count)d 项", count
        ) % {"count": count}  # fmt: skip
        yield Errand(what, "", reverse("adjustments:wind-ups"), open_ones["soonest"], CLAUSE)


def unheard(actor: Actor) -> int:
    """Return how many hearings the actor's centers have still to answer."""
    heard = Hearing.objects.filter(run=OuterRef("pk"))
    runs = StageRun.objects.filter(~Exists(heard), stage_kind="reply", closed_at=None)
    return runs.filter(case__adjustment__center__in=kept_centers(actor).values("pk")).count()
