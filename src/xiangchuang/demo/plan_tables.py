"""The tables of the sample plan as the consortium fills them in (示例数据)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from xiangchuang.calendars import clock
from xiangchuang.plan_parts.columns import Cell, Line, contribution_column, year_column
from xiangchuang.plan_parts.save_part import save_part
from xiangchuang.plan_parts.tables import PlanTables, tables_of_revision
from xiangchuang.proposals.models import PlanRevision

if TYPE_CHECKING:
    from xiangchuang.demo import line as lines

_WAN: Final = 1_000_000

_REVISED_WAN: Final = 200


def fill_tables(line: "lines.Line", revision: PlanRevision) -> None:
    """Save every table of the manuscript through the verb of its page; a revised plan spends more on pilots."""
    tables = tables_of_revision(revision)
    revised = line.case.runs.filter(stage_kind="plan").count() > 1
    for code, rows in sample_lines(tables, first_year=clock.today().year + 1, revised=revised).items():
        if table := tables.tables.get(code):
            save_part(
                actor=line.staff, case=line.case, code=code, seen=table.version, lines=rows,
                stated_fen=total_fen(rows) if table.rule.states_total else None,
            )  # fmt: skip


def sample_lines(tables: PlanTables, *, first_year: int, revised: bool = False) -> dict[str, list[Line]]:
    """Return the lines of each table: sums agree, days lie in their spans, every party has its row."""
    parties = [key for key in tables.parties if key in tables.consortium]
    years = (first_year, first_year + 1, first_year + 2)
    return {
        "people": _people(parties),
        "members": _members(tables, parties),
        "bodies": _bodies(),
        "resources": _resources(parties),
        "tasks": _tasks(parties, years),
        "milestones": _milestones(years),
        "phases": _phases(years),
        "sources": _yearly(
            years,
            ("agreement", "共建单位出资", (6_000, 4_000, 2_000)),
            ("other", "市场化收入", (600, 1_400 + (_REVISED_WAN if revised else 0), 2_200)),
            ("local_finance", "地方财政支持", (600, 600, 600)),
        ),
        "uses": _yearly(
            years,
            ("equipment", "试验平台与设备", (4_600, 2_600 + (_REVISED_WAN if revised else 0), 1_000)),
            ("research", "研发项目", (2_000, 2_600, 3_000)),
            ("people", "人才引进与运行", (600, 800, 800)),
        ),
        "benefits": [
            *_yearly(
                years,
                ("technology_income", "技术性收入", (1_500, 3_500, 5_500)),
                ("new_sales", "装备与部件", (30_000, 60_000, 90_000)),
            ),
            {"kind": "firms", "name": "衍生企业", **_cells(years, (1, 4, 8))},
        ],
    }


def total_fen(rows: Sequence[Line]) -> int:
    """Return the sum of all years of a yearly table, in fen."""
    return sum(
        value for row in rows for name, value in row.items() if name[0] == "y" and isinstance(value, int)
    )


def _people(parties: Sequence[str]) -> list[Line]:
    told = (
        (
            "示例甲",
            "正高级工程师，拟任主任",
            "head",
            True,
            "复合地层掘进装备总体设计，任总设计师",
            "省科技进步一等奖两项",
        ),
        ("示例乙", "教授", "key_staff", False, "岩机相互作用机理，任课题负责人", "教育部自然科学二等奖"),
        ("示例丙", "研究员", "key_staff", True, "大直径主轴承，任技术负责人", ""),
        ("示例丁", "高级工程师", "key_staff", True, "自主掘进控制，任项目经理", ""),
    )
    return [
        {
            "name": name, "title": title, "organization": parties[place % len(parties)], "standing": standing,
            "full_time": full_time, "tasks": tasks, "results": "样机通过工业性试验", "patents": "发明专利 12 件",
            "awards": awards or None, "promotion": "在三个工程应用", "related": "与中心任务直接相关",
        }
        for place, (name, title, standing, full_time, tasks, awards) in enumerate(told)
    ]  # fmt: skip


def _members(tables: PlanTables, parties: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    for place, key in enumerate(parties):
        line: dict[str, Cell] = {
            "organization": key,
            "role": "总体组织与首台套验证" if place == 0 else "应用基础研究与联合培养",
            "rights": "按约定共享知识产权；优先使用中试平台",
            "duties": "按期出资；派驻研发人员；开放相关平台",
            contribution_column("money"): (6_600 if place == 0 else 1_200) * _WAN,
            contribution_column("people"): 40 if place == 0 else 12,
            contribution_column("platform"): "综合试验台" if place == 0 else "岩石力学实验室",
        }
        lines.append(line)
    return lines


def _bodies() -> list[Line]:
    return [
        {"name": "理事会", "kind": "board", "head": "示例甲", "size": 9, "composition": "牵头单位 3 席，共建单位各 1 席，独立理事 3 席", "duty": "审定章程、年度计划和预决算"},
        {"name": "专家委员会", "kind": "expert_committee", "head": "示例乙", "size": 11, "composition": "产学研和财税、法律专家", "duty": "论证研究方向和项目"},
        {"name": "综合管理部", "kind": "department", "head": "示例戊", "size": 6, "composition": "行政、财务、知识产权", "duty": "日常管理"},
        {"name": "智能掘进研究所", "kind": "institute", "head": "示例丁", "size": 35, "composition": "控制、机械、岩土团队", "duty": "共性技术攻关和中试"},
    ]  # fmt: skip


def _resources(parties: Sequence[str]) -> list[Line]:
    return [
        {"name": "掘进模态综合试验台", "kind": "platform", "organization": parties[0], "place": "长沙", "worth": 3_200 * _WAN, "sharing": "预约开放，成员优先"},
        {"name": "岩石力学三轴试验系统", "kind": "instrument", "organization": parties[-1], "place": "长沙", "worth": 860 * _WAN, "sharing": "按工时收费开放"},
    ]  # fmt: skip


def _tasks(parties: Sequence[str], years: tuple[int, int, int]) -> list[Line]:
    told = (
        ("RW-01", "岩机智能感知", "research", "key_common", parties[-1], "示例乙", 2_400, "感知系统工程应用"),
        ("RW-02", "自主掘进决策", "research", "frontier", parties[0], "示例丁", 3_000, "样机工程应用"),
        (
            "RW-03",
            "综合试验平台建设",
            "conditions",
            "modern_engineering",
            parties[0],
            "示例甲",
            5_200,
            "平台投入运行",
        ),
    )
    return [
        {
            "code": code, "name": name, "kind": kind, "technology_type": technology, "content": f"{name}的关键技术攻关与验证",
            "organization": party, "responsible": person, "budget": budget * _WAN,
            "starts_on": date(years[0], 1, 1), "ends_on": date(years[2], 12, 31), "outcome": outcome,
        }
        for code, name, kind, technology, party, person, budget, outcome in told
    ]  # fmt: skip


def _milestones(years: tuple[int, int, int]) -> list[Line]:
    told = (
        ("RW-01", "传感器样机", date(years[0], 12, 20), "精度优于 2%"),
        ("RW-01", "工程试用", date(years[1], 12, 20), "连续运行 1000 小时"),
        ("RW-02", "仿真验证", date(years[0], 11, 30), "场景覆盖 20 类"),
        ("RW-02", "样机验证", date(years[2], 6, 30), "无人值守掘进 200 米"),
        ("RW-03", "平台验收", date(years[1], 9, 30), "通过第三方验收"),
    )
    return [
        {"task": task, "name": name, "due_on": due, "outcome": outcome} for task, name, due, outcome in told
    ]


def _phases(years: tuple[int, int, int]) -> list[Line]:
    names = (
        ("筹建阶段", "注册法人，组建队伍，建成试验平台一期"),
        ("建设阶段", "攻关任务全面实施，平台开放"),
        ("提升阶段", "成果转化，接受验收"),
    )
    return [
        {"name": name, "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "work": work}
        for year, (name, work) in zip(years, names, strict=True)
    ]


def _yearly(years: Sequence[int], *rows: tuple[str, str, tuple[int, ...]]) -> list[Line]:
    """Return rows whose figures are told in 万元."""
    return [
        {"kind": kind, "name": name, **_cells(years, [figure * _WAN for figure in figures])}
        for kind, name, figures in rows
    ]


def _cells(years: Sequence[int], figures: Sequence[int]) -> dict[str, Cell]:
    return {year_column(year): figure for year, figure in zip(years, figures, strict=True)}
