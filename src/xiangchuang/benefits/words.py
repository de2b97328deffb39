"""What the parts of a calculation are called, and a step as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.register import Words
from xiangchuang.procedure.pack_words import words

STEP_WORDS: Final[dict[str, Words]] = {
    "net": _("净收入 = 收入 − 可扣除成本 − 税费"),
    "deficit": _("成本和税费超过收入，没有净收入"),
    "whole_shares": _("形成的股份或者出资"),
    "profit": _("当年营业利润 = 收入 − 成本 − 税费"),
    "terms": _("规定或者约定的团队比例"),
    "term_over": _("法定提取年限已过"),
    "floor": _("法定标准"),
    "encouraged": _("省内政策提示（不作下限）"),
    "team": _("团队奖励"),
    "main_contributors": _("主要贡献人员的份额"),
    "research": _("科研投入"),
    "others": _("其他受益方"),
    "unit": _("单位留存"),
    "purpose": _("科研投入与团队奖励合计过半"),
    "sum": _("合计等于收入"),
    "segment": _("加计扣除"),
    "deduction": _("全年加计扣除额"),
    "tax_effect": _("相应少缴的所得税"),
    "standard_tax": _("按基本税率应缴"),
    "reduced_tax": _("按高新技术企业税率应缴"),
    "saving": _("少缴的所得税"),
}
SOURCE_WORDS: Final[dict[str, Words]] = {
    "national": _("国家"),
    "provincial": _("省"),
    "center_rule": _("本中心规定"),
    "agreement": _("与贡献人的约定"),
    "tax": _("税收"),
    "trial": _("试算"),
    "interpretation": _("对条文的解读"),
    "practice": _("惯例"),
}


@dataclass(frozen=True)
class StepLine:
    """A step as a page shows it; ``fen`` is its result where it is money."""

    label: Words
    formula: str
    fen: int | None
    finding: str
    layer: Words
    rule: str
    source: str
    since: str
    clause: str
    origin: str
    interprets: str
    note: str
    is_confirmed: bool


def step_line(stored: Mapping[str, Any]) -> StepLine:
    """Return a stored step in the reader's language."""
    basis: Mapping[str, Any] = stored["basis"] or {}
    return StepLine(
        label=STEP_WORDS[stored["code"]],
        formula=stored["formula"],
        fen=stored["fen"],
        finding=stored["finding"] or "",
        layer=SOURCE_WORDS.get(basis.get("kind", ""), ""),
        rule=words(basis["label"]) if basis else "",
        source=basis.get("source", ""),
        since=basis.get("from_") or "",
        clause=basis.get("clause", ""),
        origin=basis.get("origin", ""),
        interprets=basis.get("interprets", ""),
        note=words(basis["note"]) if basis.get("note") else "",
        is_confirmed=basis.get("confirmed", True),
    )
