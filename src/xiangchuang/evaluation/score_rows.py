"""What lists filter and sort by, read off a scoring's two documents: the same to store and to replay."""

from typing import Any, Final

from xiangchuang.policy.evaluation import Inputs, Results, SubjectResult
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.policy.evaluation.robustness import SubjectRobustness, robustness

WHOLE: Final = 10_000


def score_rows(inputs: Inputs, results: Results) -> dict[str, dict[str, Any]]:
    """Return the columns of each subject's row by its code: points in hundredths, shares in basis points."""
    steady = robustness(inputs, results) if inputs.rules.robustness else None
    return {
        subject.code: _row(
            subject, steady.subject(subject.code) if steady else None, steady.samples if steady else 0
        )
        for subject in results.subjects
    }


def _row(subject: SubjectResult, steady: SubjectRobustness | None, samples: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "points_e2": None if subject.total is None else hundredths(subject.total),
        "rank": subject.rank,
        "ranked": subject.ranked,
        "grade": subject.grade or "",
        "is_vetoed": bool(subject.vetoes),
        "is_undecided": bool(subject.undecided),
    }
    if steady is None or not samples:
        return row
    return row | {
        "rank_kept": steady.keeps_rank * WHOLE // samples,
        "grade_kept": steady.keeps_grade * WHOLE // samples,
        "rank_low": steady.ranks[0],
        "rank_high": steady.ranks[1],
        "is_close_call": steady.close_call,
    }
