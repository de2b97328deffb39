"""How an expert stands to the library: terms, days away, consent, fees paid, and the integrity record."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.experts.models.people import Expert


class Entry(models.TextChoices):
    """How an expert came into the library, stayed, left, or came back."""

    REGISTERED = "registered", _("登记入库")
    APPLIED = "applied", _("本人申请")
    NOMINATED = "nominated", _("单位推荐")
    IMPORTED = "imported", _("批量导入")
    RENEWED = "renewed", _("续聘")
    EXITED = "exited", _("退出")
    READMITTED = "readmitted", _("重新入库")


class ExpertStep(models.Model):
    """One entry, renewal or exit. until: the last day of the term it gave; None for an exit or no term."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(_("事项"), max_length=16, choices=Entry.choices)
    on = models.DateField(_("日期"))
    until = models.DateField(_("聘期至"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("在库经过")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(what__in=Entry.values), name="expert_step_known"),
            models.CheckConstraint(
                condition=~Q(what="exited") | ~Q(reason=""), name="expert_exit_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_what_display()


class Absence(models.Model):
    """Days on which the expert takes no seat, both included."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="absences")
    begins_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("不便参加的日期")
        ordering: ClassVar[list[str]] = ["begins_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="absence_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins_on} – {self.ends_on}"


class ConsentKind(models.TextChoices):
    """What an expert agreed to, each by itself."""

    REGISTER = "register", _("专家库登记")
    FEES = "fees", _("专家费发放信息")


class Consent(models.Model):
    """Consent to one notice, of the version that was read; withdrawn_at ends it."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("同意的事项"), max_length=16, choices=ConsentKind.choices)
    notice_version = models.CharField(_("告知版本"), max_length=32)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("个人信息同意")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.UniqueConstraint(
                fields=["expert", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_standing_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class FeeOccasion(models.TextChoices):
    """What an expert was paid for."""

    REVIEW = "review", _("方案论证")
    VISIT = "visit", _("现场考察")
    ADVICE = "advice", _("专家咨询")
    OTHER = "other", _("其他")


class FeeRecord(models.Model):
    """A fee paid, in fen before tax; read by the expert, the officers and the division head alone."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="fees")
    case = models.ForeignKey("procedure.Case", models.PROTECT, null=True, blank=True, related_name="+")
    occasion = models.CharField(_("事由"), max_length=16, choices=FeeOccasion.choices)
    amount_fen = models.BigIntegerField(_("税前金额（分）"))
    tax_note = models.CharField(_("个人所得税说明"), max_length=200)
    paid_on = models.DateField(_("发放日期"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("专家费")
        ordering: ClassVar[list[str]] = ["-paid_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(occasion__in=FeeOccasion.values), name="fee_occasion_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="fee_is_positive"),
            models.CheckConstraint(condition=~Q(tax_note=""), name="fee_has_tax_note"),
            # A page sent twice pays nobody twice.
            models.UniqueConstraint(
                fields=["expert", "case", "occasion", "paid_on"],
                condition=Q(case__isnull=False),
                name="fee_of_case_paid_once",
            ),
            models.UniqueConstraint(
                fields=["expert", "occasion", "paid_on"],
                condition=Q(case__isnull=True),
                name="fee_paid_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.amount_fen}"


class IntegrityKind(models.TextChoices):
    """What the integrity record of an expert holds."""

    PRAISED = "praised", _("表扬")
    LATE = "late", _("无故延误")
    LEAKED = "leaked", _("泄露评审信息")
    HID_CONFLICT = "hid_conflict", _("隐瞒利益冲突")
    LOBBIED = "lobbied", _("接受请托")
    DISHONEST = "dishonest", _("其他失信行为")


class IntegrityRecord(models.Model):
    """What was found of an expert's conduct, by whom and from which source."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="integrity_records")
    kind = models.CharField(_("类别"), max_length=16, choices=IntegrityKind.choices)
    text = models.CharField(_("情况"), max_length=500)
    source = models.CharField(_("来源"), max_length=200)
    found_on = models.DateField(_("认定日期"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("诚信记录")
        ordering: ClassVar[list[str]] = ["-found_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=IntegrityKind.values), name="integrity_kind_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(source=""), name="integrity_says_what"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
