"""The tasks of the plan as they are carried out (A.4.1), and the projects and teams behind them (4.2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.research.models.days import refuse_days_ahead
from xiangchuang.research.models.kinds import (
    PilotOutcome,
    ProjectLevel,
    ProjectPart,
    ProjectState,
    SpendingKind,
    TeamFunction,
    TechnologyKind,
)


class PlanTask(Entry):
    """A task of the plan: who carries it out, with what budget, from when to when."""

    code = models.CharField(_("任务编号"), max_length=20, help_text=_("例如“RW-01”。"))
    name = models.CharField(_("任务名称"), max_length=200)
    technology_type = models.CharField(_("技术类型"), max_length=32, choices=TechnologyKind.choices)
    owner = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    responsible = models.CharField(_("负责人"), max_length=50)
    team = models.CharField(
        _("学科与团队"), max_length=200, blank=True, help_text=_("例如“机械、控制；掘进装备团队”。")
    )
    budget_fen = MoneyField(_("预算"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))

    class Meta(Entry.Meta):
        verbose_name = _("任务")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "code"], condition=STANDING, name="research_task_code_once",
                violation_error_message=_("这个任务编号已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="research_task_days_in_order",
                violation_error_message=_("结束日期应在开始日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Milestone(Entry):
    """A day by which a task must have come to something, and the day on which it did."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="milestones", verbose_name=_("任务"))
    name = models.CharField(_("里程碑"), max_length=200)
    due_on = models.DateField(_("应完成日期"))
    reached_on = models.DateField(_("完成日期"), null=True, blank=True, help_text=_("未完成时留空。"))
    note = models.CharField(_("完成情况或延误原因"), max_length=500, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("里程碑")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "reached_on", "due_on"], name="research_milestone_due")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task", "name"], condition=STANDING, name="research_milestone_once",
                violation_error_message=_("这个任务已有同名的里程碑。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a milestone reached on a day ahead."""
        refuse_days_ahead(self, "reached_on")


class TaskSpending(Entry):
    """Money spent on a task."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="spending", verbose_name=_("任务"))
    kind = models.CharField(_("科目"), max_length=32, choices=SpendingKind.choices)
    fen = MoneyField(_("金额"))
    spent_on = models.DateField(_("支出日期"))
    note = models.CharField(_("用途"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("支出")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "spent_on"], name="research_spending_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.spent_on}"

    def clean(self) -> None:
        """Refuse money spent on a day ahead."""
        refuse_days_ahead(self, "spent_on")


class PilotRun(Entry):
    """A run at pilot scale (中试): between the laboratory and the plant."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="pilot_runs", verbose_name=_("任务"))
    name = models.CharField(_("中试名称"), max_length=200)
    run_on = models.DateField(_("日期"))
    scale = models.CharField(_("规模"), max_length=100, help_text=_("例如“日处理 2 吨，连续 72 小时”。"))
    outcome = models.CharField(_("结论"), max_length=16, choices=PilotOutcome.choices)
    finding = models.CharField(_("主要数据与问题"), max_length=500)

    class Meta(Entry.Meta):
        verbose_name = _("中试")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a run on a day ahead."""
        refuse_days_ahead(self, "run_on")


class Project(Entry):
    """A project given to the center from outside, part of a task where it serves one."""

    number = models.CharField(_("项目编号"), max_length=50)
    name = models.CharField(_("项目名称"), max_length=200)
    level = models.CharField(_("级别"), max_length=16, choices=ProjectLevel.choices)
    programme = models.CharField(_("所属计划"), max_length=100, help_text=_("例如“国家重点研发计划”。"))
    part = models.CharField(_("中心的角色"), max_length=16, choices=ProjectPart.choices)
    technology_type = models.CharField(_("技术类型"), max_length=32, choices=TechnologyKind.choices)
    task = models.ForeignKey(
        PlanTask, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("所属任务")
    )
    granted_fen = MoneyField(_("财政经费"))
    own_fen = MoneyField(_("自筹经费"), default=0)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    state = models.CharField(_("状态"), max_length=16, choices=ProjectState.choices)

    class Meta(Entry.Meta):
        verbose_name = _("项目")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "number"], condition=STANDING, name="research_project_number_once",
                violation_error_message=_("这个项目编号已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="research_project_days_in_order",
                violation_error_message=_("结束日期应在开始日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class TeamSeat(Entry):
    """A person's seat in the team of a task: from which unit and discipline, for which function (4.2-2)."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="team_seats", verbose_name=_("任务"))
    person = models.CharField(_("姓名"), max_length=50)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("所在单位")
    )
    discipline = models.CharField(_("学科"), max_length=50, help_text=_("例如“机械工程”。"))
    function = models.CharField(_("职能"), max_length=16, choices=TeamFunction.choices)
    from_on = models.DateField(_("参加日期"))
    to_on = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("团队成员")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task", "person", "organization", "from_on"], condition=STANDING,
                name="research_seat_once", violation_error_message=_("这个人已在团队中。"),
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="research_seat_days_in_order",
                violation_error_message=_("退出日期早于参加日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.person
