"""Faults between facts.yaml, parameters.yaml, conditions.yaml and the clauses that no single file shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from xiangchuang.policy.conditions.faults import ConditionSyntaxError
from xiangchuang.policy.conditions.language import parse
from xiangchuang.policy.conditions.rules import ConditionRule, FactDefinition, Parameter


class Fault(NamedTuple):
    """One fault: the file, the path of keys and indexes to the value in it, and the reason in Chinese."""

    file: str
    place: tuple[str | int, ...]
    reason: str


def condition_faults(
    conditions: Sequence[ConditionRule],
    facts: Sequence[FactDefinition],
    parameters: Sequence[Parameter],
    *,
    clauses: Mapping[str, str],
    issued_on: date,
) -> Iterator[Fault]:
    """Every fault; ``clauses`` maps anchors to text, ``issued_on`` is the day of the instrument.

    Doubled names, expressions outside the grammar or with unknown names, a quoted text that the clause does
    not contain, a parameter dated before its law, facts that compare themselves with unknown ones.
    """
    yield from _doubled("facts.yaml", "facts", "name", [fact.name for fact in facts])
    yield from _doubled("parameters.yaml", "parameters", "name", [p.name for p in parameters])
    yield from _doubled("conditions.yaml", "conditions", "code", [rule.code for rule in conditions])
    yield from _early_values(parameters, issued_on)
    names = {fact.name for fact in facts}
    for index, fact in enumerate(facts):
        if fact.not_above is not None and fact.not_above not in names:
            yield Fault("facts.yaml", ("facts", index, "not_above"), f"没有名为 {fact.not_above} 的事实")
    for index, rule in enumerate(conditions):
        yield from _rule_faults(("conditions", index), rule, facts, parameters, clauses)


def _doubled(file: str, key: str, name_key: str, names: Sequence[str]) -> Iterator[Fault]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Fault(file, (key, index, name_key), f"{name} 重复，名称不能相同")


def _early_values(parameters: Sequence[Parameter], issued_on: date) -> Iterator[Fault]:
    for index, parameter in enumerate(parameters):
        for at, dated in enumerate(parameter.values):
            if dated.from_ < issued_on:
                yield Fault(
                    "parameters.yaml",
                    ("parameters", index, "values", at, "from"),
                    f"参数 {parameter.name} 自 {dated.from_} 起，早于文件印发日 {issued_on}",
                )


def _rule_faults(
    place: tuple[str | int, ...],
    rule: ConditionRule,
    facts: Sequence[FactDefinition],
    parameters: Sequence[Parameter],
    clauses: Mapping[str, str],
) -> Iterator[Fault]:
    clause = clauses.get(rule.clause)
    if clause is not None and rule.text not in clause:
        yield Fault("conditions.yaml", (*place, "text"), f"text 不是条款 {rule.clause} 的原文，逐字摘录")
    known = {fact.name: fact for fact in facts}
    for at, name in enumerate(rule.shows):
        if name not in known:
            yield Fault("conditions.yaml", (*place, "shows", at), f"没有名为 {name} 的事实")
    if rule.expression is None:
        return
    flags = {fact.name for fact in facts if fact.unit == "flag"}
    try:
        parsed = parse(rule.expression, facts=known, parameters={p.name for p in parameters}, flags=flags)
    except ConditionSyntaxError as error:
        yield Fault("conditions.yaml", (*place, "expression"), str(error))
        return
    for name in parsed.facts:
        if known[name].subject != rule.subject:
            yield Fault(
                "conditions.yaml",
                (*place, "expression"),
                f"条件约束 {rule.subject}，事实 {name} 却是 {known[name].subject} 的",
            )
