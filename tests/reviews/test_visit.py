"""The site visit: after the plan is mature, by a team, on a checklist, signed by all."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.line import LineWorld
from tests.reviews.steps import Round, as_person, plan_the_visit, record_the_visit, team_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.experts.models import ConflictDeclaration, Expert
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.conflicts import conflicts_of
from xiangchuang.reviews.models import SiteVisit
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.visit import (
    conclude_visit,
    plan_visit,
    record_sha256,
    record_visit,
    sign_visit,
)


def _sign(world: LineWorld, visit: SiteVisit, user: User) -> None:
    sign_visit(
        actor=Actor.of(user, clock.today()), case=world.case, seen=world.case.version,
        record_seen=record_sha256(visit),
    )  # fmt: skip


def _conclude(world: LineWorld, outcome: str, reason: str = "") -> Case:
    return conclude_visit(
        actor=world.actor("officer"), case=world.case, seen=world.case.version, outcome=outcome,
        reason=reason,
    )  # fmt: skip


@pytest.mark.clause("5.2-1")
def test_no_visit_before_the_plan_is_mature(reading: Round) -> None:
    with pytest.raises(Blocked, match="现在的阶段不能办理“安排考察”"):
        plan_visit(
            actor=reading.officer, case=reading.case, seen=reading.case.version, visit_on=clock.today(),
            place="长沙", team=[],
        )  # fmt: skip


@pytest.mark.clause("5.2-1")
def test_the_visit_is_not_dated_before_the_review_passed(visiting: LineWorld) -> None:
    with pytest.raises(Invalid, match="方案成熟后才考察"):
        plan_the_visit(visiting, days=-1)


def test_a_team_below_the_pack_s_size_is_refused(visiting: LineWorld) -> None:
    with pytest.raises(Blocked, match="考察组至少 3 人，已选 2 人"):
        plan_the_visit(visiting, team_of(visiting, 2))


def test_a_stranger_to_the_visit_s_offices_does_not_come(visiting: LineWorld) -> None:
    with pytest.raises(Blocked, match="不能进考察组"):
        plan_the_visit(visiting, [*team_of(visiting, 2), visiting.user("city_bureau")])


def test_an_expert_with_a_conflict_does_not_come(visiting: LineWorld) -> None:
    expert = Round(visiting).seats[0].expert
    ConflictDeclaration.objects.create(
        expert=expert, organization=visiting.lead, reason="持股", declared_on=clock.today()
    )

    with pytest.raises(Blocked, match="应当回避"):
        plan_the_visit(visiting)


def outsiders(world: LineWorld) -> list[Expert]:
    """Experts of the library whom nothing bars, and who are not on the panel."""
    seated = {seat.expert_id for seat in Round(world).seats}
    others = [expert for expert in world.experts if expert.pk not in seated]
    barred = conflicts_of(others, case=world.case, pack=Round(world).pack, on=clock.today())
    return [expert for expert in others if not barred[expert.pk]]


def planning(world: LineWorld, **typed: object) -> str:
    client = Client()
    client.force_login(world.user("officer"))
    address = reverse("reviews:plan-visit", args=[world.case.number])
    answer = client.post(address, {"seen": world.case.version, **typed}) if typed else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_expert_from_outside_the_panel_is_found_and_comes(visiting: LineWorld) -> None:
    expert = outsiders(visiting)[0]
    label = f"{expert.name} · 专家组外 · {expert.employer.name}"
    assert label not in planning(visiting)

    found = planning(visiting, look_up="1", find=expert.name, visit_on="2027-01-05", place="示例路 1 号")

    assert label in found and "2027-01-05" in found and "示例路 1 号" in found
    assert not SiteVisit.objects.exists()
    assert expert.user is not None
    visit = plan_the_visit(visiting, [*team_of(visiting, 2), expert.user])
    assert can_view(as_person(expert), visiting.case)
    assert visit.members.count() == 3
    assert label in planning(visiting)


@pytest.mark.clause("5.2-1")
def test_an_expert_from_outside_with_a_conflict_is_named_and_not_offered(visiting: LineWorld) -> None:
    expert = outsiders(visiting)[0]
    ConflictDeclaration.objects.create(
        expert=expert, organization=visiting.lead, reason="持股", declared_on=clock.today()
    )

    found = planning(visiting, look_up="1", find=expert.name)

    assert "应当回避，不能选" in found and f"<li>{expert.name}：" in found
    assert f"{expert.name} · 专家组外" not in found
    assert expert.user is not None
    with pytest.raises(Blocked, match="应当回避"):
        plan_the_visit(visiting, [*team_of(visiting, 2), expert.user])


def test_looking_experts_up_costs_the_same_however_many_are_found(visiting: LineWorld) -> None:
    planning(visiting)
    name = outsiders(visiting)[0].name
    few, many = (CaptureQueriesContext(connection) for _ in range(2))
    with few:
        planning(visiting, look_up="1", find=name)
    with many:
        assert "只列出一部分" in planning(visiting, look_up="1", find="示例")
    assert len(few) == len(many)


def test_the_plan_makes_the_pack_s_checklist_and_lets_the_experts_in(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)

    expert = as_person(Round(visiting).seats[0].expert)
    checklist = Round(visiting).pack.visit.checklist
    assert list(visit.items.filter(fact=None, part="").values_list("code", flat=True)) == [
        i.code for i in checklist
    ]
    assert can_view(expert, visiting.case)
    assert visit.items.get(code="no_market_production").clause == "2-3"


def test_what_differs_is_described(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)

    with pytest.raises(Invalid, match="写明看到的情况"):
        record_the_visit(visiting, visit, platform=Finding("differs"))
    assert not visit.items.exclude(found="").exists()


def test_a_record_is_kept_before_it_is_complete(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)

    record_visit(
        actor=visiting.actor("officer"), case=visiting.case, seen=visiting.case.version,
        findings={"platform": Finding("absent", "设备未到位")}, record="",
    )  # fmt: skip

    assert visit.items.get(code="platform").found == "absent"
    left = visit.items.count() - 1
    with pytest.raises(Blocked, match=f"考察清单还有 {left} 项没有核对"):
        _sign(visiting, visit, visiting.user("officer"))


def test_team_and_day_stand_once_something_is_recorded(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)
    record_the_visit(visiting, visit)

    with pytest.raises(Blocked, match="不能再改时间和人员"):
        plan_the_visit(visiting)


@pytest.mark.clause("5.2-1")
def test_the_visit_ends_when_all_have_signed_the_record(visiting: LineWorld) -> None:
    visit, team = plan_the_visit(visiting), team_of(visiting)
    record_the_visit(visiting, visit)
    for user in team[:2]:
        _sign(visiting, visit, user)

    with pytest.raises(Blocked, match=f"考察记录等待{team[2]}签字"):
        _conclude(visiting, "passed")
    _sign(visiting, visit, team[2])
    _conclude(visiting, "passed")

    assert visiting.case.stage_code == "integrity"
    assert not can_view(Actor.of(team[1], clock.today()), visiting.case)


def test_a_member_finds_the_signature_in_the_work_list(visiting: LineWorld) -> None:
    visit, team = plan_the_visit(visiting), team_of(visiting)
    member = Actor.of(team[1], clock.today())
    assert not work_list(member).items
    record_the_visit(visiting, visit)
    assert [item.what for item in work_list(member).items] == ["sign_visit"]

    _sign(visiting, visit, team[1])

    assert not work_list(member).items


def test_a_changed_record_voids_the_signatures(visiting: LineWorld) -> None:
    visit, team = plan_the_visit(visiting), team_of(visiting)
    record_the_visit(visiting, visit)
    shown = record_sha256(visit)
    _sign(visiting, visit, team[0])

    record_the_visit(visiting, visit, "补记：中试线在建。")

    assert not visit.members.filter(signed_at__isnull=False).exists()
    with pytest.raises(Stale):
        sign_visit(
            actor=Actor.of(team[1], clock.today()), case=visiting.case, seen=visiting.case.version,
            record_seen=shown,
        )  # fmt: skip


def test_nobody_signs_twice_or_from_outside_the_team(visiting: LineWorld) -> None:
    visit, team = plan_the_visit(visiting), team_of(visiting)
    outsider = Round(visiting).seats[-1].expert
    record_the_visit(visiting, visit)
    _sign(visiting, visit, team[0])

    with pytest.raises(Stale):
        _sign(visiting, visit, team[0])
    with pytest.raises(NotFound):
        _sign(visiting, visit, as_person(outsider).user or team[0])
    with pytest.raises(NotPermitted):
        _sign(visiting, visit, visiting.province.staff[visiting.lead.pk])


def test_sending_back_says_what_to_change(visiting: LineWorld) -> None:
    visit = plan_the_visit(visiting)
    record_the_visit(visiting, visit, platform=Finding("differs", "平台已更名"))
    for user in team_of(visiting):
        _sign(visiting, visit, user)

    with pytest.raises(Invalid, match="哪些情况与方案不符"):
        _conclude(visiting, "revise")
    _conclude(visiting, "revise", "按现场情况修改平台一节。")

    assert visiting.case.stage_code == "revision"
