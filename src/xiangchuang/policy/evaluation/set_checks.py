"""Faults of indicator sets and evaluation rules that no single rule shows, each at its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Final

from xiangchuang.policy.evaluation.indicators import Indicator, IndicatorSet, Veto, weight_sum
from xiangchuang.policy.evaluation.primitives import (
    CountTimesPoints,
    Linear,
    RatioToPeers,
    RatioToPlan,
    SurveyMean,
    Threshold,
)
from xiangchuang.policy.evaluation.quantities import family, percentage, quantity
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.evaluation.sources import ExpertSource, FigureSource, SurveySource
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import Place, SourceFile

SOURCES_OF: Final[Mapping[str, frozenset[str]]] = {
    "threshold": frozenset({"figure", "material"}),
    "linear": frozenset({"figure", "material"}),
    "count": frozenset({"figure", "material"}),
    "rubric": frozenset({"material", "experts"}),
    "yes_no": frozenset({"figure", "material"}),
    "ratio_to_plan": frozenset({"plan"}),
    "ratio_to_peers": frozenset({"figure", "material"}),
    "survey_mean": frozenset({"survey"}),
    "expert_mean": frozenset({"experts"}),
}
"""Which sources a primitive can score."""
UNITS_OF: Final[Mapping[str, Callable[[str], bool]]] = {
    "threshold": lambda unit: family(unit) != "choice",
    "linear": lambda unit: family(unit) != "choice",
    "count": lambda unit: family(unit) == "count",
    "rubric": lambda unit: unit == "等级",
    "yes_no": lambda unit: unit == "是否",
    "ratio_to_plan": lambda unit: unit == "%",
    "ratio_to_peers": lambda unit: family(unit) != "choice",
    "survey_mean": lambda unit: unit == "分",
    "expert_mean": lambda unit: unit == "分",
}
"""Which units a primitive can score."""


def set_faults(
    source: SourceFile, found: IndicatorSet, figure_names: Collection[str] | None = None
) -> Iterator[Problem]:
    """What is wrong inside one set; ``figure_names`` are the figures that registers give, None skips them."""
    yield from _weight_faults(source, found)
    yield from _doubled(source, found)
    codes = {dimension.code for dimension in found.dimensions}
    for index, code in enumerate(found.tie_break):
        if code not in codes:
            yield source.problem(("tie_break", index), f"没有名为 {code} 的维度，无法用来区分同分")
    for place, indicator in _places(found):
        yield from _fit_faults(source, place, indicator)
        yield from _figure_faults(source, place, indicator, figure_names)
    yield from _veto_figures(source, found.vetoes, figure_names)


def rule_faults(
    source: SourceFile, rules: EvaluationRules, figure_names: Collection[str] | None = None
) -> Iterator[Problem]:
    """What is wrong between the parts of evaluation.yaml."""
    yield from _grade_faults(source, rules)
    yield from unknown_grades(source, rules.vetoes, rules)
    yield from _veto_figures(source, rules.vetoes, figure_names)
    known = {grade.code for grade in rules.grades.grades} if rules.grades else set()
    for index, state in enumerate(rules.states):
        if state.grade is not None and state.grade not in known:
            yield source.problem(("states", index, "grade"), f"没有名为 {state.grade} 的等次")
        if state.grade is not None and state.scored:
            yield source.problem(
                ("states", index, "grade"), f"{state.code} 照常评分，等次由得分决定，删去 grade"
            )


def between_faults(
    source: SourceFile, found: IndicatorSet, rules: EvaluationRules, categories: Collection[str]
) -> Iterator[Problem]:
    """What a set asks that evaluation.yaml or the layout does not have."""
    for index, category in enumerate(found.categories):
        if category not in categories:
            yield source.problem(("categories", index), f"layout.yaml 中没有类别 {category}")
    if rules.grades and found.total != rules.grades.out_of:
        reason = f"指标总分 {found.total}，等次却按 {rules.grades.out_of} 分划线"
        yield source.problem(("total",), reason)
    yield from unknown_grades(source, found.vetoes, rules)
    for place, indicator in _places(found):
        yield from _rule_needs(source, place, indicator, rules)


def one_set_for_each(
    sets: Mapping[str, IndicatorSet], sources: Mapping[str, SourceFile]
) -> Iterator[Problem]:
    """Two sets of one code, or two sets for one category: nobody could say by which a center is evaluated."""
    codes: dict[str, str] = {}
    categories: dict[str, str] = {}
    for name, found in sets.items():
        if codes.setdefault(found.code, name) != name:
            yield sources[name].problem(("code",), f"指标体系 {found.code} 在 {codes[found.code]} 中已有")
        for index, category in enumerate(found.categories):
            if categories.setdefault(category, name) != name:
                reason = f"类别 {category} 已由 {categories[category]} 评价，一个类别只用一套指标"
                yield sources[name].problem(("categories", index), reason)


def _weight_faults(source: SourceFile, found: IndicatorSet) -> Iterator[Problem]:
    for index, dimension in enumerate(found.dimensions):
        if (held := weight_sum(dimension.indicators)) != dimension.weight:
            reason = f"维度 {dimension.code} 各指标权重合计 {held}，维度权重却是 {dimension.weight}"
            yield source.problem(("dimensions", index, "weight"), reason)
    if (held := weight_sum(found.dimensions)) != found.total:
        yield source.problem(("total",), f"各维度权重合计 {held}，总分却是 {found.total}")
    if found.bonuses and (held := weight_sum(found.bonus_items)) < found.bonuses.most:
        reason = f"加分项合计最多 {held} 分，达不到加分上限 {found.bonuses.most}"
        yield source.problem(("bonuses", "most"), reason)
    for index, item in enumerate(found.bonus_items):
        if item.when_missing == "leave_out":
            reason = f"加分项 {item.code} 不占总分，没有权重可以分给别的指标，when_missing 写 zero"
            yield source.problem(("bonuses", "items", index, "when_missing"), reason)


def _doubled(source: SourceFile, found: IndicatorSet) -> Iterator[Problem]:
    counts = Counter(indicator.code for indicator in found.scored)
    seen: set[str] = set()
    for place, indicator in _places(found):
        if counts[indicator.code] > 1 and indicator.code in seen:
            yield source.problem((*place, "code"), f"指标编码 {indicator.code} 在本套指标中重复")
        seen.add(indicator.code)


def _places(found: IndicatorSet) -> Iterator[tuple[Place, Indicator]]:
    for d, dimension in enumerate(found.dimensions):
        for i, indicator in enumerate(dimension.indicators):
            yield ("dimensions", d, "indicators", i), indicator
    for i, indicator in enumerate(found.bonus_items):
        yield ("bonuses", "items", i), indicator


def _fit_faults(source: SourceFile, place: Place, indicator: Indicator) -> Iterator[Problem]:
    score, unit = indicator.score, indicator.unit
    if indicator.source.from_ not in SOURCES_OF[score.by]:
        fitting = "、".join(sorted(SOURCES_OF[score.by]))
        reason = f"{score.by} 不能给来源 {indicator.source.from_} 计分，可用的来源：{fitting}"
        yield source.problem((*place, "source", "from"), reason)
    if not UNITS_OF[score.by](unit):
        yield source.problem((*place, "unit"), f"{score.by} 不能给单位“{unit}”计分")
    if isinstance(score, Threshold | Linear):
        for key in ("zero_at", "full_at"):
            if (bound := getattr(score, key, None)) and not _same_unit(quantity(bound).unit, unit):
                yield source.problem((*place, "score", key), f"界限“{bound}”与指标单位“{unit}”不一致")
    if isinstance(score, RatioToPlan | RatioToPeers | SurveyMean):
        wanted = "分" if isinstance(score, SurveyMean) else "%"
        for key in ("zero_at", "full_at"):
            if quantity(bound := getattr(score, key)).unit != wanted:
                yield source.problem((*place, "score", key), f"界限“{bound}”要用单位“{wanted}”")
    if isinstance(score, CountTimesPoints) and score.points_each > indicator.weight:
        reason = f"每{unit} {score.points_each} 分，多于指标权重 {indicator.weight}"
        yield source.problem((*place, "score", "points_each"), reason)


def _same_unit(bound: str, unit: str) -> bool:
    """Amounts convert into each other; what is counted must be the same thing."""
    return bound == unit or (family(bound) == family(unit) != "count")


def _figure_faults(
    source: SourceFile, place: Place, indicator: Indicator, figure_names: Collection[str] | None
) -> Iterator[Problem]:
    read = indicator.source
    if not isinstance(read, FigureSource):
        return
    if read.per_span and not read.per:
        yield source.problem((*place, "source", "per_span"), "没有分母（per）就没有分母的时段，删去 per_span")
    for key in ("figures", "per"):
        for index, term in enumerate(getattr(read, key)):
            if figure_names is not None and term.code not in figure_names:
                reason = f"登记簿中没有名为 {term.code} 的数据"
                yield source.problem((*place, "source", key, index, "code"), reason)


def _veto_figures(
    source: SourceFile, vetoes: tuple[Veto, ...], figure_names: Collection[str] | None
) -> Iterator[Problem]:
    for index, veto in enumerate(vetoes):
        if veto.when and figure_names is not None and veto.when.figure.code not in figure_names:
            reason = f"登记簿中没有名为 {veto.when.figure.code} 的数据"
            yield source.problem(("vetoes", index, "when", "figure", "code"), reason)


def unknown_grades(source: SourceFile, vetoes: tuple[Veto, ...], rules: EvaluationRules) -> Iterator[Problem]:
    """Vetoes that lead to a grade the scheme does not have."""
    known = {grade.code for grade in rules.grades.grades} if rules.grades else set()
    for index, veto in enumerate(vetoes):
        if veto.grade not in known:
            yield source.problem(("vetoes", index, "grade"), f"没有名为 {veto.grade} 的等次")


def _grade_faults(source: SourceFile, rules: EvaluationRules) -> Iterator[Problem]:
    if rules.grades is None:
        return
    above: Decimal | None = None
    last = len(rules.grades.grades) - 1
    for index, grade in enumerate(rules.grades.grades):
        place: Place = ("grades", "grades", index)
        if (grade.at_least is None) != (index == last):
            reason = "除最后一个等次外都要写分数线 at_least，最后一个等次不写"
            yield source.problem((*place, "code"), reason)
        elif grade.at_least is not None:
            if grade.at_least > rules.grades.out_of:
                reason = f"分数线 {grade.at_least} 高于总分 {rules.grades.out_of}"
                yield source.problem((*place, "at_least"), reason)
            if above is not None and grade.at_least >= above:
                reason = f"分数线 {grade.at_least} 不低于上一等次的 {above}，等次要从高到低排"
                yield source.problem((*place, "at_least"), reason)
            above = grade.at_least
        if grade.quota is not None and (index == last or not 0 < percentage(grade.quota) < 1):
            reason = (
                f"等次 {grade.code} 的名额比例 {grade.quota} 要大于 0 %、小于 100 %，最后一个等次不设名额"
            )
            yield source.problem((*place, "quota"), reason)


def _rule_needs(
    source: SourceFile, place: Place, indicator: Indicator, rules: EvaluationRules
) -> Iterator[Problem]:
    read = indicator.source
    if isinstance(read, SurveySource):
        scored = {q.code for q in rules.survey.questions if q.scored} if rules.survey else set()
        if read.question not in scored:
            reason = f"evaluation.yaml 的问卷中没有计分的题目 {read.question}"
            yield source.problem((*place, "source", "question"), reason)
        elif rules.survey and isinstance(indicator.score, SurveyMean):
            yield from _scale_faults(
                source, place, indicator.score, rules.survey.lowest, rules.survey.highest
            )
    elif isinstance(read, ExpertSource):
        kinds = {rule.kind for rule in rules.experts.kinds} if rules.experts else set()
        for index, kind in enumerate(read.kinds):
            if kind not in kinds:
                reason = f"evaluation.yaml 没有规定 {kind} 类专家如何评分"
                yield source.problem((*place, "source", "kinds", index), reason)


def _scale_faults(
    source: SourceFile, place: Place, score: SurveyMean, lowest: int, highest: int
) -> Iterator[Problem]:
    for key in ("zero_at", "full_at"):
        if not lowest <= quantity(bound := getattr(score, key)).base <= highest:
            reason = f"界限“{bound}”不在问卷的 {lowest} 到 {highest} 分之内"
            yield source.problem((*place, "score", key), reason)
