"""How a center's performance is evaluated (6.5): indicator sets, inputs, results, and the engine between.

Pure Python over one document (``Inputs``), exact in fractions. ``robustness`` stands apart because it alone
needs NumPy: import ``xiangchuang.policy.evaluation.robustness`` where it is used.
"""

from xiangchuang.policy.evaluation.canonical import canonical, read, sha256
from xiangchuang.policy.evaluation.evaluate import evaluate
from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import (
    Bonuses,
    Dimension,
    Indicator,
    IndicatorSet,
    Veto,
    VetoFigure,
)
from xiangchuang.policy.evaluation.inputs import (
    Answers,
    ExpertScore,
    FigureMeaning,
    FigureReading,
    FoundVeto,
    Inputs,
    Material,
    PlanTarget,
    RowRef,
    Ruling,
    Subject,
    SurveyReturn,
)
from xiangchuang.policy.evaluation.results import (
    DimensionResult,
    ExpertSpread,
    IndicatorResult,
    Reason,
    Results,
    Step,
    SubjectResult,
    SurveyEstimate,
    VetoResult,
)
from xiangchuang.policy.evaluation.rules import EvaluationRules, Grade, GradeScheme, StateRule
from xiangchuang.policy.evaluation.set_file import load_indicator_set
from xiangchuang.policy.evaluation.sources import FigureSource, FigureTerm, Span
from xiangchuang.policy.evaluation.survey import draw, estimate
from xiangchuang.policy.evaluation.wording import quantity_said, reason_sentence, sentence

__all__ = [
    "Answers",
    "Bonuses",
    "Dimension",
    "DimensionResult",
    "EvaluationRules",
    "ExpertScore",
    "ExpertSpread",
    "FigureMeaning",
    "FigureReading",
    "FigureSource",
    "FigureTerm",
    "FoundVeto",
    "Grade",
    "GradeScheme",
    "Indicator",
    "IndicatorResult",
    "IndicatorSet",
    "Inputs",
    "InputsError",
    "Material",
    "PlanTarget",
    "Reason",
    "Results",
    "RowRef",
    "Ruling",
    "Span",
    "StateRule",
    "Step",
    "Subject",
    "SubjectResult",
    "SurveyEstimate",
    "SurveyReturn",
    "Veto",
    "VetoFigure",
    "VetoResult",
    "canonical",
    "draw",
    "estimate",
    "evaluate",
    "load_indicator_set",
    "quantity_said",
    "read",
    "reason_sentence",
    "sentence",
    "sha256",
]
