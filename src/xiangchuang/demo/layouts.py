"""The example's layout: one published before the cases began, the next in circulation, demands, advice."""

from dataclasses import dataclass
from datetime import date, timedelta

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.demo.province import Province
from xiangchuang.layouts.choose_mode import choose_mode
from xiangchuang.layouts.circulate_layout import circulate_layout, reply_to_layout, units_to_ask
from xiangchuang.layouts.decide_demand import decline_demand, merge_demand, sort_demand
from xiangchuang.layouts.draft_layout import LayoutDraft, draft_layout
from xiangchuang.layouts.file_demand import DemandDraft, ReasonDraft, file_demand
from xiangchuang.layouts.models import Demand, Direction, LayoutVersion
from xiangchuang.layouts.placing import Place
from xiangchuang.layouts.plan_direction import DirectionDraft, add_direction, close_direction
from xiangchuang.layouts.publish_layout import confirm_layout, publish_layout
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.scan.kept import KeptRelease, largest_industries
from xiangchuang.scans.advise_direction import advise_direction
from xiangchuang.scans.models import Scan

_INDUSTRY = "3511"
OFFICER, LEADER = "jingban", "tingling"
_PUBLISHED_BEFORE, _CLOSED_BEFORE, _NEXT_BEFORE = 262, 9, 4
_BATTLEFIELD, _NEEDS, _HEALTH = "economic_battlefield", "major_needs", "life_health"


@dataclass(frozen=True)
class _Planned:
    title: str
    place: Place
    need: str


_DIRECTIONS = (
    _Planned(
        "智能产线与工业母机", Place(_BATTLEFIELD, "intelligent_manufacturing", technology_type="key_common"),
        "数控系统、精密主轴和在线检测长期依赖进口，产线改造成本高。",
    ),
    _Planned(
        "地下空间智能装备关键部件",
        Place(_NEEDS, "deep_equipment", technology_type="key_common", prefecture="430100",
              industry_chain="工程机械"),
        "超大直径盾构主轴承、大排量泵和刀盘刀具的设计、制造与可靠性验证。",
    ),
    _Planned(
        "航空动力热端部件", Place(_NEEDS, "aerospace", technology_type="modern_engineering"),
        "单晶叶片铸造、热障涂层和寿命评价。",
    ),
    _Planned(
        "中药创新与质量控制", Place(_HEALTH, "biomedicine", technology_type="key_common"),
        "道地药材溯源、经典名方制剂工艺和连续制造。",
    ),
    _Planned(
        "高端医用影像核心部件", Place(_HEALTH, "medical_devices", technology_type="frontier"),
        "探测器、球管和图像重建算法。",
    ),
)  # fmt: skip


def lay_out(province: Province) -> LayoutVersion:
    """Publish the first layout before any case begins, two demands among what it rests on."""
    officer = province.actor(OFFICER)
    with clock.at(clock.moment_on(clock.today() - timedelta(days=_PUBLISHED_BEFORE + 20))):
        demands = [_demand(province, number) for number in (0, 1)]
        year = clock.today().year
        layout = _drafted(officer, f"湖南省技术创新中心总体布局（{year}—{year + 2}年）", year)
        for number, planned in enumerate(_DIRECTIONS):
            add_direction(
                actor=officer, layout=layout, seen=layout.version, is_sample=True,
                draft=_direction_draft(planned), demands=demands if number == 1 else (),
            )  # fmt: skip
        circulate_layout(actor=officer, layout=layout, seen=layout.version, to=list(units_to_ask(layout)))
        _answered(province, layout)
    with clock.at(clock.moment_on(clock.today() - timedelta(days=_PUBLISHED_BEFORE))):
        confirm_layout(
            actor=province.actor(LEADER), layout=layout, seen=layout.version, text="厅党组会审议通过"
        )
        publish_layout(actor=officer, layout=layout, seen=layout.version)
    return layout


def go_on_planning(province: Province) -> None:
    """Close a direction whose application is under way, circulate the next version, sort newer demands."""
    officer = province.actor(OFFICER)
    with clock.at(clock.moment_on(clock.today() - timedelta(days=_CLOSED_BEFORE))):
        direction = Direction.objects.get(title=_DIRECTIONS[2].title)
        close_direction(
            actor=officer, direction=direction, seen=direction.version,
            reason="名额内的申报已进入诚信审查，不再新收。",
        )  # fmt: skip
    with clock.at(clock.moment_on(clock.today() - timedelta(days=_NEXT_BEFORE))):
        _later_demands(province, officer)
        year = clock.today().year
        layout = _drafted(officer, f"湖南省技术创新中心总体布局（{year + 1}—{year + 3}年）", year + 1)
        draft = DirectionDraft(
            "功率半导体与封装", "field_specific",
            Place(_BATTLEFIELD, "integrated_circuits", technology_type="key_common"),
            "宽禁带器件、封装材料和可靠性测试。",
        )  # fmt: skip
        add_direction(actor=officer, layout=layout, seen=layout.version, draft=draft, is_sample=True)
        circulate_layout(actor=officer, layout=layout, seen=layout.version, to=list(units_to_ask(layout)))
        reply = layout.replies.get(organization=province.bureaus["430200"])
        reply_to_layout(
            actor=province.staff_of(province.bureaus["430200"]), reply=reply, seen=reply.version,
            stance="changes", text="建议把轨道交通牵引器件写进功率半导体方向，名额落在株洲。",
        )  # fmt: skip


