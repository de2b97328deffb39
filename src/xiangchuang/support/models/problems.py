"""Problems that a center or a city cannot solve alone, taken up across cities and departments (6.1-3)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.organizations.models import Organization


class ProblemState(models.TextChoices):
    """Where a problem stands."""

    RAISED = "raised", _("待交办")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复，待确认")
    CLOSED = "closed", _("已办结")


class Level(models.IntegerChoices):
    """Up to whom in the department it has been brought."""

    OFFICER = 0, _("经办")
    DIVISION_HEAD = 1, _("处室负责人")
    LEADERSHIP = 2, _("厅领导")


class Problem(models.Model):
    """A problem, read by who raised it, who owns it, who takes part, and by the department."""

    center = models.ForeignKey(
        Center, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("中心")
    )
    raised_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="problems_raised", verbose_name=_("提出单位")
    )
    raised_by_name = models.CharField(max_length=100)
    raised_at = models.DateTimeField(default=clock.now)
    title = models.CharField(_("问题"), max_length=100)
    text = models.TextField(_("情况"), max_length=4000)
    wanted = models.CharField(_("希望怎样解决"), max_length=1000)
    owner = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="problems_owned",
        verbose_name=_("办理单位"),
    )  # fmt: skip
    parties = models.ManyToManyField(
        Organization, blank=True, related_name="problems_shared", verbose_name=_("协同单位")
    )
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(_("协调层级"), choices=Level.choices, default=Level.OFFICER)
    state = models.CharField(max_length=16, choices=ProblemState.choices, default=ProblemState.RAISED)
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("协调事项")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=ProblemState.values), name="problem_state_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="problem_level_known"),
            models.CheckConstraint(
                condition=Q(state__in=["raised", "closed"]) | Q(owner__isnull=False, due_on__isnull=False),
                name="problem_owned_once_assigned",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="problem_by_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, today: date) -> bool:
        """Whether it is not answered though its last day has passed."""
        waiting = self.state in (ProblemState.RAISED, ProblemState.ASSIGNED)
        return waiting and self.due_on is not None and self.due_on < today
