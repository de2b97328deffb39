"""What fills the letter that tells a center its result with the reasons (6.5-1); its words are the office's.

Chinese whatever the reader's locale: an official document has one language, so nothing here is translated.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from xiangchuang.decisions.models import DocumentKind
from xiangchuang.evaluation.grade_words import outcome_label, points_text
from xiangchuang.evaluation.models import Reply, Round, SubjectScore
from xiangchuang.policy.evaluation import Inputs, SubjectResult, reason_sentence, sentence
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Rows, Values
from xiangchuang.procedure.models import Case
from xiangchuang.wordings.compose_paper import Worded, compose_paper

WEAK: Final = 3
"""How many of the indicators that cost the center most the letter names."""


def opinion_content(
    case: Case, pack: Pack, *, round_: Round, score: SubjectScore, result: SubjectResult, inputs: Inputs,
    drafted_on: date,
) -> Worded:  # fmt: skip
    """Return the letter as content; number and verification come with the issue."""
    values = opinion_values(pack, round_=round_, score=score, result=result, inputs=inputs)
    kind = DocumentKind.EVALUATION_OPINION
    return compose_paper(kind, pack, values, on=drafted_on, sample=case.is_sample)


def opinion_values(
    pack: Pack, *, round_: Round, score: SubjectScore, result: SubjectResult, inputs: Inputs
) -> Values:
    """Return what fills the places of the letter."""
    center = score.subject.center
    reasons = [f"{reason_sentence(reason)}。" for reason in result.reasons]
    if score.subject.state_reason:
        reasons.append(f"理由：{score.subject.state_reason}")
    return {
        "主送机关": (center.organization or center.lead).name,
        "中心名称": center.name,
        "评价年度": str(round_.year),
        "评价机构": round_.evaluator.name,
        "评价起始日": _day(round_.first_on),
        "评价截止日": _day(round_.last_on),
        "评价结论": _outcome(score, pack),
        "评价理由": tuple(reasons),
        "得分表": _points(result),
        "失分指标": _weak(result),
        "等次稳定性": _steadiness(score, inputs),
        "意见答复": _answers(score),
    }


def _outcome(score: SubjectScore, pack: Pack) -> str:
    said = f"评价等次：{outcome_label(score, pack).zh}。"
    if score.points_e2 is None:
        return said
    said += f"总分{points_text(score.points_e2)}分"
    if score.rank is None:
        return f"{said}。"
    return f"{said}，在{score.ranked}个同类中心中列第{score.rank}位。"


def _points(result: SubjectResult) -> Rows:
    if not result.dimensions:
        return ()
    rows = [("评价内容", "满分", "得分")]
    rows += [(d.label.zh, f"{d.weight}", f"{d.points}") for d in result.dimensions]
    if result.bonuses:
        rows.append(("加分", "—", f"{result.bonus}"))
    return tuple(rows)


def _weak(result: SubjectResult) -> tuple[str, ...]:
    """The indicators that cost most, with how their points came about."""
    lost = sorted(
        (i for i in result.indicators if hundredths(i.most) > hundredths(i.points)),
        key=lambda i: hundredths(i.points) - hundredths(i.most),
    )[:WEAK]
    return tuple(f"{i.label.zh}：{'；'.join(sentence(step) for step in i.steps)}。" for i in lost)


def _steadiness(score: SubjectScore, inputs: Inputs) -> str:
    rule = inputs.rules.robustness
    if rule is None or score.grade_kept is None:
        return ""
    kept = f"{points_text(score.grade_kept)}%"
    return (
        f"各指标权重在上下{rule.band.replace(' ', '')}内随机变动{rule.samples}次，"
        f"其中{kept}的情况下等次不变。"
    )


def _answers(score: SubjectScore) -> tuple[str, ...]:
    """What became of the points that the center made against the draft."""
    items: list[str] = []
    for reply in _replies(score):
        for point in reply.points.all():
            items.append(f"{point.get_verdict_display()}：{point.answer}")
    return tuple(items)


def _replies(score: SubjectScore) -> Iterable[Reply]:
    return score.subject.replies.prefetch_related("points").order_by("pk")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
