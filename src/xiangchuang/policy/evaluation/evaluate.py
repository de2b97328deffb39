"""From inputs to results: pure and deterministic, the same bytes for the same document on every machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xiangchuang.policy.evaluation.award import peers_reference
from xiangchuang.policy.evaluation.canonical import sha256
from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.evaluation.indicators import IndicatorSet, Veto
from xiangchuang.policy.evaluation.inputs import (
    ExpertScore,
    FigureMeaning,
    Inputs,
    Material,
    Ruling,
    Subject,
)
from xiangchuang.policy.evaluation.primitives import RatioToPeers
from xiangchuang.policy.evaluation.quantities import as_points, hundredths
from xiangchuang.policy.evaluation.read_value import Found, read_value
from xiangchuang.policy.evaluation.results import (
    DimensionResult,
    IndicatorResult,
    Reason,
    Results,
    SubjectResult,
    VetoResult,
)
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.evaluation.standing import Key, Standing, stand
from xiangchuang.policy.evaluation.tree import (
    Earned,
    Peers,
    bonus_results,
    dimension_result,
    earn,
    total_of,
)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A subject's tree before it is ranked among others."""

    subject: Subject
    dimensions: tuple[DimensionResult, ...]
    bonuses: tuple[IndicatorResult, ...]
    bonus: Decimal
    vetoes: tuple[VetoResult, ...]

    @property
    def total(self) -> Decimal:
        return total_of(self.dimensions) + self.bonus

    def key(self, tie_break: Sequence[str]) -> Key:
        by_code = {dimension.code: hundredths(dimension.points) for dimension in self.dimensions}
        return hundredths(self.total), *(by_code[code] for code in tie_break)


def evaluate(inputs: Inputs) -> Results:
    """Score, rank and grade every subject of the document, each set by itself.

    Points are rounded half up to 0.01 at the indicator; every total is a sum of rounded points. Raises
    ``InputsError`` where the document contradicts itself.
    """
    refuse_contradictions(inputs)
    figures = {meaning.code: meaning for meaning in inputs.figures}
    by_set: dict[str, list[Subject]] = defaultdict(list)
    for subject in inputs.subjects:
        by_set[subject.set_].append(subject)
    results: list[SubjectResult] = []
    for subjects in by_set.values():
        results.extend(_of_set(inputs, inputs.set_of(subjects[0]), subjects, figures))
    return Results(
        round=inputs.round,
        inputs_sha256=sha256(inputs),
        subjects=tuple(sorted(results, key=lambda result: result.code)),
    )


def refuse_contradictions(inputs: Inputs) -> None:
    """Raise ``InputsError`` for doubled codes, unknown sets, states, vetoes, or a value for no indicator."""
    codes = [subject.code for subject in inputs.subjects]
    if doubled := {code for code in codes if codes.count(code) > 1} if len(set(codes)) < len(codes) else None:
        raise InputsError(f"评价对象 {min(doubled)} 重复")
    for subject in inputs.subjects:
        found = inputs.set_of(subject)
        known = {indicator.code for indicator in found.scored}
        named: tuple[Material | ExpertScore | Ruling, ...] = (
            *subject.materials,
            *subject.scores,
            *subject.rulings,
        )
        foreign = next((item.indicator for item in named if item.indicator not in known), None)
        if foreign is not None:
            raise InputsError(f"{subject.code}：指标体系 {found.code} 中没有指标 {foreign}")
        vetoes = {veto.code for veto in inputs.vetoes_of(found)}
        if unknown := next((veto.code for veto in subject.vetoes if veto.code not in vetoes), None):
            raise InputsError(f"{subject.code}：没有名为 {unknown} 的一票否决事项")
        _is_scored(subject, inputs.rules)


def _is_scored(subject: Subject, rules: EvaluationRules) -> bool:
    if subject.state is None:
        return True
    try:
        return rules.state(subject.state).scored
    except KeyError as error:
        raise InputsError(f"{subject.code}：没有名为 {subject.state} 的状态") from error


def _of_set(
    inputs: Inputs, found: IndicatorSet, subjects: Sequence[Subject], figures: Mapping[str, FigureMeaning]
) -> list[SubjectResult]:
    rules = inputs.rules
    taking_part = [subject for subject in subjects if _is_scored(subject, rules)]
    values = [
        {indicator.code: read_value(indicator, subject, rules, figures) for indicator in found.scored}
        for subject in taking_part
    ]
    peers = _peers(found, values)
    vetoes = inputs.vetoes_of(found)
    scored = [
        _score(found, subject, known, peers, _vetoes(subject, vetoes, figures))
        for subject, known in zip(taking_part, values, strict=True)
    ]
    standings = stand([s.key(found.tie_break) for s in scored], [s.vetoes for s in scored], rules)
    ranked = sum(standing.rank is not None for standing in standings)
    told = [_result(found, one, standing, ranked) for one, standing in zip(scored, standings, strict=True)]
    return told + [_unscored(found, s, rules) for s in subjects if not _is_scored(s, rules)]


