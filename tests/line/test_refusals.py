"""Who tries what is not theirs, too late, or twice: each is told so in words, and nothing changes."""

import re

import pytest
from django.http import HttpResponse

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, nothing_changes, text_of
from xiangchuang.accounts.models import Appointment
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.comments import open_comments
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import Proposal
from xiangchuang.reviews.models import Seat

CONTACT = "示例省科学技术厅平台处 0731-80000001"
REASON = "重点任务与领域方向不一致，改写第二项任务。"

# (who, page of the verb, stage the case stands in, what is typed)
WRONG_PERSONS = [
    ("lead", "decisions:publish-notice", "publicity", {"contact": CONTACT}),
    ("city_bureau", "decisions:close-publicity", "publicity", {}),
    ("division_head", "decisions:confirm-meeting", "meeting", {}),
    ("leadership", "proposals:return-from-formal-check", "formal_check", {"reason": REASON}),
    ("member", "proposals:upload-plan", "plan", {}),
    ("lead", "proposals:accept-conditions", "conditions", {}),
    ("officer", "proposals:submit-plan", "plan", {}),
]


@pytest.mark.parametrize(("who", "page", "stage", "typed"), WRONG_PERSONS)
def test_the_wrong_person_is_told_that_the_step_is_not_theirs(
    expert_world: LineWorld, who: str, page: str, stage: str, typed: dict[str, str]
) -> None:
    case = expert_world.at_stage(stage)
    visitor = Visitor(expert_world.user(who))
    with nothing_changes():
        looked, sent = visitor.open(page, case), visitor.send(page, case, typed)
    for answer in (looked, sent):
        assert answer.status_code == 403
        assert "不由您办理" in text_of(answer)
    assert all(value in text_of(sent) for value in typed.values())


def test_the_department_does_not_see_a_draft_before_it_is_submitted(world: LineWorld) -> None:
    case = world.at_stage("intention")
    answer = Visitor(world.user("officer")).open("proposals:intention", case)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("who", "page", "verb", "typed"),
    [
        ("officer", "decisions:publish-notice", "发布公示", {"contact": CONTACT}),
        ("officer", "proposals:pass-formal-check", "形式审查通过", {}),
        ("city_bureau", "proposals:return-intention", "退回修改", {"reason": REASON}),
        ("lead", "proposals:submit-plan", "检查并提交方案", {}),
        ("leadership", "centers:approve", "签发批复，组建中心", {}),
    ],
)
def test_a_step_out_of_turn_is_refused_with_the_name_of_the_step(
    world: LineWorld, who: str, page: str, verb: str, typed: dict[str, str]
) -> None:
    """The case stands in the condition check; every one of these belongs to another stage."""
    case = world.at_stage("conditions")
    with nothing_changes():
        answer = Visitor(world.user(who)).send(page, case, typed)
    assert answer.status_code == 422
    assert f"案卷现在的阶段不能办理“{verb}”" in text_of(answer)
    assert all(value in text_of(answer) for value in typed.values())


def test_a_stale_page_is_refused_and_keeps_what_was_typed(world: LineWorld) -> None:
    """Two colleagues have the same case open; the second sends a page that the first has overtaken."""
    case = world.at_stage("formal_check")
    seen = case.version
    officer = Visitor(world.user("officer"))
    assert (
        officer.send("proposals:formal-check", case, {"comment-direction": "写明技术路线。"}).status_code
        == 302
    )
    with nothing_changes():
        answer = officer.send("proposals:return-from-formal-check", case, {"reason": REASON}, seen=seen)
    assert answer.status_code == 409
    assert "这一页打开之后，内容已被更新，本次操作没有执行" in text_of(answer)
    assert REASON in text_of(answer)


