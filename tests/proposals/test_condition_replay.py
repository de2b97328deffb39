"""Versions of the policy: a case keeps the law it began under; a draft shows whom it would change."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from shutil import copytree
from types import ModuleType

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, nothing_changes
from tests.policy.draft import Draft
from tests.workbench.browser import text_of
from xiangchuang.organizations.models import FactRecord
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import forget_packs, register_pack
from xiangchuang.procedure.replay import Replayed, replay_past_cases
from xiangchuang.proposals.check_conditions import find_condition, recheck_conditions
from xiangchuang.proposals.queries import latest_decision

HUNAN = Path(__file__).resolve().parents[2] / "policies" / "hunan-tic-2020"
FLOOR = '- {from: 2020-12-31, value: 4000000000, clause: "3.4-2"}'
MEAN = "rd_mean_of_three_years"
# Fen: a floor no example enterprise reaches.
HIGHER = 900_000_000_000


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    """A copy of the notice to change; the process forgets the versions that end with the test."""
    forget_packs()
    yield Draft(copytree(HUNAN, tmp_path / "draft"))
    forget_packs()


def higher_floor(draft: Draft, since: str = "2020-12-31") -> Draft:
    return draft.edit("parameters.yaml", FLOOR, f'- {{from: {since}, value: {HIGHER}, clause: "3.4-2"}}')


def replayed(draft: Draft) -> list[Replayed]:
    pack: Pack = load_pack(draft.directory)
    with nothing_changes():
        return list(replay_past_cases(pack))


def changes(of: Replayed) -> list[tuple[str, str, str]]:
    return [(c.code, c.was, c.now) for c in of.changed]


def outcome(case: Case, code: str) -> str:
    decision = latest_decision(case)
    assert decision is not None
    return decision.outcomes.get(code=code).outcome


def test_the_policy_as_it_is_decides_nobody_otherwise(world: LineWorld, draft: Draft) -> None:
    world.at_stage("conditions")
    (found,) = replayed(draft)
    assert (found.changed, found.problem, found.is_decided_otherwise) == ((), "", False)


def test_a_higher_floor_names_the_case_and_the_condition(world: LineWorld, draft: Draft) -> None:
    case = world.at_stage("formal_check")
    (found,) = replayed(higher_floor(draft))
    assert found.case_number == case.number
    assert changes(found) == [(MEAN, "met", "unmet")]
    assert found.is_decided_otherwise and found.now == "unmet"
    assert "还差" in found.changed[0].gap


def test_the_data_are_those_of_the_decision_not_of_today(world: LineWorld, draft: Draft) -> None:
    world.at_stage("conditions")
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure").update(fen=1)
    (found,) = replayed(draft)
    assert found.changed == ()


def test_a_fact_the_draft_reads_otherwise_comes_from_the_register_of_then(
    world: LineWorld, draft: Draft, clock: ModuleType
) -> None:
    """Two years instead of three: the kept sum does not serve; a record entered later does not count."""
    case = world.at_stage("conditions")
    clock.advance(timedelta(days=1))
    one = FactRecord.objects.filter(organization=world.lead, code="rd_expenditure").order_by("-year")[0]
    FactRecord.objects.filter(pk=one.pk).update(recorded_at=clock.now())
    draft.edit(
        "facts.yaml",
        "label: {zh: 近三年研发经费合计, en: R&D spend of the last three years}",
        "label: {zh: 近三年研发经费总额, en: R&D spend of the last three years}",
    )
    (found,) = replayed(draft)
    assert (found.case_number, changes(found)) == (case.number, [(MEAN, "met", "missing")])
    assert f"缺 {one.year} 年" in found.changed[0].gap


def test_a_condition_that_the_draft_drops_or_ends_is_listed(world: LineWorld, draft: Draft) -> None:
    world.at_stage("conditions")
    draft.edit(
        "conditions.yaml",
        "expression: major_projects >= :major_projects_floor",
        "expression: major_projects >= :major_projects_floor\n    valid_to: 2021-12-31",
    )
    (found,) = replayed(draft)
    assert changes(found) == [("major_project_experience", "met", "")]


def test_a_finding_stays_where_its_ground_did_not_move(world: LineWorld, draft: Draft) -> None:
    case = world.at_stage("conditions")
    find_condition(
        actor=world.actor("officer"), case=case, seen=case.version, code="industry_leader", finding="unmet",
        reason="协会证明不足。",
    )  # fmt: skip
    (found,) = replayed(draft)
    assert (found.was, found.now) == ("unmet", "unmet")


def test_the_newest_decision_of_each_case_is_replayed_once(world: LineWorld, draft: Draft) -> None:
    case = world.at_stage("conditions")
    recheck_conditions(actor=world.actor("officer"), case=case, seen=case.version)
    world.at_stage("conditions", "示例另一技术创新中心")
    assert len(replayed(draft)) == 2


def test_the_command_lists_them_in_words(world: LineWorld, draft: Draft) -> None:
    case = world.at_stage("conditions")
    out = StringIO()
    call_command("policy", "replay", "--version", str(higher_floor(draft).directory), stdout=out)
    told = out.getvalue()
    assert f"{case.number} {world.lead.name}" in told
    assert "近三年平均研发经费：满足 → 不满足" in told
    assert "重判 1 个案卷，1 个整体结果不同" in told
    with pytest.raises(CommandError, match="不是目录"):
        call_command("policy", "replay", "--version", "/nowhere")


def test_the_page_is_the_departments(world: LineWorld, draft: Draft) -> None:
    case = world.at_stage("conditions")
    version = register_pack(higher_floor(draft).directory)
    address = f"/policy-versions/{version.pk}/replay/"
    for part in ("officer", "division_head"):
        client = Visitor(world.user(part)).client
        assert 'href="/policy-versions/"' in client.get("/policy/").content.decode()
        assert address in client.get("/policy-versions/").content.decode()
        with nothing_changes():
            page = text_of(client.get(address).content.decode())
        assert "重判 1 个案卷，1 个整体结果不同" in page
        assert case.number in page and "近三年平均研发经费" in page
    assert Visitor(world.user("lead")).client.get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert "/policy-versions/" not in Client().get("/policy/").content.decode()


def test_a_change_of_parameter_between_intention_and_plan_binds_only_who_begins_after(
    world: LineWorld, draft: Draft, clock: ModuleType
) -> None:
    """One version, a value that changes while the case runs: the case keeps the value of its first day."""
    changes_on = clock.today() + timedelta(days=10)
    later = f'- {{from: {changes_on}, value: {HIGHER}, clause: "3.4-2"}}'
    register_pack(draft.edit("parameters.yaml", FLOOR, f"{FLOOR}\n      {later}").directory)
    before = world.at_stage("conditions")
    clock.advance(timedelta(days=11))
    recheck_conditions(actor=world.actor("officer"), case=before, seen=before.version)
    assert outcome(before, MEAN) == "met"
    after = world.at_stage("conditions", "示例后开始的技术创新中心")
    assert outcome(after, MEAN) == "unmet"


def test_a_new_version_between_intention_and_plan_leaves_the_case_with_its_own(
    world: LineWorld, draft: Draft
) -> None:
    case = world.at_stage("intention")
    register_pack(higher_floor(draft).directory)
    world.on_to("formal_check")
    assert outcome(case, MEAN) == "met"
    assert outcome(world.at_stage("conditions", "示例后开始的技术创新中心"), MEAN) == "unmet"


@pytest.mark.parametrize(
    ("days", "binds"), [("valid_from: 2099-01-01", False), ("valid_to: 2099-01-01", True), ("", True)]
)
def test_a_condition_binds_within_its_days(world: LineWorld, draft: Draft, days: str, binds: bool) -> None:
    line = "expression: major_projects >= :major_projects_floor"
    register_pack(draft.edit("conditions.yaml", line, f"{line}\n    {days}".rstrip()).directory)
    decision = latest_decision(world.at_stage("conditions"))
    assert decision is not None
    judged = {o.code for o in decision.outcomes.all()}
    assert ("major_project_experience" in judged) is binds


def test_days_the_wrong_way_round_are_refused_with_the_reason(draft: Draft) -> None:
    line = "expression: major_projects >= :major_projects_floor"
    draft.edit("conditions.yaml", line, f"{line}\n    valid_from: 2022-01-01\n    valid_to: 2021-12-31")
    assert "valid_to 早于 valid_from" in str(draft.problem())
