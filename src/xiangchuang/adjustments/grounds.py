"""What is on record against, or for, a center: results, reports not handed in, findings, failed re-checks.

From it follow suggestions by the pack's rules, never a decision (6.5-3 重要参考).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.adjustments.models import Ground, GroundKind, Rectification, RectificationState
from xiangchuang.adjustments.published import scores_over_time
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.consortia.models.findings import FindingState, PositioningFinding
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.policy.adjustments import Measure, Suggestion
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.pack_words import words


@dataclass(frozen=True)
class OnRecord:
    """What the registers hold of one center; `scores` newest round first."""

    scores: Sequence[SubjectScore] = ()
    unreported: Sequence[Obligation] = ()
    findings: Sequence[PositioningFinding] = ()
    failed: Sequence[Rectification] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record."""
        return not (self.scores or self.unreported or self.findings or self.failed)


@dataclass(frozen=True)
class Suggested:
    """A measure the pack usually sees on such a record, and why in words."""

    measure: Measure
    why: str
    rule: Suggestion


@dataclass(frozen=True)
class PossibleGround:
    """A ground an officer can tick: `code` names its row in a form."""

    code: str
    kind: GroundKind
    text: str
    row: SubjectScore | Obligation | PositioningFinding | Rectification = field(compare=False)

    def as_ground(self) -> Ground:
        """Return the ground, not yet kept and of no adjustment."""
        names = {
            GroundKind.RESULT: "score", GroundKind.REPORT: "obligation",
            GroundKind.FINDING: "finding", GroundKind.RECHECK: "rectification",
        }  # fmt: skip
        return Ground(kind=self.kind, text=self.text[:1000], **{names[self.kind]: self.row})


def on_record(centers: Collection[Center]) -> dict[int, OnRecord]:
    """Return by center what is on record, in a fixed number of queries."""
    pks = [center.pk for center in centers]
    cases = {center.founding_case_id: center.pk for center in centers}
    scores = scores_over_time(pks)
    unreported = defaultdict[int, list[Obligation]](list)
    late = Obligation.objects.filter(
        kind=ANNUAL_REPORT, case__in=cases, fulfilled_at=None, due_on__lt=clock.today()
    )
    for owed in late.order_by("period"):
        unreported[cases[owed.case_id]].append(owed)
    findings = defaultdict[int, list[PositioningFinding]](list)
    for finding in PositioningFinding.objects.filter(center__in=pks, state=FindingState.CONFIRMED):
        findings[finding.center_id].append(finding)
    failed = defaultdict[int, list[Rectification]](list)
    failing = Q(state=RectificationState.FAILED)
    for one in Rectification.objects.filter(failing, center__in=pks).select_related("recheck"):
        failed[one.center_id].append(one)
    return {pk: OnRecord(scores[pk], unreported[pk], findings[pk], failed[pk]) for pk in pks}


def possible_grounds(record: OnRecord, pack: Pack) -> list[PossibleGround]:
    """Return each row of the record as a ground in Chinese words: an official paper quotes them."""
    scheme = pack.evaluation.grades
    grades = {grade.code: grade.label.zh for grade in scheme.grades} if scheme else {}
    found: list[PossibleGround] = []
    for score in record.scores:
        year, grade = score.subject.round.year, grades.get(score.grade, score.grade)
        text = f"{year}年绩效评价结果为{grade}" + (
            f"，得分{points(score)}" if score.points_e2 is not None else ""
        )
        found.append(PossibleGround(f"result-{score.pk}", GroundKind.RESULT, text, score))
    for owed in record.unreported:
        text = (
            f"{owed.period}年度报告至{clock.today().isoformat()}未报送（应于{owed.due_on.isoformat()}前报送）"
        )
        found.append(PossibleGround(f"report-{owed.pk}", GroundKind.REPORT, text, owed))
    for finding in record.findings:
        text = f"经认定不符合功能定位：{finding.told}"
        found.append(PossibleGround(f"finding-{finding.pk}", GroundKind.FINDING, text, finding))
    for one in record.failed:
        text = f"{one.opened_on.year}年限期整改，{one.recheck.visited_on.isoformat()}现场复核未通过"
        found.append(PossibleGround(f"recheck-{one.pk}", GroundKind.RECHECK, text, one))
    return found


def suggestions(center: Center, record: OnRecord, pack: Pack) -> list[Suggested]:
    """Return the measures the pack usually sees on the record and the state allows, the gravest last."""
    found: list[Suggested] = []
    for measure in pack.adjustments.measures:
        if center.state not in measure.from_states:
            continue
        for rule in measure.suggested:
            if why := _why(rule, record, grade_words(pack)):
                found.append(Suggested(measure, why, rule))
                break
    return found


def grade_words(pack: Pack) -> Mapping[str, str]:
    """Return the pack's grades in the reader's language, by code."""
    scheme = pack.evaluation.grades
    return {grade.code: words(grade.label) for grade in scheme.grades} if scheme else {}


def points(score: SubjectScore) -> str:
    """Return the points with two decimals, exactly; "" for one that was not scored."""
    return "" if score.points_e2 is None else f"{score.points_e2 // 100}.{score.points_e2 % 100:02d}"


def times_in_a_row(scores: Sequence[SubjectScore], grade: str) -> int:
    """Return how many of the newest rounds in a row gave that grade."""
    count = 0
    for score in scores:
        if score.grade != grade:
            break
        count += 1
    return count


def _why(rule: Suggestion, record: OnRecord, grades: Mapping[str, str]) -> str:
    if rule.on == "grade":
        if times_in_a_row(record.scores, rule.grade) < rule.in_a_row:
            return ""
        grade = grades.get(rule.grade, rule.grade)
        if rule.in_a_row == 1:
            return _("最近一次评价为%(grade)s") % {"grade": grade}
        return _("最近连续 %(count)d 次评价为%(grade)s") % {"count": rule.in_a_row, "grade": grade}
    if rule.on == "unreported" and record.unreported:
        years = _("、").join(str(owed.period) for owed in record.unreported)
        return _("未报年度报告：%(years)s") % {"years": years}
    if rule.on == "positioning" and record.findings:
        return _("定位监看认定 %(count)d 项") % {"count": len(record.findings)}
    if rule.on == "failed_recheck" and record.failed:
        return _("整改后复核未通过")
    return ""
