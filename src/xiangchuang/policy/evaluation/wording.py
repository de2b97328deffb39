"""Steps and reasons of a result as sentences, in the language of whoever reads them.

Each is one whole pattern, in Chinese as the source; the reader's side brings the translation (``Tongue``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xiangchuang.policy.conditions.tongue import CHINESE, Tongue
from xiangchuang.policy.evaluation.results import Reason, ReasonCode, Step, StepCode, Told
from xiangchuang.policy.terms import Label


def _(pattern: str) -> str:
    """Mark a pattern for the collector of messages; whoever shows it brings the translation."""
    return pattern


STEPS: Final[Mapping[StepCode, str]] = {
    "figure": _("%(figure)s：%(value)s"),
    "figure_times": _("%(figure)s：%(value)s，按 %(times)s 倍计"),
    "figure_unknown": _("%(figure)s：登记簿中没有数据"),
    "sum": _("合计 %(value)s"),
    "divided": _("两者相除得 %(value)s"),
    "nothing_to_divide_by": _("分母为 0，不能计算比例"),
    "target": _("目标“%(target)s”：计划 %(planned)s，完成 %(reached)s，按 %(value)s 计"),
    "target_unknown": _("目标“%(target)s”：计划 %(planned)s，没有完成数据，按 %(value)s 计"),
    "targets_mean": _("%(count)s 个目标完成率的平均值为 %(value)s"),
    "no_targets": _("建设方案在评价期内没有这类目标"),
    "material": _("中心提供的材料：%(value)s，已经评估机构认可"),
    "no_material": _("中心没有提供材料"),
    "material_refused": _("中心提供的材料未被认可：%(note)s"),
    "survey": _("服务过 %(served)s 家，发出 %(asked)s 份问卷，收回 %(answered)s 份，平均 %(value)s"),
    "no_answers": _("服务过 %(served)s 家，发出 %(asked)s 份问卷，没有收到答卷"),
    "too_few_answers": _(
        "发出 %(asked)s 份问卷，只收回 %(answered)s 份，少于 %(fewest)s 份，平均值不作为得分依据"
    ),
    "expert": _("专家 %(scorer)s 评 %(mark)s，折合 %(value)s"),
    "experts_mean": _("%(scorers)s 位专家评分的平均值为 %(value)s"),
    "too_few_scorers": _("%(kind)s有 %(scorers)s 人评分，至少需要 %(fewest)s 人"),
    "threshold_met": _("%(value)s，达到 %(bound)s 的界限，得满分"),
    "threshold_unmet": _("%(value)s，没有达到 %(bound)s 的界限，不得分"),
    "between": _("%(zero)s 得 0 分，%(full)s 得满分，%(value)s 按比例得 %(share)s"),
    "at_zero": _("%(value)s，%(zero)s 得 0 分，不得分"),
    "at_full": _("%(value)s，%(full)s 得满分，得满分"),
    "each": _("%(value)s，每一个得 %(each)s 分，计 %(points)s 分"),
    "each_capped": _("%(value)s，每一个得 %(each)s 分，超过上限，按 %(most)s 分计"),
    "level": _("评定为“%(level)s”，得权重的 %(share)s"),
    "yes": _("是"),
    "no": _("否"),
    "peers_best": _("%(value)s，同类中心最好为 %(reference)s，是其 %(ratio)s"),
    "peers_median": _("%(value)s，同类中心中位数为 %(reference)s，是其 %(ratio)s"),
    "no_peers": _("同类中心没有可以比较的数值"),
    "missing_zero": _("没有数值，按规则不得分"),
    "missing_left_out": _("没有数值，按规则不参评，%(weight)s 分权重分给本维度的其他指标"),
    "missing_undecided": _("没有数值，需要评估机构裁定"),
    "scaled_up": _("本维度有指标不参评，满分由 %(weight)s 分调为 %(most)s 分"),
    "points": _("满分 %(most)s 分，得 %(points)s 分"),
    "ruling": _("裁定按原权重得 %(points)s 分：%(reason)s"),
}
REASONS: Final[Mapping[ReasonCode, str]] = {
    "reached": _("总分 %(total)s 分，达到%(grade)s的 %(cut)s 分"),
    "not_reached": _("总分 %(total)s 分，没有达到%(above)s的 %(cut)s 分"),
    "quota_full": _(
        "达到%(grade)s的分数线，但名额为 %(graded)s 个参评中心的 %(quota)s，共 %(places)s 个，排名在名额之后"
    ),
    "veto": _("一票否决：%(veto)s"),
    "taken_as": _("%(state)s，等次按%(grade)s"),
    "not_scored": _("%(state)s，本轮不评分"),
    "undecided": _("还有 %(count)s 项指标等待裁定，得分和等次是暂时的"),
    "bonus_capped": _("加分项合计 %(points)s 分，按上限计 %(most)s 分"),
}
VETO_WITH_REASON: Final = _("一票否决：%(veto)s（%(reason)s）")
UNITS: Final[Mapping[str, str]] = {
    "元": _("%(number)s 元"),
    "万元": _("%(number)s 万元"),
    "亿元": _("%(number)s 亿元"),
    "%": _("%(number)s%%"),
    "小时": _("%(number)s 小时"),
    "分": _("%(number)s 分"),
    "件": _("%(number)s 件"),
    "项": _("%(number)s 项"),
    "家": _("%(number)s 家"),
    "人": _("%(number)s 人"),
    "个": _("%(number)s 个"),
    "次": _("%(number)s 次"),
    "份": _("%(number)s 份"),
    "名": _("%(number)s 名"),
    "台": _("%(number)s 台"),
}
_QUANTITIES: Final = frozenset({"value", "bound", "zero", "full", "reference", "ratio", "share", "quota"})
_WRITTEN: Final = re.compile(r"(-?\d+(?:\.\d+)?) ?(\D+)?")


def sentence(step: Step, tongue: Tongue = CHINESE) -> str:
    """The step in words, without a full stop."""
    return tongue.say(STEPS[step.code]) % _said(step.values, tongue)


def reason_sentence(reason: Reason, tongue: Tongue = CHINESE) -> str:
    """The reason in words, without a full stop."""
    pattern = REASONS[reason.code]
    if reason.code == "veto" and reason.values.get("reason"):
        pattern = VETO_WITH_REASON
    return tongue.say(pattern) % _said(reason.values, tongue)


def quantity_said(text: str, tongue: Tongue = CHINESE) -> str:
    """A number with its unit, such as ``500 万元``, in the language; a bare number as it is."""
    found = _WRITTEN.fullmatch(text)
    if found is None or found[2] not in UNITS:
        return text
    return tongue.say(UNITS[found[2]]) % {"number": _grouped(found[1])}


def _grouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _said(values: Mapping[str, Told], tongue: Tongue) -> dict[str, str | int]:
    return {name: _value(name, value, tongue) for name, value in values.items()}


def _value(name: str, value: Told, tongue: Tongue) -> str | int:
    if isinstance(value, Label):
        return tongue.name(value)
    return quantity_said(value, tongue) if name in _QUANTITIES and isinstance(value, str) else value
