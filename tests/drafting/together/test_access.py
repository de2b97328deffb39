"""Who cannot see the plan of their own organisation asks for it; who acts for it answers, until a day."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.drafting.together.conftest import newcomer, signed_in
from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import AccessRequest
from xiangchuang.drafting.together.access import (
    ask_access,
    decline_access,
    grant_access,
    own_houses,
    requests_to_decide,
)
from xiangchuang.drafting.together.waiting import errands
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.queries import can_view

WHY = "技术中心工程师，负责编写 A.4 节。"
# A code whose check digit is right and that nobody has registered.
UNREGISTERED = "91350100M000100Y43"


def _far(days: int = 30) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def engineer(world: LineWorld) -> Actor:
    """Serves the lead in another matter: sees none of its cases."""
    return signed_in(newcomer(world.lead, Role.SERVED_FIRM, "王工"))


def test_a_person_of_the_house_sees_its_cases_and_who_can_grant(
    world: LineWorld, case: Case, engineer: Actor
) -> None:
    assert not can_view(engineer, case)
    house = own_houses(engineer)[0]

    assert [c.pk for c in house.cases] == [case.pk]
    assert list(house.granters) == [world.user("lead")]
    page = text_of(Visitor(engineer).client.get("/writing-access/"))
    assert case.number in page and world.user("lead").full_name in page


def test_granted_until_a_day_the_person_writes_and_the_right_ends_by_itself(
    world: LineWorld, case: Case, engineer: Actor
) -> None:
    lead = world.actor("lead")
    asked = ask_access(actor=engineer, reason=WHY, house=world.lead.pk, case=case.pk)
    assert [e.what for e in errands(lead)] == ["答复 1 份填报权限申请"]

    given = grant_access(actor=lead, request=asked, valid_to=_far())

    assert engineer.user is not None
    assert can_view(signed_in(engineer.user), case)
    assert not can_view(Actor.of(engineer.user, _far(31)), case)
    assert (given.delegated_by, given.valid_to) == (lead.user, _far())
    writers = text_of(Visitor(lead).open("drafting:writers", case))
    assert "王工" in writers and _far().isoformat() in writers
    assert Visitor(lead).client.post(f"/writing-access/appointments/{given.pk}/end/").status_code == 302
    assert Appointment.objects.get(pk=given.pk).valid_to == clock.today()
    with pytest.raises(Stale):
        grant_access(actor=lead, request=asked, valid_to=_far())


def test_declined_the_person_reads_why_and_may_ask_again(
    world: LineWorld, case: Case, engineer: Actor
) -> None:
    asked = ask_access(actor=engineer, reason=WHY, house=world.lead.pk)
    with pytest.raises(Blocked, match="正在等待"):
        ask_access(actor=engineer, reason=WHY, house=world.lead.pk)
    with pytest.raises(Invalid, match="不同意的原因"):
        decline_access(actor=world.actor("lead"), request=asked, reason=" ")

    decline_access(actor=world.actor("lead"), request=asked, reason="由张工负责。")

    assert "由张工负责" in text_of(Visitor(engineer).client.get("/writing-access/"))
    assert ask_access(actor=engineer, reason=WHY, house=world.lead.pk)


def test_only_who_acts_for_the_organisation_by_own_right_answers(
    world: LineWorld, case: Case, engineer: Actor
) -> None:
    asked = ask_access(actor=engineer, reason=WHY, house=world.lead.pk)
    for part in ("member", "officer", "stranger", "security_admin"):
        actor = world.actor(part)
        assert not requests_to_decide(actor).exists()
        with pytest.raises(NotFound):
            grant_access(actor=actor, request=asked, valid_to=_far())
        assert Visitor(actor).client.get(f"/writing-access/{asked.pk}/").status_code == 404
    given = grant_access(actor=world.actor("lead"), request=asked, valid_to=_far())
    second = signed_in(newcomer(world.lead, Role.SERVED_FIRM, "赵工"))
    again = ask_access(actor=second, reason=WHY, house=world.lead.pk)
    with pytest.raises(NotFound):
        grant_access(actor=signed_in(given.user), request=again, valid_to=_far())


def test_a_grant_has_its_days(world: LineWorld, case: Case, engineer: Actor) -> None:
    asked = ask_access(actor=engineer, reason=WHY, house=world.lead.pk)
    for day in (clock.today() - timedelta(days=1), _far(120)):
        with pytest.raises(Invalid):
            grant_access(actor=world.actor("lead"), request=asked, valid_to=day)
    assert AccessRequest.objects.get(pk=asked.pk).state == "waiting"


def test_of_another_house_nothing_is_shown_and_a_code_is_answered_alike(world: LineWorld, case: Case) -> None:
    """Two worlds: one code is registered with a case, one is not registered at all."""
    nobody = newcomer(None, Role.LEAD, "过路人")
    assert own_houses(signed_in(nobody)) == []
    client = Client()
    client.force_login(nobody)
    pages = []
    for code in (world.lead.uscc or "", UNREGISTERED):
        AccessRequest.objects.all().delete()
        sent = client.post("/writing-access/ask/", {"uscc": code, "reason": WHY}, follow=True)
        page = text_of(sent).split("<main")[1].replace(code, "CODE")
        pages.append(page)
        assert world.lead.name not in page and case.number not in page
    assert pages[0] == pages[1]


def test_a_mistyped_code_is_told_and_a_foreign_case_cannot_be_named(
    world: LineWorld, case: Case, engineer: Actor
) -> None:
    with pytest.raises(Invalid):
        ask_access(actor=engineer, reason=WHY, uscc="91350100M000100Y4Z")
    with pytest.raises(NotFound):
        ask_access(actor=engineer, reason=WHY, house=world.stranger.pk)
    with pytest.raises(NotFound):
        ask_access(actor=engineer, reason=WHY, house=world.lead.pk, case=case.pk + 1_000)
    with pytest.raises(NotPermitted):
        ask_access(actor=world.actor("system_admin"), reason=WHY, uscc=UNREGISTERED)


def test_a_request_by_code_reaches_the_house_that_bears_it(world: LineWorld, case: Case) -> None:
    person = signed_in(newcomer(None, Role.LEAD, "外聘专员"))
    asked = ask_access(actor=person, reason=WHY, uscc=world.lead.uscc or "")

    assert [r.pk for r in requests_to_decide(world.actor("lead"))] == [asked.pk]
    grant_access(actor=world.actor("lead"), request=asked, valid_to=_far(5))
    assert person.user is not None and can_view(signed_in(person.user), case)
