"""The change register (F36): what of the center's record is to differ, by which lane, from which day."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class ChangeState(models.TextChoices):
    """How far a change is."""

    REQUESTED = "requested", _("待批准")
    APPROVED = "approved", _("已批准，待生效")
    FILED = "filed", _("已备案，待生效")
    IN_FORCE = "in_force", _("已生效")
    REFUSED = "refused", _("不予批准")
    TAKEN_BACK = "taken_back", _("已撤回")


WAITING = (ChangeState.REQUESTED,)
AHEAD = (ChangeState.APPROVED, ChangeState.FILED)


class ChangeRequest(models.Model):
    """One change. `before` and `after` hold the values of the kind's subject: codes, fen, row numbers."""

    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="change_requests")
    kind = models.CharField(_("变更事项"), max_length=32)
    lane = models.CharField(_("办理方式"), max_length=16)
    state = models.CharField(_("状态"), max_length=16, choices=ChangeState.choices)
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reason = models.CharField(_("变更理由"), max_length=1000)
    effective_on = models.DateField(_("生效日期"))
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    committee_opinion = models.CharField(_("专家委员会意见"), max_length=1000, blank=True)
    committee_meeting = models.ForeignKey(
        "governance.BodyMeeting", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(_("决定理由"), max_length=1000, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(lane__in=("filing", "approval")), name="governance_change_lane_known"
            ),
            models.UniqueConstraint(
                fields=["center", "kind"],
                condition=Q(state__in=("requested", "approved", "filed")),
                name="governance_change_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(state="in_force"),
                name="governance_change_applied_is_in_force",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-requested_at"], name="governance_change_state")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
