"""A center, the city that promises, a city that has no part in it, and the department."""

from datetime import date, timedelta
from typing import Any

from tests.factories.centers import CenterWorld
from tests.factories.registers import BureauFactory, DepartmentFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.holidays import seed_holidays
from xiangchuang.support.draft_agreement import (
    AgreementDraft,
    add_commitment,
    draft_agreement,
    sign_for_department,
    sign_for_partner,
)
from xiangchuang.support.models import Commitment, SupportAgreement
from xiangchuang.support.promise import PromiseDraft, promise_freely

WAN = 1_000_000
DUE = date(2026, 12, 31)


class SupportWorld(CenterWorld):
    """The people around one center; `leader` belongs to the leadership, `other_city` to Zhuzhou."""

    def __post_init__(self) -> None:
        super().__post_init__()
        seed_holidays()
        self.city = self._house(self.bureau)
        self.other_city = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
        self.leader = actor_as(Role.LEADERSHIP)
        self.industry: Organization = DepartmentFactory(name="示例省工业和信息化厅")
        self.center.lead.supervisor = self.industry
        self.center.lead.save()
        self.supervisor = actor_as(Role.SUPERVISING_DEPARTMENT, self.industry)

    def house(self, actor: Actor) -> Organization:
        """The organisation a person acts for."""
        return self._house(actor)

    @staticmethod
    def _house(actor: Actor) -> Organization:
        return Appointment.objects.filter(user=actor.user).select_related("organization")[0].organization

    def draft(self, **changes: Any) -> SupportAgreement:
        """A draft of the officer with Changsha, with one promise of land by the end of the year."""
        words = AgreementDraft("共建合作协议", "双方按责任分工支持中心建设。")
        agreement = draft_agreement(actor=self.officer, center=self.center, partner=self.city, draft=words)
        self.write_in(agreement, **changes)
        return agreement

    def write_in(self, agreement: SupportAgreement, **changes: Any) -> Commitment:
        """A promise of the city written into a draft."""
        asked: dict[str, Any] = {
            "kind": "land", "text": "建设用地 30 亩", "due_on": DUE, "promised_by": self.city,
        }  # fmt: skip
        draft = PromiseDraft(**asked | changes)
        return add_commitment(actor=self.officer, agreement=agreement, seen=agreement.version, draft=draft)

    def sign(self, agreement: SupportAgreement) -> None:
        """Both sides sign."""
        sign_for_department(actor=self.division_head, agreement=agreement, seen=agreement.version)
        sign_for_partner(actor=self.bureau, agreement=agreement, seen=agreement.version)

    def promise(self, **changes: Any) -> Commitment:
        """A promise that the city makes outside an agreement."""
        asked: dict[str, Any] = {"kind": "money", "text": "建设经费", "due_on": DUE, "amount_fen": 1000 * WAN}
        return promise_freely(actor=self.bureau, center=self.center, draft=PromiseDraft(**asked | changes))


def days_later(days: int) -> Any:
    """The clock so many days on, at nine in the morning."""
    return clock.at(clock.moment_on(clock.today() + timedelta(days=days)))
