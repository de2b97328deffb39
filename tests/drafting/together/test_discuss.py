"""Authors talk about passages; whom a comment names is told; nobody outside the consortium learns of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.drafting.together.conftest import newcomer, signed_in
from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import Mention, Thread
from xiangchuang.drafting.save_section import save_plain_section
from xiangchuang.drafting.together.discuss import (
    Said,
    begin_thread,
    reopen,
    reply,
    resolve,
    threads_visible_to,
)
from xiangchuang.drafting.together.shown_threads import shown_threads
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Invalid, NotFound, Stale
from xiangchuang.procedure.models import Case, Part, Participant

OUTSIDE = ("officer", "division_head", "city_bureau", "other_city", "stranger", "department")


def _begin(world: LineWorld, case: Case, text: str = "这里的数据要有来源。", **more: str) -> Thread:
    return begin_thread(actor=world.actor("lead"), case=case, section="A.1.1", said=Said(text), **more)


def test_a_member_answers_the_lead_and_it_is_settled(world: LineWorld, case: Case) -> None:
    member = world.actor("member")
    thread = _begin(world, case)
    comment = reply(actor=member, thread=thread, said=Said("已补充年报。"))

    assert comment.organization == world.member
    told = Message.objects.get(kind="plan_mention")
    assert told.audience == f"user:{world.user('lead').pk}"
    resolve(actor=world.actor("lead"), thread=thread)
    with pytest.raises(Stale):
        resolve(actor=member, thread=thread)
    reopen(actor=member, thread=thread)
    resolve(actor=member, thread=thread)
    reply(actor=member, thread=thread, said=Said("又想起一点。"))
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_who_is_named_is_told_and_nobody_outside_can_be(world: LineWorld, case: Case) -> None:
    person = world.user("member")
    outsider = world.user("officer")
    begin_thread(
        actor=world.actor("lead"), case=case, section="A.1.1",
        said=Said(f"@{person.full_name} 看一下；@{outsider.full_name}", [outsider.pk]),
    )  # fmt: skip

    assert [mention.user for mention in Mention.objects.all()] == [person]
    message = Message.objects.get(kind="plan_mention")
    assert message.audience == f"user:{person.pk}"
    assert "看一下" not in str(message.values)


def test_without_scripts_a_person_is_chosen_from_the_list(world: LineWorld, case: Case) -> None:
    person = world.user("member")
    lead = Visitor(world.actor("lead"))
    address = f"/cases/{case.number}/discussion/A.1.1/"
    assert f"{person.full_name}（{world.member}）" in text_of(lead.client.get(address))
    sent = lead.client.post(
        address, {"text": "看一下", "mentions": [str(person.pk)], "quote": "", "block": ""}
    )
    assert sent.status_code == 302
    assert Mention.objects.get().user == person
    refused = lead.client.post(address, {"text": "", "quote": "留着的原文", "block": ""})
    assert refused.status_code == 422 and "留着的原文" in text_of(refused)


def test_an_empty_comment_is_refused(world: LineWorld, case: Case) -> None:
    with pytest.raises(Invalid, match="写下要说的话"):
        _begin(world, case, text=" \u200b ")
    with pytest.raises(NotFound):
        begin_thread(actor=world.actor("lead"), case=case, section="B.1", said=Said("没有这一节"))


def test_a_comment_stays_when_its_passage_changes(world: LineWorld, case: Case) -> None:
    lead = world.actor("lead")
    words = "国内隧道掘进机主轴承长期依赖进口，价格高、周期长。"
    save_plain_section(actor=lead, case=case, code="A.1.1", text=words, seen=0)
    _begin(world, case, quote="主轴承长期依赖进口，价格高")
    shown = shown_threads(lead, case)[0]
    assert (shown.has_changed, bool(shown.place.block)) == (False, True)

    save_plain_section(
        actor=lead, case=case, code="A.1.1", text="国内掘进机主轴承多依赖进口，价格高、周期长。", seen=1
    )
    assert shown_threads(lead, case)[0].place.found == "changed"
    page = text_of(Visitor(lead).open("drafting:section-threads", case, "A.1.1"))
    assert "原文已改动" in page

    save_plain_section(actor=lead, case=case, code="A.1.1", text="全部改写。", seen=2)
    shown = shown_threads(lead, case)[0]
    assert (shown.place.found, shown.place.block) == ("gone", "")


def _finds_nothing(outside: Actor, thread: Thread) -> None:
    assert not threads_visible_to(outside, thread.case).exists()
    with pytest.raises(NotFound):
        reply(actor=outside, thread=thread, said=Said("我也说一句"))
    visitor = Visitor(outside)
    for page in ("threads", "team", "writers"):
        assert visitor.open(f"drafting:{page}", thread.case).status_code == 404
    assert visitor.open("drafting:section-threads", thread.case, "A.1.1").status_code == 404
    assert visitor.open("drafting:reply", thread.case, thread.pk).status_code == 404


@pytest.mark.parametrize("part", OUTSIDE)
def test_nobody_outside_finds_a_conversation(world: LineWorld, case: Case, part: str) -> None:
    _finds_nothing(world.actor(part), _begin(world, case))


def test_an_expert_who_sits_on_the_case_finds_no_conversation(world: LineWorld, case: Case) -> None:
    user = newcomer(world.stranger, Role.EXPERT, "专家甲")
    Participant.objects.create(case=case, part=Part.EXPERT, user=user, since=clock.now())
    _finds_nothing(signed_in(user), _begin(world, case))


def test_two_worlds_that_differ_in_what_authors_say_look_alike_from_outside(
    world: LineWorld, case: Case
) -> None:
    def seen_by(part: str) -> list[str]:
        visitor, tabs = Visitor(world.actor(part)), ("overview", "plan", "correspondence", "ledger")
        pages = [visitor.client.get(f"/cases/{case.number}/", {"tab": tab}) for tab in tabs]
        return [text_of(page).split("csrfmiddlewaretoken")[0] for page in pages]

    version = Case.objects.get(pk=case.pk).version
    before = {part: seen_by(part) for part in ("officer", "city_bureau")}
    thread = _begin(world, case, f"@{world.user('member').full_name} 保密的话")
    reply(actor=world.actor("member"), thread=thread, said=Said("保密的回答"))
    resolve(actor=world.actor("lead"), thread=thread)

    assert {part: seen_by(part) for part in before} == before
    assert Case.objects.get(pk=case.pk).version == version
    assert not LedgerEntry.objects.filter(case_number=case.number, verb__contains="thread").exists()
    assert set(Message.objects.values_list("audience", flat=True)) <= {
        f"user:{world.user(part).pk}" for part in ("lead", "member")
    } | set(Message.objects.exclude(kind="plan_mention").values_list("audience", flat=True))


def test_a_conversation_of_another_case_is_not_found_under_this_one(world: LineWorld, case: Case) -> None:
    thread = _begin(world, case)
    other = world.at_stage("plan", "示例另一技术创新中心")
    lead = Visitor(world.actor("lead"))
    assert lead.open("drafting:reply", other, thread.pk).status_code == 404
    assert lead.client.post(f"/cases/{other.number}/threads/{thread.pk}/resolve/").status_code == 404


def test_three_conversations_ask_as_often_as_one(world: LineWorld, case: Case) -> None:
    lead: Actor = world.actor("lead")
    asked = []
    for count in (1, 2):
        for _number in range(count):
            reply(actor=world.actor("member"), thread=_begin(world, case), said=Said("好"))
        with CaptureQueriesContext(connection) as queries:
            shown_threads(lead, Case.objects.select_related("policy_version").get(pk=case.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]
