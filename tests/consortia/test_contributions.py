"""Members promise and bring in: partly, wholly, beyond the promise, late."""

from datetime import date

import pytest

from tests.centers.reading import figure_of
from tests.consortia.world import WAN, ConsortiumWorld
from tests.factories.registers import OrganizationFactory
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.centers.registers.keep import correct_entry, record_entry, withdraw_entry
from xiangchuang.consortia import registers
from xiangchuang.consortia.contribution_balance import balances_of, lines_of, promises_of
from xiangchuang.consortia.models import MemberTerms
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.consortia.take_members import members_to_take, take_members
from xiangchuang.ledger.queries import entries_of_case

DUE = date(2026, 10, 1)


def state(world: ConsortiumWorld, on: date) -> str:
    (line,) = lines_of(promises_of(world.center, on), on)
    return line.state


@pytest.mark.clause("4.1-3")
def test_the_plans_members_are_taken_in_once_with_role_and_duty(world: ConsortiumWorld) -> None:
    assert [m.role for m in (world.lead_terms, world.university)] == ["lead", "member"]
    assert world.university.duties == "联合研发"
    assert world.university.joined_on == world.center.approved_on
    assert entries_of_case(world.center.ledger_key).get().verb == "take_members"
    assert members_to_take(world.center) == []
    with pytest.raises(Blocked):
        take_members(actor=world.staff, center=world.center)


@pytest.mark.clause("4.1-3")
def test_a_government_has_its_rights_and_duties_too_and_a_member_is_present_once(
    world: ConsortiumWorld,
) -> None:
    city = OrganizationFactory()
    world.row(registers.MEMBERS, organization=city, role="government", duties="落实用地", joined_on=DUE)

    with pytest.raises(Invalid, match="已在联盟中"):
        world.row(registers.MEMBERS, organization=city, role="member", joined_on=DUE)


@pytest.mark.clause("4.2-1")
def test_a_promise_is_overdue_only_after_its_day_and_while_something_is_missing(
    world: ConsortiumWorld,
) -> None:
    promise = world.promise()
    assert (state(world, DUE), state(world, date(2026, 10, 2))) == ("waiting", "overdue")

    world.deliver(promise)
    assert (state(world, DUE), state(world, date(2026, 10, 2))) == ("partly", "overdue")

    world.deliver(promise, amount=60 * WAN)
    assert state(world, date(2026, 10, 2)) == "made"

    extra = world.deliver(promise, amount=1)
    assert state(world, DUE) == "over"
    withdraw_entry(registers.DELIVERIES, actor=world.staff, entry=extra, seen=1, reason="重复")
    assert state(world, DUE) == "made"


