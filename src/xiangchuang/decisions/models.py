"""Integrity check, leadership meeting, publicity with objections, official documents – all on the case."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class IntegrityCheck(models.Model):
    """The integrity check of the lead and the members before the meeting (default practice)."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="integrity_checks")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="integrity_check")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.checked_at:%Y-%m-%d}"


class IntegrityItem(models.Model):
    """One source consulted for one organisation, with what it said."""

    check_record = models.ForeignKey(IntegrityCheck, models.CASCADE, related_name="items")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    item = models.CharField(max_length=64)
    clear = models.BooleanField()
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_record", "organization", "item"], name="integrity_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.clear}"


class MeetingDecision(models.TextChoices):
    APPROVE = "approve", _("同意")
    DEFER = "defer", _("暂缓")
    REFUSE = "refuse", _("不予通过")


class Sitting(models.Model):
    """One meeting with its agenda: several cases are decided in it, each with a record of its own.

    present and absent: a name a line. Until it was held its day is the planned one.
    """

    title = models.CharField(_("会议名称"), max_length=200)
    held_on = models.DateField()
    place = models.CharField(_("地点"), max_length=100)
    chair = models.CharField(_("主持"), max_length=100)
    recorder = models.CharField(_("记录"), max_length=100, blank=True)
    present = models.TextField(blank=True)
    absent = models.TextField(blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on}"


class AgendaItem(models.Model):
    """A case on the agenda, by the stage in which it waits for the meeting."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="items")
    run = models.ForeignKey("procedure.StageRun", models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["sitting", "run"], name="agenda_case_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.run_id}"


class Meeting(models.Model):
    """What the leadership meeting decided in this case, with its case-specific terms (5.1-1 一事一议)."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="meetings")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="meeting")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="decisions")
    held_on = models.DateField()
    title = models.CharField(max_length=200)
    attendees = models.TextField()
    decision = models.CharField(max_length=16, choices=MeetingDecision)
    reasons = models.TextField()
    terms = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on}"


class Notice(models.Model):
    """A public notice with its window; what it says is a whitelist of fields (pain 11)."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="notices")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="notice")
    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    # The whitelisted content as published: (label, value) pairs, in order.
    content = models.JSONField()
    # The words it was published with, and what filled their other places; None before words were kept.
    wording = models.JSONField(null=True)
    wording_version = models.ForeignKey(
        "wordings.WordingVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    values = models.JSONField(default=dict)
    contact = models.CharField(max_length=200)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closes_provisional = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    extension_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="notice_window_in_order", condition=Q(closes_on__gte=F("opens_on")))
        ]
        indexes = [models.Index(fields=["-published_at", "-id"], name="notice_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def closes_at(self) -> datetime:
        """Return the first instant after the window: 24:00 in Shanghai of its last day."""
        return clock.end_of_day(self.closes_on)

    @property
    def is_open(self) -> bool:
        """Return whether an objection filed now would be in time."""
        return self.published_at <= clock.now() < self.closes_at


class ObjectorKind(models.TextChoices):
    PERSON = "person", _("个人（实名）")
    UNIT = "unit", _("单位（盖章）")


class ObjectionAttempt(models.Model):
    """A sending of the public form, for the limit alone.

    The address is kept as a keyed digest that changes every day: it counts, and leads to nobody.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="attempt_by_address"),
            models.Index(fields=["notice", "at"], name="attempt_by_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.at:%Y-%m-%d %H:%M}"


class Verdict(models.TextChoices):
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


class Objection(models.Model):
    """An objection to a notice; who objected is for the handling officer alone."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    receipt = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=ObjectorKind)
    # Sealed with the application's key; opened only for the handler, and each opening is in the ledger.
    sealed_identity = models.BinaryField()
    statement = models.TextField()
    # The signed or sealed letter names the objector, so it is read like the sealed identity.
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    # Drawn with the empty form: a page that is sent twice finds its first sending.
    form_token = models.UUIDField(unique=True)
    received_at = models.DateTimeField()
    # By the term of the pack, and whether the holidays of that year were still unpublished; None without one.
    answer_by = models.DateField(null=True, blank=True)
    answer_provisional = models.BooleanField(default=False)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)
    verdict_reasons = models.TextField(blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="handled_objection_has_verdict_and_reasons",
                condition=Q(handled_at__isnull=True, verdict="")
                | (
                    Q(handled_at__isnull=False, handled_by__isnull=False)
                    & ~Q(verdict="")
                    & ~Q(verdict_reasons="")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.receipt


class DocumentKind(models.TextChoices):
    APPROVAL = "approval", _("批准组建文件")
    REFUSAL = "refusal", _("不予通过通知")
    DEFERRAL = "deferral", _("暂缓通知")
    EVALUATION_OPINION = "evaluation_opinion", _("绩效评价意见书")
    ADJUSTMENT = "adjustment", _("动态调整决定")


class OfficialDocument(models.Model):
    """A numbered document of the department: one content, two renderings, one verification code."""

    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="documents")
    run = models.ForeignKey("procedure.StageRun", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=32, choices=DocumentKind)
    title = models.CharField(max_length=300)
    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    # The content model of documents.official as JSON; both renderings are made from it.
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    # The words it was made with: of a version of the office, or of the pack's own (no row).
    wording_version = models.ForeignKey(
        "wordings.WordingVersion", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    wording_sha256 = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(max_length=20, unique=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    # Taken back by a recorded act: the number stays taken, the paper says so wherever it is verified.
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField(_("作废的理由"), max_length=500, blank=True)
    # Approval documents only: the first day of the construction period (3.3-3).
    cycle_starts_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year", "serial"], name="document_number_once"),
            models.CheckConstraint(
                name="issued_document_is_numbered",
                condition=Q(issued_at__isnull=True) | Q(year__isnull=False, serial__isnull=False),
            ),
            models.CheckConstraint(
                name="void_document_was_issued",
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(issued_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
            ),
            models.UniqueConstraint(
                fields=["run", "kind"], condition=Q(issued_at__isnull=True), name="document_one_draft"
            ),
        ]
        indexes = [
            # The portal's list of documents and its first page.
            models.Index(
                fields=["-issued_at", "-id"], name="document_public_newest",
                condition=Q(is_public=True, issued_at__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """Return the number as printed, 湘科发〔2026〕1号, or "" while it is a draft."""
        return str(self.content["number"])

    @property
    def is_destroyed(self) -> bool:
        """Return whether the archive destroyed it after its period: only number, title and hash are left."""
        return bool(self.content.get("destroyed"))

    @property
    def is_void(self) -> bool:
        """Return whether it was taken back after the issue."""
        return self.voided_at is not None

    @property
    def is_issued(self) -> bool:
        """Return whether it has left the house; a draft prints with a watermark."""
        return self.issued_at is not None
