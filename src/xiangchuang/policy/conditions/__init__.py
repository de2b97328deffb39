"""Conditions: written once as SQL over named facts, explained for one organisation, run over a table."""

from xiangchuang.policy.conditions.explanation import Change, Explanation, Gap, Operand
from xiangchuang.policy.conditions.faults import (
    ConditionError,
    ConditionSyntaxError,
    FactUnknownError,
    FactValueError,
    KindNotCoveredError,
    ParameterUnknownError,
)
from xiangchuang.policy.conditions.language import Expression, parse
from xiangchuang.policy.conditions.rules import (
    ConditionRule,
    ConditionsFile,
    FactDefinition,
    FactsFile,
    Parameter,
    ParametersFile,
)
from xiangchuang.policy.conditions.tree import Comparison

__all__ = [
    "Change",
    "Comparison",
    "ConditionError",
    "ConditionRule",
    "ConditionSyntaxError",
    "ConditionsFile",
    "Explanation",
    "Expression",
    "FactDefinition",
    "FactUnknownError",
    "FactValueError",
    "FactsFile",
    "Gap",
    "KindNotCoveredError",
    "Operand",
    "Parameter",
    "ParameterUnknownError",
    "ParametersFile",
    "parse",
]
