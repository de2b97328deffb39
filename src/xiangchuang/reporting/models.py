"""The annual report of a center: a draft written section by section, and the revisions handed in (5.4-2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000


class ReportState(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已接受")


WRITABLE = (ReportState.DRAFT, ReportState.RETURNED)


class AnnualReport(models.Model):
    """The report of one center on one year; `year` is the year summed up, the plan is of the year after."""

    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="annual_reports")
    obligation = models.OneToOneField("procedure.Obligation", models.PROTECT, related_name="annual_report")
    policy_version = models.ForeignKey("procedure.PolicyVersion", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=ReportState, default=ReportState.DRAFT)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    # Until when a returned report is handed in again.
    rework_by = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "center"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["center", "year"], name="annual_report_once_a_year"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, first_submitted_at=None)
                | (~Q(state=ReportState.DRAFT) & Q(first_submitted_at__isnull=False)),
                name="annual_report_past_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.ACCEPTED, accepted_at__isnull=False)
                | (~Q(state=ReportState.ACCEPTED) & Q(accepted_at=None)),
                name="annual_report_accepted_on_a_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "state"], name="annual_report_by_state")
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.year}"

    @property
    def is_writable(self) -> bool:
        """Whether the center may write in it now."""
        return self.state in WRITABLE


class SectionText(models.Model):
    """What the center has written in one section; its version counts the savings."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="texts")
    code = models.CharField(max_length=40)
    text = models.TextField(_("正文"), max_length=LONGEST_TEXT, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "code"], name="report_section_once")
        ]

    def __str__(self) -> str:
        return self.code


class PlanItem(models.Model):
    """One item of the plan of the year after; the next report says what became of it.

    source: the row of a register it was drafted from ("milestones:12"), or "".
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="plan_items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("事项"), max_length=200)
    due_on = models.DateField(_("完成时间"), null=True, blank=True)
    expected = models.CharField(_("预期成果"), max_length=300, blank=True)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "position"], name="report_plan_item_once")
        ]

    def __str__(self) -> str:
        return self.title


class OutcomeState(models.TextChoices):
    """What became of an item of last year's plan."""

    DONE = "done", _("已完成")
    PARTLY = "partly", _("部分完成")
    POSTPONED = "postponed", _("推迟")
    DROPPED = "dropped", _("取消")


class PlanOutcome(models.Model):
    """What a report says became of an item of the plan before."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="outcomes")
    # A plan that is rewritten after its return takes what was said of its items with it.
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="outcomes")
    state = models.CharField(_("结果"), max_length=16, choices=OutcomeState)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["item__position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "item"], name="report_plan_outcome_once")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.state}"


class Judgement(models.TextChoices):
    """How a revision was judged."""

    RETURNED = "returned", _("退回修改")
    ACCEPTED = "accepted", _("接受")


class ReportRevision(models.Model):
    """A report as it was handed in: its content frozen, never changed; judged once.

    content: every word and number as submitted (see `content`). sha256: of its canonical JSON.
    signed_name: whose signature it carries; signed_scan: the signed paper where somebody else hands it in.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="revisions")
    no = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=32, unique=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    signed_name = models.CharField(_("签署人"), max_length=60)
    signed_as = models.CharField(max_length=60)
    on_behalf = models.BooleanField(default=False)
    signed_scan = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    elsewhere = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    judgement = models.CharField(max_length=16, choices=Judgement, blank=True)
    opinion = models.TextField(_("总体意见"), max_length=2000, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-no"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "no"], name="report_revision_numbered_once"),
            models.CheckConstraint(
                condition=Q(judgement="", judged_at=None, judged_by=None)
                | (~Q(judgement="") & Q(judged_at__isnull=False, judged_by__isnull=False)),
                name="report_revision_judged_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf=False) | Q(signed_scan__isnull=False) | Q(elsewhere__isnull=False),
                name="report_revision_on_behalf_with_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SectionRemark(models.Model):
    """A remark at a section of a revision that was returned, and the center's answer."""

    revision = models.ForeignKey(ReportRevision, models.PROTECT, related_name="remarks")
    code = models.CharField(max_length=40)
    text = models.TextField(_("意见"), max_length=1000)
    reply = models.TextField(_("答复"), max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["revision", "code"], name="report_remark_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text[:20]}"
