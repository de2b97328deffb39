"""形式审查: remarks at the field, answered there, resolved one by one."""

import pytest

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from tests.proposals.pages import fields_of
from xiangchuang.procedure.comments import open_comments
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case, CaseState, FieldComment
from xiangchuang.proposals.formal_check import (
    answer_comment,
    comment_field,
    fail_formal_check,
    pass_formal_check,
    resolve_comment,
    return_from_formal_check,
)
from xiangchuang.proposals.models import Proposal


def remark(world: LineWorld, case: Case, anchor: str = "direction") -> FieldComment:
    return comment_field(
        actor=world.actor("officer"), case=case, seen=case.version, anchor=anchor, label="领域方向",
        text="写明关键部件。",
    )  # fmt: skip


def test_an_officer_returns_with_remarks_and_the_lead_answers_at_the_field(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    officer, lead = Visitor(world.user("officer")), Visitor(world.user("lead"))
    typed = {"comment-direction": "写明关键部件。", "comment-tasks": "第二项太宽。", "comment-title": " "}
    assert officer.send("proposals:formal-check", case, typed).status_code == 302
    assert [c.label for c in open_comments(case)] == ["领域方向", "重点任务"]
    assert officer.send("proposals:return-from-formal-check", case, {"reason": ""}).status_code == 302
    page = lead.open("proposals:intention", case)
    assert "第二项太宽。" in text_of(page)
    fields = fields_of(page)
    replies = [name for name in fields if name.startswith("reply-")]
    assert len(replies) == 2
    fields |= {"direction": "面向主轴承与刀盘。", replies[0]: "已写明主轴承与刀盘。"}
    assert lead.client.post(f"/cases/{case.number}/intention/", fields).status_code == 302
    assert Proposal.objects.get(case=case).direction == "面向主轴承与刀盘。"
    assert [c.reply for c in open_comments(case)] == ["已写明主轴承与刀盘。", ""]


def test_a_bare_return_is_refused(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    with pytest.raises(Blocked, match="还没有任何审查意见"):
        return_from_formal_check(actor=world.actor("officer"), case=case, seen=case.version)


def test_nothing_passes_with_a_remark_open_and_resolving_it_opens_the_way(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    officer = world.actor("officer")
    written = remark(world, case)
    with pytest.raises(Blocked, match="还有 1 条审查意见没有了结"):
        pass_formal_check(actor=officer, case=case, seen=case.version)
    resolve_comment(actor=officer, case=case, seen=case.version, comment_id=written.pk)
    pass_formal_check(actor=officer, case=case, seen=case.version)
    assert case.stage_code == "plan"


def test_a_remark_of_another_case_is_neither_resolved_nor_answered(world: LineWorld) -> None:
    other = world.at_stage("formal_check", "示例别的中心")
    foreign = remark(world, other)
    case = world.at_stage("formal_check")
    with pytest.raises(NotFound):
        resolve_comment(actor=world.actor("officer"), case=case, seen=case.version, comment_id=foreign.pk)
    foreign.refresh_from_db()
    assert foreign.resolved_at is None


def test_an_empty_remark_and_an_empty_answer_are_refused(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    with pytest.raises(Invalid, match="意见不能为空"):
        comment_field(
            actor=world.actor("officer"), case=case, seen=case.version, anchor="tasks", label="任务", text=" "
        )
    written = remark(world, case)
    return_from_formal_check(actor=world.actor("officer"), case=case, seen=case.version)
    with pytest.raises(Invalid, match="怎样修改"):
        answer_comment(
            actor=world.actor("lead"), case=case, seen=case.version, comment_id=written.pk, reply=""
        )


def test_an_intention_that_lost_a_part_does_not_pass(world: LineWorld) -> None:
    """3.1.1-1 and 5.1-3 hold at the check as well, whatever happened since the submission."""
    case = world.at_stage("formal_check")
    Proposal.objects.filter(case=case).update(category="comprehensive", major_strategy="")
    with pytest.raises(Blocked, match="重大战略"):
        pass_formal_check(actor=world.actor("officer"), case=case, seen=case.version)


def test_a_refusal_has_a_reason_and_ends_the_case(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    officer = world.actor("officer")
    with pytest.raises(Invalid):
        fail_formal_check(actor=officer, case=case, seen=case.version, reason="")
    fail_formal_check(actor=officer, case=case, seen=case.version, reason="不属于重点建设领域。")
    assert case.state == CaseState.REFUSED


def test_writing_nothing_is_said_and_a_forged_resolve_is_no_fault(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    officer = Visitor(world.user("officer"))
    empty = officer.send("proposals:formal-check", case, {})
    forged = officer.send("proposals:formal-check", case, {"resolve": "１２x"})
    assert (empty.status_code, forged.status_code) == (422, 422)
    assert "还没有写意见" in text_of(empty)
