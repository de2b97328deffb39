"""Lobbying is reported by experts and officers, read by few, and the one who reports is protected."""

import pytest

from tests.factories.registers import ExpertFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.integrity import (
    find_lobbying,
    handle_lobbying,
    lobbying_visible_to,
    record_integrity,
    report_lobbying,
)
from xiangchuang.experts.models import Expert, LobbyingReport
from xiangchuang.experts.queries import integrity_visible_to
from xiangchuang.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def as_self(expert: Expert) -> Actor:
    assert expert.user is not None
    return Actor.of(expert.user, clock.today())


def reported(by: Actor) -> LobbyingReport:
    return report_lobbying(
        actor=by,
        who="某公司副总",
        text="来电请多关照。",
        happened_on=clock.today(),
        case_number="2026-HN-0001",
    )


def test_only_the_reporter_and_those_the_pack_names_read_a_report() -> None:
    expert = ExpertFactory()
    row = reported(as_self(expert))
    for actor, reads in (
        (as_self(expert), True), (actor_as(Role.DIVISION_HEAD), True), (actor_as(Role.LEADERSHIP), True),
        (actor_as(Role.OFFICER), False), (as_self(ExpertFactory()), False),
        (actor_as(Role.AUDIT_ADMIN), False), (actor_as(Role.LEAD), False),
        (actor_as(Role.CITY_BUREAU), False), (Actor.anonymous(), False),
    ):  # fmt: skip
        assert (row in lobbying_visible_to(actor)) is reads
        if not reads:
            with pytest.raises(NotFound):
                find_lobbying(actor, row.pk)


def test_the_ledger_tells_neither_who_reported_nor_about_what() -> None:
    expert = ExpertFactory(name="独特姓名")
    row = reported(as_self(expert))
    entry = LedgerEntry.objects.get(verb="report_lobbying")
    told = f"{entry.actor} {entry.actor_name} {entry.case_number} {entry.detail} {entry.on_behalf_name}"
    for hidden in (f"user:{expert.user_id}", str(expert.user), "2026-HN-0001", "副总"):
        assert hidden not in told
    assert entry.subject == f"lobbying:{row.pk}"


def test_officers_report_too_and_applicants_do_not() -> None:
    reported(actor_as(Role.OFFICER))
    for outsider in (actor_as(Role.LEAD), actor_as(Role.CITY_BUREAU), Actor.anonymous()):
        with pytest.raises(NotPermitted):
            reported(outsider)
    with pytest.raises(Invalid, match="请托人没有填写"):
        report_lobbying(actor=actor_as(Role.OFFICER), who=" ", text="电话", happened_on=clock.today())


def test_a_report_is_handled_once_in_words_by_whom_the_pack_names() -> None:
    row, head = reported(actor_as(Role.OFFICER)), actor_as(Role.DIVISION_HEAD)
    with pytest.raises(NotFound):
        handle_lobbying(actor=actor_as(Role.OFFICER), report=row, finding="不属实")
    with pytest.raises(Invalid):
        handle_lobbying(actor=head, report=row, finding=" ")
    handle_lobbying(actor=head, report=row, finding="已谈话提醒。")
    with pytest.raises(Stale):
        handle_lobbying(actor=head, report=row, finding="再次处理")


def test_an_integrity_record_names_its_source_and_the_expert_reads_the_own() -> None:
    expert, officer = ExpertFactory(), actor_as(Role.OFFICER)
    with pytest.raises(Invalid, match="来源没有填写"):
        record_integrity(
            actor=officer, expert=expert, kind="late", text="延误", source="", found_on=clock.today()
        )
    row = record_integrity(
        actor=officer, expert=expert, kind="late", text="无故延误", source="评审记录", found_on=clock.today()
    )
    for actor, reads in (
        (as_self(expert), True), (officer, True), (as_self(ExpertFactory()), False),
        (actor_as(Role.DEPARTMENT), False), (actor_as(Role.LEAD), False), (Actor.anonymous(), False),
    ):  # fmt: skip
        assert (row in integrity_visible_to(actor)) is reads
