"""A round: which centers are evaluated over which days, by whom, and the registers as they stood then."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class Round(models.Model):
    """One evaluation round, commissioned to a third party (6.5-2): a case of the matter `evaluation`.

    The registers of its centers are frozen into `snapshot` when it is commissioned; `seed` (64 hexadecimal
    digits, drawn then) decides the sample, who is asked, and the weight samples: anyone can repeat them.
    """

    case = models.OneToOneField("procedure.Case", models.PROTECT, related_name="evaluation_round")
    first_on = models.DateField(_("评价期起"))
    last_on = models.DateField(_("评价期止"))
    evaluator = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="evaluation_rounds",
        verbose_name=_("评估机构"),
    )  # fmt: skip
    commission = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("委托书"),
    )  # fmt: skip
    sample_share = models.PositiveSmallIntegerField(_("抽样比例"), default=10_000)
    seed = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    survey_opened_at = models.DateTimeField(null=True, blank=True)
    survey_closes_on = models.DateField(null=True, blank=True)
    draft_told_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    report = models.TextField(_("评估报告"), max_length=20_000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="evaluation_round_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(sample_share__gte=1, sample_share__lte=10_000),
                name="evaluation_round_sample_is_share",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, snapshot__isnull=True, seed="")
                | (Q(frozen_at__isnull=False, snapshot__isnull=False) & ~Q(seed="")),
                name="evaluation_round_frozen_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def year(self) -> int:
        """Return the year the round is named by: that of its last day."""
        return self.last_on.year


class Subject(models.Model):
    """One center in a round. `set_code` is the indicator set of its category.

    `state` is empty while it is evaluated as any other, or a code of the pack's states (缓评, 视同合格 …),
    with the reason and who said so. Those outside the drawn sample stay listed with `is_sampled` false.
    `served`: organisations that its registers say were served in the period, counted when the survey opens.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="subjects")
    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="evaluations")
    set_code = models.CharField(max_length=64)
    is_sampled = models.BooleanField(default=True)
    state = models.CharField(max_length=32, blank=True)
    state_reason = models.TextField(max_length=2000, blank=True)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    served = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["center__name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "center"], name="evaluation_center_once_a_round"),
            models.CheckConstraint(
                condition=Q(state="") | ~Q(state_reason=""), name="evaluation_state_has_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "-round"], name="evaluation_by_center")
        ]

    def __str__(self) -> str:
        return str(self.center)

    @property
    def code(self) -> str:
        """Return the name of the subject in snapshots and results."""
        return f"center:{self.center_id}"


class VetoFinding(models.Model):
    """A veto that a person found, with reasons and evidence: fraud, dishonesty, absence without cause."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="vetoes")
    code = models.CharField(max_length=64)
    reason = models.TextField(_("事实和依据"), max_length=2000)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "code"], condition=Q(lifted_at__isnull=True),
                name="evaluation_veto_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="evaluation_veto_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_reason=""),
                name="evaluation_veto_lifted_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code
