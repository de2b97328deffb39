"""Other departments nominate and co-sign (5.2-1 会同相关部门)."""

import pytest

from tests.reviews.steps import Round
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.joint_panel import ask_department, cosign_panel, nominate_expert
from xiangchuang.reviews.reading import open_reading


def _finance_department(round_: Round) -> Organization:
    department: Organization = round_.world.province.finance_department
    return department


def _ask(round_: Round, organization: Organization) -> None:
    ask_department(
        actor=round_.officer, case=round_.case, seen=round_.case.version, organization=organization
    )


def _fill_without_departments(round_: Round) -> None:
    for kind in round_.pack.panel.kinds:
        for _ in range(kind.seats):
            round_.seat(round_.free(kind.code), kind.code)


@pytest.mark.clause("5.2-1")
def test_the_department_does_not_form_the_panel_alone(first_round: Round) -> None:
    _fill_without_departments(first_round)

    with pytest.raises(Blocked, match="还没有邀请相关部门会同组建专家组"):
        first_round.open()
    _ask(first_round, _finance_department(first_round))
    with pytest.raises(Blocked, match="相关部门还没有会签专家组"):
        first_round.open()
    cosign_panel(
        actor=first_round.world.actor("department"), case=first_round.case, seen=first_round.case.version
    )
    first_round.open()

    assert first_round.panel.reading_opened_at is not None


@pytest.mark.clause("5.2-1")
def test_an_asked_department_nominates_its_expert(first_round: Round) -> None:
    _ask(first_round, _finance_department(first_round))

    seat = nominate_expert(
        actor=first_round.world.actor("department"), case=first_round.case, seen=first_round.case.version,
        expert=first_round.free("finance"), kind="finance",
    )  # fmt: skip

    assert seat.nominated_by == _finance_department(first_round)
    assert seat in first_round.seats


def test_a_department_that_was_not_asked_knows_no_such_case(first_round: Round) -> None:
    with pytest.raises(NotFound):
        nominate_expert(
            actor=first_round.world.actor("department"), case=first_round.case,
            seen=first_round.case.version, expert=first_round.free("finance"), kind="finance",
        )  # fmt: skip


def test_an_asked_department_finds_the_panel_in_its_work_list(first_round: Round) -> None:
    _ask(first_round, _finance_department(first_round))

    waiting = work_list(first_round.world.actor("department")).items

    assert [item.what for item in waiting] == ["cosign_panel"]


def test_only_departments_are_asked_and_each_once(first_round: Round) -> None:
    with pytest.raises(Invalid, match="不是省直部门"):
        _ask(first_round, first_round.world.lead)
    _ask(first_round, _finance_department(first_round))
    with pytest.raises(Blocked, match="已受邀"):
        _ask(first_round, _finance_department(first_round))


def test_an_incomplete_panel_is_not_signed(first_round: Round) -> None:
    _ask(first_round, _finance_department(first_round))

    with pytest.raises(Blocked, match="专家组缺技术专家"):
        cosign_panel(
            actor=first_round.world.actor("department"), case=first_round.case, seen=first_round.case.version
        )


def test_changing_the_list_before_reading_voids_the_signature(first_round: Round) -> None:
    first_round.seat_all()
    legal = first_round.seat_of("legal")

    first_round.unseat(legal)
    first_round.seat(first_round.free("legal"), "legal")

    with pytest.raises(Blocked, match="相关部门还没有会签专家组"):
        first_round.open()
    assert [i.what for i in work_list(first_round.world.actor("department")).items] == ["cosign_panel"]


def test_a_second_signature_changes_nothing(first_round: Round) -> None:
    first_round.seat_all()

    with pytest.raises(Stale):
        cosign_panel(
            actor=first_round.world.actor("department"), case=first_round.case, seen=first_round.case.version
        )
    assert first_round.panel.co_signatures.count() == 1


def test_a_department_neither_seats_nor_opens(first_round: Round) -> None:
    first_round.seat_all()

    with pytest.raises(NotPermitted):
        open_reading(
            actor=first_round.world.actor("department"), case=first_round.case, seen=first_round.case.version
        )
