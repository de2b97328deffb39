"""Who belongs to a consortium, in which role, with which rights and duties, from when to when (4.1-3)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.entry import STANDING, Entry


class MemberRole(models.TextChoices):
    """Parts an organisation may have in a consortium; 4.1-3 asks for the government's too."""

    LEAD = "lead", _("牵头单位")
    MEMBER = "member", _("共建单位")
    GOVERNMENT = "government", _("政府")
    INVESTOR = "investor", _("金融与社会资本")
    OTHER = "other", _("其他")


class MemberTerms(Entry):
    """An organisation's membership over a span of days, with what it may and what it must do."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    role = models.CharField(_("角色"), max_length=16, choices=MemberRole.choices)
    rights = models.TextField(
        _("权利"), max_length=2000, blank=True, help_text=_("例如“优先使用中试平台；按约定共享知识产权”。")
    )
    duties = models.TextField(
        _("义务"), max_length=2000, blank=True, help_text=_("例如“三年投入 1,000 万元；派驻研发人员 5 名”。")
    )
    basis = models.CharField(
        _("依据"), max_length=200, blank=True, help_text=_("章程、共建协议或会议决议的名称。")
    )
    joined_on = models.DateField(_("加入日期"))
    left_on = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("成员")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "organization"], condition=STANDING & Q(left_on=None),
                name="consortia_member_present_once",
                violation_error_message=_("这个单位已在联盟中：改动原来的登记，或先登记它的退出日期。"),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="consortia_member_days_in_order",
                violation_error_message=_("退出日期早于加入日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.organization)
