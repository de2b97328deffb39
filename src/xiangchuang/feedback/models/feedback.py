"""A problem or a suggestion about the programme, from whoever has one, until it is answered (0-3)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FeedbackKind(models.TextChoices):
    """Which of the two the notice asks for (0-3)."""

    PROBLEM = "problem", _("实施中的问题")
    SUGGESTION = "suggestion", _("工作改进建议")


class FeedbackState(models.TextChoices):
    """Where it stands."""

    FILED = "filed", _("待分办")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复")


class Level(models.IntegerChoices):
    """How far up it was brought."""

    OFFICER = 0, _("经办")
    DIVISION_HEAD = 1, _("处室负责人督办")
    LEADERSHIP = 2, _("厅领导督办")


class Feedback(models.Model):
    """One problem or suggestion.

    code_digest: of the follow-up code, which only its filer has. sealed_contact: name and how to reach them,
    opened by its handlers alone. filed_by: None for who did not sign in; organization: the unit it is filed
    for, None for a person. clause: the anchor it is about, in the policy of the day. due_on: never moved to
    a later day, for the filer was told it. leadership_on: from that day it is the leadership's to press.
    public_*: the texts as published, which may say less than the originals.
    """

    number = models.CharField(max_length=16, unique=True)
    code_digest = models.CharField(max_length=64)
    # Drawn with the empty form: a page that is sent twice finds its first sending.
    form_token = models.UUIDField(unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=FeedbackKind)
    clause = models.CharField(_("针对的条款"), max_length=32, blank=True)
    title = models.CharField(_("主题"), max_length=100)
    text = models.TextField(_("情况"), max_length=4000)
    sealed_contact = models.BinaryField(null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )
    may_publish = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    leadership_on = models.DateField(null=True, blank=True)

    state = models.CharField(max_length=12, choices=FeedbackState, default=FeedbackState.FILED)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.OFFICER)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("答复"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    change = models.TextField(_("因此作出的改动"), max_length=1000, blank=True)
    change_url = models.CharField(_("改动的链接"), max_length=300, blank=True)
    public_title = models.CharField(_("公开的主题"), max_length=100, blank=True)
    public_text = models.TextField(_("公开的情况"), max_length=4000, blank=True)
    public_answer = models.TextField(_("公开的答复"), max_length=4000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=FeedbackKind.values), name="feedback_kind_known"),
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="feedback_level_known"),
            models.CheckConstraint(
                condition=Q(state="filed", owner__isnull=True) | Q(~Q(state="filed"), owner__isnull=False),
                name="feedback_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(~Q(answer=""), state="answered", answered_at__isnull=False)
                | Q(~Q(state="answered"), answer="", answered_at__isnull=True),
                name="feedback_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(may_publish=True, state="answered") & ~Q(public_title="") & ~Q(public_answer=""),
                name="feedback_published_with_consent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_on"], condition=~Q(state="answered"), name="feedback_unanswered_by_day"
            ),
            models.Index(fields=["owner"], condition=Q(state="assigned"), name="feedback_of_owner"),
            models.Index(
                fields=["-published_at"], condition=Q(published_at__isnull=False), name="feedback_public"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_answered(self) -> bool:
        """Whether the filer has an answer."""
        return self.state == FeedbackState.ANSWERED

    def is_overdue(self, today: date) -> bool:
        """Whether the day told to the filer has passed without an answer."""
        return not self.is_answered and self.due_on is not None and self.due_on < today
