"""What a result is called in the language of the page: grade, points, certainty, what would lift it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from xiangchuang.evaluation.grade_words import points_text as written
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.pages import figures
from xiangchuang.policy.conditions import Tongue
from xiangchuang.policy.evaluation import EvaluationRules, SubjectResult
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.procedure.pack_words import words

OF_THE_PAGE: Final = Tongue(say=gettext, name=words)
MOST_LIFTS: Final = 5


def points_text(points_e2: int | None) -> str:
    """Write hundredths of a point: 8630 → "86.30"; "" where it is not scored."""
    return "" if points_e2 is None else written(points_e2)


def grade_words(rules: EvaluationRules, code: str | None) -> str:
    """Return the grade's name; "" where there is none."""
    if not code or rules.grades is None:
        return ""
    try:
        return words(rules.grades.grade(code).label)
    except KeyError:
        return code


def state_words(rules: EvaluationRules, code: str | None) -> str:
    """Return the name of what stands beside or instead of a grade; "" for none."""
    if not code:
        return ""
    try:
        return words(rules.state(code).label)
    except KeyError:
        return code


def rank_text(score: SubjectScore) -> str:
    """Return the rank among those ranked: "第 3 名（共 38 个）"; "" where it is not ranked."""
    if score.rank is None:
        return ""
    return _("第 %(rank)s 名（共 %(ranked)s 个）") % {"rank": score.rank, "ranked": score.ranked}


def span_text(score: SubjectScore) -> str:
    """Return the ranks of the middle share of samples: "3–7", or "3" for one alone; "" where unranked."""
    if score.rank_low is None or score.rank_low == score.rank_high:
        return "" if score.rank_low is None else str(score.rank_low)
    return f"{score.rank_low}–{score.rank_high}"


def certainty(score: SubjectScore, rules: EvaluationRules) -> str:
    """Say how certain the grade is under other weights, in one sentence; "" where it depends on none."""
    rule = rules.robustness
    if rule is None or score.grade_kept is None:
        return ""
    told = {
        "band": rule.band.replace(" ", ""), "samples": f"{rule.samples:,}",
        "kept": figures.share_text(score.grade_kept), "low": score.rank_low, "high": score.rank_high,
        "interval": rule.interval.replace(" ", ""),
    }  # fmt: skip
    if score.is_close_call:
        return _(
            "等次不稳固：各指标权重上下浮动 %(band)s、试算 %(samples)s 次，只有 %(kept)s 的情形等次不变；"
            "%(interval)s 的情形名次在第 %(low)s 至第 %(high)s 名之间。"
        ) % told  # fmt: skip
    return _(
        "等次稳固：各指标权重上下浮动 %(band)s、试算 %(samples)s 次，%(kept)s 的情形等次不变；"
        "%(interval)s 的情形名次在第 %(low)s 至第 %(high)s 名之间。"
    ) % told  # fmt: skip


def distance_to_next(result: SubjectResult, rules: EvaluationRules) -> str:
    """Say how many points are missing to the next grade's cut; "" for the best, the vetoed, the unscored."""
    if rules.grades is None or result.total is None or not result.grade or result.vetoes:
        return ""
    place = rules.grades.place(result.grade)
    if place == 0:
        return ""
    above = rules.grades.grades[place - 1]
    missing = hundredths(above.at_least or Decimal(0)) - hundredths(result.total)
    told = {"grade": words(above.label), "cut": f"{above.at_least}", "points": points_text(missing)}
    if missing <= 0:
        return _("已达到%(grade)s的 %(cut)s 分，因名额所限没有评为%(grade)s。") % told
    return _("距%(grade)s的 %(cut)s 分还差 %(points)s 分。") % told


@dataclass(frozen=True)
class Lift:
    """An indicator that could still earn points; both in points as text."""

    label: str
    points: str
    most: str
    gain: str
    url: str


def lifts(result: SubjectResult) -> list[Lift]:
    """Return the indicators with the most points still to earn, the largest first."""
    open_ = [
        (i.most - i.points, i)
        for i in result.indicators
        if i.how in ("scored", "zero", "undecided") and i.most > i.points
    ]
    # Sorted by gain alone: of equal gains the set's own order stands.
    open_.sort(key=lambda pair: -pair[0])
    return [
        Lift(words(i.label), f"{i.points}", f"{i.most}", f"{gain}", f"#{i.code}")
        for gain, i in open_[:MOST_LIFTS]
    ]


def middle(points: Sequence[int]) -> int | None:
    """Return the median of hundredths, rounded down; None of nothing."""
    if not points:
        return None
    ordered = sorted(points)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) // 2
