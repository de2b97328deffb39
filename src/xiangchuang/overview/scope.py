"""Whose overview it is: the department's of the province, a city bureau's of its own area."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.refusals import NotFound, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.overview.models import Achievement


def centers_in_view(actor: Actor) -> "QuerySet[Center]":
    """Return the centers whose numbers the actor sees together; raises NotPermitted for anyone else."""
    centers = Center.objects.select_related("lead").order_by("pk")
    if actor.is_department_staff:
        return centers
    if not actor.prefectures:
        raise NotPermitted(
            _("总览由省科技厅和市州科技局查看。"), remedy=_("本中心的数据在“中心”的档案中查看。")
        )
    return centers.filter(prefecture__in=actor.prefectures)


def scope_label(actor: Actor) -> str:
    """Return whose centers are shown: "全省", or the areas of a city bureau."""
    if actor.is_department_staff:
        return _("全省")
    return "、".join(prefecture_label(code) for code in sorted(actor.prefectures))


def achievements_visible_to(actor: Actor) -> "QuerySet[Achievement]":
    """Return what is on record of the centers in the actor's view, newest first, withdrawn ones too."""
    rows = Achievement.objects.select_related("center", "result", "organization", "recorded_by")
    if actor.is_department_staff:
        return rows
    return rows.filter(Q(center__prefecture__in=actor.prefectures))


def find_achievement(actor: Actor, pk: int) -> Achievement:
    """Return one; raises NotFound for none and for a foreign one alike."""
    found = achievements_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项登记，或者它不归您查看。"))
    return found


def may_record(actor: Actor) -> HeldAppointment | None:
    """Officers and division heads record what has come about."""
    return actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])
