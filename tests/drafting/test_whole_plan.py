"""A plan written wholly in the browser is submitted, and taken up again in the next round."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.drafting.test_save_section import doc, save
from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.drafting import invariants
from xiangchuang.drafting.asides import Aside, _asides, register_aside
from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.drafting.desk import Desk
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision, PlanSection
from xiangchuang.proposals.plan import TargetDraft, confirm_targets


@pytest.fixture
def written(world: LineWorld, case: Case) -> Case:
    """Lead and member have written every section by turns, and the lead has confirmed the targets."""
    for place, rule in enumerate(pack_of(case).outline.sections):
        save(world, case, ("lead", "member")[place % 2], f"第 {place + 1} 节的正文。", 0, rule.code)
    targets = [TargetDraft("发明专利申请", "件", {2027: Decimal(10)})]
    confirm_targets(actor=world.actor("lead"), case=case, seen=case.version, targets=targets)
    return case


@pytest.mark.clause("5.1-3")
def test_a_plan_without_a_file_is_checked_submitted_and_receipted(world: LineWorld, written: Case) -> None:
    client = Visitor(world.user("lead")).client
    page = text_of(client.get(f"/cases/{written.number}/submit-plan/"))
    assert "21 / 21 节" in page and "还不能提交" not in page
    answer = client.post(f"/cases/{written.number}/submit-plan/", {"seen": written.version}, follow=True)
    assert answer.status_code == 200 and "SHA-256" in text_of(answer)
    revision = PlanRevision.objects.get()
    assert revision.frozen_at is not None and revision.file is None and len(revision.content_sha256) == 64
    assert client.get(f"/cases/{written.number}/plan/1/plan.pdf").content.startswith(b"%PDF")
    late = client.post(
        f"/cases/{written.number}/manuscript/A.1.1/keep/",
        {"doc": doc("迟到")},
        content_type="application/json",
    )
    assert late.status_code == 422 and "不在编写方案的阶段" in late.json()["message"]


def test_the_empty_sections_are_named_before_submitting(world: LineWorld, case: Case) -> None:
    save(world, case, "lead", "只写了一节。", 0)
    page = text_of(Visitor(world.user("lead")).client.get(f"/cases/{case.number}/submit-plan/"))
    assert "方案缺 20 节" in page


def test_the_invariants_hold_of_what_was_written(world: LineWorld, written: Case) -> None:
    rules = [rule for name, rule in vars(invariants).items() if name.startswith(("no_", "what_"))]
    assert len(rules) == 3 and [list(rule()) for rule in rules] == [[], [], []]
    PlanSection.objects.filter(code="A.1.1").update(version=0, words=999)
    assert any(list(rule()) for rule in rules)


def test_another_app_fills_a_box_beside_the_text(world: LineWorld, case: Case) -> None:
    def assigned(desk: Desk, section: PlanSection) -> Aside | None:
        return Aside("分工", f"{desk.who}负责 {section.code}") if section.code == "A.1.1" else None

    client: Client = Visitor(world.user("lead")).client
    register_aside(assigned)
    try:
        assert "负责 A.1.1" in text_of(client.get(f"/cases/{case.number}/manuscript/A.1.1/"))
        assert "分工" not in text_of(client.get(f"/cases/{case.number}/manuscript/A.1.2/"))
    finally:
        _asides.remove(assigned)


@pytest.mark.clause("5.2-1")
def test_the_next_round_begins_with_what_was_submitted(db: None) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    case = world.at_stage("revision")
    first = PlanRevision.objects.get()
    second = begin_manuscript(actor=world.actor("member"), case=case)
    assert (first.frozen_at is not None, second.number, second.frozen_at) == (True, 2, None)
    before = dict(first.sections.values_list("code", "blocks"))
    assert dict(second.sections.values_list("code", "blocks")) == before and second.missing == []
    save(world, case, "member", "按意见改过。", 0, "A.2.2")
    assert dict(first.sections.values_list("code", "blocks")) == before, "what was submitted stays"
