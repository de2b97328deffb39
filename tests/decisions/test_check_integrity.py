"""The integrity check: every source for lead and members, all clear, or the case ends with a reason."""

import pytest

from tests.decisions.world import World
from xiangchuang.decisions.check_integrity import (
    IntegrityFinding,
    fail_integrity,
    pass_integrity,
    record_integrity,
)
from xiangchuang.decisions.models import IntegrityItem
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.packs import pack_of


def test_the_officer_finds_everything_clear_and_passes(world: World) -> None:
    case = world.case_at("integrity")
    world.through_integrity(case)
    assert case.stage_code == "meeting"


def test_it_is_not_passed_while_one_source_for_one_member_is_not_consulted(world: World) -> None:
    case = world.case_at("integrity")
    but_one = world.clear_findings(case)[:-1]
    record_integrity(actor=world.officer, case=case, seen=case.version, items=but_one)
    with pytest.raises(Blocked, match="示例理工大学还有 1 项没有核查"):
        pass_integrity(actor=world.officer, case=case, seen=case.version)
    assert case.stage_code == "integrity"


def test_it_is_not_passed_while_a_source_is_not_clear_and_the_later_finding_counts(world: World) -> None:
    case = world.case_at("integrity")
    world_of_items = world.clear_findings(case)
    bad = IntegrityFinding(world.lead.pk, world_of_items[0].item, False, "列入2026年第3批名单")
    record_integrity(actor=world.officer, case=case, seen=case.version, items=[*world_of_items[1:], bad])
    with pytest.raises(Blocked, match=r"示例掘进装备股份有限公司：.*有问题"):
        pass_integrity(actor=world.officer, case=case, seen=case.version)
    record_integrity(actor=world.officer, case=case, seen=case.version, items=[world_of_items[0]])
    pass_integrity(actor=world.officer, case=case, seen=case.version)
    assert IntegrityItem.objects.count() == len(world_of_items)


def test_a_finding_that_is_not_clear_says_what_was_found(world: World) -> None:
    case = world.case_at("integrity")
    item = pack_of(case).integrity.items[0].code
    silent = IntegrityFinding(world.lead.pk, item, False, "  ")
    with pytest.raises(Invalid, match="写明查到什么"):
        record_integrity(actor=world.officer, case=case, seen=case.version, items=[silent])


@pytest.mark.parametrize("item", ["forged_source", ""])
def test_a_source_the_policy_does_not_name_is_refused(world: World, item: str) -> None:
    case = world.case_at("integrity")
    with pytest.raises(Invalid, match="不一致"):
        record_integrity(
            actor=world.officer, case=case, seen=case.version,
            items=[IntegrityFinding(world.lead.pk, item, True)],
        )  # fmt: skip


def test_a_supporting_government_is_not_checked_and_cannot_be(world: World) -> None:
    case = world.case_at("integrity")
    government = case.proposal.memberships.get(role="supporter").organization
    item = pack_of(case).integrity.items[0].code
    with pytest.raises(Invalid):
        record_integrity(
            actor=world.officer, case=case, seen=case.version,
            items=[IntegrityFinding(government.pk, item, True)],
        )  # fmt: skip


def test_failing_ends_the_case_with_the_reason(world: World) -> None:
    case = world.case_at("integrity")
    with pytest.raises(Invalid, match="写明理由"):
        fail_integrity(actor=world.officer, case=case, seen=case.version, reason=" ")
    fail_integrity(actor=world.officer, case=case, seen=case.version, reason="牵头单位在处理期内。")
    assert case.state == CaseState.REFUSED
    assert case.runs.get(stage_code="integrity").reason == "牵头单位在处理期内。"


def test_only_an_officer_who_saw_the_present_page_does_it(world: World) -> None:
    case = world.case_at("integrity")
    items = world.clear_findings(case)
    seen = case.version
    with pytest.raises(NotPermitted):
        record_integrity(actor=world.division_head, case=case, seen=seen, items=items)
    with pytest.raises(NotPermitted):
        record_integrity(actor=world.applicant, case=case, seen=seen, items=items)
    with pytest.raises(NotFound):
        record_integrity(actor=world.stranger, case=case, seen=seen, items=items)
    record_integrity(actor=world.officer, case=case, seen=seen, items=items)
    with pytest.raises(Stale):
        record_integrity(actor=world.officer, case=case, seen=seen, items=items)


def test_it_is_refused_in_another_stage(world: World) -> None:
    case = world.case_at("meeting")
    with pytest.raises(Blocked, match="现在的阶段不能办理"):
        pass_integrity(actor=world.officer, case=case, seen=case.version)


def test_what_was_not_clear_is_in_the_ledger(world: World) -> None:
    case = world.case_at("integrity")
    item = pack_of(case).integrity.items[0].code
    finding = IntegrityFinding(world.lead.pk, item, False, "名单第12号")
    record_integrity(actor=world.officer, case=case, seen=case.version, items=[finding])
    entry = LedgerEntry.objects.get(verb="record_integrity")
    assert entry.detail["not_clear"] == [f"{world.lead.pk}:{item}"]
