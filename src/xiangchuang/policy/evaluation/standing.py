"""Rank and grade of the subjects of one set: by total and tie-break, by cut and quota, under vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xiangchuang.policy.evaluation.quantities import hundredths, percentage
from xiangchuang.policy.evaluation.results import Reason, Told, VetoResult
from xiangchuang.policy.evaluation.rules import EvaluationRules, GradeScheme

Rational = int | Fraction
Key = tuple[int, ...]
"""Hundredths by which a subject is ranked: its total, then the dimensions of the tie-break."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Rank from 1, shared where every key is equal, or None; the grade or None; and why."""

    rank: int | None
    grade: str | None
    reasons: tuple[Reason, ...]


def ranks(keys: Sequence[tuple[Rational, ...]]) -> list[int]:
    """Rank of each key from 1, the largest first; equal keys share a rank and the next one is skipped."""
    ordered = sorted(keys, reverse=True)
    first: dict[tuple[Rational, ...], int] = {}
    for place, key in enumerate(ordered, start=1):
        first.setdefault(key, place)
    return [first[key] for key in keys]


def places(scheme: GradeScheme, count: int) -> list[int]:
    """The most subjects of ``count`` that may receive each grade: its quota rounded down; else all."""
    return [count if grade.quota is None else int(percentage(grade.quota) * count) for grade in scheme.grades]


def cuts(scheme: GradeScheme) -> list[int]:
    """Hundredths that each grade but the last takes, from the best down."""
    return [hundredths(grade.at_least) for grade in scheme.grades if grade.at_least is not None]


def graded(
    totals: Sequence[Rational], found_ranks: Sequence[int], bounds: Sequence[int], most: Sequence[int]
) -> list[int]:
    """Place of the grade (0 the best) of each ranked subject, by ``cuts`` and ``places``.

    From the best grade down: those above its cut, in order of rank, as long as its quota lasts. Those who
    share the rank at which it would run out all fall to the next grade, because a quota is a limit and
    nothing parts them. A quota lifts nobody above a cut.
    """
    order = sorted(range(len(totals)), key=lambda index: found_ranks[index])
    result = [len(bounds)] * len(totals)
    start = 0
    for place, (bound, limit) in enumerate(zip(bounds, most, strict=False)):
        end = sum(total >= bound for total in totals)
        stop = (
            end if end - start <= limit else _before_a_shared_rank(order, found_ranks, start, start + limit)
        )
        for index in order[start:stop]:
            result[index] = place
        start = max(start, stop)
    return result


def _before_a_shared_rank(order: Sequence[int], found_ranks: Sequence[int], start: int, stop: int) -> int:
    while start < stop < len(order) and found_ranks[order[stop - 1]] == found_ranks[order[stop]]:
        stop -= 1
    return stop


def by_cut(total: int, scheme: GradeScheme) -> int:
    """Place of the grade that a total in hundredths takes by cuts alone."""
    bounds = cuts(scheme)
    return next((place for place, bound in enumerate(bounds) if total >= bound), len(bounds))


def stand(
    keys: Sequence[Key], vetoes: Sequence[Sequence[VetoResult]], rules: EvaluationRules
) -> list[Standing]:
    """Rank and grade of each scored subject. Who is vetoed is graded and not ranked, and takes no place."""
    free = [index for index, held in enumerate(vetoes) if not held]
    free_ranks = ranks([keys[index] for index in free])
    result = [Standing(None, None, ())] * len(keys)
    scheme = rules.grades
    totals = [keys[index][0] for index in free]
    found = graded(totals, free_ranks, cuts(scheme), places(scheme, len(keys))) if scheme else [0] * len(free)
    for index, rank, place in zip(free, free_ranks, found, strict=True):
        if scheme is None:
            result[index] = Standing(rank, None, ())
        else:
            grade = scheme.grades[place].code
            result[index] = Standing(rank, grade, _reasons(keys[index][0], place, scheme, len(keys)))
    for index, held in enumerate(vetoes):
        if held:
            result[index] = _vetoed(keys[index][0], held, scheme)
    return result


def _reasons(total: int, place: int, scheme: GradeScheme, count: int) -> tuple[Reason, ...]:
    told: list[Reason] = []
    values: dict[str, Told]
    for above in range(by_cut(total, scheme), place):
        grade = scheme.grades[above]
        values = {"grade": grade.label, "quota": grade.quota or "", "graded": count}
        values["places"] = places(scheme, count)[above]
        told.append(Reason(code="quota_full", values=values))
    grade = scheme.grades[place]
    shown = _points(total)
    if grade.at_least is not None:
        values = {"total": shown, "grade": grade.label, "cut": f"{grade.at_least}"}
        told.append(Reason(code="reached", values=values))
    else:
        next_up = scheme.grades[place - 1]
        values = {"total": shown, "grade": grade.label, "above": next_up.label, "cut": f"{next_up.at_least}"}
        told.append(Reason(code="not_reached", values=values))
    return tuple(told)


def _vetoed(total: int, held: Sequence[VetoResult], scheme: GradeScheme | None) -> Standing:
    told = tuple(Reason(code="veto", values={"veto": veto.label, "reason": veto.reason}) for veto in held)
    if scheme is None:
        return Standing(None, None, told)
    worst = max(scheme.place(veto.grade) for veto in held)
    return Standing(None, scheme.grades[max(worst, by_cut(total, scheme))].code, told)


def _points(total: int) -> str:
    return f"{total // 100}.{total % 100:02d}"
