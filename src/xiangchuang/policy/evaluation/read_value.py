"""From what is known about a subject to the value of an indicator, with every step and row kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction

from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import Indicator
from xiangchuang.policy.evaluation.inputs import ExpertScore, FigureMeaning, RowRef, Subject
from xiangchuang.policy.evaluation.primitives import Rubric
from xiangchuang.policy.evaluation.quantities import (
    Family,
    family,
    figure_base,
    figure_family,
    one,
    percentage,
    rounded,
)
from xiangchuang.policy.evaluation.results import ExpertSpread, Step, StepCode, SurveyEstimate, Told
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.evaluation.sources import (
    ExpertSource,
    FigureSource,
    FigureTerm,
    MaterialSource,
    PlanSource,
    Span,
    SurveySource,
)
from xiangchuang.policy.evaluation.survey import estimate
from xiangchuang.policy.terms import Label, PanelKindCode

_SHOWN_IN: Mapping[Family, str] = {"money": "万元", "share": "%", "hours": "小时", "points": "分"}
_WHOLE = Decimal(100)


@dataclass(slots=True)
class Found:
    """What was found for one indicator of one subject.

    ``value`` in the base unit of its family; ``choice`` a level, ``yes`` or ``no``; ``share`` of the full
    mark where experts gave it. All None means that nothing is known, and ``steps`` say why.
    """

    value: Fraction | None = None
    choice: str | None = None
    share: Fraction | None = None
    steps: list[Step] = field(default_factory=list)
    rows: tuple[RowRef, ...] = ()
    survey: SurveyEstimate | None = None
    experts: ExpertSpread | None = None

    @property
    def missing(self) -> bool:
        """Whether nothing is known."""
        return self.value is None and self.choice is None and self.share is None

    def note(self, code: StepCode, **values: Told | Decimal) -> None:
        """Add a step; decimals are kept as their text."""
        told = {name: _text(value) if isinstance(value, Decimal) else value for name, value in values.items()}
        self.steps.append(Step(code=code, values=told))


def _text(number: Decimal) -> str:
    return f"{number:f}"


def said(value: Fraction, unit: str) -> str:
    """A value of the base unit as text in ``unit``: 5123000 fen in 万元 is ``5.123 万元``."""
    number = f"{rounded(value / one(unit)):f}"
    return f"{number} {unit}" if unit else number


def read_value(
    indicator: Indicator, subject: Subject, rules: EvaluationRules, figures: Mapping[str, FigureMeaning]
) -> Found:
    """The value of the indicator; raises ``InputsError`` where the document contradicts itself."""
    source = indicator.source
    if isinstance(source, FigureSource):
        return _from_figures(indicator, source, subject, figures)
    if isinstance(source, PlanSource):
        return _from_plan(source, subject)
    if isinstance(source, MaterialSource):
        return _from_material(indicator, subject)
    if isinstance(source, SurveySource):
        return _from_survey(source, subject, rules)
    return _from_experts(indicator, source, subject, rules)


def _from_figures(
    indicator: Indicator, source: FigureSource, subject: Subject, figures: Mapping[str, FigureMeaning]
) -> Found:
    found = Found()
    kind, over = _sum(found, source.figures, source.span, subject, figures)
    if source.per:
        kind_below, under = _sum(found, source.per, source.per_span or source.span, subject, figures)
        kind = "share" if kind == kind_below else kind
        if under == 0:
            found.note("nothing_to_divide_by")
        elif over is not None and under is not None:
            found.value = over / under
            found.note("divided", value=said(found.value, indicator.unit))
    else:
        found.value = over
    _refuse_another_family(indicator, kind)
    if indicator.score.by == "yes_no" and found.value is not None:
        found.choice = "yes" if found.value >= 1 else "no"
        found.value = None
    return found


def _sum(
    found: Found,
    terms: Sequence[FigureTerm],
    span: Span,
    subject: Subject,
    figures: Mapping[str, FigureMeaning],
) -> tuple[Family, Fraction | None]:
    """The terms added up, None where one of them is not known, and what they measure."""
    total: Fraction | None = Fraction(0)
    kinds: set[Family] = set()
    for term in terms:
        meaning = figures.get(term.code)
        if meaning is None:
            raise InputsError(f"评价数据中没有数据 {term.code} 的名称和单位")
        kind = figure_family(meaning.unit)
        kinds.add(kind)
        reading = subject.figure(term.code, span)
        if reading is None or reading.value is None:
            found.note("figure_unknown", figure=meaning.label)
            total = None
            continue
        value = figure_base(reading.value, meaning.unit)
        shown = said(value, _SHOWN_IN.get(kind, ""))
        if term.times == 1:
            found.note("figure", figure=meaning.label, value=shown)
        else:
            found.note("figure_times", figure=meaning.label, value=shown, times=term.times)
        found.rows += reading.rows
        total = None if total is None else total + value * term.times
    if len(kinds) > 1:
        raise InputsError(f"数据 {'、'.join(term.code for term in terms)} 的单位不同，不能相加")
    (kind,) = kinds
    if len(terms) > 1 and total is not None:
        found.note("sum", value=said(total, _SHOWN_IN.get(kind, "")))
    return kind, total


def _refuse_another_family(indicator: Indicator, kind: Family) -> None:
    wanted = "count" if indicator.unit == "是否" else family(indicator.unit)
    if kind != wanted:
        raise InputsError(f"指标 {indicator.code} 以“{indicator.unit}”计，数据却是另一种单位")


def _from_plan(source: PlanSource, subject: Subject) -> Found:
    found = Found()
    targets = [t for t in subject.plan if source.figure is None or t.figure == source.figure]
    shares = []
    for target in targets:
        if target.planned <= 0:
            raise InputsError(f"目标 {target.code} 的计划值 {target.planned} 不大于 0")
        reached = Fraction(target.reached or 0) / Fraction(target.planned)
        shares.append(min(Fraction(1), max(Fraction(0), reached)))
        common: dict[str, Told | Decimal] = {
            "target": target.label,
            "planned": f"{target.planned} {target.unit}",
            "value": said(shares[-1], "%"),
        }
        if target.reached is None:
            found.note("target_unknown", **common)
        else:
            found.note("target", reached=f"{target.reached} {target.unit}", **common)
        found.rows += target.rows
    if not shares:
        found.note("no_targets")
        return found
    found.value = sum(shares, Fraction(0)) / len(shares)
    found.note("targets_mean", count=len(shares), value=said(found.value, "%"))
    return found


def _from_material(indicator: Indicator, subject: Subject) -> Found:
    found = Found()
    material = next((m for m in subject.materials if m.indicator == indicator.code), None)
    if material is None:
        found.note("no_material")
        return found
    found.rows = material.rows
    if not material.accepted:
        found.note("material_refused", note=material.note)
        return found
    if indicator.unit in ("是否", "等级"):
        found.choice = material.value
        return found
    found.value = _number(material.value, f"指标 {indicator.code} 的材料") * one(indicator.unit)
    found.note("material", value=said(found.value, indicator.unit))
    return found


def _number(text: str, whose: str) -> Fraction:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise InputsError(f"{whose}：{text} 不是数字") from error
    if not number.is_finite() or number < 0:
        raise InputsError(f"{whose}：{text} 不是不小于 0 的数字")
    return Fraction(number)


def _from_survey(source: SurveySource, subject: Subject, rules: EvaluationRules) -> Found:
    found = Found()
    if rules.survey is None:
        raise InputsError("指标取自问卷，评价规则却没有问卷")
    returned = subject.survey
    scores = (
        next((a.scores for a in returned.answers if a.question == source.question), ()) if returned else ()
    )
    if any(not rules.survey.lowest <= score <= rules.survey.highest for score in scores):
        raise InputsError(f"{subject.code} 的问卷中有不在量表之内的分值")
    told = estimate(
        scores,
        served=returned.served if returned else 0,
        asked=returned.asked if returned else 0,
        rule=rules.survey,
    )
    found.survey = told
    if not scores:
        found.note("no_answers", served=told.served, asked=told.asked)
    elif told.too_few:
        fewest = rules.survey.fewest_answers
        found.note("too_few_answers", asked=told.asked, answered=told.answered, fewest=fewest)
    else:
        found.value = Fraction(sum(scores), len(scores))
        mean = said(found.value, "分")
        found.note("survey", served=told.served, asked=told.asked, answered=told.answered, value=mean)
    return found


def _from_experts(
    indicator: Indicator, source: ExpertSource, subject: Subject, rules: EvaluationRules
) -> Found:
    found = Found()
    if rules.experts is None:
        raise InputsError("指标由专家评分，评价规则却没有专家评分的规定")
    given = [s for s in subject.scores if s.indicator == indicator.code]
    if foreign := [s.scorer for s in given if s.kind not in source.kinds]:
        raise InputsError(f"{foreign[0]} 不是可以给指标 {indicator.code} 评分的专家类别")
    given.sort(key=lambda score: score.scorer)
    shares = [_mark(indicator, score, rules.experts.full_mark) for score in given]
    for score, share in zip(given, shares, strict=True):
        found.note(
            "expert", scorer=score.scorer, mark=score.score, value=said(share, "%"), reason=score.reason
        )
    for kind in source.kinds:
        scorers, fewest = sum(s.kind == kind for s in given), rules.experts.fewest(kind)
        if scorers < fewest:
            found.note("too_few_scorers", kind=_KINDS[kind], scorers=scorers, fewest=fewest)
            return found
    found.share = sum(shares, Fraction(0)) / len(shares)
    found.experts = _spread(shares)
    found.note("experts_mean", scorers=len(shares), value=said(found.share, "%"))
    return found


_KINDS: Mapping[PanelKindCode, Label] = {
    "technical": Label(zh="技术专家", en="technical experts"),
    "management": Label(zh="管理专家", en="management experts"),
    "policy": Label(zh="科技政策专家", en="science-policy experts"),
    "legal": Label(zh="法律专家", en="legal experts"),
    "finance": Label(zh="财税专家", en="finance experts"),
}


def _mark(indicator: Indicator, score: ExpertScore, full_mark: int) -> Fraction:
    if isinstance(indicator.score, Rubric):
        return level_share(indicator, indicator.score, score.score)
    mark = _number(score.score, f"{score.scorer} 对指标 {indicator.code} 的评分")
    if mark > full_mark:
        raise InputsError(f"{score.scorer} 对指标 {indicator.code} 评 {score.score} 分，高于满分 {full_mark}")
    return mark / full_mark


def level_share(indicator: Indicator, rubric: Rubric, code: str) -> Fraction:
    """The share of a rubric's level; raises ``InputsError`` for a level that it does not have."""
    try:
        return percentage(rubric.level(code).share)
    except KeyError as error:
        raise InputsError(f"指标 {indicator.code} 没有等级 {code}") from error


def _spread(shares: Iterable[Fraction]) -> ExpertSpread:
    marks = sorted(shares)
    mean = sum(marks, Fraction(0)) / len(marks)
    deviation = None
    if len(marks) > 1:
        squares = (Fraction((mark - mean) * (mark - mean)) for mark in marks)
        variance = sum(squares, Fraction(0)) / (len(marks) - 1)
        with localcontext() as context:
            context.prec = 40
            root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        deviation = rounded(Fraction(root * _WHOLE), 2)
    return ExpertSpread(
        scorers=len(marks),
        mean=rounded(mean * 100, 2),
        lowest=rounded(marks[0] * 100, 2),
        highest=rounded(marks[-1] * 100, 2),
        deviation=deviation,
    )