def test_a_double_click_does_the_step_once_and_answers_as_if_first(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    seen, bureau = case.version, Visitor(world.user("city_bureau"))
    first = bureau.send("proposals:return-intention", case, {"reason": REASON}, seen=seen)
    with nothing_changes():
        second = bureau.send("proposals:return-intention", case, {"reason": REASON}, seen=seen)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert case.runs.filter(stage_code="intention").count() == 2
    assert LedgerEntry.objects.filter(case_number=case.number, verb="return_intention").count() == 1


def test_two_tabs_with_different_words_are_not_taken_for_a_double_click(world: LineWorld) -> None:
    """The second tab's words were never taken in, so it must not be told that they were."""
    case = world.at_stage("formal_check")
    seen, officer = case.version, Visitor(world.user("officer"))
    first, second = {"comment-direction": "写明技术路线。"}, {"comment-direction": "补充国外对比。"}
    assert officer.send("proposals:formal-check", case, first, seen=seen).status_code == 302
    with nothing_changes():
        answer = officer.send("proposals:formal-check", case, second, seen=seen)
    assert answer.status_code == 409
    assert "补充国外对比。" in text_of(answer)


@pytest.mark.parametrize(
    "page", ["panel", "replace-expert", "ask-department", "opinions", "panel-findings", "conclude-review"]
)
def test_the_lead_never_learns_who_reads_its_plan_by_calling_a_page_of_the_review(
    expert_world: LineWorld, page: str
) -> None:
    """In the revision the case is the lead's to hold; the pages of the review stay the department's."""
    case = expert_world.at_stage("revision")
    visitor = Visitor(expert_world.user("lead"))
    seats = Seat.objects.filter(panel__case=case).select_related("expert")
    names = [seat.expert.name for seat in seats]
    query = {"seat": seats[0].pk, "opinion": 1}
    assert len(names) == 7
    for answer in (visitor.open(f"reviews:{page}", case, **query), visitor.send(f"reviews:{page}", case)):
        assert answer.status_code in {403, 404}
        assert not [name for name in names if name in text_of(answer)]


@pytest.mark.parametrize("who", ["other_city", "stranger", "served_firm", "system_admin", "expert"])
def test_another_ones_case_is_not_found_whether_or_not_it_exists(expert_world: LineWorld, who: str) -> None:
    case = expert_world.at_stage("recommendation")
    visitor = Visitor(expert_world.actor(who))
    with nothing_changes():
        foreign = [
            visitor.open("workbench:case", case),
            visitor.open("proposals:recommend", case),
            visitor.send("proposals:return-intention", case, {"reason": REASON}),
        ]
        unknown = visitor.open("workbench:case", Case(number="2026-HN-9999"))
    assert [answer.status_code for answer in [*foreign, unknown]] == [404] * 4
    assert _words(foreign[0], case.number) == _words(unknown, "2026-HN-9999")


def _words(answer: HttpResponse, number: str) -> str:
    """Return the page without its number and its one-time token."""
    return re.sub(r'value="\w{64}"', "", text_of(answer)).replace(number, "")


def test_a_role_revoked_in_mid_session_is_gone_with_the_next_click(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    bureau = Visitor(world.user("city_bureau"))
    assert bureau.open("proposals:return-intention", case).status_code == 200
    Appointment.objects.filter(user=world.user("city_bureau")).update(valid_to=clock.today())
    Appointment.objects.filter(user=world.user("city_bureau")).delete()
    with nothing_changes():
        answer = bureau.send("proposals:return-intention", case, {"reason": REASON})
    assert answer.status_code == 404
    # The words stay: a person who is reappointed need not write them again.
    assert "没有这个案卷" in text_of(answer)


def test_fields_nobody_asked_for_and_doubled_ones_change_nothing_else(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    typed = {
        "reason": ["第一遍", REASON], "state": "granted", "stage_code": "approval", "version": "99",
        "holder_organization": "1", "lead": str(world.stranger.pk),
    }  # fmt: skip
    answer = Visitor(world.user("city_bureau")).send("proposals:return-intention", case, typed)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.stage_code) == ("open", "intention")
    assert case.runs.get(stage_code="recommendation").reason == REASON
    assert Proposal.objects.get(case=case).lead == world.lead


@pytest.mark.parametrize("seen", ["", "-1", "０", "9" * 40, "1.5", "null", "1 OR 1=1"])
def test_a_forged_version_is_a_stale_page_never_a_fault(world: LineWorld, seen: str) -> None:
    case = world.at_stage("recommendation")
    with nothing_changes():
        answer = Visitor(world.user("city_bureau")).client.post(
            f"/cases/{case.number}/return-intention/", {"seen": seen, "reason": REASON}
        )
    assert answer.status_code == 409
    assert REASON in text_of(answer)


def test_hostile_text_is_kept_as_text(world: LineWorld) -> None:
    """Markup, template and formula syntax, bidirectional marks, rare characters, a NUL."""
    case = world.at_stage("recommendation")
    hostile = '<script>alert(1)</script>{{ 7|add:7 }}=HYPERLINK("x")\u202e𠮷\x00' + "长" * 3000
    answer = Visitor(world.user("city_bureau")).send("proposals:return-intention", case, {"reason": hostile})
    assert answer.status_code in {302, 422}
    lead = Visitor(world.user("lead")).open("workbench:case", case, tab="correspondence")
    assert lead.status_code == 200
    assert "<script>alert(1)" not in text_of(lead)
    assert "14=HYPERLINK" not in text_of(lead)


def test_a_page_sent_without_its_own_token_is_refused(world: LineWorld) -> None:
    """Another site cannot send our forms in a signed-in person's name."""
    from django.test import Client

    case = world.at_stage("recommendation")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.user("city_bureau"), backend="django.contrib.auth.backends.ModelBackend")
    with nothing_changes():
        answer = strict.post(
            f"/cases/{case.number}/return-intention/", {"seen": case.version, "reason": REASON}
        )
    assert answer.status_code == 403
    assert "没有" in answer.content.decode()


def test_a_notice_published_twice_by_two_officers_is_one_notice(expert_world: LineWorld) -> None:
    case = expert_world.at_stage("publicity")
    Notice.objects.all().delete()
    officer = Visitor(expert_world.user("officer"))
    seen = Case.objects.get(pk=case.pk).version
    answers = [
        officer.send("decisions:publish-notice", case, {"contact": CONTACT}, seen=seen) for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [302, 302]
    assert Notice.objects.filter(case=case).count() == 1


def test_closing_a_remark_does_not_lose_another_that_is_being_written(world: LineWorld) -> None:
    """The button beside the remark sends the whole page; what stands in the other boxes is taken in."""
    case = world.at_stage("formal_check")
    officer = Visitor(world.user("officer"))
    officer.send("proposals:formal-check", case, {"comment-direction": "写明技术路线。"})
    first = open_comments(case).get()
    seen = Case.objects.get(pk=case.pk).version
    typed = {"resolve": first.pk, "comment-tasks": "补充第三项任务的考核指标。"}
    answers = [officer.send("proposals:formal-check", case, typed, seen=seen) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert [c.text for c in open_comments(case)] == ["补充第三项任务的考核指标。"]


def test_a_case_recommended_anew_is_offered_its_own_rank(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    Visitor(world.user("officer")).send("proposals:return-from-conditions", case, {"reason": REASON})
    world.line.case.refresh_from_db()
    world.on_to("recommendation")
    answer = Visitor(world.user("city_bureau")).open("proposals:recommend", case)
    assert answer.context["form"]["rank"].value() == 1
    assert "还剩 4 个" in text_of(answer)
