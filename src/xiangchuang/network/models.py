"""What a platform and a center agree to do together (6.4-4): declared by one, confirmed by the other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class CooperationKind(models.TextChoices):
    """What a platform and a center share or do together."""

    INSTRUMENTS = "instruments", _("共享仪器设备")
    PROJECTS = "projects", _("联合承担项目")
    PEOPLE = "people", _("人员交流")
    LABORATORY = "laboratory", _("共建联合实验室")
    TRANSFER = "transfer", _("成果中试与转化")
    OTHER = "other", _("其他合作")


class CooperationState(models.TextChoices):
    """Where an agreement stands; only a standing one is a link."""

    PROPOSED = "proposed", _("待对方确认")
    STANDING = "standing", _("双方已确认")
    DECLINED = "declined", _("对方未确认")
    ENDED = "ended", _("已终止")


class Side(models.TextChoices):
    CENTER = "center", _("中心")
    PLATFORM = "platform", _("平台")


class Cooperation(models.Model):
    """An agreement of a platform with a center: what they do together, from when to when, on which paper."""

    platform = models.ForeignKey("platforms.Platform", models.PROTECT, related_name="cooperations")
    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="cooperations")
    kind = models.CharField(_("合作内容"), max_length=16, choices=CooperationKind)
    title = models.CharField(_("协议名称"), max_length=200)
    content = models.TextField(_("约定事项"), max_length=2000)
    signed_on = models.DateField(_("签订日期"))
    ends_on = models.DateField(_("届满日期"), null=True, blank=True)
    side = models.CharField(_("提出方"), max_length=16, choices=Side)
    state = models.CharField(
        _("状态"), max_length=16, choices=CooperationState, default=CooperationState.PROPOSED
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)
    ended_reason = models.CharField(_("终止原因"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-signed_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=CooperationState.values), name="network_cooperation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("signed_on")),
                name="network_cooperation_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=CooperationState.PROPOSED)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="network_cooperation_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=CooperationState.ENDED) | Q(ended_on__isnull=False) & ~Q(ended_reason=""),
                name="network_cooperation_ended_with_reason",
            ),
            models.UniqueConstraint(
                fields=["platform", "center", "kind", "title"],
                condition=Q(state__in=["proposed", "standing"]),
                name="network_cooperation_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "state"], name="network_cooperation_of")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_standing(self) -> bool:
        """Whether both sides have confirmed it and neither has ended it."""
        return self.state == CooperationState.STANDING
