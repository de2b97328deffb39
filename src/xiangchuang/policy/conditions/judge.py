"""Judging an organisation by the conditions of a pack, with everything needed to show why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from xiangchuang.policy.conditions.distance import Distance, Finder, missing_facts, steps
from xiangchuang.policy.conditions.explanation import Explanation
from xiangchuang.policy.conditions.faults import (
    FactUnknownError,
    KindNotCoveredError,
    ParameterUnknownError,
)
from xiangchuang.policy.conditions.language import Expression, read
from xiangchuang.policy.conditions.quantities import Value
from xiangchuang.policy.conditions.register_facts import FactReading
from xiangchuang.policy.conditions.rules import (
    ConditionRule,
    DatedValue,
    Interpretation,
    Judgement,
    Parameter,
    Strength,
    Subject,
    Unit,
)
from xiangchuang.policy.conditions.tree import new
from xiangchuang.policy.conditions.wording import distance_sentence, shown
from xiangchuang.policy.terms import Label, OrganizationKind

Outcome = Literal["met", "unmet", "missing", "judgement", "not_applicable"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
KINDS: Final[frozenset[str]] = frozenset(get_args(OrganizationKind))


class JudgedOperand(NamedTuple):
    """A fact as it stood; ``deciding`` False for those only laid beside the condition."""

    reading: FactReading
    deciding: bool

    @property
    def name(self) -> str:
        """Name of the fact."""
        return self.reading.definition.name

    @property
    def label(self) -> Label:
        """Words for the fact."""
        return self.reading.definition.label

    @property
    def unit(self) -> Unit:
        """Unit of ``value``."""
        return self.reading.definition.unit

    @property
    def counted_in(self) -> Label | None:
        """What a count counts."""
        return self.reading.definition.counted_in

    @property
    def value(self) -> Value:
        """The value, None when evidence is missing."""
        return self.reading.value

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years the value is read from."""
        return self.reading.years

    @property
    def source(self) -> str:
        """Where the register has it from."""
        return self.reading.source

    @property
    def evidence(self) -> str | None:
        """The evidence on file."""
        return self.reading.evidence

    @property
    def evidence_kind(self) -> Label:
        """What would prove it."""
        return self.reading.definition.evidence

    @property
    def note(self) -> str:
        """Why the value is missing; "" when it is not."""
        return self.reading.note

    @property
    def shown(self) -> str:
        """The value with its unit, in Chinese."""
        return shown(self.value, self.unit, self.counted_in)


class JudgedParameter(NamedTuple):
    """A parameter's value in force on the day, with its source."""

    parameter: Parameter
    dated: DatedValue

    @property
    def name(self) -> str:
        """Name of the parameter."""
        return self.parameter.name

    @property
    def value(self) -> int:
        """Value in force."""
        return self.dated.value

    @property
    def shown(self) -> str:
        """The value with its unit, in Chinese."""
        return shown(self.value, self.parameter.unit, self.parameter.counted_in)


class ConditionJudgement(NamedTuple):
    """One condition for one organisation on one day. Sentences are worked out when asked for."""

    rule: ConditionRule
    outcome: Outcome
    on: date
    operands: tuple[JudgedOperand, ...] = ()
    parameters: tuple[JudgedParameter, ...] = ()
    explanation: Explanation | None = None

    @property
    def code(self) -> str:
        """Code of the condition."""
        return self.rule.code

    @property
    def label(self) -> Label:
        """Words for the condition."""
        return self.rule.label

    @property
    def clause(self) -> str:
        """Anchor of the clause it rests on."""
        return self.rule.clause

    @property
    def text(self) -> str:
        """The clause's own wording."""
        return self.rule.text

    @property
    def subject(self) -> Subject:
        """Whom it binds: the lead or the center."""
        return self.rule.subject

    @property
    def strength(self) -> Strength:
        """How strongly it binds."""
        return self.rule.strength

    @property
    def judgement(self) -> Judgement | None:
        """Who may find it and on what evidence, where a person must."""
        return self.rule.judgement

    @property
    def interpretation(self) -> Interpretation | None:
        """Our reading of a term the clause leaves open."""
        return self.rule.interpretation

    @property
    def interpretations(self) -> tuple[Interpretation, ...]:
        """All readings that entered: the condition's own and those of its facts, each once."""
        readings = (operand.reading.definition.interpretation for operand in self.operands)
        found = {i.text.zh: i for i in (self.rule.interpretation, *readings) if i is not None}
        return tuple(found.values())

    @property
    def distance(self) -> Distance:
        """What is missing, how far from the line, or who judges, in no language; empty when met."""
        if self.outcome in ("met", "not_applicable"):
            return Distance()
        if self.outcome == "missing":
            return Distance(missing=missing_facts([o.reading for o in self.operands if o.deciding]))
        finder = Finder(by=self.judgement.by, evidence=self.judgement.evidence) if self.judgement else None
        if self.explanation is None:
            return Distance(finder=finder)
        readings = {operand.name: operand.reading for operand in self.operands}
        found = steps(self.explanation.changes, readings)
        return Distance(steps=found, out_of_reach=not found, finder=finder)

    @property
    def gap(self) -> str:
        """The distance as a Chinese sentence; "" when met."""
        return distance_sentence(self.distance)


