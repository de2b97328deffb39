"""The three-year construction cycle (3.3-3): its steps and its extension."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class StepState(models.TextChoices):
    """Where a step of the cycle stands."""

    OPEN = "open", _("待提交")
    HANDED_IN = "handed_in", _("待审查")
    RETURNED = "returned", _("退回补正")
    PASSED = "passed", _("通过")
    FAILED = "failed", _("不通过")


class ExtensionState(models.TextChoices):
    """What became of the wish to extend a cycle."""

    ASKED = "asked", _("待决定")
    GRANTED = "granted", _("同意")
    DECLINED = "declined", _("不同意")


class CycleStep(models.Model):
    """A mid-term check or an acceptance: owed by a day, handed in by the center, found by the department."""

    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="cycle_steps")
    code = models.CharField(max_length=16)
    obligation = models.OneToOneField("procedure.Obligation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=StepState.choices, default=StepState.OPEN)
    summary = models.TextField(_("自评"), max_length=5000, blank=True)
    report = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("报告"),
    )  # fmt: skip
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opinion = models.TextField(_("审查意见"), max_length=2000, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    rework_by = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["obligation__due_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["center", "code"], name="research_cycle_step_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=StepState.values), name="research_cycle_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=StepState.OPEN) | models.Q(handed_in_at__isnull=False),
                name="research_cycle_found_after_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CycleExtension(models.Model):
    """A center's wish for a longer cycle, with the reason, and the department's answer."""

    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="extensions")
    ends_on_before = models.DateField()
    new_end_on = models.DateField(_("新的结束日期"))
    reason = models.TextField(_("延期理由"), max_length=2000)
    state = models.CharField(max_length=16, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center"], condition=models.Q(state=ExtensionState.ASKED),
                name="research_extension_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(new_end_on__gt=models.F("ends_on_before")),
                name="research_extension_is_later",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.ends_on_before} → {self.new_end_on}"
