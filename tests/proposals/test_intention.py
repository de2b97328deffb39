"""The intention: what it must say before a city sees it (5.1-3, 1.1-1, 3.1, 3.2, 3.3)."""

from dataclasses import replace

import pytest

from tests.factories.line import LineWorld
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import Case, Participant
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.intention import (
    IntentionDraft,
    MemberDraft,
    TaskDraft,
    begin_intention,
    intention_gaps,
    save_intention,
    submit_intention,
)
from xiangchuang.proposals.models import MemberRole, Proposal


@pytest.fixture
def draft(world: LineWorld) -> IntentionDraft:
    """A complete intention of the lead, its case just begun."""
    world.line.begin()
    return world.line.draft()


def save(world: LineWorld, draft: IntentionDraft) -> Proposal:
    return save_intention(actor=world.actor("lead"), case=world.case, seen=world.case.version, draft=draft)


def submit(world: LineWorld) -> Case:
    return submit_intention(actor=world.actor("lead"), case=world.case, seen=world.case.version)


def gaps(world: LineWorld, draft: IntentionDraft) -> dict[str, str]:
    """Return what the draft lacks: field → clause."""
    return {gap.field: gap.clause for gap in intention_gaps(save(world, draft), pack_of(world.case))}


@pytest.mark.clause("5.1-3")
def test_an_intention_names_field_direction_mode_and_key_tasks(
    world: LineWorld, draft: IntentionDraft
) -> None:
    assert gaps(world, draft) == {}
    for field, emptied in {
        "area": replace(draft, field=""),
        "direction": replace(draft, direction=""),
        "formation_mode": replace(draft, formation_mode=""),
        "tasks": replace(draft, tasks=[]),
    }.items():
        assert gaps(world, emptied) == {field: "5.1-3"}


@pytest.mark.clause("5.1-3")
def test_the_intention_reaches_the_department_only_through_the_city_of_the_lead(
    world: LineWorld, draft: IntentionDraft
) -> None:
    save(world, draft)
    case = submit(world)
    assert (case.stage_kind, case.holder_organization) == ("recommendation", world.bureau)


def test_nothing_incomplete_is_submitted_and_every_gap_is_said(world: LineWorld) -> None:
    world.line.begin()
    with pytest.raises(Blocked) as refused:
        submit(world)
    for words in ("没有选择综合类或领域类", "没有选择重点建设领域", "没有写重点任务", "没有写联系电话"):
        assert words in refused.value.message
    assert Case.objects.get(pk=world.case.pk).submitted_at is None


@pytest.mark.clause("3.1-1")
def test_an_intention_is_comprehensive_or_field_specific(world: LineWorld, draft: IntentionDraft) -> None:
    assert {c.code for c in pack_of(world.case).categories} == {"comprehensive", "field_specific"}
    assert gaps(world, replace(draft, category="")) == {"category": "3.1-1"}
    with pytest.raises(Invalid, match="不在本政策中"):
        save(world, replace(draft, category="regional"))


@pytest.mark.clause("3.1.1-1")
def test_a_comprehensive_intention_names_its_strategy_and_its_chain_to_engineering(
    world: LineWorld, draft: IntentionDraft
) -> None:
    bare = replace(draft, category="comprehensive", major_strategy="", engineering_chain="")
    assert gaps(world, bare) == {"major_strategy": "3.1.1-1", "engineering_chain": "3.1.1-1"}
    assert gaps(world, replace(bare, category="field_specific")) == {}


@pytest.mark.clause("1.1-1")
def test_direction_and_tasks_each_carry_one_of_the_four_types_of_technology(
    world: LineWorld, draft: IntentionDraft
) -> None:
    known = {t.code for t in pack_of(world.case).technology_types}
    assert known == {"frontier", "key_common", "modern_engineering", "disruptive"}
    assert gaps(world, replace(draft, technology_type="")) == {"technology_type": "1.1-1"}
    proposal = save(world, draft)
    assert {task.technology_type for task in proposal.key_tasks.all()} <= known


@pytest.mark.clause("3.2-2", "3.2-4", "3.2-6")
@pytest.mark.parametrize(
    ("orientation", "field", "clause"),
    [
        ("science_frontier", "brain_science", "3.2-2"),
        ("economic_battlefield", "water_security", "3.2-4"),
        ("major_needs", "deep_equipment", "3.2-6"),
    ],
)
def test_an_orientation_asks_its_question_before_its_fields_may_be_proposed(
    world: LineWorld, draft: IntentionDraft, orientation: str, field: str, clause: str
) -> None:
    """3.2-2: disruptive innovation; 3.2-4: a bottleneck and its benefit; 3.2-6: security or a chokepoint."""
    chosen = replace(draft, orientation=orientation, field=field)
    assert gaps(world, chosen) == {}
    assert gaps(world, replace(chosen, orientation_answer="")) == {"orientation_answer": clause}


@pytest.mark.clause("3.2-8")
def test_life_and_health_asks_no_further_question(world: LineWorld, draft: IntentionDraft) -> None:
    health = replace(draft, orientation="life_health", field="medical_devices", orientation_answer="")
    assert gaps(world, health) == {}


