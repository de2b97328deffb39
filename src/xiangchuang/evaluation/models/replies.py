"""The center's right of reply to the draft, what became of each point, and what was corrected for it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.evaluation.models.results import ScoreRun
from xiangchuang.evaluation.models.rounds import Subject


class ReplyVerdict(models.TextChoices):
    """What the evaluator made of a point."""

    ACCEPTED = "accepted", _("采纳")
    DECLINED = "declined", _("不采纳")


class Reply(models.Model):
    """A center's reply to one draft result; sent once, with its points."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="replies")
    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="replies")
    words = models.TextField(_("总体意见"), max_length=5000, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "run"], name="evaluation_reply_once_a_draft")
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.sent_at:%Y-%m-%d}"


class ReplyPoint(models.Model):
    """One indicator the center disputes: what it demands, on what evidence, and the evaluator's answer."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="points")
    indicator = models.CharField(max_length=64)
    demand = models.TextField(_("异议和依据"), max_length=3000)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("证明材料"),
    )  # fmt: skip
    verdict = models.CharField(max_length=16, choices=ReplyVerdict, blank=True)
    answer = models.TextField(_("答复"), max_length=3000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reply", "indicator"], name="evaluation_point_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, verdict="")
                | (Q(answered_at__isnull=False) & ~Q(verdict="") & ~Q(answer="")),
                name="evaluation_point_answered_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator


class Correction(models.Model):
    """What an accepted point changes: the points a person now gives the indicator, with the reason.

    A ruling stands before any other value in the next scoring. Points are hundredths.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="corrections")
    indicator = models.CharField(max_length=64)
    points_e2 = models.IntegerField()
    reason = models.TextField(max_length=3000)
    point = models.OneToOneField(ReplyPoint, models.PROTECT, null=True, blank=True, related_name="correction")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "indicator"], condition=Q(replaced_at__isnull=True),
                name="evaluation_correction_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="evaluation_correction_has_reason"),
            models.CheckConstraint(condition=Q(points_e2__gte=0), name="evaluation_correction_not_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator}: {self.points_e2}"
