"""Faults between conditions, facts, parameters and the notice: what a single rule cannot see."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from xiangchuang.policy.clauses import ClauseText
from xiangchuang.policy.conditions import (
    ConditionRule,
    ConditionsFile,
    ConditionSyntaxError,
    FactDefinition,
    FactsFile,
    ParametersFile,
    parse,
)
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import Place, SourceFile
from xiangchuang.policy.terms import DEFAULT


def early_values(source: SourceFile, file: ParametersFile, issued_on: date) -> Iterator[Problem]:
    """Parameter values said to hold before the notice that carries them was issued."""
    for p, parameter in enumerate(file.parameters):
        for v, dated in enumerate(parameter.values):
            if dated.from_ < issued_on:
                reason = f"参数 {parameter.name} 的值自 {dated.from_} 起，早于通知印发之日 {issued_on}"
                yield source.problem(("parameters", p, "values", v, "from"), reason)


def fact_faults(source: SourceFile, file: FactsFile) -> Iterator[Problem]:
    """Facts bounded by a fact that nobody defined."""
    names = {fact.name for fact in file.facts}
    for index, fact in enumerate(file.facts):
        if fact.not_above is not None and fact.not_above not in names:
            yield source.problem(("facts", index, "not_above"), f"没有名为 {fact.not_above} 的事实")


def condition_faults(
    source: SourceFile,
    file: ConditionsFile,
    facts: Mapping[str, FactDefinition],
    parameters: Collection[str],
    texts: Mapping[str, ClauseText],
) -> Iterator[Problem]:
    """Expressions that cannot be read, facts of the wrong subject, quotations the clause does not contain."""
    for index, rule in enumerate(file.conditions):
        place: Place = ("conditions", index)
        yield from _quotation_faults(source, place, rule, texts)
        for s, name in enumerate(rule.shows):
            if name not in facts:
                yield source.problem((*place, "shows", s), f"没有名为 {name} 的事实")
        if rule.expression is not None:
            yield from _expression_faults(source, place, rule, facts, parameters)


def _quotation_faults(
    source: SourceFile, place: Place, rule: ConditionRule, texts: Mapping[str, ClauseText]
) -> Iterator[Problem]:
    clause = texts.get(rule.clause)
    if rule.clause != DEFAULT and clause is not None and rule.text not in clause.text:
        yield source.problem((*place, "text"), f"引文“{rule.text}”不是条款 {rule.clause} 的原文")


def _expression_faults(
    source: SourceFile,
    place: Place,
    rule: ConditionRule,
    facts: Mapping[str, FactDefinition],
    parameters: Collection[str],
) -> Iterator[Problem]:
    flags = {name for name, fact in facts.items() if fact.unit == "flag"}
    here = (*place, "expression")
    try:
        parsed = parse(str(rule.expression), facts=facts, parameters=parameters, flags=flags)
    except ConditionSyntaxError as error:
        yield source.problem(here, str(error))
        return
    for name in parsed.facts:
        if facts[name].subject != rule.subject:
            yield source.problem(
                here, f"{name} 是 {facts[name].subject} 的事实，条件的对象却是 {rule.subject}"
            )
