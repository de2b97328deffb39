"""A round over the centers of one year, and everybody who has a hand in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tests.evaluation.collecting import open_for_answers, score_all
from tests.factories.centers import CenterFactory
from tests.factories.kept import kept
from tests.factories.registers import (
    BureauFactory,
    DepartmentFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.decisions.check_integrity import IntegrityFinding, pass_integrity, record_integrity
from xiangchuang.decisions.models import Notice
from xiangchuang.decisions.publish_notice import close_publicity, publish_notice
from xiangchuang.decisions.record_meeting import MeetingDraft, confirm_meeting, record_meeting
from xiangchuang.evaluation.announce import announce_results
from xiangchuang.evaluation.answer_reply import close_replies
from xiangchuang.evaluation.begin_round import RoundDraft, begin_round
from xiangchuang.evaluation.commission import commission_round
from xiangchuang.evaluation.hand_over import close_collection, send_draft
from xiangchuang.evaluation.models import Round, ScoreRun, Subject
from xiangchuang.evaluation.open_indicators import open_indicators
from xiangchuang.evaluation.rule_points import rule_points
from xiangchuang.evaluation.score_round import score_round
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.holidays import seed_holidays
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.parties import parties_of
from xiangchuang.reviews.models import Panel

YEAR = 2027
TODAY = date(2028, 3, 1)
"""A Wednesday after the year that is evaluated."""
CONTACT = "平台与基地处 0731-88888888"
T = TypeVar("T")


@dataclass
class EvaluationWorld:
    """Three centers approved in 2026 that ran all of 2027, the department, and an evaluator with no stake."""

    centers: list[Center] = field(default_factory=lambda: CenterFactory.create_batch(3))

    def __post_init__(self) -> None:
        seed_holidays()
        department = DepartmentFactory(name="示例省科学技术厅")
        self.officer = actor_as(Role.OFFICER, department)
        self.division_head = actor_as(Role.DIVISION_HEAD, department)
        self.leadership = actor_as(Role.LEADERSHIP, department)
        self.house = OrganizationFactory(name="示例科技评估中心")
        self.evaluator = actor_as(Role.EVALUATOR, self.house)
        self.other_evaluator = actor_as(Role.EVALUATOR, OrganizationFactory(name="示例另一评估公司"))
        self.staff = [actor_as(Role.CENTER_STAFF, center.lead) for center in self.centers]
        self.bureau = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430100"))
        self.firm = actor_as(Role.SERVED_FIRM)
        self.expert = actor_as(Role.EXPERT)

    def staff_of(self, center: Center) -> Actor:
        """Return the person who speaks for the center."""
        return self.staff[self.centers.index(center)]

    def from_the_beginning(self, stage: str, steps: Callable[[], T]) -> T:
        """Take the steps from this world as it stands to a stage; from the same beginning, once a process."""
        people = (self.officer, self.evaluator, self.division_head, self.leadership)
        return kept(("evaluation", stage, *(person.ledger_name for person in people)), steps)

    def letter(self) -> StoredFile:
        """Return a letter of commission as it lies in the store."""
        return StoredFileFactory(name="评估委托书.pdf", purpose="evaluation_commission")

    def draft(self, **changes: Any) -> RoundDraft:
        """Return what the officer names: the year, the evaluator, everyone drawn."""
        asked: dict[str, Any] = {
            "first_on": date(YEAR, 1, 1), "last_on": date(YEAR, 12, 31), "evaluator": self.house,
            "commission": self.letter(),
        }  # fmt: skip
        return RoundDraft(**(asked | changes))

    def begun(self, **changes: Any) -> Round:
        """Return a round that is being prepared."""
        return begin_round(actor=self.officer, draft=self.draft(**changes))

    def commissioned(self, round_: Round | None = None) -> Round:
        """Return a round whose registers are frozen; it stands at the integrity check."""
        case = (round_ or self.begun()).case
        return fresh(commission_round(actor=self.officer, case=case, seen=case.version))

    def at_collection(self, round_: Round | None = None) -> Round:
        """Return a round that the evaluator collects for; every source was clear."""
        if round_ is None:
            return self.from_the_beginning("collection", lambda: self.at_collection(self.commissioned()))
        case = round_.case
        items = [
            IntegrityFinding(organization.pk, rule.code, True)
            for organization in parties_of(case).everyone
            for rule in pack_of(case).integrity.items
        ]
        record_integrity(actor=self.officer, case=case, seen=case.version, items=items)
        pass_integrity(actor=self.officer, case=case, seen=case.version)
        return fresh(round_)

    def at_scoring(self, round_: Round | None = None) -> Round:
        """Return a round whose collection is closed; a survey nobody was opened for is opened for nobody."""
        if round_ is None:
            return self.from_the_beginning("scoring", lambda: self.at_scoring(self.at_collection()))
        round_ = fresh(round_)
        if round_.survey_opened_at is None:
            open_for_answers(self.evaluator, round_.case)
        close_collection(actor=self.evaluator, case=round_.case, seen=round_.case.version)
        return fresh(round_)

    def scored(self, round_: Round | None = None) -> ScoreRun:
        """Return the scoring of a round that experts have scored and the evaluator has ruled."""
        if round_ is None:
            return self.from_the_beginning("scored", lambda: self.scored(self.at_scoring()))
        if not Panel.objects.filter(
            run__closed_at=None, case=round_.case, reading_opened_at__isnull=False
        ).exists():
            score_all(self.evaluator, round_)
        round_ = fresh(round_)
        run = score_round(actor=self.evaluator, case=round_.case, seen=round_.case.version)
        waiting = open_indicators(fresh(round_))
        for item in waiting:
            rule_points(
                actor=self.evaluator, case=round_.case, subject=item.subject, indicator=item.code,
                points_e2=100, reason="按现场核实的情况裁定。",
            )  # fmt: skip
        round_ = fresh(round_)
        return (
            score_round(actor=self.evaluator, case=round_.case, seen=round_.case.version) if waiting else run
        )

    def at_reply(self, round_: Round | None = None) -> Round:
        """Return a round whose draft the centers have."""
        if round_ is None:
            return self.from_the_beginning("reply", lambda: self.at_reply(self.at_scoring()))
        round_ = fresh(self.scored(round_).round)
        send_draft(
            actor=self.evaluator, case=round_.case, seen=round_.case.version, report="评估按规定程序进行。"
        )
        return fresh(round_)

    def at_meeting(self, round_: Round) -> Round:
        """Return the round after the right of reply; the clock must stand after its term."""
        round_ = fresh(round_)
        close_replies(actor=self.evaluator, case=round_.case, seen=round_.case.version)
        return fresh(round_)

    def at_publicity(self, round_: Round) -> Round:
        """Return the round after the meeting agreed."""
        case = fresh(round_).case
        draft = MeetingDraft(clock.today(), "2028年第3次厅党组会议", "张某、李某", "approve", "结果属实。")
        record_meeting(actor=self.division_head, case=case, seen=case.version, draft=draft)
        confirm_meeting(actor=self.leadership, case=case, seen=case.version)
        return fresh(round_)

    def publish(self, round_: Round) -> Notice:
        """Publish the grades."""
        case = fresh(round_).case
        return publish_notice(actor=self.officer, case=case, seen=case.version, contact=CONTACT)

    def at_announcement(self, round_: Round) -> Round:
        """Return the round after its publicity; the clock must stand after the window."""
        case = fresh(round_).case
        close_publicity(actor=self.officer, case=case, seen=case.version)
        return fresh(round_)

    def announced(self, round_: Round) -> ScoreRun:
        """Return the published scoring."""
        case = fresh(round_).case
        return announce_results(actor=self.leadership, case=case, seen=case.version)

    def published(self, jump: Any, round_: Round | None = None) -> Round:
        """Take a round to its end; `jump(days)` lets the terms run out."""
        round_ = self.at_reply(round_)
        jump(30)
        round_ = self.at_publicity(self.at_meeting(round_))
        self.publish(round_)
        jump(30)
        self.announced(self.at_announcement(round_))
        return fresh(round_)


def fresh(round_: Round) -> Round:
    """Return the round as it now stands, with its case."""
    return Round.objects.select_related("case", "evaluator").get(pk=round_.pk)


def subjects_of(round_: Round) -> Sequence[Subject]:
    """Return the centers of the round in the order of their numbers."""
    return list(round_.subjects.select_related("center", "round__case").order_by("center_id"))


def case_of(round_: Round) -> Case:
    """Return the round's case as it now stands."""
    return fresh(round_).case


def stored_record(run: ScoreRun) -> tuple[Path, Path]:
    """Return where the two documents of a scoring lie."""
    return run.inputs.path, run.results.path
