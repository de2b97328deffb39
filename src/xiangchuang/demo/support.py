"""What the example's centers were promised and given, whom they recruited, which problems they raised."""

from datetime import date, timedelta
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.demo.province import Province
from xiangchuang.support.draft_agreement import (
    AgreementDraft,
    add_commitment,
    draft_agreement,
    sign_for_department,
    sign_for_partner,
)
from xiangchuang.support.keep_commitment import confirm_kept, declare_broken, report_performance
from xiangchuang.support.models import Commitment, LeadingTalent
from xiangchuang.support.promise import PromiseDraft, ask_for_talent, promise_asked, promise_freely
from xiangchuang.support.propose_project import (
    ProjectDraft,
    accept_project,
    draft_project,
    report_progress,
    submit_project,
)
from xiangchuang.support.raise_problem import (
    ProblemDraft,
    answer_problem,
    assign_problem,
    escalate_problem,
    raise_problem,
)
from xiangchuang.support.registers import (
    GRANTED,
    OVERSEAS,
    PARTNERSHIPS,
    POSTS,
    RECRUITMENTS,
    TALENT_PLANS,
    TALENTS,
)

_WAN: Final = 1_000_000
_TEXT: Final = "省科技厅与市人民政府共建中心，建立季度会商机制，按责任分工在政策、资金、项目、土地、人才、基础设施等方面给予支持。"
# Kind, words, amount in fen, days from the signing until due, and what became of it.
_PROMISES: Final = (
    ("money", "每年安排建设专项经费，三年共 3000 万元，首期 1000 万元", 1000 * _WAN, 60, "kept"),
    ("land", "落实中试基地建设用地 30 亩", None, 90, "broken"),
    ("policy", "出台支持中心的若干措施，纳入市级重点创新平台目录", None, 120, "reported"),
    ("infrastructure", "建成中试基地至园区主干道的道路和 10 千伏供电", None, 150, "overdue"),
    ("talent", "每年提供人才公寓 20 套", None, 300, "open"),
)


def furnish_support(center: Center, staff: Actor, province: Province) -> None:
    """Let city and department promise, keep and break; the staff recruit, propose and raise a problem."""
    city = province.staff_of(province.bureaus[center.prefecture])
    officer = province.actor("jingban")
    _talent(center, staff, officer, province)
    _granted(center, officer, city, province)
    _agreement(center, staff, officer, city, province)
    _asked(center, staff, city, province)
    _project(center, staff, officer, province)
    _problems(center, staff, officer, city, province)


