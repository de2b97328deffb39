"""Two officers, a division head, the leadership, a firm's staff, and somebody who has not signed in."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.feedback.answer_feedback import answer_feedback
from xiangchuang.feedback.assign_feedback import assign_feedback
from xiangchuang.feedback.file_feedback import FeedbackDraft, Filed, file_feedback
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.publish_answer import publish_feedback
from xiangchuang.organizations.models import Organization

MONDAY = date(2026, 11, 23)
# Fifteen working days after that Monday, no holidays between.
DUE = date(2026, 12, 14)
# Five working days later it is the leadership's to press.
LEADERSHIP = date(2026, 12, 21)


@dataclass
class FeedbackWorld:
    """The people; a filed feedback is anonymous unless told otherwise."""

    officer: Actor = field(default_factory=lambda: actor_as(Role.OFFICER))
    colleague: Actor = field(default_factory=lambda: actor_as(Role.OFFICER))
    head: Actor = field(default_factory=lambda: actor_as(Role.DIVISION_HEAD))
    leader: Actor = field(default_factory=lambda: actor_as(Role.LEADERSHIP))
    firm: Organization = field(default_factory=lambda: OrganizationFactory(name="示例装备股份有限公司"))
    public: Actor = field(default_factory=Actor.anonymous)

    def __post_init__(self) -> None:
        self.staff = actor_as(Role.LEAD, self.firm)
        self.staff_colleague = actor_as(Role.LEAD, self.firm)
        self.stranger = actor_as(Role.LEAD)

    def file(self, actor: Actor | None = None, *, token: uuid.UUID | None = None, **changes: Any) -> Filed:
        """A problem with the day of the annual report."""
        whole: dict[str, Any] = {
            "kind": "problem", "clause": "5.4-2", "title": "年度报告的截止日期与假期重合",
            "text": "一月底常在春节假期里，盖章找不到人。建议按工作日顺延。", "name": "示例反馈人",
            "contact": "0731-80000001", "may_publish": True,
        }  # fmt: skip
        return file_feedback(
            actor=actor or self.public, token=token or uuid.uuid4(), draft=FeedbackDraft(**whole | changes)
        )

    def assigned(self, **changes: Any) -> Feedback:
        """One that the first officer has."""
        row = self.file(**changes).feedback
        assign_feedback(actor=self.officer, feedback=row, seen=row.version, to=user_of(self.officer))
        return row

    def answered(self, **changes: Any) -> Feedback:
        """One that was answered, with a change."""
        row = self.assigned(**changes)
        answer_feedback(
            actor=self.officer, feedback=row, seen=row.version, answer="截止日遇节假日顺延到下一个工作日。",
            change="截止日遇节假日的，顺延到下一个工作日。", change_url="/policy/5.4-2/",
        )  # fmt: skip
        return row

    def published(self, **changes: Any) -> Feedback:
        """One that everybody may read."""
        row = self.answered(**changes)
        publish_feedback(
            actor=self.officer, feedback=row, seen=row.version, title=row.title, text=row.text,
            answer=row.answer,
        )  # fmt: skip
        return row


def user_of(actor: Actor) -> User:
    """The account of somebody signed in."""
    assert actor.user is not None
    return actor.user


def fresh(actor: Actor) -> Actor:
    """The same person with the appointments of today."""
    return Actor.of(user_of(actor), clock.today())


def days_later(days: int) -> Any:
    """The clock so many days after the Monday, at nine in the morning."""
    return clock.at(clock.moment_on(MONDAY + timedelta(days=days)))
