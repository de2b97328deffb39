"""The center as a legal person, its charter, and what the charter leaves to the center itself."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.organizations.uscc import normalise_uscc


class LegalKind(models.TextChoices):
    """Kinds of legal person a center may become (4.1-2 explores different ones)."""

    LIMITED_COMPANY = "limited_company", _("有限责任公司")
    STOCK_COMPANY = "stock_company", _("股份有限公司")
    SOCIAL_SERVICE = "social_service", _("社会服务机构（民办非企业单位）")
    PUBLIC_INSTITUTION = "public_institution", _("事业单位")
    OTHER = "other", _("其他法人")


class LegalForm(Entry):
    """The registration of the center as a legal person, from a day on; a change of it is a further row."""

    name = models.CharField(_("登记名称"), max_length=200)
    kind = models.CharField(_("法人类型"), max_length=32, choices=LegalKind.choices)
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, help_text=_("营业执照或登记证书上的 18 位代码。")
    )
    registered_capital = MoneyField(_("注册资金"), help_text=_("登记的注册资本或开办资金。"))
    paid_in_capital = MoneyField(_("实缴资金"), null=True, blank=True)
    representative = models.CharField(_("法定代表人"), max_length=100, blank=True)
    scope = models.TextField(_("经营（业务）范围"), max_length=4000)
    effective_from = models.DateField(_("登记（核准变更）日期"))

    class Meta(Entry.Meta):
        verbose_name = _("法人登记")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "effective_from"], condition=STANDING,
                name="governance_legal_form_once_a_day",
                violation_error_message=_("这一天的法人登记已登记过：改动那一行。"),
            ),
            models.CheckConstraint(
                condition=Q(registered_capital__gte=0), name="governance_legal_form_capital_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(paid_in_capital=None) | Q(paid_in_capital__lte=F("registered_capital")),
                name="governance_legal_form_paid_in_within_registered",
                violation_error_message=_("实缴资金不会超过注册资金：核对单位和数字。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a code that is no unified social credit code (GB 32100)."""
        try:
            self.uscc = normalise_uscc(self.uscc)
        except Invalid as error:
            raise ValidationError({"uscc": error.message}) from error


class Charter(Entry):
    """A version of the charter by which the center is run (4.1-3)."""

    number = models.CharField(_("版本"), max_length=50, help_text=_("例如“第一版”“2027年修订”。"))
    adopted_on = models.DateField(_("通过日期"))
    adopted_by = models.CharField(_("通过的机构"), max_length=100)
    in_force_from = models.DateField(_("施行日期"))
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    key_articles = models.TextField(_("要点"), max_length=4000, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("章程")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "number"], condition=STANDING, name="governance_charter_version_once",
                violation_error_message=_("这一版章程已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | Q(repealed_on__gt=F("in_force_from")),
                name="governance_charter_repealed_after_it_came_into_force",
                violation_error_message=_("废止日期应在施行日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Matter(models.TextChoices):
    """What 4.1-4 names as the center's own to decide; the pack says which of them a province asks for."""

    RESEARCH_DIRECTION = "research_direction", _("研究方向")
    TEAM = "team", _("团队引进（组建）")
    PERSONNEL = "personnel", _("人事管理")
    SPENDING = "spending", _("经费使用")
    PERFORMANCE = "performance", _("绩效考核")


class Decider(models.TextChoices):
    """Who decides a matter. Someone outside the center is a gap: the matter is then not its own."""

    COUNCIL = "council", _("理事会（董事会）")
    DIRECTOR = "director", _("中心主任（总经理）")
    DIRECTOR_AFTER_COMMITTEE = "director_after_committee", _("主任，先听专家委员会意见")
    COUNCIL_AFTER_COMMITTEE = "council_after_committee", _("理事会，先听专家委员会意见")
    OUTSIDE = "outside", _("牵头单位或其他外部单位")


class AutonomyArticle(Entry):
    """The article of a charter that settles who decides one matter (4.1-4)."""

    matter = models.CharField(_("事项"), max_length=32, choices=Matter.choices)
    charter = models.ForeignKey(Charter, models.PROTECT, related_name="articles", verbose_name=_("章程"))
    article = models.CharField(_("条目"), max_length=50, help_text=_("例如“第二十一条”。"))
    decider = models.CharField(_("由谁决定"), max_length=32, choices=Decider.choices)
    wording = models.TextField(_("条文"), max_length=2000, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("自主决策事项")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["charter", "matter"], condition=STANDING,
                name="governance_autonomy_matter_once_a_charter",
                violation_error_message=_("这一版章程的这一事项已登记过：改动那一行。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_matter_display()} {self.article}"