@pytest.mark.clause("3.2-8")
def test_a_list_that_ends_in_deng_takes_another_field_with_reasons(
    world: LineWorld, draft: IntentionDraft
) -> None:
    other = replace(draft, orientation="life_health", field="", other_field="康复辅具")
    assert gaps(world, other) == {"other_field_reason": "3.2-2"}
    assert gaps(world, replace(other, other_field_reason="列名领域之外，产业基础好。")) == {}


@pytest.mark.clause("3.3-1")
def test_enterprises_universities_and_institutes_lead_and_governments_do_not(world: LineWorld) -> None:
    pack = pack_of(world.line.begin().case)
    assert {"enterprise", "university", "institute"} <= {k.kind for k in pack.lead_kinds}
    bureau = world.bureau
    with pytest.raises(NotPermitted):
        begin_intention(actor=world.actor("city_bureau"), lead=bureau, title="示例中心")
    Organization.objects.filter(pk=world.lead.pk).update(kind=OrganizationKind.SOCIAL_SERVICE)
    with pytest.raises(Blocked, match="不能牵头") as refused:
        begin_intention(
            actor=world.actor("lead"), lead=Organization.objects.get(pk=world.lead.pk), title="示例中心"
        )
    assert refused.value.clause == "3.3-1"


@pytest.mark.clause("3.3-1")
def test_governments_take_part_as_supporters(world: LineWorld, draft: IntentionDraft) -> None:
    city = Organization.objects.create(
        name="示例长沙市人民政府", kind=OrganizationKind.GOVERNMENT, prefecture="430100"
    )
    proposal = save(world, replace(draft, members=[MemberDraft(city, "提供用地", MemberRole.SUPPORTER)]))
    assert [(m.organization, m.role) for m in proposal.memberships.all()] == [(city, MemberRole.SUPPORTER)]


@pytest.mark.clause("3.3-4", "3.3-5", "3.3-6")
def test_each_mode_of_formation_has_its_field_and_its_kinds_of_lead(
    world: LineWorld, draft: IntentionDraft
) -> None:
    """Concentrated: a leading firm. Scattered: several firms. Immature market: university or institute."""
    modes = {m.clause: m for m in pack_of(world.case).formation_modes}
    assert modes["3.3-4"].leads == modes["3.3-5"].leads == ("enterprise",)
    assert (
        set(modes["3.3-6"].leads) >= {"university", "institute"} and "enterprise" not in modes["3.3-6"].leads
    )
    for clause, words in (("3.3-4", "集中度高"), ("3.3-5", "集中度较低"), ("3.3-6", "市场还未培育成熟")):
        assert words in modes[clause].when.zh
    led_by_university = replace(draft, formation_mode=modes["3.3-6"].code)
    assert gaps(world, led_by_university) == {"formation_mode": "3.3-6"}


@pytest.mark.clause("3.3-2")
def test_one_center_one_scheme_another_lead_than_usual_gives_its_reason(
    world: LineWorld, draft: IntentionDraft
) -> None:
    unusual = replace(draft, formation_mode="university_led", mode_reason="企业设有省级研究院。")
    assert gaps(world, unusual) == {}


def test_a_field_of_no_policy_is_refused(world: LineWorld, draft: IntentionDraft) -> None:
    with pytest.raises(Invalid, match="不在本政策中"):
        save(world, replace(draft, field="perpetual_motion"))


def test_a_member_sees_the_case_while_it_is_one(world: LineWorld, draft: IntentionDraft) -> None:
    save(world, draft)
    assert Participant.objects.filter(case=world.case, organization=world.member, until=None).exists()
    save(world, replace(draft, members=[]))
    assert not Participant.objects.filter(case=world.case, organization=world.member, until=None).exists()


def test_the_lead_is_never_its_own_member(world: LineWorld, draft: IntentionDraft) -> None:
    proposal = save(world, replace(draft, members=[MemberDraft(world.lead)]))
    assert not proposal.memberships.exists()


def test_a_member_reads_the_intention_but_does_not_write_it(world: LineWorld, draft: IntentionDraft) -> None:
    save(world, draft)
    with pytest.raises(NotPermitted):
        save_intention(
            actor=world.actor("member"), case=world.case, seen=world.case.version,
            draft=replace(draft, tasks=[TaskDraft("改动", "frontier")]),
        )  # fmt: skip
    with pytest.raises(NotFound):
        save_intention(actor=world.actor("stranger"), case=world.case, seen=world.case.version, draft=draft)


def test_a_city_without_a_bureau_keeps_the_draft_and_says_so(world: LineWorld, draft: IntentionDraft) -> None:
    save(world, draft)
    Organization.objects.filter(pk=world.bureau.pk).update(kind=OrganizationKind.DEPARTMENT)
    with pytest.raises(Blocked, match="还没有登记市州科技局"):
        submit(world)
    assert Proposal.objects.get(case=world.case).direction == draft.direction


def test_the_bureau_of_a_pilot_county_receives_the_notice_but_recommends_nothing(
    world: LineWorld, draft: IntentionDraft
) -> None:
    Organization.objects.create(
        name="示例浏阳市科学技术局",
        kind=OrganizationKind.BUREAU,
        prefecture="430100",
        supervisor=world.bureau,
    )
    save(world, draft)
    assert submit(world).holder_organization == world.bureau
