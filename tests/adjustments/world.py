"""A center and its firm, an officer, a head, leadership, its city; published results beside."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.factories.centers import CenterFactory
from tests.factories.registers import BureauFactory, StoredFileFactory, actor_as
from tests.marketplace.world import Market
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.decide_adjustment import decide_adjustment
from xiangchuang.adjustments.hear_center import answer_hearing, close_hearing
from xiangchuang.adjustments.models import Adjustment, Rectification
from xiangchuang.adjustments.move_measure import MotionDraft, draft_motion, move_measure
from xiangchuang.adjustments.recheck import RecheckDraft, record_recheck, sign_recheck
from xiangchuang.adjustments.rectify import PointDraft, agree_plan, report_point, submit_plan
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.decisions.publish_notice import close_publicity, publish_notice
from xiangchuang.decisions.record_meeting import MeetingDraft, confirm_meeting, record_meeting
from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun, Subject, SubjectScore
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.models import Case, CaseState, Part, Phase
from xiangchuang.procedure.packs import current_policy
from xiangchuang.procedure.stages import take_part

REASON = "评价不合格，研发任务未完成，整改要求明确。"
DAY = timedelta(days=1)


@dataclass
class Adjusting:
    """The clock of the test stands; `market` has the center, its staff, another center, a firm, a rival."""

    market: Market = field(default_factory=Market)

    def __post_init__(self) -> None:
        self.center: Center = self.market.center
        self.other: Center = self.market.other_center
        self.staff, self.firm, self.rival = self.market.staff, self.market.person, self.market.rival
        self.officer: Actor = self.market.officer
        self.head = actor_as(Role.DIVISION_HEAD, full_name="处长向某")
        self.leadership = actor_as(Role.LEADERSHIP, full_name="厅领导田某")
        self.bureau: Organization = BureauFactory(prefecture=self.center.prefecture)
        self.city = actor_as(Role.CITY_BUREAU, self.bureau)
        take_part(self.center.founding_case, Part.RECOMMENDER, organization_id=self.bureau.pk)

    def draft(self, measure: str = "rectification", **changes: Any) -> Adjustment:
        words: dict[str, Any] = {"reason": REASON, "facts": "两项建设任务逾期一年没有完成"}
        center = changes.pop("center", self.center)
        return draft_motion(
            actor=changes.pop("actor", self.officer), center=center,
            draft=MotionDraft(measure, **(words | changes)),
        )  # fmt: skip

    def moved(self, measure: str = "rectification", **changes: Any) -> Adjustment:
        adjustment = self.draft(measure, **changes)
        move_measure(actor=self.officer, case=adjustment.case, seen=adjustment.case.version)
        adjustment.refresh_from_db()
        return adjustment

    def heard(self, measure: str = "rectification", **changes: Any) -> Adjustment:
        adjustment = self.moved(measure, **changes)
        staff = self.staff if adjustment.center == self.center else self.market.other_staff
        answer_hearing(actor=staff, adjustment=adjustment, agrees=False, words="部分任务已补做，请予考虑。")
        close_hearing(actor=self.officer, case=adjustment.case, seen=adjustment.case.version)
        return adjustment

    def met(self, adjustment: Adjustment) -> None:
        """Let the leadership meeting agree."""
        case = adjustment.case
        draft = MeetingDraft(clock.today(), "2026年第9次厅党组会议", "厅领导田某", "approve", "同意处理意见")
        record_meeting(actor=self.head, case=case, seen=case.version, draft=draft)
        confirm_meeting(actor=self.leadership, case=case, seen=case.version)

    def published(self, adjustment: Adjustment) -> None:
        """Let the notice stand its whole window; the clock moves past it."""
        case = adjustment.case
        notice = publish_notice(
            actor=self.officer, case=case, seen=case.version, contact="平台处 0731-88888888"
        )
        clock.advance(notice.closes_at - clock.now())
        close_publicity(actor=self.officer, case=case, seen=case.version)

    def decided(self, measure: str = "rectification", **changes: Any) -> Adjustment:
        """Take a light measure to its decision."""
        adjustment = self.heard(measure, **changes)
        return self.decide(adjustment, self.head)

    def decide(self, adjustment: Adjustment, by: Actor) -> Adjustment:
        case = adjustment.case
        case.refresh_from_db()
        return decide_adjustment(actor=by, case=case, seen=case.version, reason=REASON)

    def removed(self, measure: str = "exit", **changes: Any) -> Adjustment:
        """Take a heavy measure through meeting and publicity to its decision."""
        adjustment = self.heard(measure, **changes)
        self.met(adjustment)
        self.published(adjustment)
        return self.decide(adjustment, self.leadership)

    def evidence(self, by: Actor) -> Any:
        return StoredFileFactory(uploaded_by=by.user, purpose="adjustment")

    def planned(self) -> Rectification:
        """Return a rectification whose plan of two points was agreed."""
        rectification = self.decided().rectification
        days = clock.today() + 100 * DAY
        submit_plan(
            actor=self.staff, rectification=rectification, seen=rectification.version,
            points=[
                PointDraft("两项任务逾期", "补做试验", "刘某", days),
                PointDraft("经费未到位", "补足出资", "周某", days),
            ],
        )  # fmt: skip
        agree_plan(actor=self.officer, rectification=rectification, seen=rectification.version)
        return rectification

    def rechecked(self, resolved: bool = True) -> Rectification:
        """Return a rectification that was done, re-checked on site and signed by both sides."""
        rectification = self.planned()
        for point in rectification.points.all():
            report_point(
                actor=self.staff, point=point, text="已完成", is_done=True, evidence=self.evidence(self.staff)
            )
        recheck = record_recheck(
            actor=self.officer, rectification=rectification,
            draft=RecheckDraft(
                clock.today(), "中心试验大厅", "经办人、技术专家甲", "现场查看试验记录和账目。",
                {p.pk: (resolved, "看过记录") for p in rectification.points.all()},
            ),
        )  # fmt: skip
        for signer in (self.officer, self.staff):
            sign_recheck(actor=signer, recheck=recheck, digest=recheck.content_sha256)
        return rectification


def publish_round(scores: list[tuple[Center, int, str]], year: int = 2025, evaluator: Any = None) -> Round:
    """Return a published round with (center, points in hundredths, grade) in the order of ranks."""
    at = clock.now()
    case = Case.objects.create(
        number=f"{year}-PJ-0001", kind="evaluation", matter="evaluation", title=f"{year}年绩效评价",
        policy_version=current_policy(), stage_code="announcement", stage_kind="decision",
        phase=Phase.DECISION, state=CaseState.COMPLETED, opened_at=at, submitted_at=at, closed_at=at,
    )  # fmt: skip
    round_ = Round.objects.create(
        case=case, first_on=date(year, 1, 1), last_on=date(year, 12, 31),
        evaluator=evaluator or CenterFactory().lead,
    )  # fmt: skip
    file = StoredFileFactory()
    run = ScoreRun.objects.create(
        round=round_, number=1, purpose=ScorePurpose.PUBLISHED, inputs=file, results=file,
        inputs_sha256="0" * 64, results_sha256="0" * 64,
    )  # fmt: skip
    for rank, (center, points, grade) in enumerate(scores, 1):
        subject = Subject.objects.create(round=round_, center=center, set_code="set")
        SubjectScore.objects.create(
            run=run, subject=subject, points_e2=points, rank=rank, ranked=len(scores), grade=grade
        )
    return round_
