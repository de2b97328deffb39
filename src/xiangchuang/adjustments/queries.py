"""Reads of adjustments, rectifications and wind-ups; every list starts at visible_to (law 4)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.adjustments.models import Adjustment, Rectification, WindUp
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import visible_to as centers_visible_to
from xiangchuang.policy.adjustments import Measure
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import RUNNING, CaseState
from xiangchuang.procedure.packs import pack_of


def adjustments_visible_to(actor: Actor) -> QuerySet[Adjustment]:
    """Return the adjustments of the centers whose file the actor may read; drafts are the department's."""
    rows = Adjustment.objects.select_related("case", "center__lead", "document", "into")
    if actor.is_department_staff:
        return rows
    heard = rows.filter(moved_at__isnull=False).exclude(case__state=CaseState.WITHDRAWN)
    return heard.filter(center__in=centers_visible_to(actor).values("pk"))


def find_adjustment(actor: Actor, center: Center, pk: int) -> Adjustment:
    """Return the adjustment of the center; raises NotFound for none and for a foreign one alike."""
    found = adjustments_visible_to(actor).filter(center=center, pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项处理，或者它不归您查看。"))
    return found


def adjustment_of(case_id: int) -> Adjustment:
    """Return the adjustment that a case of this matter decides."""
    return Adjustment.objects.select_related("case", "center__lead", "into", "document").get(case=case_id)


def running_adjustment(center: Center) -> Adjustment | None:
    """Return the adjustment of the center that is under way."""
    return Adjustment.objects.filter(center=center, case__state__in=RUNNING).first()


def rectifications_visible_to(actor: Actor) -> QuerySet[Rectification]:
    """Return the rectifications of the centers whose file the actor may read."""
    rows = Rectification.objects.select_related("center__lead", "adjustment__case")
    if actor.is_department_staff:
        return rows
    return rows.filter(center__in=centers_visible_to(actor).values("pk"))


def find_rectification(actor: Actor, center: Center, pk: int) -> Rectification:
    """Return the rectification of the center; raises NotFound for none and for a foreign one alike."""
    found = rectifications_visible_to(actor).filter(center=center, pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项整改，或者它不归您查看。"))
    return found


def wind_ups_visible_to(actor: Actor) -> QuerySet[WindUp]:
    """Return the wind-ups of the centers whose file the actor may read."""
    rows = WindUp.objects.select_related("center__lead", "adjustment__case", "adjustment__into")
    if actor.is_department_staff:
        return rows
    return rows.filter(center__in=centers_visible_to(actor).values("pk"))


def find_wind_up(actor: Actor, center: Center) -> WindUp:
    """Return the wind-up of the center; raises NotFound for none and for a foreign one alike."""
    found = wind_ups_visible_to(actor).filter(center=center).first()
    if found is None:
        raise NotFound(_("这个中心没有清理事项，或者它不归您查看。"))
    return found


def rule_of(adjustment: Adjustment, pack: Pack | None = None) -> Measure:
    """Return the pack's measure of the adjustment, in the policy its case is pinned to."""
    measure = (pack or pack_of(adjustment.case)).adjustments.measure(adjustment.measure)
    if measure is None:
        raise NotFound(_("本案卷所依据的政策包没有这项措施。"))
    return measure
