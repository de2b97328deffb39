"""The standing advisory group (专家咨询组, 6.1-2): members with terms, questions, advice, what came of it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AdvisoryGroup(models.Model):
    """A standing group of experts for strategic decisions."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    task = models.CharField(_("职责"), max_length=500)
    formed_on = models.DateField(_("组建日期"))
    dissolved_on = models.DateField(_("撤销日期"), null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("专家咨询组")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(task=""), name="advisory_group_says_what_for"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("formed_on")),
                name="advisory_group_dissolved_after_formed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdvisoryMember(models.Model):
    """One expert's term in a group, both days included; a further term is another row."""

    group = models.ForeignKey(AdvisoryGroup, models.PROTECT, related_name="members")
    expert = models.ForeignKey("experts.Expert", models.PROTECT, related_name="advisory_terms")
    is_chair = models.BooleanField(_("组长"), default=False)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    leaving_reason = models.CharField(_("离任的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("咨询组成员")
        ordering: ClassVar[list[str]] = ["-is_chair", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="advisory_term_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["group", "expert", "since"], name="advisory_term_once"),
        ]

    def __str__(self) -> str:
        return str(self.expert)

    def is_in_term(self, on: date) -> bool:
        """Whether the term runs on that day."""
        return self.since <= on <= self.until


class QuestionState(models.TextChoices):
    """Where a question stands."""

    ASKED = "asked", _("咨询中")
    RESPONDED = "responded", _("已回应")


class AdvisoryQuestion(models.Model):
    """What a group is asked, on a clause, a direction of the layout or a case.

    advice_due_on, response_due_on: by the pack's days. response: what the department says to the advice;
    done: what was done because of it.
    """

    group = models.ForeignKey(AdvisoryGroup, models.PROTECT, related_name="questions")
    matter = models.CharField(_("事项"), max_length=32)
    clause = models.CharField(_("条款"), max_length=32, blank=True)
    direction = models.ForeignKey(
        "layouts.Direction", models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey("procedure.Case", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("问题"), max_length=200)
    text = models.TextField(_("背景和要回答的内容"), max_length=4000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    advice_due_on = models.DateField()
    response_due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=QuestionState, default=QuestionState.ASKED)
    response = models.TextField(_("回应"), max_length=4000, blank=True)
    done = models.TextField(_("采取的措施"), max_length=2000, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    responded_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("咨询事项")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=QuestionState.values), name="question_state_known"),
            models.CheckConstraint(
                condition=Q(~Q(response=""), ~Q(done=""), state="responded", responded_at__isnull=False)
                | Q(~Q(state="responded"), response="", responded_at__isnull=True),
                name="question_responded_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Advice(models.Model):
    """What one member advises; fixed once the department has responded."""

    question = models.ForeignKey(AdvisoryQuestion, models.PROTECT, related_name="advice")
    member = models.ForeignKey(AdvisoryMember, models.PROTECT, related_name="advice")
    text = models.TextField(_("咨询意见"), max_length=4000)
    given_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("咨询意见")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "member"], name="advice_once"),
            models.CheckConstraint(condition=~Q(text=""), name="advice_has_text"),
        ]

    def __str__(self) -> str:
        return self.text[:20]
