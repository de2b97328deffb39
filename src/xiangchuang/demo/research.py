"""What the example's centers have researched: tasks under way, one of them late, results, contracts, transfers."""

from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.demo.names import person
from xiangchuang.demo.province import Province
from xiangchuang.organizations.models import Organization
from xiangchuang.research import registers

_WAN: Final = 1_000_000
# Code, name, technology type, budget in 万元, months from the cycle's start to start and end; each task's
# milestones: name, days from today, whether it was reached. Negative days lie behind.
TASKS: Final = (
    ("RW-01", "智能感知与多源融合", "frontier", 860, 0, 20,
     (("传感器样机", -60, True), ("现场试用报告", -12, False), ("批量应用", 420, False))),
    ("RW-02", "自主决策与协同控制", "disruptive", 1200, 1, 30,
     (("仿真平台通过测试", -30, True), ("样机验证", 18, False), ("工程应用", 700, False))),
    ("RW-03", "核心部件寿命提升", "key_common", 640, 0, 24,
     (("材料配方定型", -75, True), ("台架试验 2000 小时", 25, False), ("寿命试验报告", 380, False))),
    ("RW-04", "绿色工艺与能耗控制", "modern_engineering", 420, 2, 26,
     (("机理研究报告", 55, False), ("原理样机", 300, False))),
    ("RW-05", "中试平台建设", "modern_engineering", 1500, 0, 12,
     (("场地与安评完成", -40, True), ("首条中试线贯通", -3, False), ("平台验收", 200, False))),
    ("RW-06", "数据标准与检测方法", "key_common", 260, 3, 18, (("标准草案", 90, False),)),
)  # fmt: skip
# Kind, title, number, days ago filed and granted (None: not), task, technology type, origin, furthest stage.
RESULTS: Final = (
    ("invention", "多源信息融合的状态识别方法", "ZL202610{pk:02d}01234.5", 130, 20, 0, "frontier", "own", "pilot"),
    ("invention", "自适应协同控制系统", "ZL202610{pk:02d}02345.6", 120, 15, 1, "disruptive", "own", "basic"),
    ("invention", "硬岩掘进参数自适应方法", "ZL202610{pk:02d}03456.7", 125, 40, 1, "key_common", "own", "industrialised"),
    ("invention", "耐磨涂层及其制备方法", "202610{pk:02d}04567.8", 60, None, 2, "key_common", "basic_research", "pilot"),
    ("utility_model", "一种快换式刀座", "ZL202620{pk:02d}05678.9", 110, 45, 2, "modern_engineering", "own", "industrialised"),
    ("pct", "多源信息融合的状态识别方法", "PCT/CN2026/{pk:02d}0123", 50, None, 0, "frontier", "own", "basic"),
    ("industry_standard", "智能装备状态监测技术要求", "JB/T {pk:02d}871-2026", None, 30, 5, "key_common", "own", "basic"),
    ("software", "健康监测算法软件 V1.0", "2026SR{pk:02d}45678", None, 55, 0, "frontier", "own", "industrialised"),
    ("pilot_product", "在线监测终端（中试批）", "", None, 10, 4, "modern_engineering", "own", "pilot"),
    ("paper", "复合地层掘进状态识别研究", "", None, 70, 0, "frontier", "basic_research", "basic"),
    ("secret", "注浆材料配方", "", None, 80, 2, "key_common", "member", "pilot"),
    ("new_product", "在线监测终端", "", None, 6, 4, "modern_engineering", "own", "basic"),
    ("new_product", "在线监测 终端", "", None, 5, 4, "modern_engineering", "own", "basic"),
)  # fmt: skip
# Type, title, agreed and received in 万元, days ago, whether the other side is registered.
CONTRACTS: Final = (
    ("licence", "盾构刀盘健康监测算法普通许可", 120, (120,), 60, True),
    ("assignment", "硬岩掘进参数自适应专利转让", 300, (150, 150), 50, False),
    ("development", "产线智能化改造委托开发", 480, (144,), 45, True),
    ("service", "关键部件失效分析", 18, (18,), 30, True),
    ("consulting", "产线节能诊断", 12, (15,), 25, False),
    ("development", "在线检测装置联合开发", 260, (), 8, True),
)  # fmt: skip


CHAIN_PLACES: Final = (
    ("工程机械", "关键零部件", "盾构主轴承、刀盘的设计验证和寿命试验"),
    ("工程机械", "检测与运维", "在役装备的状态监测和失效分析"),
    ("先进轨道交通装备", "关键零部件", "传动部件的疲劳试验"),
)


def furnish_research(center: Center, staff: Actor, province: Province) -> None:
    """Record tasks with money, teams and pilot runs, projects, results on their way, contracts, transfers."""
    keep = partial(record_entry, actor=staff, center=center)
    houses = [m.organization for m in center.members.select_related("organization")]
    tasks = [_task(keep, center, number, plot, houses) for number, plot in enumerate(TASKS)]
    _projects(keep, center, tasks)
    results = [_result(keep, center, plot, tasks) for plot in RESULTS]
    contracts = [
        _contract(keep, center, number, plot, province.enterprises, tasks)
        for number, plot in enumerate(CONTRACTS, 1)
    ]
    _transfers(keep, results, contracts, houses)
    for chain, link, supplies in CHAIN_PLACES:
        keep(registers.CHAIN_PLACES, values={"chain": chain, "link": link, "supplies": supplies})


def _ago(center: Center, days: int) -> date:
    """Return the day so many days ago, but none before the center was approved, nor today itself."""
    return max(center.approved_on, clock.today() - timedelta(days=max(days, 1)))


