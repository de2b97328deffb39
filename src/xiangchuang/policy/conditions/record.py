"""A judgement as plain values, to be kept with the case as decided and shown as JSON."""

from typing import Any

from xiangchuang.policy.conditions.judge import ConditionJudgement, JudgedOperand, JudgedParameter
from xiangchuang.policy.conditions.rules import Interpretation
from xiangchuang.policy.conditions.wording import distance_sentence
from xiangchuang.policy.terms import Label


def as_record(judgement: ConditionJudgement) -> dict[str, Any]:
    """Everything shown about the judgement, JSON-ready; numbers stay exact integers, days are ISO text."""
    rule, explanation, distance = judgement.rule, judgement.explanation, judgement.distance
    return {
        "code": rule.code,
        "label": rule.label.model_dump(),
        "outcome": judgement.outcome,
        "on": judgement.on.isoformat(),
        "subject": rule.subject,
        "strength": rule.strength,
        "clause": rule.clause,
        "text": rule.text,
        "expression": rule.expression,
        "operands": [_operand(operand) for operand in judgement.operands],
        "parameters": [_parameter(parameter) for parameter in judgement.parameters],
        "comparisons": [comparison._asdict() for comparison in explanation.comparisons]
        if explanation
        else [],
        "changes": [change._asdict() for change in explanation.changes] if explanation else [],
        "gap": distance_sentence(distance),
        "distance": distance.model_dump(mode="json"),
        "judged_by": rule.judgement.by if rule.judgement else None,
        "judgement": rule.judgement.model_dump() if rule.judgement else None,
        "interpretations": [_interpretation(reading) for reading in judgement.interpretations],
    }


def _operand(operand: JudgedOperand) -> dict[str, Any]:
    return {
        "name": operand.name,
        "label": operand.label.model_dump(),
        "unit": operand.unit,
        "counted_in": _label(operand.counted_in),
        "value": operand.value,
        "shown": operand.shown,
        "years": list(operand.years),
        "source": operand.source,
        "evidence": operand.evidence,
        "evidence_kind": operand.evidence_kind.model_dump(),
        "note": operand.note,
        "lack": operand.reading.lack.model_dump(mode="json") if operand.reading.lack else None,
        "deciding": operand.deciding,
    }


def _parameter(judged: JudgedParameter) -> dict[str, Any]:
    return {
        "name": judged.name,
        "label": judged.parameter.label.model_dump(),
        "unit": judged.parameter.unit,
        "counted_in": _label(judged.parameter.counted_in),
        "value": judged.value,
        "shown": judged.shown,
        "since": judged.dated.from_.isoformat(),
        "clause": judged.dated.clause,
        "origin": judged.dated.origin,
        "interprets": judged.dated.interprets,
    }


def _label(label: Label | None) -> dict[str, str] | None:
    return label.model_dump() if label else None


def _interpretation(interpretation: Interpretation) -> dict[str, Any]:
    return interpretation.model_dump(mode="json")
