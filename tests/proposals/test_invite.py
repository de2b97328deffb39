"""定向组织: the department invites, the city is still asked (5.1-1)."""

import pytest

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.queries import can_view
from xiangchuang.proposals.intention import save_intention, submit_intention
from xiangchuang.proposals.invite import invite
from xiangchuang.proposals.models import EntryWay

REASON = "布局空白，该单位在地下空间装备方面领先。"


@pytest.mark.clause("5.1-1")
def test_the_two_ways_in_meet_at_the_city_s_recommendation(world: LineWorld) -> None:
    """定向组织和市州政府推荐相结合: an invited intention, too, goes to the city."""
    case = invite(actor=world.actor("officer"), organization=world.lead, title="示例中心", reason=REASON)
    assert case.proposal.entry_way == EntryWay.INVITED
    assert (case.stage_kind, case.holder_organization) == ("intake", world.lead)
    assert all(can_view(world.actor(part), case) for part in ("officer", "city_bureau", "lead"))
    lead = world.actor("lead")
    world.line.case = case
    save_intention(actor=lead, case=case, seen=case.version, draft=world.line.draft())
    submit_intention(actor=lead, case=case, seen=case.version)
    assert (case.stage_kind, case.holder_organization) == ("recommendation", world.bureau)


@pytest.mark.parametrize("part", ["lead", "city_bureau", "leadership", "supervising_department"])
def test_only_officer_and_division_head_invite(world: LineWorld, part: str) -> None:
    with pytest.raises(NotPermitted):
        invite(actor=world.actor(part), organization=world.lead, title="示例中心", reason=REASON)


@pytest.mark.parametrize(("title", "reason"), [(" ", REASON), ("示例中心", "")])
def test_an_invitation_says_what_for_and_why(world: LineWorld, title: str, reason: str) -> None:
    with pytest.raises(Invalid):
        invite(actor=world.actor("officer"), organization=world.lead, title=title, reason=reason)
    assert not Case.objects.exists()


def test_whom_the_notice_lets_not_lead_cannot_be_invited(world: LineWorld) -> None:
    with pytest.raises(Blocked, match="不能牵头"):
        invite(actor=world.actor("officer"), organization=world.bureau, title="示例中心", reason=REASON)


def test_the_page_finds_the_organisation_by_code_or_by_part_of_its_name(world: LineWorld) -> None:
    officer = Visitor(world.user("officer"))
    typed = {"search": world.lead.name[2:8], "title": "示例中心", "reason": REASON}
    answer = officer.client.post("/intentions/invite/", typed)
    assert answer.status_code == 302
    assert Case.objects.get().proposal.lead == world.lead
    by_code = {**typed, "search": f" {world.member.uscc} ", "title": "另一示例中心"}
    assert officer.client.post("/intentions/invite/", by_code).status_code == 302


def test_several_alike_are_offered_to_choose_and_nothing_typed_is_lost(world: LineWorld) -> None:
    Organization.objects.create(
        name=f"{world.lead.name}（示例分部）", uscc="91430100MA00099017", prefecture="430100",
        kind=OrganizationKind.ENTERPRISE,
    )  # fmt: skip
    officer = Visitor(world.user("officer"))
    typed = {"search": world.lead.name, "title": "示例中心", "reason": REASON}
    answer = officer.client.post("/intentions/invite/", typed)
    assert answer.status_code == 422
    assert "选定" in text_of(answer) and REASON in text_of(answer)
    chosen = officer.client.post("/intentions/invite/", {**typed, "organization": world.lead.pk})
    assert chosen.status_code == 302
    assert Case.objects.get().proposal.lead == world.lead


def test_sent_twice_it_is_one_invitation(world: LineWorld) -> None:
    officer = Visitor(world.user("officer"))
    typed = {"search": world.lead.uscc, "title": "示例中心", "reason": REASON}
    answers = [officer.client.post("/intentions/invite/", typed) for _click in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Case.objects.count() == 1
