"""A panel's meeting: invitation, questions, minutes, second scoring, and the statement its members sign."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PanelMeeting(models.Model):
    """The meeting of one panel, in one round of the review.

    Until `began_at` its members do not know each other; from then on they see names, scores and verdicts.
    `version` is that of the minutes, which are kept while people talk.
    """

    panel = models.OneToOneField("reviews.Panel", models.CASCADE, related_name="meeting")
    starts_at = models.DateTimeField()
    # A room, or the address of a video meeting.
    place = models.CharField(_("会议地点"), max_length=300)
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    convened_at = models.DateTimeField()
    presentation = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    presented_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    minutes_saved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.starts_at:%Y-%m-%d}"


class AgendaRow(models.Model):
    """A row of the agenda, with its minutes and who speaks."""

    meeting = models.ForeignKey(PanelMeeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    speaker = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_row_once"),
            models.CheckConstraint(name="agenda_row_takes_time", condition=Q(minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a member said to come, and whether the member came; None is not said, or not noted."""

    meeting = models.ForeignKey(PanelMeeting, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey("reviews.Seat", models.CASCADE, related_name="attendances")
    comes = models.BooleanField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(null=True, blank=True)
    # Why the member stays away, in the member's words or in the officer's.
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["seat"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.present}"


class MeetingQuestion(models.Model):
    """A question to the applicant, who never learns whose it is; without a seat the officer asked it."""

    meeting = models.ForeignKey(PanelMeeting, models.CASCADE, related_name="questions")
    seat = models.ForeignKey("reviews.Seat", models.PROTECT, null=True, blank=True, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="question_answer_has_time",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.text[:20]


class SecondScoring(models.Model):
    """What a member thinks after the discussion: kept as it was, or changed, with the reason.

    The review itself is never changed. `verdict` is the latest one, equal to the first where it was kept.
    """

    meeting = models.ForeignKey(PanelMeeting, models.CASCADE, related_name="second_scorings")
    review = models.OneToOneField("reviews.Review", models.CASCADE, related_name="second")
    verdict = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    # SHA-256 over the first review's hash and what was changed.
    text_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.verdict}"


class SecondScore(models.Model):
    """Points for one item as they were changed after the discussion, with the reason."""

    scoring = models.ForeignKey(SecondScoring, models.CASCADE, related_name="scores")
    item = models.CharField(max_length=64)
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scoring", "item"], name="second_score_item_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.points}"


class Conclusion(models.TextChoices):
    CONSENSUS = "consensus", pgettext_lazy("panel meeting", "一致")
    MAJORITY = "majority", _("多数")
    NONE = "none", _("未形成结论")


class Statement(models.Model):
    """The statement of the panel (论证意见); each member signs the SHA-256 of its text.

    `outcome` is what the votes of those present speak for, "" where no conclusion was reached.
    """

    meeting = models.OneToOneField(PanelMeeting, models.CASCADE, related_name="statement")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    conclusion = models.CharField(max_length=16, choices=Conclusion)
    outcome = models.CharField(max_length=16, blank=True)
    laid_at = models.DateTimeField()
    laid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # When the last of those present had signed; from then on it is fixed.
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="statement_without_conclusion_has_no_outcome",
                condition=Q(conclusion=Conclusion.NONE, outcome="")
                | (~Q(conclusion=Conclusion.NONE) & ~Q(outcome="")),
            )
        ]

    def __str__(self) -> str:
        return self.text_sha256[:12]


class StatementSignature(models.Model):
    """One member's signature; with a dissent the member's own reasons are kept and printed below the text."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="signatures")
    seat = models.ForeignKey("reviews.Seat", models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()
    text_sha256 = models.CharField(max_length=64)
    dissent = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "seat"], name="statement_signed_once_a_seat")
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.text_sha256[:12]}"
