"""The directory: instruments, services, results and teams a center opens to firms (4.4-2)."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry

HOURS_OF_A_DAY = 24


class OfferingKind(models.TextChoices):
    """What a center opens to others."""

    INSTRUMENT = "instrument", _("仪器设备")
    SERVICE = "service", _("技术服务")
    RESULT = "result", _("可转化成果")
    TEAM = "team", _("专家团队")


class OpenDays(models.TextChoices):
    """Weekdays on which an instrument is open, as the digits of ISO weekdays."""

    WORKDAYS = "12345", _("周一至周五")
    SIX_DAYS = "123456", _("周一至周六")
    EVERY_DAY = "1234567", _("每天")


class OfferingQuerySet(models.QuerySet["Offering"]):
    def standing(self) -> Self:
        """Return the offerings that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Offering(Entry):
    """One entry of the directory. Fee in fen an hour; opening hours are whole hours of the Shanghai day.

    `longest_hours` bounds one booking; `cancel_hours` is how long before the start a firm may still cancel:
    with the opening hours they are the center's own rules. The contact is for those with an agreed order or a
    booking, never for the public page.
    """

    kind = models.CharField(_("种类"), max_length=16, choices=OfferingKind.choices, editable=False)
    name = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(
        _("说明"), max_length=4000, help_text=_("能做什么、适用什么材料或场合、主要指标；企业按这些字查找。")
    )
    keywords = models.CharField(
        _("关键词"), max_length=300, blank=True, help_text=_("企业可能会用的其他叫法，用顿号分开。")
    )
    model = models.CharField(_("规格型号"), max_length=100, blank=True)
    place = models.CharField(_("所在地点"), max_length=200, blank=True)
    hourly_fee_fen = MoneyField(
        _("每小时收费"), unit="yuan", null=True, blank=True, help_text=_("免费填 0；面议不填。")
    )
    fee_note = models.CharField(_("收费说明"), max_length=200, blank=True)
    opens_at = models.PositiveSmallIntegerField(
        _("开放自（时）"), null=True, blank=True, help_text=_("例如 9。")
    )
    closes_at = models.PositiveSmallIntegerField(
        _("开放至（时）"), null=True, blank=True, help_text=_("例如 18。")
    )
    open_days = models.CharField(_("开放日"), max_length=7, choices=OpenDays.choices, blank=True)
    longest_hours = models.PositiveSmallIntegerField(
        _("一次最长（小时）"), null=True, blank=True, help_text=_("一次预约最多几小时。")
    )
    cancel_hours = models.PositiveSmallIntegerField(
        _("最晚取消（开始前小时）"),
        null=True,
        blank=True,
        help_text=_("开始前几小时之内不能再自行取消；不限填 0。"),
    )
    technician = models.CharField(_("操作人员"), max_length=100, blank=True)
    rules = models.TextField(
        _("对外使用规定"),
        max_length=4000,
        blank=True,
        help_text=_("送样要求、资质、安全须知、结果交付方式。"),
    )
    photo_number = models.CharField(_("照片编号"), max_length=60, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=100, blank=True)
    contact_phone = models.CharField(
        _("联系电话"), max_length=30, blank=True, help_text=_("只给已预约或已达成一致的企业看。")
    )
    indexed_version = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[Any] = OfferingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("开放资源")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=OfferingKind.values), name="offering_kind_known"),
            models.CheckConstraint(
                condition=Q(hourly_fee_fen__isnull=True) | Q(hourly_fee_fen__gte=0),
                name="offering_fee_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(kind="instrument")
                | Q(
                    opens_at__isnull=False,
                    closes_at__gt=F("opens_at"),
                    closes_at__lte=HOURS_OF_A_DAY,
                    longest_hours__gte=1,
                    cancel_hours__isnull=False,
                )
                & ~Q(open_days=""),
                name="offering_instrument_has_hours",
                violation_error_message=_("仪器的开放时间、开放日、一次最长和最晚取消时数要填全。"),
            ),
            models.UniqueConstraint(
                fields=["center", "kind", "name", "model"], condition=STANDING, name="offering_offered_once",
                violation_error_message=_("同名同型号的已在目录中；确有两台的，名称后加编号区分。"),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "name"], name="offering_by_kind")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Say field by field what is wrong with an instrument's hours."""
        if self.kind != OfferingKind.INSTRUMENT:
            return
        opens, closes = self.opens_at, self.closes_at
        if opens is None or closes is None or not opens < closes <= HOURS_OF_A_DAY:
            raise ValidationError({"opens_at": _now("开放自早于开放至，都在 0 至 24 时之间。")})
        if not self.open_days:
            raise ValidationError({"open_days": _now("选开放日。")})
        if not self.longest_hours or self.cancel_hours is None:
            raise ValidationError({"longest_hours": _now("一次最长至少 1 小时；最晚取消不限的填 0。")})

    @property
    def is_instrument(self) -> bool:
        """Return whether hours of it can be booked."""
        return self.kind == OfferingKind.INSTRUMENT

    @property
    def search_text(self) -> str:
        """Return what is searched and matched: name, model, keywords and summary."""
        return "\n".join((self.name, self.model, self.keywords, self.summary))


class _OfKind(models.Manager.from_queryset(OfferingQuerySet)):  # type: ignore[misc]
    """The offerings of one kind, for the register of that kind."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind=self.model.KIND)


class _Kind:
    """Gives every new row its register's kind before anything is checked."""

    KIND: ClassVar[OfferingKind]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("kind", self.KIND)
        super().__init__(*args, **kwargs)


class Instrument(_Kind, Offering):
    """An instrument, bookable by the hour."""

    KIND = OfferingKind.INSTRUMENT
    objects: ClassVar[Any] = _OfKind()

    class Meta:
        proxy = True
        verbose_name = _("仪器设备")


class Service(_Kind, Offering):
    """A technical service, to be ordered."""

    KIND = OfferingKind.SERVICE
    objects: ClassVar[Any] = _OfKind()

    class Meta:
        proxy = True
        verbose_name = _("技术服务")


class ResultOffer(_Kind, Offering):
    """A result to be licensed or assigned."""

    KIND = OfferingKind.RESULT
    objects: ClassVar[Any] = _OfKind()

    class Meta:
        proxy = True
        verbose_name = _("可转化成果")


class Team(_Kind, Offering):
    """An expert or a team that works for firms."""

    KIND = OfferingKind.TEAM
    objects: ClassVar[Any] = _OfKind()

    class Meta:
        proxy = True
        verbose_name = _("专家团队")
