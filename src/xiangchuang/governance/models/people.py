"""The staff of a center by function, full-time or seconded, and the plan it is measured against (4.2-2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.entry import STANDING, Entry


class StaffFunction(models.TextChoices):
    """应用基础研究、工程研发、技术推广 of 4.2-2, and those who run the center (4.1-4)."""

    MANAGEMENT = "management", _("运行管理")
    BASIC_RESEARCH = "basic_research", _("应用基础研究")
    ENGINEERING = "engineering", _("工程研发")
    PROMOTION = "promotion", _("技术推广")


class Post(models.TextChoices):
    """Posts. The director is 中心主任（总经理）, the 主要负责人 of 4.1-4."""

    DIRECTOR = "director", _("主任（总经理）")
    DEPUTY = "deputy", _("副主任（副总经理）")
    DEPARTMENT_HEAD = "department_head", _("部门负责人")
    TEAM_LEADER = "team_leader", _("团队负责人")
    STAFF = "staff", _("工作人员")


class StaffMember(Entry):
    """A person at the center from a day to a day, both included; a change of post is a further row."""

    person = models.CharField(_("姓名"), max_length=100)
    post = models.CharField(_("岗位"), max_length=32, choices=Post.choices)
    function = models.CharField(_("职能"), max_length=32, choices=StaffFunction.choices)
    is_full_time = models.BooleanField(_("专职"), default=True)
    employer = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("原单位（兼职、借调时）"),
    )  # fmt: skip
    title = models.CharField(_("职称"), max_length=50, blank=True)
    began_on = models.DateField(_("到岗日期"))
    ended_on = models.DateField(_("离岗日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("人员")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "person", "post", "began_on"], condition=STANDING,
                name="governance_staff_once",
                violation_error_message=_("同一天到岗的同一人员已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="governance_staff_in_order",
                violation_error_message=_("离岗日期不早于到岗日期。"),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "function"], name="governance_staff_function")
        ]

    def __str__(self) -> str:
        return self.person


class StaffPlan(Entry):
    """How many people of a function the plan foresees at the end of a year."""

    year = models.PositiveSmallIntegerField(_("年度"))
    function = models.CharField(_("职能"), max_length=32, choices=StaffFunction.choices)
    planned = models.PositiveIntegerField(_("计划人数"))

    class Meta(Entry.Meta):
        verbose_name = _("人员计划")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "year", "function"], condition=STANDING, name="governance_staff_plan_once",
                violation_error_message=_("这一年度这一职能的计划已登记过。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year} {self.get_function_display()}"
