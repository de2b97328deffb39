"""What fills the decision on a center and the notice before it; the words are the office's. In Chinese."""

from datetime import date

from xiangchuang.adjustments.effects import Effects, recommenders
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.adjustments.queries import adjustment_of, rule_of
from xiangchuang.centers.models import Center
from xiangchuang.decisions.matters import NoticeContent
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.policy.adjustments import Measure
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Values
from xiangchuang.procedure.models import Case
from xiangchuang.wordings.compose_paper import Worded, compose_paper

_SUPPORT = {
    "preferred": "在后续支持中优先考虑",
    "as_usual": "后续支持按有关规定办理",
    "reduced": "在后续支持中从严掌握",
    "none": "不再给予后续支持",
}


def decision_content(
    adjustment: Adjustment, measure: Measure, pack: Pack, *, reason: str, effects: Effects, drafted_on: date
) -> Worded:
    """Return the decision as content; number, day and verification come with the issue."""
    values = decision_values(adjustment, measure, reason=reason, effects=effects)
    return compose_paper(
        DocumentKind.ADJUSTMENT, pack, values, on=drafted_on, sample=adjustment.case.is_sample,
        copies_to=tuple(bureau.name for bureau in recommenders([adjustment.center]).values()),
    )  # fmt: skip


def decision_values(adjustment: Adjustment, measure: Measure, *, reason: str, effects: Effects) -> Values:
    """Return what fills the places of the decision."""
    return {
        "主送机关": "，".join(addressees(adjustment.center)),
        "中心名称": adjustment.center.name,
        "措施标题": measure.document.title,
        "陈述情况": _so(adjustment),
        "决定内容": measure.document.decides,
        "事实": tuple(f"{ground.text.rstrip('。')}。" for ground in adjustment.grounds.all()),
        "理由": tuple(line for line in reason.splitlines() if line.strip()),
        "有关要求": tuple(decision_terms(adjustment, effects)),
    }


def addressees(center: Center) -> list[str]:
    """Return the center and its lead; the city's bureau gets a copy."""
    return [center.name, center.lead.name]


def decision_terms(adjustment: Adjustment, effects: Effects) -> list[str]:
    """Return what follows from the decision, a sentence each, in the order it is done."""
    lines: list[str] = []
    if adjustment.into is not None:
        lines.append(f"并入的中心：{adjustment.into.name}。开放资源和联合实验室随之转入。")
    if adjustment.becomes:
        lines.append(f"转建为：{adjustment.becomes}。")
    if effects.rectify_by:
        lines.append(f"整改期至{_day(effects.rectify_by)}止，期满由我厅组织现场复核。")
    if effects.support:
        until = f"，至{_day(effects.support_until)}止" if effects.support_until else ""
        lines.append(f"{_SUPPORT[effects.support]}{until}。")
    if effects.cut and effects.bureau:
        years = "、".join(f"{year}年" for year in effects.cut_years)
        lines.append(f"核减{effects.bureau.name}{years}推荐名额{effects.cut}个。")
    if effects.lifts:
        lines.append("此前对你中心后续支持和推荐名额的限制同时解除。")
    if effects.finish_by:
        lines.append(f"在办订单、协议和联合实验室等未了事项，于{_day(effects.finish_by)}前办结或者办妥交接。")
    return lines


def adjustment_notice(case: Case, pack: Pack) -> NoticeContent:
    """Return what is published of a center about to end: no grounds with names, no person (5.3-1 pain 11)."""
    adjustment = adjustment_of(case.pk)
    measure, center = rule_of(adjustment, pack), adjustment.center
    pairs = [
        ("中心名称", center.name),
        ("牵头单位", center.lead.name),
        ("所在市州", str(prefecture_label(center.prefecture))),
        ("批准日期", center.approved_on.isoformat()),
        ("拟作出的决定", measure.label.zh),
        ("并入的中心", adjustment.into.name if adjustment.into else ""),
        ("转建为", adjustment.becomes),
        ("主要依据", "；".join(ground.text for ground in adjustment.grounds.all())),
    ]
    return NoticeContent(
        tuple((label, value) for label, value in pairs if value),
        {"中心名称": center.name, "措施": measure.label.zh},
    )


def _so(adjustment: Adjustment) -> str:
    heard = adjustment.hearings.exists()
    return "在听取你中心陈述意见后" if heard else "在告知你中心陈述权利后"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
