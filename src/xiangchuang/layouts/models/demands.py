"""What technology is wanted, by whom, why: collected from bureaus, departments, firms and centers (1.2-2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.layouts.models.directions import Direction
from xiangchuang.layouts.models.place import PlacedInLayout


class DemandState(models.TextChoices):
    """What became of a demand so far."""

    FILED = "filed", _("待归类")
    SORTED = "sorted", _("已归类")
    LINKED = "linked", _("已纳入方向")
    MERGED = "merged", _("已并入同类需求")
    DECLINED = "declined", _("未纳入")
    WITHDRAWN = "withdrawn", _("已撤回")


STANDING = (DemandState.FILED, DemandState.SORTED, DemandState.LINKED)
"""States of a demand that counts on the board; one merged counts through another."""


class Demand(PlacedInLayout):
    """A demand for technology. One that was merged goes on in `merged_into`, and what becomes of that
    becomes of it too."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("需要的技术"), max_length=200)
    text = models.TextField(_("要解决的问题和指标"), max_length=4000)
    users = models.CharField(_("由谁使用"), max_length=300)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="layout_demands",
        verbose_name=_("提出单位"),
    )
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The role under which it was filed: to whom what becomes of it is told.
    filed_as = models.CharField(max_length=32)
    filed_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=16, choices=DemandState, default=DemandState.FILED)
    direction = models.ForeignKey(Direction, models.PROTECT, null=True, blank=True, related_name="demands")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    outcome = models.TextField(_("处理说明"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("技术需求")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=DemandState.values), name="layout_demand_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DemandState.LINKED) | Q(direction__isnull=False),
                name="layout_demand_linked_to_a_direction",
            ),
            models.CheckConstraint(
                condition=~Q(state=DemandState.MERGED)
                | Q(merged_into__isnull=False) & ~Q(merged_into=F("id")),
                name="layout_demand_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=DemandState.DECLINED) | ~Q(outcome=""),
                name="layout_demand_declined_with_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "field"], name="layout_demand_by_field"),
            models.Index(fields=["prefecture", "state"], name="layout_demand_by_place"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_key(self) -> str:
        """The number under which the ledger keeps what happens to the demand."""
        return f"demand:{self.pk}"

    @property
    def followed(self) -> "Demand":
        """The demand that decides what becomes of this one: itself, or the one it was merged into."""
        return self.merged_into or self


class DemandReason(models.Model):
    """One test inside an orientation (3.2-2, 3.2-4, 3.2-6) as the filer answers it, with what supports it."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="reasons")
    question = models.CharField(max_length=64)
    clause = models.CharField(max_length=32)
    answer = models.TextField(_("回答"), max_length=2000)
    proof = models.CharField(_("佐证"), max_length=500, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["demand", "question"], name="layout_demand_reason_once"),
            models.CheckConstraint(condition=~Q(answer=""), name="layout_demand_reason_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer[:20]}"
