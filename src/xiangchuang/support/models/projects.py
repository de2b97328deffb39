"""Projects of the province that a center proposes and organises (6.2-3)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.amounts import MoneyField


class ProjectState(models.TextChoices):
    """Where a proposed project stands."""

    DRAFT = "draft", _("拟稿")
    SUBMITTED = "submitted", _("已提出，待决定")
    ACCEPTED = "accepted", _("已立项")
    REFUSED = "refused", _("未立项")
    UNDER_WAY = "under_way", _("实施中")
    CLOSED = "closed", _("已结题")


class ProjectProposal(models.Model):
    """A project; budgets in fen; technology type and mode of organisation are codes of the pack."""

    center = models.ForeignKey(Center, models.PROTECT, related_name="project_proposals")
    title = models.CharField(_("项目名称"), max_length=200)
    need = models.TextField(_("需求和要解决的问题"), max_length=4000)
    technology_type = models.CharField(_("技术类型"), max_length=64)
    budget_fen = MoneyField(_("预算"))
    organisation_mode = models.CharField(_("组织方式"), max_length=32)
    partners = models.CharField(_("参与单位"), max_length=500, blank=True)
    runs_until = models.DateField(_("计划完成日"), null=True, blank=True)
    state = models.CharField(max_length=16, choices=ProjectState.choices, default=ProjectState.DRAFT)
    submitted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision_reason = models.CharField(_("决定理由"), max_length=1000, blank=True)
    number = models.CharField(_("项目编号"), max_length=60, blank=True)
    granted_fen = MoneyField(_("批准省级经费"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("提出的省级项目")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
            models.CheckConstraint(condition=Q(budget_fen__gt=0), name="project_has_a_budget"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"])
                | Q(decided_on__isnull=False) & ~Q(decision_reason=""),
                name="project_decided_with_a_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "state"], name="project_of_center"),
            models.Index(fields=["state", "-id"], name="project_by_state"),
        ]

    def __str__(self) -> str:
        return self.title
