"""What must hold of writing together is found when somebody writes the rows past the verbs."""

from datetime import timedelta

from tests.drafting.together.conftest import newcomer, signed_in
from tests.factories.line import LineWorld
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.invariants import (
    a_granted_request_made_the_appointment_it_names,
    a_section_is_given_within_the_consortium,
    only_the_consortium_speaks_of_a_plan,
)
from xiangchuang.drafting.models import Comment, SectionAssignment
from xiangchuang.drafting.together.access import ask_access, grant_access
from xiangchuang.drafting.together.assign import assign_section
from xiangchuang.drafting.together.discuss import Said, begin_thread
from xiangchuang.procedure.models import Case


def test_each_rule_holds_after_the_verbs_and_names_the_row_that_breaks_it(
    world: LineWorld, case: Case
) -> None:
    lead = world.actor("lead")
    assign_section(actor=lead, case=case, section="A.1.1", to=str(world.member.pk), due_on=clock.today())
    begin_thread(actor=lead, case=case, section="A.1.1", said=Said("写明来源。"))
    person = signed_in(newcomer(world.lead, Role.SERVED_FIRM))
    asked = ask_access(actor=person, reason="编写 A.1 节", house=world.lead.pk)
    grant_access(actor=lead, request=asked, valid_to=clock.today() + timedelta(days=5))
    rules = (
        only_the_consortium_speaks_of_a_plan, a_section_is_given_within_the_consortium,
        a_granted_request_made_the_appointment_it_names,
    )  # fmt: skip
    assert [list(rule()) for rule in rules] == [[], [], []]

    Comment.objects.update(organization=world.stranger)
    SectionAssignment.objects.update(organization=world.stranger)
    Appointment.objects.filter(pk=asked.appointment_id).update(organization=world.stranger)

    assert [len(list(rule())) for rule in rules] == [1, 1, 1]
