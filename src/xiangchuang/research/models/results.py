"""What a center's research has brought: results and how far each has come (2-1, 2-2; 4.2 to 4.4)."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.research.models.days import refuse_days_ahead
from xiangchuang.research.models.keys import KeyField
from xiangchuang.research.models.kinds import Origin, ResultKind, Stage, TechnologyKind
from xiangchuang.research.models.tasks import PlanTask

NUMBERED = (
    ResultKind.INVENTION, ResultKind.UTILITY_MODEL, ResultKind.DESIGN, ResultKind.PCT,
    ResultKind.NATIONAL_STANDARD, ResultKind.INDUSTRY_STANDARD, ResultKind.SOFTWARE, ResultKind.VARIETY,
)  # fmt: skip
"""Kinds that an office gives a number: without it two rows could be one result."""


class Result(Entry):
    """A result. `stage` is where its moves have brought it; a new one is a basic result."""

    title = models.CharField(_("成果名称"), max_length=300)
    kind = models.CharField(_("成果类别"), max_length=32, choices=ResultKind.choices)
    number = models.CharField(
        _("编号"), max_length=100, blank=True, help_text=_("专利号、标准号、登记号；论文、技术秘密可不填。")
    )
    owners = models.CharField(_("权利人"), max_length=300, help_text=_("几个权利人之间用顿号分开。"))
    filed_on = models.DateField(_("申请日期"), null=True, blank=True)
    granted_on = models.DateField(_("授权、发布或完成日期"), null=True, blank=True)
    task = models.ForeignKey(
        PlanTask, models.PROTECT, null=True, blank=True, related_name="results", verbose_name=_("所属任务")
    )
    technology_type = models.CharField(_("技术类型"), max_length=32, choices=TechnologyKind.choices)
    origin = models.CharField(_("来源"), max_length=32, choices=Origin.choices)
    stage = models.CharField(
        _("阶段"), max_length=16, choices=Stage.choices, default=Stage.BASIC, editable=False
    )
    number_key = KeyField(of="number")
    title_key = KeyField(of="title")

    class Meta(Entry.Meta):
        verbose_name = _("成果")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["title_key"], name="research_result_title"),
            models.Index(fields=["number_key"], name="research_result_number"),
            models.Index(fields=["center", "kind"], name="research_result_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "number_key"], condition=STANDING & ~Q(number_key=""),
                name="research_result_number_once",
                violation_error_message=_("这个编号的成果已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(filed_on=None) | Q(granted_on=None) | Q(granted_on__gte=F("filed_on")),
                name="research_result_days_in_order",
                violation_error_message=_("授权日期早于申请日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a result without a day, with a day ahead, or of a numbered kind without its number."""
        set_keys(self)
        refuse_days_ahead(self, "filed_on", "granted_on")
        if self.filed_on is None and self.granted_on is None:
            raise ValidationError({"granted_on": _now("申请日期和授权日期至少填一个。")})
        if self.kind in NUMBERED and not self.number_key:
            raise ValidationError({"number": _now("这一类成果要填编号。")})


class StageMove(Entry):
    """The day on which a result reached its next stage; stages follow in order."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="moves", verbose_name=_("成果"))
    stage = models.CharField(
        _("进入的阶段"), max_length=16,
        choices=[(s.value, s.label) for s in (Stage.PILOT, Stage.INDUSTRIALISED)],
    )  # fmt: skip
    moved_on = models.DateField(_("日期"))
    place = models.CharField(
        _("承接单位或场所"), max_length=200, help_text=_("例如“中试平台二号线”，或承接产业化的企业。")
    )
    note = models.CharField(_("依据"), max_length=500, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("阶段推进")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["result", "stage"], condition=STANDING, name="research_stage_once",
                violation_error_message=_("这个成果已登记过进入这一阶段。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.moved_on}"

    def clean(self) -> None:
        """Refuse a move out of order: industrialised before pilot, a day before the stage before it."""
        if self.result_id is None or self.moved_on is None:
            return
        refuse_days_ahead(self, "moved_on")
        others = {m.stage: m.moved_on for m in self._others()}
        began = self.result.filed_on or self.result.granted_on
        if self.stage == Stage.INDUSTRIALISED:
            if Stage.PILOT not in others:
                raise ValidationError({"stage": _now("先登记进入中试熟化，再登记产业化。")})
            began = others[Stage.PILOT]
        after = others.get(Stage.INDUSTRIALISED) if self.stage == Stage.PILOT else None
        if began is not None and self.moved_on < began:
            raise ValidationError({"moved_on": _now("早于前一阶段的日期，核对后再填。")})
        if after is not None and self.moved_on > after:
            raise ValidationError({"moved_on": _now("晚于后一阶段的日期，核对后再填。")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the move and the stage it brings its result to.

        Raises Blocked when the move to the pilot stage is taken back while the result stands further on.
        """
        if not self.is_standing and self.stage == Stage.PILOT and self._others():
            raise Blocked(
                _now("这个成果已登记进入产业化。"), remedy=_now("先撤销“产业化”那一次推进，再撤销这一次。")
            )
        super().save(*args, **kwargs)
        reached = {m.stage for m in self._others()} | ({self.stage} if self.is_standing else set())
        furthest = next((s for s in (Stage.INDUSTRIALISED, Stage.PILOT) if s in reached), Stage.BASIC)
        results: Any = Result.objects
        results.filter(pk=self.result_id).update(stage=furthest)

    def _others(self) -> list["StageMove"]:
        moves: Any = type(self).objects
        return list(moves.standing().filter(result=self.result_id).exclude(pk=self.pk))


class DuplicateDismissal(models.Model):
    """The finding that two results with the same title or number are not one: by whom and why."""

    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="+")
    result = models.ForeignKey(Result, models.PROTECT, related_name="dismissals")
    other = models.ForeignKey(Result, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=500)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["result", "other"], name="research_dismissal_once")
        ]

    def __str__(self) -> str:
        return f"{self.result_id} ≠ {self.other_id}"


def set_keys(row: models.Model) -> None:
    """Write the keys of a row, so that the rules that compare them see what the database will hold."""
    for field in row._meta.fields:
        if isinstance(field, KeyField):
            field.pre_save(row, add=False)