def judge(
    rule: ConditionRule,
    *,
    kind: str,
    facts: Mapping[str, FactReading],
    parameters: Mapping[str, Parameter],
    on: date,
) -> ConditionJudgement:
    """The condition for a lead of ``kind``, by the parameters in force ``on`` that day.

    TRUE is met, FALSE unmet (原则上: a person judges), NULL missing. Raises KindNotCoveredError for a kind
    that may not lead (3.3-1), FactUnknownError or ParameterUnknownError for a name without reading or value,
    and ConditionSyntaxError.
    """
    _refuse_unknown(kind)
    return _judge(rule, kind, facts, parameters, on)


def _refuse_unknown(kind: str) -> None:
    if kind not in KINDS:
        raise KindNotCoveredError(f"单位性质 {kind} 不可牵头，由企业、高校、科研院所或新型研发机构牵头")


def _judge(
    rule: ConditionRule,
    kind: str,
    facts: Mapping[str, FactReading],
    parameters: Mapping[str, Parameter],
    on: date,
) -> ConditionJudgement:
    if kind not in rule.applies_to:
        return new(ConditionJudgement, (rule, "not_applicable", on, (), (), None))
    beside = tuple([new(JudgedOperand, (_reading(facts, name), False)) for name in rule.shows])
    if rule.expression is None:
        return new(ConditionJudgement, (rule, "judgement", on, beside, (), None))
    return _decided(rule, read(rule.expression), beside, facts, parameters, on)


def _decided(
    rule: ConditionRule,
    expression: Expression,
    beside: tuple[JudgedOperand, ...],
    facts: Mapping[str, FactReading],
    parameters: Mapping[str, Parameter],
    on: date,
) -> ConditionJudgement:
    values: dict[str, Value] = {}
    deciding = []
    for name in expression.facts:
        reading = _reading(facts, name)
        values[name] = reading.value
        deciding.append(new(JudgedOperand, (reading, True)))
    numbers: dict[str, int] = {}
    in_force = []
    for name in expression.parameters:
        judged = _in_force(parameters, name, on)
        numbers[name] = judged.dated.value
        in_force.append(judged)
    explanation = expression.explain(values, numbers)
    outcome = _outcome(rule, explanation.outcome)
    operands = (*deciding, *beside)
    return new(ConditionJudgement, (rule, outcome, on, operands, tuple(in_force), explanation))


def judge_all(
    rules: Iterable[ConditionRule],
    *,
    kind: str,
    facts: Mapping[str, FactReading],
    parameters: Mapping[str, Parameter],
    on: date,
    subject: Subject | None = None,
) -> tuple[ConditionJudgement, ...]:
    """Every condition in force ``on`` that day, in the pack's order, only ``subject``'s where given.

    Raises as ``judge``.
    """
    _refuse_unknown(kind)
    bound = [rule for rule in rules if subject in (None, rule.subject) and rule.binds_on(on)]
    return tuple([_judge(rule, kind, facts, parameters, on) for rule in bound])


def _outcome(rule: ConditionRule, truth: bool | None) -> Outcome:
    if truth is None:
        return "missing"
    if truth:
        return "met"
    return "judgement" if rule.strength == "principle" else "unmet"


def _reading(facts: Mapping[str, FactReading], name: str) -> FactReading:
    try:
        return facts[name]
    except KeyError:
        raise FactUnknownError(f"没有事实 {name} 的读数，先在 facts.yaml 中定义") from None


def _in_force(parameters: Mapping[str, Parameter], name: str, on: date) -> JudgedParameter:
    try:
        parameter = parameters[name]
    except KeyError:
        raise ParameterUnknownError(f"没有参数 {name}，先在 parameters.yaml 中定义") from None
    return new(JudgedParameter, (parameter, parameter.in_force(on)))
