"""Who would be warned and who would leave under a rule, before anything is decided; nothing of it is kept.

The effects are those of `effects.effects_of`, the same that a decision carries out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from xiangchuang.adjustments.effects import Effects, effects_of
from xiangchuang.adjustments.grounds import grade_words, points, times_in_a_row
from xiangchuang.adjustments.published import published_scores, scores_over_time
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.models import Round, SubjectScore
from xiangchuang.policy.adjustments import Measure
from xiangchuang.policy.pack import Pack


@dataclass(frozen=True)
class Rules:
    """Which result leads to which measure, by the measure's code; the first that fits counts.

    In this order: `in_a_row` times the grade `row_grade`; among the `last` of those ranked; under
    `below_e2` hundredths of a point; the grade.
    """

    by_grade: Mapping[str, str] = field(default_factory=dict)
    in_a_row: int = 0
    row_grade: str = ""
    row_measure: str = ""
    last: int = 0
    last_measure: str = ""
    below_e2: int = 0
    below_measure: str = ""


@dataclass(frozen=True)
class Line:
    """One center of the round: its result, what the rules would do to it and why; effects where something."""

    score: SubjectScore
    why: str = ""
    measure: Measure | None = None
    effects: Effects | None = None

    @property
    def center(self) -> Center:
        return self.score.subject.center


@dataclass(frozen=True)
class Simulation:
    """The whole round under the rules: those touched first, in the order of ranks."""

    lines: Sequence[Line]

    @property
    def touched(self) -> list[Line]:
        """The centers something would be done to."""
        return [line for line in self.lines if line.measure]

    @property
    def by_measure(self) -> list[tuple[Measure, int]]:
        """How many centers each measure would meet, in the order they first come."""
        counts: dict[str, tuple[Measure, int]] = {}
        for line in self.touched:
            assert line.measure is not None
            _same, count = counts.get(line.measure.code, (line.measure, 0))
            counts[line.measure.code] = (line.measure, count + 1)
        return list(counts.values())

    def total(self, name: str) -> int:
        """The sum of a number of the effects over all centers: orders, firms, cancelled, declined."""
        return sum(getattr(line.effects, name) for line in self.touched if line.effects)


def usual_rules(pack: Pack) -> Rules:
    """Return the rules that the pack's suggestions come to."""
    by_grade: dict[str, str] = {}
    row = ("", "", 0)
    for measure in pack.adjustments.measures:
        for rule in measure.suggested:
            if rule.on == "grade" and rule.in_a_row == 1:
                by_grade.setdefault(rule.grade, measure.code)
            elif rule.on == "grade":
                row = (rule.grade, measure.code, rule.in_a_row)
    return Rules(by_grade=by_grade, row_grade=row[0], row_measure=row[1], in_a_row=row[2])


def simulate(round_: Round, rules: Rules, pack: Pack) -> Simulation:
    """Return what the rules would do to each center of a published round, in a fixed number of queries."""
    scores = list(published_scores().filter(subject__round=round_))
    over_time = scores_over_time([score.subject.center_id for score in scores])
    grades = grade_words(pack)
    picked: dict[int, tuple[str, Measure]] = {}
    for score in scores:
        since = _up_to(over_time[score.subject.center_id], round_)
        why, code = _first_rule(score, since, rules, grades)
        measure = pack.adjustments.measure(code) if code else None
        if measure is not None and score.subject.center.state in measure.from_states:
            picked[score.subject.center_id] = (why, measure)
    centers = {s.subject.center_id: s.subject.center for s in scores}
    effects = effects_of({pk: (centers[pk], m) for pk, (_why, m) in picked.items()}, pack, clock.today())
    lines = [_line(score, picked, effects) for score in scores]
    return Simulation(sorted(lines, key=lambda line: (line.measure is None, line.score.rank or 10**9)))


def _line(
    score: SubjectScore, picked: Mapping[int, tuple[str, Measure]], effects: Mapping[int, Effects]
) -> Line:
    pk = score.subject.center_id
    if pk not in picked:
        return Line(score)
    why, measure = picked[pk]
    return Line(score, why, measure, effects[pk])


def _up_to(scores: Sequence[SubjectScore], round_: Round) -> list[SubjectScore]:
    """An earlier round is judged by what was known then."""
    return [s for s in scores if (s.subject.round.last_on, s.subject.round_id) <= (round_.last_on, round_.pk)]


def _first_rule(
    score: SubjectScore, since: Sequence[SubjectScore], rules: Rules, grades: Mapping[str, str]
) -> tuple[str, str]:
    if rules.in_a_row and rules.row_measure and times_in_a_row(since, rules.row_grade) >= rules.in_a_row:
        grade = grades.get(rules.row_grade, rules.row_grade)
        return _("连续 %(count)d 次%(grade)s") % {"count": rules.in_a_row, "grade": grade}, rules.row_measure
    if rules.last and rules.last_measure and score.rank and score.rank > score.ranked - rules.last:
        return _("排名末 %(last)d 位（第 %(rank)d 位）") % {
            "last": rules.last, "rank": score.rank,
        }, rules.last_measure  # fmt: skip
    is_below = score.points_e2 is not None and score.points_e2 < rules.below_e2
    if rules.below_measure and is_below:
        return _("得分 %(points)s，低于界限") % {"points": points(score)}, rules.below_measure
    if code := rules.by_grade.get(score.grade, ""):
        return _("评价为%(grade)s") % {"grade": grades.get(score.grade, score.grade)}, code
    return "", ""