def advise_directions(province: Province, scan: Scan) -> None:
    """Write the figures of the sample nation to the direction of its industry; there the mode is chosen."""
    officer = province.actor(OFFICER)
    direction = Direction.objects.get(title=_DIRECTIONS[1].title)
    with KeptRelease(scan.release_file) as release:
        year = scan.as_of.year - 1
        measured = [code for code, _count, _income in largest_industries(release, year)]
        industry = _INDUSTRY if _INDUSTRY in measured else measured[0]
        advice = advise_direction(
            actor=officer, scan=scan, release=release, direction=direction, industry=industry, year=year
        )
    reason = "" if advice.mode in ("", "lead_enterprise") else "整机企业已掌握系统集成技术，宜由其牵头。"
    choose_mode(
        actor=officer, direction=direction, seen=direction.version, mode="lead_enterprise", reason=reason
    )


def _drafted(officer: Actor, title: str, year: int) -> LayoutVersion:
    draft = LayoutDraft(
        title=title, about="围绕优势产业链补齐空白，少而精，避免与已有中心和平台重复。\n优先支持由工程技术研究中心转建。",
        period_from=date(year, 1, 1), period_to=date(year + 2, 12, 31), cap=10,
    )  # fmt: skip
    return draft_layout(actor=officer, draft=draft, is_sample=True)


def _direction_draft(planned: _Planned) -> DirectionDraft:
    return DirectionDraft(planned.title, "field_specific", planned.place, planned.need)


def _answered(province: Province, layout: LayoutVersion) -> None:
    """Every unit agrees that is staffed; the silence of the others agrees too, once the term has passed."""
    for reply in layout.replies.select_related("organization"):
        if reply.organization_id in province.staff:
            reply_to_layout(
                actor=province.staff_of(reply.organization), reply=reply, seen=reply.version, stance="agrees"
            )


_DEMANDS: tuple[tuple[int, str, str, Place], ...] = (
    (0, "超大直径盾构主轴承", "寿命达到 1.5 万小时，小批量供货。", Place(_NEEDS, "deep_equipment")),
    (14, "盾构大排量液压泵", "排量、噪声和寿命达到进口产品水平。", Place(_NEEDS, "deep_equipment")),
    (4, "碳化硅功率模块封装材料", "结温 200 摄氏度下可靠工作。", Place(_BATTLEFIELD, "integrated_circuits")),
    (18, "碳化硅功率模块封装工艺", "封装良率提高到 98%。", Place(_BATTLEFIELD, "integrated_circuits")),
    (3, "油茶良种快速繁育", "亩产提高两成。", Place(_BATTLEFIELD, "biological_breeding")),
    (9, "便携超声探头", "探头国产化，成本降低三成。", Place(_HEALTH, "medical_devices")),
)  # fmt: skip
_QUESTIONS = {_BATTLEFIELD: "bottleneck", _NEEDS: "security_or_chokepoint"}


def _demand(province: Province, number: int) -> Demand:
    firm, title, text, place = _DEMANDS[number]
    asked = _QUESTIONS.get(place.orientation)
    house: Organization = province.enterprises[firm]
    draft = DemandDraft(
        title=title, text=text, users="本单位和省内上下游企业", place=place,
        reasons=[ReasonDraft(asked, "关键环节依赖进口，列入产业链断点清单。")] if asked else [],
    )  # fmt: skip
    return file_demand(actor=province.staff_of(house), organization=house, draft=draft, is_sample=True)


def _later_demands(province: Province, officer: Actor) -> None:
    """One sorted, one merged into it, one declined, one that nobody has looked at yet."""
    sorted_one, merged, declined, _filed = (_demand(province, number) for number in (2, 3, 4, 5))
    place = Place(_BATTLEFIELD, "integrated_circuits", technology_type="key_common")
    sort_demand(actor=officer, demand=sorted_one, seen=sorted_one.version, place=place)
    merge_demand(actor=officer, demand=merged, seen=merged.version, into=sorted_one, text="同类需求合并办理")
    decline_demand(
        actor=officer, demand=declined, seen=declined.version, reason="在建的油茶种业中心已把它列为任务"
    )
