"""Sentences about conditions: values with their units, how far from the line, what is missing, who judges."""

from __future__ import annotations

from collections.abc import Iterable

from xiangchuang.policy.conditions.distance import Distance, Finder, MissingFact, Step
from xiangchuang.policy.conditions.quantities import Value
from xiangchuang.policy.conditions.rules import Judge, Unit
from xiangchuang.policy.conditions.tongue import CHINESE, Tongue
from xiangchuang.policy.terms import Label

_FEN_PER_YUAN = 100
_FEN_PER_WAN = 10_000 * _FEN_PER_YUAN


def shown(value: Value, unit: Unit, counted_in: Label | None = None, tongue: Tongue = CHINESE) -> str:
    """The value with its unit, exactly: fen as 万元 where whole, else as 元."""
    _ = tongue.say
    if value is None:
        return _("无证据")
    if unit == "flag":
        return _("是") if value else _("否")
    if unit == "fen":
        return _money(value, tongue)
    if unit == "basis_points":
        return f"{value // 100}.{value % 100:02d}%" if value % 100 else f"{value // 100}%"
    if unit == "rank":
        return _("第 %(rank)s 位") % {"rank": f"{value:,}"}
    measure = f" {tongue.name(counted_in)}" if counted_in else ""
    return f"{value:,}{ {'percent': '%', 'permille': '‰'}.get(unit, measure) }"


def _money(fen: int, tongue: Tongue) -> str:
    _ = tongue.say
    if fen and fen % _FEN_PER_WAN == 0:
        return _("%(number)s 万元") % {"number": f"{fen // _FEN_PER_WAN:,}"}
    yuan, rest = divmod(fen, _FEN_PER_YUAN)
    return _("%(number)s 元") % {"number": f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"}


def distance_sentence(distance: Distance, tongue: Tongue = CHINESE) -> str:
    """What is missing, how far from the line and the least change, or who judges; "" when it is met."""
    _ = tongue.say
    if distance.missing:
        return _missing(distance.missing, tongue)
    way, judged = _way(distance, tongue), _finder(distance.finder, tongue) if distance.finder else ""
    return _("%(way)s%(judged)s") % {"way": way, "judged": judged} if way and judged else way or judged


def _missing(missing: Iterable[MissingFact], tongue: Tongue) -> str:
    _ = tongue.say
    return _("缺少证据：%(facts)s。") % {"facts": _("；").join(_missing_fact(m, tongue) for m in missing)}


def _missing_fact(missing: MissingFact, tongue: Tongue) -> str:
    _ = tongue.say
    note = missing.lack.said(tongue) if missing.lack else missing.note
    said = {"fact": tongue.name(missing.label), "note": note, "evidence": tongue.name(missing.evidence)}
    return (_("%(fact)s（%(note)s），补充%(evidence)s") if note else _("%(fact)s，补充%(evidence)s")) % said


def _way(distance: Distance, tongue: Tongue) -> str:
    _ = tongue.say
    if distance.steps:
        return _("%(steps)s即满足。") % {"steps": _("；或者").join(_step(s, tongue) for s in distance.steps)}
    return _("单独改变任何一项事实都不能满足本条件。") if distance.out_of_reach else ""


def _step(step: Step, tongue: Tongue) -> str:
    _ = tongue.say
    now, to, by = (shown(value, step.unit, step.counted_in, tongue) for value in (step.now, step.to, step.by))
    said = {"fact": tongue.name(step.label), "now": now, "to": to, "by": by}
    if step.unit == "flag":
        return _("%(fact)s登记为“%(now)s”，改为“%(to)s”") % said
    if step.unit == "rank":
        return _("%(fact)s现为%(now)s，进到%(to)s") % said
    if step.direction == "up":
        return _("%(fact)s现为 %(now)s，还差 %(by)s，达到 %(to)s") % said
    return _("%(fact)s现为 %(now)s，超出 %(by)s，达到 %(to)s") % said


def _finder(finder: Finder, tongue: Tongue) -> str:
    _ = tongue.say
    said = {"judge": _judge(finder.by, tongue), "evidence": tongue.name(finder.evidence)}
    return _("由%(judge)s依据%(evidence)s认定。") % said


def _judge(judge: Judge, tongue: Tongue) -> str:
    _ = tongue.say
    match judge:
        case "panel":
            return _("专家组")
        case "officer":
            return _("经办")
        case "division_head":
            return _("处室负责人")
        case "leadership":
            return _("厅领导")