@pytest.mark.clause("4.2-1")
def test_what_has_no_price_is_counted_in_pieces(world: ConsortiumWorld) -> None:
    people = world.promise(title="研发人员", kind="people", way="", amount=None, quantity=6, unit="人")
    world.deliver(people, amount=None, quantity=4)

    (line,) = lines_of(promises_of(world.center, DUE), DUE)
    assert (line.promised_text, line.made_text, line.difference_text) == ("6 人", "4 人", "缺 2 人")
    with pytest.raises(Invalid, match="填到位数量"):
        world.deliver(people)
    with pytest.raises(Invalid, match="计价方式不能再改"):
        correct_entry(
            registers.PROMISES, actor=world.staff, entry=people, seen=1, reason="改为作价",
            values={"amount": WAN, "quantity": None, "unit": ""},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": None}, "金额"),
        ({"way": ""}, "出资方式"),
        ({"quantity": 3, "unit": "台"}, "填一项"),
        ({"kind": "people", "way": "", "amount": None, "quantity": 3}, "一起填写"),
    ],
)
def test_a_promise_is_told_in_one_measure(
    world: ConsortiumWorld, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        world.promise(**wrong)


def test_a_delivery_of_tomorrow_is_refused(world: ConsortiumWorld) -> None:
    promise = world.promise()

    with pytest.raises(Invalid, match="晚于今天"):
        world.deliver(promise, made_on=date(2026, 11, 24))


@pytest.mark.clause("4.2-1")
def test_the_states_found_in_the_database_are_those_told_line_by_line(world: ConsortiumWorld) -> None:
    today = date(2026, 11, 23)
    late, part = world.promise(), world.promise(due_on=date(2027, 1, 1))
    world.promise(due_on=today)
    for promise, wan in ((part, 40), (world.promise(), 100), (world.promise(), 101)):
        world.deliver(promise, amount=wan * WAN)
    world.deliver(late, amount=1)

    told = [line.state for line in lines_of(promises_of(world.center, today), today)]
    assert sorted(told) == ["made", "over", "overdue", "partly", "waiting"]
    for state_ in told:
        (line,) = lines_of(promises_of(world.center, today, state=state_), today)
        assert line.state == state_


@pytest.mark.clause("4.2-1")
def test_a_members_sums_hold_what_has_a_price_and_count_the_rest(world: ConsortiumWorld) -> None:
    today = date(2026, 11, 23)
    world.deliver(world.promise(), amount=40 * WAN)
    people = world.promise(title="人员", kind="people", way="", amount=None, quantity=2, unit="人")
    world.deliver(people, amount=None, quantity=2)
    world.deliver(world.promise(member=world.lead_terms), amount=100 * WAN, made_on=date(2025, 12, 31))

    lead, university = balances_of(world.center, today)
    assert (lead.member.role, lead.share, lead.kept, lead.overdue) == ("lead", 10_000, 1, 0)
    assert (university.promised, university.made, university.share) == (100 * WAN, 40 * WAN, 4000)
    assert (university.promises, university.kept, university.overdue) == (2, 1, 1)
    assert figure_of(world.center, "contributions_made") == 40 * WAN
    assert figure_of(world.center, "contributions_made", 2025) == 100 * WAN


def test_a_member_who_left_without_a_promise_is_no_longer_listed(world: ConsortiumWorld) -> None:
    correct_entry(
        registers.MEMBERS, actor=world.staff, entry=world.university, seen=1, reason="退出",
        values={"left_on": date(2026, 11, 1)},
    )  # fmt: skip

    assert [b.member.role for b in balances_of(world.center, date(2026, 11, 23))] == ["lead"]
    assert len(balances_of(world.center, date(2026, 10, 31))) == 2


@pytest.mark.clause("4.4-3", "1.2-9")
def test_ownership_under_a_sharing_contract_never_exceeds_the_whole(world: ConsortiumWorld) -> None:
    contract = world.row(
        registers.AGREEMENTS, title="共享合同", subject="掘进软件", share_terms="按份共有", signed_on=DUE
    )
    world.row(registers.PARTIES, agreement=contract, member=world.lead_terms, ownership=6000)

    with pytest.raises(Invalid, match="超过百分之百"):
        world.row(registers.PARTIES, agreement=contract, member=world.university, ownership=4001)
    assert world.row(registers.PARTIES, agreement=contract, member=world.university, ownership=4000)
    with pytest.raises(Invalid, match="损失分担"):
        world.row(
            registers.RISKS, title="中试线", benefit_sharing="按出资", risk_sharing="按出资",
            loss_sharing="", basis="协议", agreed_on=DUE,
        )  # fmt: skip


def test_only_the_centers_staff_write_and_strangers_find_no_center(world: ConsortiumWorld) -> None:
    values = {"organization": OrganizationFactory(), "role": "member", "joined_on": DUE}
    before = standing(MemberTerms).count()
    for name, reader in world.readers().items():
        if name != "staff":
            with pytest.raises(NotPermitted):
                record_entry(registers.MEMBERS, actor=reader, center=world.center, values=values)
    for stranger in world.strangers().values():
        with pytest.raises(NotFound):
            take_members(actor=stranger, center=world.center)
    assert standing(MemberTerms).count() == before
