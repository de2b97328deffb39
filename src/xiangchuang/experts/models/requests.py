"""What waits for an officer: applications to the library, and corrections that matter."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.experts.models.people import Expert
from xiangchuang.organizations.models import Organization


class RequestState(models.TextChoices):
    """Where an application or a correction stands."""

    FILED = "filed", _("待审核")
    ACCEPTED = "accepted", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class ExpertApplication(models.Model):
    """A person asks to enter the library, or an organisation nominates one.

    user: who will sign in as the expert; None for a nominee without an account. nominated_by: None where the
    person applies. kinds, fields: codes. notice_version: of the notice on personal data that was agreed to.
    expert: the record that was made of it, or the one that is to come back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="expert_applications"
    )
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=100)
    employer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    title = models.CharField(_("职称"), max_length=100, blank=True)
    kinds = models.JSONField(_("类别"), default=list)
    fields = models.JSONField(_("领域"), default=list)
    languages = models.CharField(_("外语"), max_length=100, blank=True)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    bio = models.TextField(_("专业经历"), max_length=2000, blank=True)
    notice_version = models.CharField(_("告知版本"), max_length=32, blank=True)
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.FILED)
    answer = models.CharField(_("审核意见"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    expert = models.ForeignKey(Expert, models.PROTECT, null=True, blank=True, related_name="applications")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("入库申请")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="application_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="refusal_has_reason"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="filed", user__isnull=False), name="application_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """A change of an expert's own record that an officer confirms: before and after, by column."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="corrections")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("更正的理由"), max_length=500)
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.FILED)
    answer = models.CharField(_("审核意见"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登记更正")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="correction_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.UniqueConstraint(
                fields=["expert"], condition=Q(state="filed"), name="correction_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class LobbyingState(models.TextChoices):
    """Whether a report of lobbying has been seen to."""

    FILED = "filed", _("待核实")
    HANDLED = "handled", _("已处理")


class LobbyingReport(models.Model):
    """Somebody asked a reviewer or an officer for a favour (请托).

    Only who filed it and those whom the pack names read it; the ledger knows that a report was filed, not by
    whom nor about what.
    """

    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # As it was typed: a report is no way to learn which cases there are.
    case_number = models.CharField(_("案卷编号"), max_length=32, blank=True)
    who = models.CharField(_("请托人"), max_length=200)
    text = models.TextField(_("情况"), max_length=2000)
    happened_on = models.DateField(_("发生日期"))
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=LobbyingState, default=LobbyingState.FILED)
    finding = models.TextField(_("核实和处理情况"), max_length=2000, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("请托报告")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=LobbyingState.values), name="lobbying_state_known"),
            models.CheckConstraint(
                condition=~Q(state="handled") | ~Q(finding=""), name="lobbying_handled_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filed_at:%Y-%m-%d}"
