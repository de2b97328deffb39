"""Chinese sentences about conditions: values with their units, how far from the line, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xiangchuang.policy.conditions.explanation import Change
from xiangchuang.policy.conditions.register_facts import FactReading
from xiangchuang.policy.conditions.rules import Judgement, Unit
from xiangchuang.policy.conditions.tree import Value
from xiangchuang.policy.terms import Label

_FEN_PER_YUAN: Final = 100
_FEN_PER_WAN: Final = 10_000 * _FEN_PER_YUAN

JUDGES: Final = {"panel": "专家组", "officer": "经办", "division_head": "处室负责人", "leadership": "厅领导"}


def shown(value: Value, unit: Unit, counted_in: Label | None = None) -> str:
    """The value with its unit, exactly: fen as 万元 where whole, else as 元."""
    if value is None:
        return "无证据"
    if unit == "flag":
        return "是" if value else "否"
    if unit == "fen":
        return _money(value)
    if unit == "basis_points":
        return f"{value // 100}.{value % 100:02d}%" if value % 100 else f"{value // 100}%"
    before, after = {"percent": ("", "%"), "permille": ("", "‰"), "rank": ("第 ", " 位")}.get(unit, ("", ""))
    measure = f" {counted_in.zh}" if counted_in else ""
    return f"{before}{value:,}{after or measure}"


def _money(fen: int) -> str:
    if fen and fen % _FEN_PER_WAN == 0:
        return f"{fen // _FEN_PER_WAN:,} 万元"
    yuan, rest = divmod(fen, _FEN_PER_YUAN)
    return f"{yuan:,}.{rest:02d} 元" if rest else f"{yuan:,} 元"


def missing_sentence(readings: Sequence[FactReading]) -> str:
    """Which evidence is missing and what would supply it."""
    parts = []
    for reading in readings:
        note = f"（{reading.note}）" if reading.note else ""
        parts.append(f"{reading.definition.label.zh}{note}，补充{reading.definition.evidence.zh}")
    return f"缺少证据：{'；'.join(parts)}。"


def unmet_sentence(changes: Sequence[Change], readings: dict[str, FactReading]) -> str:
    """How far from the line: each single change an applicant can work for, the least first."""
    parts = [_change(change, readings[change.name]) for change in changes if _advisable(change, readings)]
    if not parts:
        return "单独改变任何一项事实都不能满足本条件。"
    return f"{'；或者'.join(parts)}即满足。"


def judged_sentence(judgement: Judgement) -> str:
    """Who finds it and on what."""
    return f"由{JUDGES[judgement.by]}依据{judgement.evidence.zh}认定。"


def _advisable(change: Change, readings: dict[str, FactReading]) -> bool:
    # Nobody is advised to earn less so that a share rises, nor to have fewer peers.
    direction = "up" if change.to > (change.value or 0) else "down"
    return readings[change.name].definition.improves == direction


def _change(change: Change, reading: FactReading) -> str:
    definition = reading.definition
    now = shown(change.value, definition.unit, definition.counted_in)
    wanted = shown(change.to, definition.unit, definition.counted_in)
    if definition.unit == "flag":
        return f"{definition.label.zh}登记为“{now}”，改为“{wanted}”"
    if definition.unit == "rank":
        return f"{definition.label.zh}现为{now}，进到{wanted}"
    distance = shown(change.size, definition.unit, definition.counted_in)
    verb = "还差" if definition.improves == "up" else "超出"
    return f"{definition.label.zh}现为 {now}，{verb} {distance}，达到 {wanted}"
