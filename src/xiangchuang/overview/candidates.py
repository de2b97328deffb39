"""Candidates for the national level (1.3-1): each reason the pack asks, with the records that bear it out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Span, find_figure, read_figure
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.evaluation.result_words import grade_words
from xiangchuang.organizations.models import CapabilityKind, CapabilityRecord
from xiangchuang.overview.figure_text import figure_text
from xiangchuang.overview.models import Achievement
from xiangchuang.policy.evaluation.quantities import figure_base, quantity
from xiangchuang.policy.goals import (
    AchievementMeasure,
    CandidateRule,
    CandidateRules,
    FigureMeasure,
    GradesMeasure,
    PlatformMeasure,
)
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of_version

Records = Sequence[tuple[str, str]]
"""Label and address of what bears a reason out; "" where it has no page of its own."""


@dataclass(frozen=True)
class Reason:
    """A rule as one center stands to it."""

    rule: CandidateRule
    holds: bool
    value: str
    records: Records

    @property
    def label(self) -> str:
        """What the rule is called."""
        return words(self.rule.label)


@dataclass(frozen=True)
class Candidate:
    """A center with its reasons in the order of the pack."""

    center: Center
    reasons: Sequence[Reason]
    fewest: int

    @property
    def held(self) -> int:
        """How many reasons hold."""
        return sum(reason.holds for reason in self.reasons)

    @property
    def is_candidate(self) -> bool:
        """Whether it has all required reasons and enough of all."""
        return self.held >= self.fewest and all(r.holds for r in self.reasons if r.rule.required)


def candidates(
    rules: CandidateRules,
    centers: Sequence[Center],
    grades: Mapping[int, Mapping[int, SubjectScore]],
    achievements: Sequence[Achievement],
) -> list[Candidate]:
    """Return every center still going on with its reasons, candidates first, those with most reasons first.

    One query a rule that reads figures or platforms, however many centers there are.
    """
    going = [center for center in centers if center.goes_on]
    read = [(rule, _reasons(rule, going, grades, achievements)) for rule in rules.rules]
    found = [
        Candidate(center, [reasons[center.pk] for _rule, reasons in read], rules.fewest) for center in going
    ]
    return sorted(found, key=lambda c: (not c.is_candidate, -c.held, c.center.name))


def _reasons(
    rule: CandidateRule,
    centers: Sequence[Center],
    grades: Mapping[int, Mapping[int, SubjectScore]],
    achievements: Sequence[Achievement],
) -> dict[int, Reason]:
    measure = rule.measure
    if isinstance(measure, GradesMeasure):
        return {c.pk: _by_grades(rule, measure, grades.get(c.pk, {})) for c in centers}
    if isinstance(measure, FigureMeasure):
        return _by_figure(rule, measure, centers)
    if isinstance(measure, AchievementMeasure):
        return _by_achievements(rule, measure, centers, achievements)
    return _by_platforms(rule, measure, centers)


def _by_grades(rule: CandidateRule, measure: GradesMeasure, of: Mapping[int, SubjectScore]) -> Reason:
    last = sorted(of, reverse=True)[: measure.last]
    told, records = [], []
    for year in last:
        score = of[year]
        pack = pack_of_version(score.run.round.case.policy_version_id)
        grade = grade_words(pack.evaluation, score.grade)
        told.append(_("%(year)s 年%(grade)s") % {"year": year, "grade": grade})
        url = reverse("evaluation:result", args=[score.subject_id])
        records.append((told[-1], f"{url}?run={score.run.number}"))
    holds = len(last) == measure.last and all(of[year].grade in measure.grades for year in last)
    return Reason(rule, holds, "、".join(told), records)


def _by_figure(rule: CandidateRule, measure: FigureMeasure, centers: Sequence[Center]) -> dict[int, Reason]:
    figure, today = find_figure(measure.figure), clock.today()
    span = Span(date(today.year - measure.years + 1, 1, 1), today)
    bound: Fraction = quantity(measure.at_least).base
    found = {}
    for pk, reading in read_figure(measure.figure, centers, span).items():
        holds = reading.value is not None and figure_base(reading.value, figure.unit) >= bound
        records = [(row.label, figure.address(row)) for row in reading.rows]
        found[pk] = Reason(rule, holds, figure_text(reading.value, figure.unit), records)
    return found


def _by_achievements(
    rule: CandidateRule, measure: AchievementMeasure, centers: Sequence[Center], rows: Sequence[Achievement]
) -> dict[int, Reason]:
    of: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if row.kind == measure.kind:
            of[row.center_id].append((row.title, reverse("overview:achievement", args=[row.pk])))
    return {
        c.pk: Reason(rule, len(of[c.pk]) >= measure.at_least, str(len(of[c.pk])), of[c.pk]) for c in centers
    }


def _by_platforms(
    rule: CandidateRule, measure: PlatformMeasure, centers: Sequence[Center]
) -> dict[int, Reason]:
    of: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = CapabilityRecord.objects.filter(
        organization__in={c.lead_id for c in centers},
        kind=CapabilityKind.PLATFORM,
        level=measure.level,
        is_current=True,
        confirmed_at__isnull=False,
    )
    for row in rows.order_by("pk"):
        url = reverse("workbench:organization", args=[row.organization_id])
        of[row.organization_id].append((str(row), url))
    return {
        c.pk: Reason(rule, len(of[c.lead_id]) >= measure.at_least, str(len(of[c.lead_id])), of[c.lead_id])
        for c in centers
    }
