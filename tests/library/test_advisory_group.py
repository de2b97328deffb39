"""The standing advisory group: terms, questions, advice, the response, and what was done (6.1-2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.factories.registers import ExpertFactory, actor_as
from tests.library.conftest import Person, new_expert, signed_in
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.library.advise import (
    QuestionDraft,
    add_member,
    ask_group,
    end_membership,
    form_group,
    give_advice,
    respond_to_advice,
)
from xiangchuang.library.advisory_queries import (
    advice_visible_to,
    find_question,
    groups_visible_to,
    questions_visible_to,
)
from xiangchuang.library.invariants import advice_is_of_the_group_that_was_asked, advice_was_given_in_term
from xiangchuang.library.models import AdvisoryGroup, AdvisoryMember, AdvisoryQuestion
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db
ON_A_CLAUSE = QuestionDraft("clause", "重大战略怎样认定", "3.1.1-1 的重大战略以什么为据？", clause="3.1.1-1")


def a_group(*experts: Expert) -> AdvisoryGroup:
    officer = actor_as(Role.OFFICER)
    group = form_group(actor=officer, name="示例咨询组", task="总体布局和政策执行咨询")
    for expert in experts:
        add_member(actor=officer, group=group, seen=group.version, expert=expert)
        group.refresh_from_db()
    return group


@pytest.mark.clause("6.1-2")
def test_a_group_is_formed_with_terms_asked_advises_and_is_answered() -> None:
    (one, first), (_two, second) = new_expert(), new_expert()
    group, officer = a_group(one, _two), actor_as(Role.OFFICER)
    rule = current_pack().experts.advisory
    assert rule is not None
    member = group.members.get(expert=one)
    assert member.until == clock.today().replace(year=clock.today().year + rule.term_years) - timedelta(
        days=1
    )

    question = ask_group(actor=officer, group=group, draft=ON_A_CLAUSE)
    due = work_calendar().add_working_days(clock.today(), rule.advice_days).day
    assert question.advice_due_on == due
    assert [e.subject for e in errands_of(first.actor) if e.due_on == due] == [question.title]

    give_advice(actor=first.actor, question=question, text="以省委省政府文件为据。")
    give_advice(actor=first.actor, question=question, text="以省委省政府文件为据，并列明文号。")
    assert [a.text for a in advice_visible_to(first.actor, question)] == [
        "以省委省政府文件为据，并列明文号。"
    ]
    assert not advice_visible_to(second.actor, question)

    respond_to_advice(
        actor=officer,
        question=question,
        seen=question.version,
        response="采纳。",
        done="在形式审查表中增列文号。",
    )
    assert advice_visible_to(second.actor, question).count() == 1
    with pytest.raises(Blocked, match="不再改动"):
        give_advice(actor=first.actor, question=question, text="再改")
    with pytest.raises(Stale):
        respond_to_advice(actor=officer, question=question, seen=question.version, response="x", done="y")
    assert not list(advice_is_of_the_group_that_was_asked()) and not list(advice_was_given_in_term())


@pytest.mark.clause("6.1-2")
def test_outsiders_know_of_no_group_question_or_advice() -> None:
    expert, member = new_expert()
    _other, stranger = new_expert()
    question = ask_group(actor=actor_as(Role.OFFICER), group=a_group(expert), draft=ON_A_CLAUSE)
    give_advice(actor=member.actor, question=question, text="意见")
    for outsider in (
        stranger.actor, actor_as(Role.LEAD), actor_as(Role.CITY_BUREAU), actor_as(Role.DEPARTMENT),
        actor_as(Role.EVALUATOR), Actor.anonymous(),
    ):  # fmt: skip
        assert not groups_visible_to(outsider).exists()
        assert not questions_visible_to(outsider).exists()
        assert not advice_visible_to(outsider, question).exists()
        with pytest.raises(NotFound):
            find_question(outsider, question.pk)
        with pytest.raises((NotFound, NotPermitted)):
            give_advice(actor=outsider, question=question, text="混入")


def test_a_term_ends_by_its_day_or_with_a_reason_and_advice_ends_with_it() -> None:
    expert, member = new_expert()
    group, officer = a_group(expert), actor_as(Role.OFFICER)
    question = ask_group(actor=officer, group=group, draft=ON_A_CLAUSE)
    term = group.members.get()
    with pytest.raises(Invalid, match="离任的理由"):
        end_membership(actor=officer, member=term, seen=group.version, reason="")
    end_membership(actor=officer, member=term, seen=group.version, reason="工作变动")
    with pytest.raises(NotPermitted, match="任期内的成员"):
        give_advice(actor=member.actor, question=question, text="意见")
    group.refresh_from_db()
    with pytest.raises(Blocked, match="没有成员"):
        ask_group(actor=officer, group=group, draft=ON_A_CLAUSE)
    AdvisoryMember.objects.filter(pk=term.pk).update(
        leaving_reason="", since=clock.today() - timedelta(days=900), until=clock.today() - timedelta(days=1)
    )
    with pytest.raises((NotFound, NotPermitted)):
        give_advice(actor=member.actor, question=question, text="意见")


def test_one_chair_nobody_twice_and_only_experts_in_term() -> None:
    officer, group = actor_as(Role.OFFICER), a_group()
    chair = ExpertFactory()
    add_member(actor=officer, group=group, seen=1, expert=chair, is_chair=True)
    for expert, chairs, words in (
        (chair, False, "已在咨询组"), (ExpertFactory(), True, "已有组长"),
        (ExpertFactory(is_active=False), False, "不在专家库聘期内"),
        (ExpertFactory(term_until=clock.today() - timedelta(days=1)), False, "不在专家库聘期内"),
    ):  # fmt: skip
        group.refresh_from_db()
        with pytest.raises(Blocked, match=words):
            add_member(actor=officer, group=group, seen=group.version, expert=expert, is_chair=chairs)
    with pytest.raises(Stale):
        add_member(actor=officer, group=group, seen=1, expert=ExpertFactory())
    with pytest.raises(NotPermitted):
        form_group(actor=actor_as(Role.LEADERSHIP), name="另一个", task="咨询")
    with pytest.raises(Blocked, match="同名"):
        form_group(actor=officer, name=group.name, task="咨询")


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (QuestionDraft("clause", "问题", "内容", clause="9.9-9"), "选择咨询的条款"),
        (QuestionDraft("direction", "问题", "内容"), "选择咨询的布局方向"),
        (QuestionDraft("case", "问题", "内容"), "填写咨询的案卷编号"),
        (QuestionDraft("weather", "问题", "内容"), "选择咨询的事项"),
        (QuestionDraft("clause", "问题", " ", clause="3.1-1"), "没有填写"),
    ],
)
def test_a_question_says_what_it_is_about(draft: QuestionDraft, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        ask_group(actor=actor_as(Role.OFFICER), group=a_group(ExpertFactory()), draft=draft)


def test_nobody_responds_before_there_is_advice() -> None:
    officer = actor_as(Role.OFFICER)
    question = ask_group(actor=officer, group=a_group(ExpertFactory()), draft=ON_A_CLAUSE)
    with pytest.raises(Blocked, match="还没有成员提出意见"):
        respond_to_advice(actor=officer, question=question, seen=1, response="好", done="不采取措施：无意见")


@pytest.mark.clause("6.1-2")
def test_a_member_with_a_conflict_does_not_advise_on_the_case() -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("review")
    parties = {world.lead.pk, world.member.pk}
    free, tied = [e for e in world.province.experts if e.employer_id not in parties][:2]
    Expert.objects.filter(pk=tied.pk).update(employer=world.lead)
    group = a_group(free, tied)
    question = ask_group(
        actor=actor_as(Role.OFFICER),
        group=group,
        draft=QuestionDraft("case", "定位", "是否重复？", case=world.case),
    )
    assert free.user is not None and tied.user is not None
    with pytest.raises(Blocked, match="应当回避"):
        give_advice(actor=Actor.of(tied.user, clock.today()), question=question, text="很好")
    give_advice(actor=Actor.of(free.user, clock.today()), question=question, text="不重复。")
    lead = world.province.staff_of(world.lead)
    assert not questions_visible_to(lead).exists()


def test_the_group_works_on_its_pages(officer: Person, person: Callable[[Role], Person]) -> None:
    expert, member = new_expert()
    made = officer.client.post(reverse("library:new-group"), {"name": "示例咨询组", "task": "咨询"})
    assert made.status_code == 302
    group = AdvisoryGroup.objects.get()
    url = reverse("library:add-member", args=[group.pk])
    assert officer.client.post(url, {"expert": expert.pk, "version": 1}).status_code == 302
    asked = {"matter": "clause", "clause": "3.1-1", "title": "怎样布局", "text": "请建议。"}
    assert officer.client.get(reverse("library:ask", args=[group.pk])).status_code == 200
    assert officer.client.post(reverse("library:ask", args=[group.pk]), asked).status_code == 302
    question = AdvisoryQuestion.objects.get()
    page = reverse("library:question", args=[question.pk])
    assert "怎样布局" in member.client.get(page).content.decode()
    assert person(Role.LEAD).client.get(page).status_code == 404
    advise = reverse("library:advise", args=[question.pk])
    assert person(Role.LEAD).client.get(advise).status_code == 404
    assert member.client.post(advise, {"text": "先补短板。"}).status_code == 302
    answer = {"response": "采纳。", "done": "修订布局。", "version": 1}
    refused = officer.client.post(reverse("library:respond", args=[question.pk]), answer | {"done": ""})
    assert refused.status_code == 422 and "采纳。" in refused.content.decode()
    assert officer.client.post(reverse("library:respond", args=[question.pk]), answer).status_code == 302
    for shown in ("先补短板。", "采纳。", "修订布局。"):
        assert shown in member.client.get(page).content.decode()
    term = group.members.get()
    group.refresh_from_db()
    end = reverse("library:end-member", args=[group.pk, term.pk])
    assert officer.client.post(end, {"reason": "工作变动", "version": group.version}).status_code == 302
    assert "工作变动" in officer.client.get(reverse("library:group", args=[group.pk])).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_questions_costs_as_much_for_three_as_for_one(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    head = signed_in(actor_as(Role.DIVISION_HEAD))
    group = a_group(ExpertFactory())
    for number in range(rows):
        ask_group(
            actor=head.actor,
            group=group,
            draft=QuestionDraft("clause", f"问题{number}", "内容", clause="3.1-1"),
        )
    head.client.get(reverse("library:groups"))
    with django_assert_max_num_queries(32):
        assert head.client.get(reverse("library:groups")).status_code == 200
