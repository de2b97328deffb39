"""The lead divides the plan among the consortium; who is named finds it on the work list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.drafting.together.conftest import newcomer
from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.mark_section import mark_section
from xiangchuang.drafting.models import SectionAssignment
from xiangchuang.drafting.save_section import save_plain_section
from xiangchuang.drafting.together.assign import assign_section, assignees, set_writing_rule, take_back
from xiangchuang.drafting.together.task_list import team_lines
from xiangchuang.drafting.together.waiting import errands
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanSection
from xiangchuang.workbench.reminders import remind_of_deadlines


def _assign(world: LineWorld, case: Case, section: str = "A.4.1", to: str = "") -> SectionAssignment:
    return assign_section(
        actor=world.actor("lead"), case=case, section=section, to=to or str(world.member.pk),
        due_on=clock.today() + timedelta(days=3), note="写明里程碑",
    )  # fmt: skip


def _errands(actor: Actor) -> list[str]:
    return [errand.what for errand in errands(actor)]


@pytest.mark.clause("5.1-3")
def test_a_section_given_to_a_member_stands_in_its_work_list_until_it_is_written(
    world: LineWorld, case: Case
) -> None:
    lead, member = world.actor("lead"), world.actor("member")
    given = _assign(world, case)

    assert _errands(member) == ["编写方案 1 节：A.4.1"]
    assert _errands(lead) == []
    told = Message.objects.get(kind="plan_section_assigned")
    assert told.audience == f"house:lead:{world.member.pk}"
    line = next(line for line in team_lines(member, case) if line.code == "A.4.1")
    assert (line.is_mine, line.is_written, line.due_on) == (True, False, given.due_on)

    section = PlanSection.objects.get(revision__proposal__case=case, code="A.4.1")
    save_plain_section(
        actor=member, case=case, code="A.4.1", text="任务一：攻克主轴承。", seen=section.version
    )
    mark_section(actor=member, case=case, code="A.4.1", done=True, seen=section.version + 1)

    assert _errands(member) == []


def test_a_section_given_to_a_person_waits_for_that_person_alone(
    world: LineWorld, case: Case, colleague: Actor
) -> None:
    assert colleague.user is not None
    _assign(world, case, to=f"{world.lead.pk}:{colleague.user.pk}")

    assert _errands(colleague) == ["编写方案 1 节：A.4.1"]
    assert _errands(world.actor("lead")) == []


def test_given_again_the_day_is_the_new_one(world: LineWorld, case: Case) -> None:
    first = _assign(world, case)
    again = assign_section(
        actor=world.actor("lead"), case=case, section="A.4.1", to=str(world.member.pk), due_on=clock.today()
    )
    assert again.pk == first.pk
    assert SectionAssignment.objects.get().due_on == clock.today()


def test_taken_back_it_waits_for_nobody(world: LineWorld, case: Case) -> None:
    given = _assign(world, case)
    take_back(actor=world.actor("lead"), assignment=given)

    assert _errands(world.actor("member")) == []
    with pytest.raises(Stale):
        take_back(actor=world.actor("lead"), assignment=given)


def test_only_the_lead_divides(world: LineWorld, case: Case) -> None:
    for part, refusal in (("member", NotPermitted), ("officer", NotFound), ("stranger", NotFound)):
        with pytest.raises(refusal):
            assign_section(
                actor=world.actor(part), case=case, section="A.4.1", to=str(world.member.pk),
                due_on=clock.today(),
            )  # fmt: skip


def test_what_cannot_be_given_is_refused_in_words(world: LineWorld, case: Case) -> None:
    lead = world.actor("lead")
    outsider = newcomer(world.stranger, Role.LEAD)
    run = case.runs.get(closed_at__isnull=True)
    late = (run.due_on or clock.today()) + timedelta(days=1)
    for to, day, words in (
        (str(world.stranger.pk), clock.today(), "从列表中选择"),
        (f"{world.lead.pk}:{outsider.pk}", clock.today(), "从列表中选择"),
        (str(world.member.pk), clock.today() - timedelta(days=1), "已经过去"),
        *([(str(world.member.pk), late, "晚于本阶段的期限")] if run.due_on else []),
    ):
        with pytest.raises(Invalid, match=words):
            assign_section(actor=lead, case=case, section="A.4.1", to=to, due_on=day)
    with pytest.raises(NotFound):
        assign_section(actor=lead, case=case, section="B.1", to=str(world.member.pk), due_on=clock.today())
    assert {a.organization for a in assignees(case)} == {world.lead, world.member}


def test_a_locked_division_lets_those_named_write_and_the_lead(world: LineWorld, case: Case) -> None:
    lead, member = world.actor("lead"), world.actor("member")
    _assign(world, case)
    set_writing_rule(actor=lead, case=case, only_assigned=True)

    assert save_plain_section(actor=member, case=case, code="A.4.1", text="可以写。", seen=0)
    with pytest.raises(NotPermitted, match="限定了分工"):
        save_plain_section(actor=member, case=case, code="A.1.1", text="不该写。", seen=0)
    assert save_plain_section(actor=lead, case=case, code="A.1.1", text="牵头写。", seen=0)

    set_writing_rule(actor=lead, case=case, only_assigned=False)
    assert save_plain_section(actor=member, case=case, code="A.1.1", text="牵头写。成员补。", seen=1)


def test_the_page_divides_and_keeps_what_was_typed(world: LineWorld, case: Case) -> None:
    lead = Visitor(world.actor("lead"))
    page = text_of(lead.open("drafting:team", case))
    assert "提纲 21 节" in page and "未分工" in page

    day = (clock.today() + timedelta(days=2)).isoformat()
    address = f"/cases/{case.number}/team/A.4.1/"
    refused = lead.client.post(address, {"to": "", "due_on": day, "note": "写明里程碑"})
    assert refused.status_code == 422 and "写明里程碑" in text_of(refused)
    done = lead.client.post(address, {"to": str(world.member.pk), "due_on": day, "note": "写明里程碑"})
    assert done.status_code == 302

    member = Visitor(world.actor("member"))
    assert "我的" in text_of(member.open("drafting:team", case))
    assert text_of(member.open("drafting:team", case, mine="")).count("<tr class") == 1
    assert str(world.member) in text_of(lead.open("drafting:manuscript", case))
    given = SectionAssignment.objects.get()
    end = f"/cases/{case.number}/team/assignments/{given.pk}/end/"
    assert member.client.post(end).status_code == 403
    assert lead.client.post(end).status_code == 302


def test_the_team_page_asks_as_often_for_three_as_for_one(world: LineWorld, case: Case) -> None:
    lead, member, asked = Visitor(world.actor("lead")), world.actor("member"), []
    for sections in (("A.4.1",), ("A.4.2", "A.5.1")):
        for section in sections:
            _assign(world, case, section)
        with CaptureQueriesContext(connection) as page:
            lead.open("drafting:team", case)
        with CaptureQueriesContext(connection) as waiting:
            list(errands(member))
        asked.append((len(page), len(waiting)))
    assert asked[0] == asked[1]


def test_a_day_that_is_near_is_brought_to_mind(world: LineWorld, case: Case) -> None:
    assign_section(
        actor=world.actor("lead"), case=case, section="A.4.1", to=str(world.member.pk), due_on=clock.today()
    )

    remind_of_deadlines(clock.today())

    told = Message.objects.exclude(kind="plan_section_assigned").filter(subject=case.title)
    assert any("A.4.1" in str(message.values) for message in told)