def _ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def _ahead(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _talent(center: Center, staff: Actor, officer: Actor, province: Province) -> None:
    def keep(register: Any, **values: Any) -> Any:
        return record_entry(register, actor=staff, center=center, values=values)

    post = keep(
        POSTS, title="成果转化总监", kind="transfer", headcount=1, opened_on=_ago(200), closed_on=_ago(150)
    )
    keep(POSTS, title="中试工程师", kind="engineering", headcount=6, opened_on=_ago(90))
    keep(POSTS, title="首席科学家", kind="research", headcount=1, opened_on=_ago(30))
    keep(RECRUITMENTS, name="示例人才甲", post=post, way="domestic", came_from="示例技术转移公司",
         began_on=_ago(150), duty="成果转化与产业对接")  # fmt: skip
    keep(RECRUITMENTS, name="示例人才乙", way="flexible", came_from="示例理工大学", began_on=_ago(120),
         duty="每年到岗三个月，指导中试验证")  # fmt: skip
    keep(RECRUITMENTS, name="示例人才丙", way="overseas", is_project_manager=True, country="德国",
         came_from="示例海外研究所", began_on=_ago(60), duty="项目经理，负责关键部件项目")  # fmt: skip
    keep(OVERSEAS, name=f"{center.field_label}海外联合研究中心", country="德国", city="亚琛", staff_count=5,
         purpose="前沿跟踪、人才选聘、联合研发", opened_on=_ago(100))  # fmt: skip
    keep(PARTNERSHIPS, partner="示例海外技术大学", country="新加坡", about="联合培养博士后、互派项目经理",
         signed_on=_ago(140), runs_until=_ahead(900))  # fmt: skip
    leader = keep(TALENTS, name="示例人才丁", post="首席专家", level="省级领军人才", joined_on=_ago(220))
    keep(TALENTS, name="示例人才丙", post="项目经理", level="海外高层次人才", joined_on=_ago(60))
    record_entry(
        TALENT_PLANS, actor=officer, center=center,
        values={"talent": leader, "plan": "示例省级人才计划", "given_by": province.department,
                "granted_on": _ago(80), "amount_fen": 100 * _WAN},
    )  # fmt: skip


def _granted(center: Center, officer: Actor, city: Actor, province: Province) -> None:
    bureau = province.bureaus[center.prefecture]
    lines: tuple[tuple[Actor, Any, str, str, int | None, int], ...] = (
        (officer, province.department, "关键部件研制省级项目", "project", 500, 170),
        (officer, province.department, "创新平台建设补助", "platform", 300, 400),
        (officer, province.department, "科研人员职务成果赋权试点", "policy_pilot", None, 110),
        (officer, province.industry_department, "首台套产品推广应用", "policy", None, 90),
        (city, bureau, "市级建设专项经费首期", "funds", 1000, 70),
        (city, bureau, "无偿使用科研用房 6000 平方米", "facilities", None, 180),
    )
    for actor, giver, title, kind, wan, days in lines:
        values = {"title": title, "kind": kind, "given_by": giver, "granted_on": _ago(days)}
        record_entry(
            GRANTED, actor=actor, center=center, values=values | ({"amount_fen": wan * _WAN} if wan else {})
        )


def _agreement(center: Center, staff: Actor, officer: Actor, city: Actor, province: Province) -> None:
    """Signed half a year ago; one promise kept, one broken, one reported, one overdue, one still to come."""
    with clock.at(clock.moment_on(_ago(180))):
        draft = AgreementDraft(f"共建{center.name}合作协议", _TEXT, "示例协字〔2026〕1号", _ahead(900))
        agreement = draft_agreement(
            actor=officer, center=center, partner=province.bureaus[center.prefecture], draft=draft
        )
        promised = []
        for kind, text, fen, days, fate in _PROMISES:
            promise = PromiseDraft(
                kind, text, clock.today() + timedelta(days=days), fen, promised_by=agreement.partner
            )
            made = add_commitment(actor=officer, agreement=agreement, seen=agreement.version, draft=promise)
            promised.append((made, fate))
        sign_for_department(actor=province.actor("chuzhang"), agreement=agreement, seen=agreement.version)
        sign_for_partner(actor=city, agreement=agreement, seen=agreement.version)
    for made, fate in promised:
        made.refresh_from_db()
        _fate(made, fate, staff, officer, city)


def _fate(made: Commitment, fate: str, staff: Actor, officer: Actor, city: Actor) -> None:
    if fate in ("kept", "reported"):
        with clock.at(clock.moment_on(_ago(125 if fate == "kept" else 62))):
            text = "首期经费已拨付到账。" if fate == "kept" else "若干措施已印发，中心已列入目录。"
            report_performance(actor=city, commitment=made, seen=made.version, text=text)
    if fate == "kept":
        confirm_kept(actor=staff, commitment=made, seen=made.version, text="已到账。")
    if fate == "broken":
        reason = "经核实，用地指标未落实，市里已书面说明。"
        declare_broken(actor=officer, commitment=made, seen=made.version, reason=reason)


def _asked(center: Center, staff: Actor, city: Actor, province: Province) -> None:
    bureau = province.bureaus[center.prefecture]
    talents: Any = LeadingTalent.objects
    first, second = talents.filter(center=center).select_related("center__lead").order_by("pk")
    asked = PromiseDraft("", "人才公寓一套，三居室", None, measure="housing", promised_by=bureau)
    housing = ask_for_talent(actor=staff, talent=first, draft=asked)
    promise_asked(
        actor=city, commitment=housing, seen=housing.version, due_on=_ahead(20), text="人才公寓一套，年内交付"
    )
    schooling = PromiseDraft("", "子女就近入读小学一年级", None, measure="schooling", promised_by=bureau)
    ask_for_talent(actor=staff, talent=second, draft=schooling)
    free = PromiseDraft("talent", "海外引进人才个人所得税补贴", _ahead(200), 60 * _WAN, measure="income_tax")
    promise_freely(actor=city, center=center, draft=free)


def _project(center: Center, staff: Actor, officer: Actor, province: Province) -> None:
    draft = ProjectDraft(
        "关键部件长寿命设计与在线监测", "行业共性难题：部件寿命短、更换停机长。攻关目标：寿命提高一倍，在线预警准确率 95%。",
        "key_common", 2000 * _WAN, "center_organised", "示例大学、示例零部件公司", _ahead(700),
    )  # fmt: skip
    with clock.at(clock.moment_on(_ago(100))):
        project = draft_project(actor=staff, center=center, draft=draft)
        submit_project(actor=staff, project=project, seen=project.version)
    with clock.at(clock.moment_on(_ago(80))):
        accept_project(
            actor=province.actor("chuzhang"), project=project, seen=project.version, granted_fen=500 * _WAN,
            reason="符合重点任务，由中心组织产业链联合攻关。", number=f"示例2026-{center.pk:02d}",
        )  # fmt: skip
    report_progress(actor=staff, project=project, seen=project.version, text="方案设计完成，样件试制中。")
    second = ProjectDraft(
        "开放实验验证平台共性技术研究", "中小企业缺少验证条件，拟张榜组织联合研究。", "key_common", 800 * _WAN, "open_call"
    )  # fmt: skip
    waiting = draft_project(actor=staff, center=center, draft=second)
    submit_project(actor=staff, project=waiting, seen=waiting.version)


def _problems(center: Center, staff: Actor, officer: Actor, city: Actor, province: Province) -> None:
    other = next(bureau for code, bureau in province.bureaus.items() if code != center.prefecture)
    draft = ProblemDraft(
        "试验线跨两市，环评口径不一", "试验线由本市延伸到邻市，两地环评要求不同，已函商两次未果。",
        "明确一地牵头、一次评价、两地互认。",
    )  # fmt: skip
    with clock.at(clock.moment_on(_ago(60))):
        problem = raise_problem(actor=staff, center=center, draft=draft)
        assign_problem(
            actor=officer, problem=problem, seen=problem.version, owner=province.bureaus[center.prefecture],
            parties=[other], text="与邻市会商后书面答复",
        )  # fmt: skip
    reason = "期限已过，两市仍未会商。"
    escalate_problem(actor=staff, problem=problem, seen=problem.version, reason=reason)
    second = ProblemDraft(
        "进口关键设备通关慢", "两台设备滞港一个月，影响中试进度。", "协调提前审价、先放后税。"
    )
    with clock.at(clock.moment_on(_ago(10))):
        answered = raise_problem(actor=staff, center=center, draft=second)
        assign_problem(
            actor=officer, problem=answered, seen=answered.version, owner=province.bureaus[center.prefecture]
        )
    answer_problem(actor=city, problem=answered, seen=answered.version, text="已与口岸对接，本周内放行。")