def _task(keep: Any, center: Center, number: int, plot: Any, houses: list[Organization]) -> Any:
    code, name, kind, budget, begins, ends, milestones = plot
    starts_on = center.cycle_starts_on + timedelta(days=30 * begins)
    owner = houses[number % len(houses)]
    task = keep(registers.TASKS, values={
        "code": code, "name": name, "technology_type": kind, "owner": owner, "responsible": person(400 + number),
        "team": "机械、控制、材料", "budget_fen": budget * _WAN, "starts_on": starts_on,
        "ends_on": center.cycle_starts_on + timedelta(days=30 * ends),
    })  # fmt: skip
    for name, days, is_reached in milestones:
        due_on = clock.today() + timedelta(days=days)
        keep(registers.MILESTONES, values={
            "task": task, "name": name, "due_on": due_on, "note": "试验场地交付推迟" if days < 0 and not is_reached else "",
            "reached_on": due_on - timedelta(days=4) if is_reached else None,
        })  # fmt: skip
    for kind, share, days in (("labour", 9, 70), ("materials", 6, 40), ("testing", 3, 12)):
        keep(registers.SPENDING, values={
            "task": task, "kind": kind, "fen": budget * _WAN * share // 100, "spent_on": _ago(center, days),
            "note": "",
        })  # fmt: skip
    for seat, function in enumerate(("basic", "engineering", "promotion")):
        keep(registers.TEAM, values={
            "task": task, "person": person(500 + number * 3 + seat), "organization": houses[(number + seat) % len(houses)],
            "discipline": ("力学", "机械工程", "技术经济")[seat], "function": function, "from_on": center.cycle_starts_on,
            "to_on": None,
        })  # fmt: skip
    if code in {"RW-03", "RW-05"}:
        keep(registers.PILOT_RUNS, values={
            "task": task, "name": f"{task.name}第一次中试", "run_on": _ago(center, 35), "scale": "日处理 2 吨，连续 72 小时",
            "outcome": "partly", "finding": "产能达到设计值的 86%，冷却段温度波动偏大。",
        })  # fmt: skip
    return task


def _projects(keep: Any, center: Center, tasks: list[Any]) -> None:
    for number, (name, level, programme, granted) in enumerate((
        ("重大装备智能感知关键技术", "national", "国家重点研发计划", 1800),
        ("核心部件可靠性提升", "provincial", "省重点研发计划", 400),
        ("中试公共服务平台", "municipal", "市科技计划", 120),
    )):  # fmt: skip
        keep(registers.PROJECTS, values={
            "number": f"2026{center.pk:02d}{number + 1:02d}", "name": name, "level": level, "programme": programme,
            "part": "leads" if number else "takes_part", "technology_type": "key_common", "task": tasks[number],
            "granted_fen": granted * _WAN, "own_fen": granted * _WAN // 2, "starts_on": center.approved_on,
            "ends_on": center.approved_on + timedelta(days=1000), "state": "running",
        })  # fmt: skip


def _result(keep: Any, center: Center, plot: Any, tasks: list[Any]) -> Any:
    kind, title, number, filed, granted, task, technology, origin, stage = plot
    result = keep(registers.RESULTS, values={
        # One title is left alike in both centers: a possible duplicate to look at.
        "title": title if kind == "pct" else f"{center.field_label}{title}", "kind": kind, "number": number.format(pk=center.pk), "owners": str(center.lead),
        "filed_on": _ago(center, filed) if filed else None, "granted_on": _ago(center, granted) if granted else None,
        "task": tasks[task], "technology_type": technology, "origin": origin,
    })  # fmt: skip
    began = result.filed_on or result.granted_on
    for name, place, days in (("pilot", "中试平台一号线", 20), ("industrialised", "示例用户单位生产线", 45)):
        if stage == "basic":
            break
        keep(registers.STAGE_MOVES, values={
            "result": result, "stage": name, "moved_on": min(began + timedelta(days=days), clock.today()),
            "place": place, "note": "",
        })  # fmt: skip
        if stage == name:
            break
    return result


def _contract(
    keep: Any, center: Center, number: int, plot: Any, firms: list[Organization], tasks: list[Any]
) -> Any:
    kind, title, agreed, received, days, is_registered = plot
    signed_on = _ago(center, days)
    contract = keep(registers.CONTRACTS, values={
        "number": f"HT-2026-{number:03d}", "title": title, "type": kind, "agreed_fen": agreed * _WAN,
        "counterparty": firms[4 * number - 1] if is_registered else None,
        "counterparty_name": "" if is_registered else "示例外省重工集团", "is_sme": False, "signed_on": signed_on,
        "registration_number": f"2026430{number:03d}" if received else "", "task": tasks[number % len(tasks)],
    })  # fmt: skip
    for part, wan in enumerate(received):
        keep(registers.RECEIPTS, values={
            "contract": contract, "fen": wan * _WAN, "received_on": min(signed_on + timedelta(days=6 + 10 * part), clock.today()),
            "note": f"银行回单 {number:02d}{part:02d}",
        })  # fmt: skip
    return contract


def _transfers(keep: Any, results: list[Any], contracts: list[Any], houses: list[Organization]) -> None:
    for result, mode, contract, recipient, wan in (
        (results[7], "licence", contracts[0], contracts[0].counterparty, 120),
        (results[2], "assignment", contracts[1], None, 300),
        (results[10], "equity", None, houses[-1], 600),
        (results[4], "self_implemented", None, None, 35),
    ):
        keep(registers.TRANSFERS, values={
            "result": result, "mode": mode, "recipient": recipient, "contract": contract, "fen": wan * _WAN,
            "recipient_name": contract.counterparty_name if contract else "",
            "on": contract.signed_on if contract else clock.today() - timedelta(days=2),
        })  # fmt: skip
