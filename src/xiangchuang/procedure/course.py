"""How far an application has come: the same words for the list of cases and for whatever counts them."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.procedure.models import CaseState, StageRun

COURSE: Final[Mapping[str, str | Promise]] = {
    "applied": _("已提交"),
    "recommended": _("已获推荐"),
    "passed": _("通过论证"),
    "granted": _("已批准"),
}
"""Marks an application passes, in their order; each includes those that went on from there."""
_PASSED_STAGE: Final = {"recommended": "recommendation", "passed": "review"}


def came_to(mark: str) -> Q:
    """Match the cases that have come to the mark of COURSE; an unknown one matches all."""
    if mark == "applied":
        return Q(submitted_at__isnull=False)
    if mark == "granted":
        return Q(state=CaseState.GRANTED)
    if (kind := _PASSED_STAGE.get(mark)) is None:
        return Q()
    passed = StageRun.objects.filter(case=OuterRef("pk"), stage_kind=kind, outcome="passed")
    return Q(submitted_at__isnull=False) & Q(Exists(passed))
