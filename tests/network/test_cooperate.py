"""One side declares, the other confirms or does not, either ends: each with a reason and in the ledger."""

from datetime import date

import pytest

from tests.network.world import NetworkWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.network.cooperate import confirm_cooperation, decline_cooperation, end_cooperation
from xiangchuang.network.queries import cooperations_to_answer, cooperations_visible_to
from xiangchuang.network.waiting import errands


@pytest.mark.clause("6.4-4")
def test_what_the_center_declares_the_platforms_host_confirms(world: NetworkWorld) -> None:
    row = world.declared(world.platform())
    assert list(cooperations_to_answer(world.university_staff)) == [row]
    assert "确认合作" in [errand.what for errand in errands(world.university_staff)]
    assert not cooperations_to_answer(world.staff).exists()

    confirm_cooperation(actor=world.university_staff, cooperation=row, seen=1)

    row.refresh_from_db()
    assert row.is_standing
    entries = LedgerEntry.objects.filter(case_number=world.center.ledger_key).order_by("pk")
    assert [entry.verb for entry in entries] == ["declare_cooperation", "confirm_cooperation"]
    with pytest.raises(Blocked):
        confirm_cooperation(actor=world.university_staff, cooperation=row, seen=2)


def test_what_the_platform_declares_the_center_confirms_not_itself(world: NetworkWorld) -> None:
    row = world.declared(world.platform(), world.university_staff)
    with pytest.raises(NotPermitted):
        confirm_cooperation(actor=world.university_staff, cooperation=row, seen=1)
    with pytest.raises(Stale):
        confirm_cooperation(actor=world.staff, cooperation=row, seen=9)
    confirm_cooperation(actor=world.staff, cooperation=row, seen=1)


def test_a_side_that_does_not_agree_says_why(world: NetworkWorld) -> None:
    row = world.declared(world.platform())
    with pytest.raises(Invalid):
        decline_cooperation(actor=world.university_staff, cooperation=row, seen=1, reason=" ")
    decline_cooperation(actor=world.university_staff, cooperation=row, seen=1, reason="尚未签字")
    row.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "尚未签字")
    world.declared(row.platform)


def test_either_ends_what_stands_on_a_day_that_has_come(world: NetworkWorld) -> None:
    row = world.agreed(world.platform())
    for wrong in ({"on": date(2026, 12, 1)}, {"on": date(2026, 5, 1)}, {"reason": ""}):
        told = {"on": date(2026, 11, 1), "reason": "协议期满"} | wrong
        with pytest.raises(Invalid):
            end_cooperation(actor=world.staff, cooperation=row, seen=row.version, **told)  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        end_cooperation(
            actor=world.officer, cooperation=row, seen=row.version, on=date(2026, 11, 1), reason="代为终止"
        )
    end_cooperation(
        actor=world.university_staff, cooperation=row, seen=row.version, on=date(2026, 11, 1), reason="期满"
    )
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("ended", date(2026, 11, 1))


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "castle"}, {"title": ""}, {"content": " "}, {"signed_on": date(2026, 11, 24)},
     {"ends_on": date(2026, 6, 1)}],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_refused(world: NetworkWorld, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        world.declared(world.platform(), **wrong)


def test_a_lead_needs_no_agreement_with_its_own_platform_and_a_stranger_makes_none(
    world: NetworkWorld,
) -> None:
    own, other = world.platform(world.center.lead, "示例自有实验室"), world.platform()
    with pytest.raises(Blocked):
        world.declared(own)
    with pytest.raises(NotPermitted):
        world.declared(other, world.firm)
    world.declared(other)
    with pytest.raises(Blocked):
        world.declared(other)


def test_an_agreement_is_read_by_both_sides_their_areas_and_the_department(world: NetworkWorld) -> None:
    row = world.declared(world.platform())
    for actor in (*world.readers().values(), world.university_staff):
        assert row in cooperations_visible_to(actor)
    for name, actor in world.strangers().items():
        assert row not in cooperations_visible_to(actor), name
        with pytest.raises(NotFound):
            confirm_cooperation(actor=actor, cooperation=row, seen=1)
