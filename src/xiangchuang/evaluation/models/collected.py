"""What a round collects beside the registers: material, answers of served firms, scores of experts."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.evaluation.models.rounds import Round, Subject


class MaterialState(models.TextChoices):
    """Whether the evaluator has taken what the center supplied."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    ACCEPTED = "accepted", _("已采信")
    DECLINED = "declined", _("不予采信")


class Material(models.Model):
    """What a center supplies for one indicator that registers cannot know, with its proof.

    `value` is decimal text in the indicator's unit, yes or no, or the code of a rubric's level, as the set
    asks.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="materials")
    indicator = models.CharField(max_length=64)
    value = models.CharField(_("数值"), max_length=40, blank=True)
    note = models.TextField(_("说明"), max_length=3000, blank=True)
    proof = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("证明材料"),
    )  # fmt: skip
    state = models.CharField(max_length=16, choices=MaterialState, default=MaterialState.DRAFT)
    supplied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    supplied_at = models.DateTimeField(default=clock.now)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_reason = models.TextField(_("审核意见"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "indicator"], name="evaluation_material_once"),
            models.CheckConstraint(
                condition=~Q(state=MaterialState.DECLINED) | ~Q(judged_reason=""),
                name="evaluation_material_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator


class SurveyInvitation(models.Model):
    """One served organisation asked about one center; who is asked follows from orders and the seed.

    The link is made from `nonce` and the application's key and kept nowhere; it answers once. That it was
    answered is known, not when: the instant would tell which answer came then.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="invitations")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    served_as = models.CharField(max_length=200)
    nonce = models.CharField(max_length=32)
    asked_at = models.DateTimeField(default=clock.now)
    is_answered = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "organization"], name="evaluation_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization} → {self.subject}"


class SurveyAnswer(models.Model):
    """One return. It names no organisation and no time; its key is drawn, so no order tells whose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="answers")
    round = models.ForeignKey(Round, models.PROTECT, related_name="answers")
    words = models.TextField(_("意见和建议"), max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.subject_id}"


class SurveyScore(models.Model):
    """The answer to one scored question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(SurveyAnswer, models.CASCADE, related_name="scores")
    question = models.CharField(max_length=64)
    score = models.SmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["answer", "question"], name="evaluation_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"


class AbsenceInquiry(models.Model):
    """The evaluator asks why a center supplies nothing, before its absence can be held against it."""

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="absence")
    question = models.TextField(_("询问内容"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField(_("答复期限"))
    answer = models.TextField(_("原因"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(question=""), name="evaluation_absence_asked_in_words"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="evaluation_absence_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)


class ExpertScore(models.Model):
    """What a seated expert gives one center for one indicator; `score` is decimal text or a level's code."""

    seat = models.ForeignKey("reviews.Seat", models.PROTECT, related_name="evaluation_scores")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="expert_scores")
    indicator = models.CharField(max_length=64)
    score = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("理由"), max_length=2000, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["seat", "subject", "indicator"], name="evaluation_expert_score_once"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | (~Q(score="") & ~Q(reason="")),
                name="evaluation_submitted_score_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.score}"
