"""The change register (F36): two lanes, the committee first, what is touched, applied on its day."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.centers import CenterWorld
from tests.factories.registers import OrganizationFactory, actor_as
from tests.governance import records
from tests.governance.records import WAN, in_order
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.registers.history import history_of
from xiangchuang.governance import registers
from xiangchuang.governance.changes.touches import touches_of
from xiangchuang.governance.changes.verbs import (
    apply_due_changes,
    approve_change,
    file_change,
    give_committee_opinion,
    refuse_change,
    request_change,
    take_back_change,
)
from xiangchuang.governance.models import ChangeRequest, ChangeState, LegalForm, StaffMember
from xiangchuang.governance.queries import changes_waiting_for, legal_form_of
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NEW_HEAD = {"person": "示例新主任", "is_full_time": True, "employer": None}


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.at(clock.moment_on(TODAY)):
        yield


@pytest.fixture
def world() -> CenterWorld:
    return in_order(CenterWorld())


def ask(world: CenterWorld, kind: str = "director", after: Any = NEW_HEAD, on: date = TODAY) -> ChangeRequest:
    return request_change(
        actor=world.staff, center=world.center, kind=kind, after=after, reason="理事会决定。", effective_on=on
    )


def argue(world: CenterWorld, change: ChangeRequest) -> None:
    give_committee_opinion(actor=world.staff, change=change, seen=change.version, opinion="同意。")


@pytest.mark.clause("4.1-4", "6.2-1")
def test_the_direction_of_research_is_filed_by_the_center_and_nobody_can_be_asked_to_approve_it(
    world: CenterWorld,
) -> None:
    """4.1-4 在研究方向…方面依中心章程自主决策: the department sees it, and has no verb on it."""
    after = {"field": "new_materials", "field_label": "新材料"}
    with pytest.raises(Blocked, match="自主决定"):
        ask(world, "direction", after)
    change = file_change(
        actor=world.staff, center=world.center, kind="direction", after=after, reason="理事会决定。",
        effective_on=TODAY,
    )  # fmt: skip
    world.center.refresh_from_db()
    assert (world.center.field, change.state) == ("new_materials", ChangeState.IN_FORCE)
    for actor in (world.officer, world.division_head, actor_as(Role.LEADERSHIP)):
        assert not changes_waiting_for(actor, current_pack()).exists()
        with pytest.raises(NotPermitted):
            refuse_change(actor=actor, change=change, seen=change.version, reason="不同意")


def test_what_needs_approval_cannot_be_filed(world: CenterWorld) -> None:
    with pytest.raises(Blocked, match="报批"):
        file_change(
            actor=world.staff, center=world.center, kind="name", after={"name": "新名称"}, reason="改名",
            effective_on=TODAY,
        )  # fmt: skip


@pytest.mark.clause("4.1-3")
def test_a_director_changes_after_the_committee_was_heard_and_the_division_head_approved(
    world: CenterWorld,
) -> None:
    change = ask(world)
    with pytest.raises(Blocked, match="专家委员会"):
        approve_change(actor=world.division_head, change=change, seen=change.version)
    assert not changes_waiting_for(world.division_head, current_pack()).exists()
    argue(world, change)
    assert changes_waiting_for(world.division_head, current_pack()).get() == change
    (errand,) = errands_of(world.division_head)
    assert (errand.what, errand.url, errand.due_on) == (
        "1 项中心变更等您决定", "/governance/changes/", TODAY,
    )  # fmt: skip
    assert errands_of(world.officer) == []
    approve_change(actor=world.division_head, change=change, seen=change.version)

    posts = StaffMember.objects.filter(post="director").order_by("pk").values_list("person", "ended_on")
    assert list(posts) == [("示例主任", TODAY - timedelta(days=1)), ("示例新主任", None)]
    old = StaffMember.objects.get(person="示例主任")
    assert [line.what for line in history_of(registers.STAFF, old)] == ["改动", "登记"]
    verbs = entries_of_case(world.center.ledger_key).order_by("-pk").values_list("verb", flat=True)
    assert {"approve_change", "apply_change"} <= set(verbs[:5])


def test_what_a_change_of_director_touches_is_told_before_it_is_approved(world: CenterWorld) -> None:
    council = registers.BODIES.model.objects.get(kind="council")
    records.add(
        world, registers.SEATS, person="示例主任", body=council, role="member", side="staff",
        began_on=records.APPROVED,
    )  # fmt: skip
    rule = current_pack().changes.kind("director")
    assert rule is not None
    told = touches_of(world.center, rule, {**NEW_HEAD, "is_full_time": False}, TODAY, current_pack())
    texts = "".join(touch.text for touch in told)
    assert "示例主任的主任任职在 2026-11-22 止" in texts
    assert "席位" in texts
    assert [touch.clause for touch in told if touch.is_warning] == ["4.1-4"]


def test_a_lower_capital_says_what_it_will_do_to_4_1_1_and_becomes_a_new_row(world: CenterWorld) -> None:
    rule = current_pack().changes.kind("registered_capital")
    assert rule is not None
    after = {"registered_capital": 1_000 * WAN - 1}
    told = touches_of(world.center, rule, after, TODAY, current_pack())
    assert any(touch.is_warning and touch.clause == "4.1-1" for touch in told)
    change = ask(world, "registered_capital", after)
    approve_change(actor=world.division_head, change=change, seen=1)
    form = legal_form_of(world.center)
    assert form is not None
    assert (form.registered_capital, form.effective_from) == (1_000 * WAN - 1, TODAY)
    assert LegalForm.objects.filter(center=world.center).count() == 2


def test_a_change_of_lead_moves_the_right_to_keep_the_registers(world: CenterWorld) -> None:
    new = OrganizationFactory(name="示例新牵头股份有限公司")
    newcomer, leaving = actor_as(Role.LEAD, new), actor_as(Role.LEAD, world.center.lead)
    change = ask(world, "lead", {"organization": new.pk})
    argue(world, change)
    approve_change(actor=actor_as(Role.LEADERSHIP), change=change, seen=change.version)
    world.center.refresh_from_db()
    assert world.center.lead == new
    assert may_keep(newcomer, world.center) is not None
    assert may_keep(leaving, world.center) is None
    roles = dict(world.center.members.values_list("organization__name", "role"))
    assert roles["示例新牵头股份有限公司"] == "lead"
    assert sorted(roles.values()) == ["lead", "member", "member"]


def test_an_approved_change_waits_for_its_day(world: CenterWorld) -> None:
    day = TODAY + timedelta(days=10)
    change = ask(world, "name", {"name": "示例新名称技术创新中心"}, on=day)
    approve_change(actor=actor_as(Role.LEADERSHIP), change=change, seen=1, reason="同意。")
    assert (change.state, apply_due_changes()) == (ChangeState.APPROVED, [])
    with clock.at(clock.moment_on(day)):
        assert [applied.pk for applied in apply_due_changes()] == [change.pk]
        assert apply_due_changes() == []
    world.center.refresh_from_db()
    assert world.center.name == "示例新名称技术创新中心"


def test_each_side_has_its_own_verbs(world: CenterWorld) -> None:
    change = ask(world)
    for actor in (world.officer, world.division_head, world.bureau, world.member):
        with pytest.raises(NotPermitted):
            request_change(
                actor=actor, center=world.center, kind="name", after={"name": "甲"}, reason="乙",
                effective_on=TODAY,
            )  # fmt: skip
        with pytest.raises(NotPermitted):
            take_back_change(actor=actor, change=change, seen=1)
    for actor in (world.staff, world.officer, world.bureau):
        with pytest.raises(NotPermitted):
            approve_change(actor=actor, change=change, seen=1)
    with pytest.raises(NotFound):
        approve_change(actor=world.other_staff, change=change, seen=1)


def test_a_refusal_gives_its_reason_and_frees_the_matter(world: CenterWorld) -> None:
    change = ask(world)
    with pytest.raises(Invalid, match="理由"):
        refuse_change(actor=world.division_head, change=change, seen=1, reason=" ")
    refuse_change(actor=world.division_head, change=change, seen=1, reason="人选不在本领域。")
    assert change.decision_reason == "人选不在本领域。"
    assert ask(world).pk != change.pk


def test_two_of_a_kind_do_not_run_at_once_and_a_request_can_be_taken_back(world: CenterWorld) -> None:
    change = ask(world)
    with pytest.raises(Blocked, match="没有办完"):
        ask(world)
    take_back_change(actor=world.staff, change=change, seen=1)
    assert change.state == ChangeState.TAKEN_BACK
    with pytest.raises(Stale):
        approve_change(actor=world.division_head, change=ask_heard(world), seen=99)


def ask_heard(world: CenterWorld) -> ChangeRequest:
    change = ask(world)
    argue(world, change)
    return change


def test_a_change_to_what_is_already_so_is_refused(world: CenterWorld) -> None:
    with pytest.raises(Invalid, match="相同"):
        ask(world, "name", {"name": world.center.name})
