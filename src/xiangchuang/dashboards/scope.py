"""Whose cases are counted: the department's all, a city bureau's own; nobody else has a dashboard."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.procedure.models import Case, CaseMatter
from xiangchuang.procedure.queries import visible_to
from xiangchuang.workbench.viewpoint import Viewpoint


def cases_in_view(actor: Actor) -> "QuerySet[Case]":
    """Return the cases of every matter that the actor oversees; raises NotPermitted for anyone else."""
    if not actor.is_department_staff and not actor.prefectures:
        raise NotPermitted(
            _("数据由省科技厅和市州科技局查看。"), remedy=_("本单位的案卷在“申报（案卷）”中查看。")
        )
    return visible_to(actor)


def approvals_in_view(actor: Actor) -> "QuerySet[Case]":
    """Return the applications among them: what the list of cases shows."""
    return cases_in_view(actor).filter(matter=CaseMatter.APPROVAL)


def viewpoint_of(actor: Actor) -> Viewpoint:
    """Return whether stages and holders are named as the department or as a party reads them."""
    return Viewpoint.INSIDE if actor.is_department_staff else Viewpoint.OUTSIDE


def cases_url(**wanted: str) -> str:
    """Return the list of cases that shows what was counted."""
    return f"{reverse('workbench:cases')}?{urlencode({name: v for name, v in wanted.items() if v})}"
