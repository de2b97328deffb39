"""Conditions: written once as SQL over named facts, explained for one organisation, run over a table."""

from xiangchuang.policy.conditions.distance import Distance, Finder, MissingFact, Step
from xiangchuang.policy.conditions.explanation import Change, Explanation, Gap, Operand
from xiangchuang.policy.conditions.faults import (
    ConditionError,
    ConditionSyntaxError,
    FactUnknownError,
    FactValueError,
    KindNotCoveredError,
    ParameterUnknownError,
)
from xiangchuang.policy.conditions.judge import (
    OUTCOMES,
    ConditionJudgement,
    JudgedOperand,
    JudgedParameter,
    Outcome,
    judge,
    judge_all,
)
from xiangchuang.policy.conditions.lacks import Lack
from xiangchuang.policy.conditions.language import Expression, parse
from xiangchuang.policy.conditions.record import as_record
from xiangchuang.policy.conditions.register_facts import Capability, FactReading, YearlyFact, readings
from xiangchuang.policy.conditions.rules import (
    CaseFact,
    ConditionRule,
    ConditionsFile,
    FactDefinition,
    FactsFile,
    Parameter,
    ParametersFile,
)
from xiangchuang.policy.conditions.tongue import CHINESE, Tongue
from xiangchuang.policy.conditions.tree import Comparison
from xiangchuang.policy.conditions.wording import distance_sentence, shown

__all__ = [
    "CHINESE",
    "OUTCOMES",
    "Capability",
    "CaseFact",
    "Change",
    "Comparison",
    "ConditionError",
    "ConditionJudgement",
    "ConditionRule",
    "ConditionSyntaxError",
    "ConditionsFile",
    "Distance",
    "Explanation",
    "Expression",
    "FactDefinition",
    "FactReading",
    "FactUnknownError",
    "FactValueError",
    "FactsFile",
    "Finder",
    "Gap",
    "JudgedOperand",
    "JudgedParameter",
    "KindNotCoveredError",
    "Lack",
    "MissingFact",
    "Operand",
    "Outcome",
    "Parameter",
    "ParameterUnknownError",
    "ParametersFile",
    "Step",
    "Tongue",
    "YearlyFact",
    "as_record",
    "distance_sentence",
    "judge",
    "judge_all",
    "parse",
    "readings",
    "shown",
]
