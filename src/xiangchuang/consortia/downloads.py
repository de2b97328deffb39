"""Workbooks of what the pages show."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.consortia.contribution_balance import Line
from xiangchuang.consortia.finding_lines import FindingLine
from xiangchuang.consortia.income_mix import YearOfIncome
from xiangchuang.consortia.investment import Investment, PlanLine
from xiangchuang.policy.funding import FundingRules
from xiangchuang.procedure.pack_words import words
from xiangchuang.sheets import Column, write_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def contributions_sheet(center: Center, lines: Iterable[Line]) -> HttpResponse:
    """Return promises with what was made; money in 万元, other contributions by number."""
    columns = [
        Column("member", _("成员"), "text", width=32), Column("title", _("投入内容"), "text", width=30),
        Column("kind", _("方式"), "text"), Column("promised", _("承诺金额"), "money"),
        Column("made", _("到位金额"), "money"), Column("quantity", _("承诺数量"), "count"),
        Column("delivered", _("到位数量"), "count"), Column("unit", _("数量单位"), "text"),
        Column("due_on", _("应到位日期"), "date"), Column("state", _("状态"), "text"),
    ]  # fmt: skip
    return _workbook(center, _("投入台账"), columns, (_contribution(line) for line in lines))


def _contribution(line: Line) -> dict[str, Any]:
    promise = line.promise
    is_money = promise.amount is not None
    return {
        "member": str(promise.member), "title": promise.title, "kind": str(promise.get_kind_display()),
        "promised": promise.amount, "made": line.made if is_money else None, "quantity": promise.quantity,
        "delivered": None if is_money else line.made, "unit": promise.unit, "due_on": promise.due_on,
        "state": line.state_label,
    }  # fmt: skip


def income_sheet(center: Center, years: Sequence[YearOfIncome], rules: FundingRules) -> HttpResponse:
    """Return a row a year: each kind of income, the sum, and the market's and government's shares."""
    columns = [
        Column("year", _("年度"), "year"),
        *(Column(rule.code, words(rule.label), "money") for rule in rules.income),
        Column("total", _("合计"), "money"), Column("market", _("市场份额"), "share"),
        Column("government", _("政府份额"), "share"),
    ]  # fmt: skip
    rows = (
        {
            "year": y.year, **y.by_kind, "total": y.total, "market": y.market_share,
            "government": y.government_share,
        }
        for y in years
    )  # fmt: skip
    return _workbook(center, _("收入结构"), columns, rows)


def investment_sheet(center: Center, found: Investment) -> HttpResponse:
    """Return plan and actual by source, then by use."""
    columns = [
        Column("side", _("来源或使用"), "text"), Column("label", _("类别"), "text"),
        Column("planned", _("计划"), "money"), Column("actual", _("实际"), "money"),
        Column("difference", _("差额"), "money"),
    ]  # fmt: skip
    rows = [
        *(_plan_row(_("来源"), line) for line in found.sources),
        *(_plan_row(_("使用"), line) for line in found.uses),
    ]
    span = str(found.year) if found.year else _("全部年度")
    return _workbook(center, f"{_('投资计划与实际')} {span}", columns, rows)


def _plan_row(side: str, line: PlanLine) -> dict[str, Any]:
    return {
        "side": side, "label": line.label, "planned": line.planned, "actual": line.actual,
        "difference": line.difference,
    }  # fmt: skip


def findings_sheet(title: str, lines: Iterable[FindingLine]) -> HttpResponse:
    """Return findings with explanation and decision."""
    columns = [
        Column("center", _("中心"), "text", width=32), Column("label", _("迹象"), "text", width=24),
        Column("told", _("登记内容"), "text", width=48), Column("opened", _("发现日期"), "date"),
        Column("state", _("状态"), "text"), Column("explanation", _("中心说明"), "long_text", width=40),
        Column("reason", _("认定理由"), "long_text", width=40),
    ]  # fmt: skip
    rows = (
        {
            "center": line.finding.center.name, "label": line.label, "told": line.finding.told,
            "opened": clock.day_of(line.finding.opened_at), "state": str(line.finding.get_state_display()),
            "explanation": line.finding.explanation, "reason": line.finding.reason,
        }
        for line in lines
    )  # fmt: skip
    return _workbook(None, title, columns, rows)


def spin_offs_sheet(center: Center, rows: Iterable[dict[str, Any]]) -> HttpResponse:
    """Return a row a firm and year."""
    columns = [
        Column("name", _("企业名称"), "text", width=32), Column("founded_on", _("成立日期"), "date"),
        Column("capital", _("注册资本"), "money"), Column("center", _("中心持股"), "share"),
        Column("team", _("团队持股"), "share"), Column("lead", _("牵头单位持股"), "share"),
        Column("other", _("其他股东持股"), "share"), Column("year", _("年度"), "year"),
        Column("revenue", _("营业收入"), "money"), Column("staff", _("年末员工"), "count", unit=_("人")),
        Column("financing", _("当年融资"), "money"),
    ]  # fmt: skip
    return _workbook(center, _("衍生企业"), columns, rows)


def _workbook(
    center: Center | None, title: str, columns: list[Column], rows: Iterable[dict[str, Any]]
) -> HttpResponse:
    content = write_table(columns, rows, title=title, source=center.name if center else title)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
