"""What a round came to: each scoring with the document it follows from, and each center's place in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.evaluation.models.rounds import Round, Subject


class ScorePurpose(models.TextChoices):
    """Why the round was scored."""

    DRAFT = "draft", _("评价初稿")
    CORRECTED = "corrected", _("答复后的结果")
    PUBLISHED = "published", _("公布的结果")


class ScoreRun(models.Model):
    """One scoring of a round. `inputs` holds everything it read, `results` everything it found, both as
    canonical bytes: scoring the first again must give the second, to the last digit.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="score_runs")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=16, choices=ScorePurpose)
    inputs = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    inputs_sha256 = models.CharField(max_length=64)
    results = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    results_sha256 = models.CharField(max_length=64)
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    scored_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="evaluation_run_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}#{self.number}"


class SubjectScore(models.Model):
    """One center in one scoring: what lists filter and sort by. The tree lies in the run's results.

    Points are hundredths, shares basis points. `grade_kept` is the share of weight samples that give the same
    grade, `rank_low`–`rank_high` the ranks of the middle share of samples; None where it is not ranked.
    """

    run = models.ForeignKey(ScoreRun, models.CASCADE, related_name="scores")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="scores")
    points_e2 = models.IntegerField(null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    ranked = models.PositiveIntegerField(default=0)
    grade = models.CharField(max_length=32, blank=True)
    is_vetoed = models.BooleanField(default=False)
    is_undecided = models.BooleanField(default=False)
    rank_kept = models.PositiveSmallIntegerField(null=True, blank=True)
    grade_kept = models.PositiveSmallIntegerField(null=True, blank=True)
    rank_low = models.PositiveIntegerField(null=True, blank=True)
    rank_high = models.PositiveIntegerField(null=True, blank=True)
    is_close_call = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["rank", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "subject"], name="evaluation_scored_once_a_run"),
            models.CheckConstraint(
                condition=Q(grade_kept__isnull=True) | Q(grade_kept__lte=10_000),
                name="evaluation_grade_kept_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.points_e2}"


class OpinionLetter(models.Model):
    """The letter that tells a center its published result with the reasons."""

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="letter")
    document = models.OneToOneField("decisions.OfficialDocument", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.document)