def _peers(found: IndicatorSet, values: Sequence[Mapping[str, Found]]) -> Peers:
    """What to compare with, for the indicators that compare; unknown values are no peers."""
    peers: dict[str, Fraction | None] = {}
    for indicator in found.scored:
        if isinstance(indicator.score, RatioToPeers):
            known = (of_subject[indicator.code].value for of_subject in values)
            values_known = [value for value in known if value is not None]
            peers[indicator.code] = peers_reference(indicator.score, values_known)
    return peers


def _score(
    found: IndicatorSet,
    subject: Subject,
    values: Mapping[str, Found],
    peers: Peers,
    vetoes: tuple[VetoResult, ...],
) -> _Scored:
    earned: dict[str, Earned] = {
        indicator.code: earn(indicator, subject, values[indicator.code], peers) for indicator in found.scored
    }
    dimensions = tuple(
        dimension_result(dimension, [earned[indicator.code] for indicator in dimension.indicators])
        for dimension in found.dimensions
    )
    bonuses, bonus = bonus_results(found, [earned[item.code] for item in found.bonus_items])
    return _Scored(subject, dimensions, bonuses, bonus, vetoes)


def _vetoes(
    subject: Subject, vetoes: Sequence[Veto], figures: Mapping[str, FigureMeaning]
) -> tuple[VetoResult, ...]:
    """Vetoes that a person found and those that the registers show."""
    told: list[VetoResult] = []
    for veto in vetoes:
        by_person = [item for item in subject.vetoes if item.code == veto.code]
        rows = tuple(row for item in by_person for row in item.rows)
        holds = bool(by_person)
        if veto.when is not None:
            if veto.when.figure.code not in figures:
                raise InputsError(f"评价数据中没有一票否决所依据的数据 {veto.when.figure.code}")
            reading = subject.figure(veto.when.figure.code, veto.when.span)
            if reading is not None and (reading.value or 0) * veto.when.figure.times >= veto.when.at_least:
                holds, rows = True, rows + reading.rows
        if holds:
            reason = "；".join(item.reason for item in by_person)
            told.append(
                VetoResult(code=veto.code, label=veto.label, grade=veto.grade, reason=reason, rows=rows)
            )
    return tuple(told)


def _result(found: IndicatorSet, scored: _Scored, standing: Standing, ranked: int) -> SubjectResult:
    every = [i for d in scored.dimensions for i in d.indicators] + list(scored.bonuses)
    undecided = tuple(indicator.code for indicator in every if indicator.how == "undecided")
    reasons = list(standing.reasons)
    if found.bonuses and total_of(scored.bonuses) > scored.bonus:
        values = {"points": f"{total_of(scored.bonuses)}", "most": f"{found.bonuses.most}"}
        reasons.append(Reason(code="bonus_capped", values=dict(values)))
    if undecided:
        reasons.append(Reason(code="undecided", values={"count": len(undecided)}))
    return SubjectResult(
        code=scored.subject.code,
        name=scored.subject.name,
        set_code=found.code,
        state=scored.subject.state,
        dimensions=scored.dimensions,
        bonuses=scored.bonuses,
        bonus=scored.bonus,
        total=scored.total,
        rank=standing.rank,
        ranked=ranked,
        grade=standing.grade,
        reasons=tuple(reasons),
        vetoes=scored.vetoes,
        undecided=undecided,
    )


def _unscored(found: IndicatorSet, subject: Subject, rules: EvaluationRules) -> SubjectResult:
    state = rules.state(str(subject.state))
    code = "taken_as" if state.grade else "not_scored"
    grade = rules.grades.grade(state.grade).label if rules.grades and state.grade else None
    values = {"state": state.label} | ({"grade": grade} if grade else {})
    return SubjectResult(
        code=subject.code,
        name=subject.name,
        set_code=found.code,
        state=subject.state,
        dimensions=(),
        bonuses=(),
        bonus=as_points(0),
        total=None,
        rank=None,
        ranked=0,
        grade=state.grade,
        reasons=(Reason(code="taken_as" if code == "taken_as" else "not_scored", values=dict(values)),),
        vetoes=(),
        undecided=(),
    )
