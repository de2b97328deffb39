"""A version of the overall layout (5.1-2): drafted, circulated, confirmed, published, superseded."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.layouts.models.directions import Direction


class LayoutState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("起草中")
    CIRCULATING = "circulating", _("征求意见中")
    CONFIRMED = "confirmed", _("已审定，待发布")
    PUBLISHED = "published", _("现行")
    SUPERSEDED = "superseded", _("已被新版替代")


class LayoutVersion(models.Model):
    """One version. `content` is what was published, frozen with its hash; both files are made from it.

    cap: new centers approved from `period_from` to `period_to`, both in it (3.1-1 少而精).
    """

    edition = models.PositiveSmallIntegerField(_("版次"), unique=True)
    title = models.CharField(_("名称"), max_length=200)
    about = models.TextField(_("总体考虑"), max_length=8000)
    policy_version = models.ForeignKey("procedure.PolicyVersion", models.PROTECT, related_name="+")
    period_from = models.DateField(_("布局期自"))
    period_to = models.DateField(_("布局期至"))
    cap = models.PositiveSmallIntegerField(_("新建上限"))
    cap_reason = models.CharField(_("上限高于通常数目的理由"), max_length=1000, blank=True)
    state = models.CharField(max_length=16, choices=LayoutState, default=LayoutState.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    circulated_at = models.DateTimeField(null=True, blank=True)
    replies_due_on = models.DateField(_("反馈期限"), null=True, blank=True)
    replies_due_provisional = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_text = models.TextField(_("审定意见"), max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    prefix = models.CharField(max_length=20, blank=True)
    number_year = models.PositiveSmallIntegerField(null=True, blank=True)
    number_serial = models.PositiveIntegerField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("总体布局")
        ordering: ClassVar[list[str]] = ["-edition"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=LayoutState.values), name="layout_state_known"),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="layout_period_in_order"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=LayoutState.PUBLISHED), name="layout_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["prefix", "number_year", "number_serial"],
                condition=Q(number_serial__isnull=False),
                name="layout_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[LayoutState.PUBLISHED, LayoutState.SUPERSEDED])
                | Q(published_at__isnull=False, number_serial__isnull=False, content__isnull=False)
                & ~Q(content_sha256=""),
                name="layout_published_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state=LayoutState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="layout_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_key(self) -> str:
        """The number under which the ledger keeps what happens to the version."""
        return f"layout:{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether it has been published, in force or superseded."""
        return self.state in (LayoutState.PUBLISHED, LayoutState.SUPERSEDED)

    @property
    def may_be_written(self) -> bool:
        """Whether its text and directions may still change: until it is confirmed."""
        return self.state in (LayoutState.DRAFT, LayoutState.CIRCULATING)

    def term_is_over(self, today: date) -> bool:
        """Whether the last day for replies has passed."""
        return self.replies_due_on is not None and self.replies_due_on < today


class LayoutEntry(models.Model):
    """A direction's place in a version; one direction may stand in several versions."""

    layout = models.ForeignKey(LayoutVersion, models.CASCADE, related_name="entries")
    direction = models.ForeignKey(Direction, models.PROTECT, related_name="entries")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["layout", "direction"], name="layout_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.layout_id}: {self.direction}"
