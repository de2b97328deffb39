"""A direction: an open slot of the layout, with a cap, a window and the mode advised for it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.layouts.models.place import PlacedInLayout


class DirectionState(models.TextChoices):
    """Whether applications may point at it; the window decides beside it."""

    PLANNED = "planned", _("拟设")
    OPEN = "open", _("开放")
    CLOSED = "closed", _("已关闭")
    WITHDRAWN = "withdrawn", _("已取消")


class Direction(PlacedInLayout):
    """What a center is wanted for (5.1-2). `prefecture` is the preferred area; "" for any.

    Without `closes_on` it stays open until it is closed (5.1-1 成熟一个、启动一个). `advice` holds the
    figures that a national scan gave, with the clause of the mode they speak for; `formation_mode` is what
    was chosen, with a reason where it differs (3.3-2 一中心一方案).
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("方向"), max_length=200)
    category = models.CharField(_("类别"), max_length=32)
    need = models.TextField(_("要解决的问题"), max_length=4000)
    cap = models.PositiveSmallIntegerField(_("名额"), default=1)
    opens_on = models.DateField(_("开放日"), null=True, blank=True)
    closes_on = models.DateField(_("截止日"), null=True, blank=True)
    terms = models.TextField(_("专门要求"), max_length=4000, blank=True)
    advice = models.JSONField(null=True, blank=True)
    advised_mode = models.CharField(max_length=32, blank=True)
    formation_mode = models.CharField(_("组建模式"), max_length=32, blank=True)
    mode_reason = models.TextField(_("与建议不同的理由"), max_length=1000, blank=True)
    state = models.CharField(max_length=16, choices=DirectionState, default=DirectionState.PLANNED)
    closed_reason = models.TextField(_("关闭的理由"), max_length=1000, blank=True)
    drafted_at = models.DateTimeField(default=clock.now)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("布局方向")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=DirectionState.values), name="direction_state_known"
            ),
            models.CheckConstraint(condition=Q(cap__gte=1), name="direction_has_a_place"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True)
                | Q(opens_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="direction_window_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DirectionState.CLOSED, DirectionState.WITHDRAWN])
                | ~Q(closed_reason=""),
                name="direction_closed_with_reason",
            ),
            models.CheckConstraint(condition=Q(field="") | Q(other_field=""), name="direction_one_field"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "field"], name="direction_by_field")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_key(self) -> str:
        """The number under which the ledger keeps what happens to the direction."""
        return f"direction:{self.pk}"

    def takes_applications(self, today: date) -> bool:
        """Whether an intention may be handed in on it today, both ends of the window in it."""
        begun = self.opens_on is None or self.opens_on <= today
        return (
            self.state == DirectionState.OPEN
            and begun
            and (self.closes_on is None or today <= self.closes_on)
        )
