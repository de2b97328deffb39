"""Who was served is asked by one-time links; no answer leads back to who gave it."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluation.collecting import open_for_answers, serve, serve_again
from tests.evaluation.test_materials import signed_in, strip
from tests.evaluation.world import EvaluationWorld, fresh, subjects_of
from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.roles import Role
from xiangchuang.evaluation.answer_survey import Draft, answer_by_link, answer_survey
from xiangchuang.evaluation.hand_over import close_collection
from xiangchuang.evaluation.models import Round, Subject, SurveyAnswer, SurveyInvitation
from xiangchuang.evaluation.open_survey import drawn
from xiangchuang.evaluation.served_firms import Served, served_by
from xiangchuang.evaluation.survey_link import find_invitation, token_of
from xiangchuang.evaluation.survey_returns import returns_of
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.packs import pack_of

pytestmark = pytest.mark.django_db
Jump = Callable[[int], None]
GOOD = Draft({"satisfaction": 5, "solved": 4, "again": 5}, "响应很快。")
FORM = {"satisfaction": "5", "solved": "4", "again": "5", "remarks": "响应很快。"}


@pytest.fixture
def round_(world: EvaluationWorld) -> Round:
    """A round that collects; the first center served six firms, the second one of them."""
    firms = serve(world.centers[0], 6)
    serve_again(world.centers[1], firms[0])
    round_ = world.at_collection()
    open_for_answers(world.evaluator, round_.case)
    return fresh(round_)


def invitations(round_: Round, subject: Subject | None = None) -> list[SurveyInvitation]:
    rows = SurveyInvitation.objects.filter(subject=subject or subjects_of(round_)[0])
    return list(rows.select_related("organization", "subject__center"))


@pytest.mark.clause("6.5-2")
def test_who_is_asked_follows_from_the_registers(world: EvaluationWorld, round_: Round) -> None:
    first, second, third = subjects_of(round_)
    assert [len(invitations(round_, one)) for one in (first, second, third)] == [6, 1, 0]
    first.refresh_from_db()
    assert first.served == 6
    assert invitations(round_)[0].served_as == "技术服务"


def test_builders_and_services_outside_the_period_are_not_counted(world: EvaluationWorld) -> None:
    center = world.centers[0]
    serve_again(center, center.lead)
    serve_again(center, center.members.exclude(role="lead")[0].organization)
    serve(center, on=date(2026, 12, 31))
    kept = serve(center, on=date(2027, 12, 31))
    merged = OrganizationFactory(merged_into=kept[0])
    serve_again(center, merged)
    assert [one.organization_id for one in served_by([center], world.at_collection())[center.pk]] == [
        kept[0].pk
    ]


def test_more_than_the_packs_number_are_drawn_by_the_seed_and_anyone_draws_the_same(
    world: EvaluationWorld,
) -> None:
    subject = subjects_of(world.begun())[0]
    firms = [Served(pk, "技术服务") for pk in range(1, 41)]
    one = drawn(subject, firms, most=30, seed="ab" * 32)
    assert len(one) == 30
    assert drawn(subject, list(reversed(firms)), most=30, seed="ab" * 32) == one
    assert drawn(subject, firms, most=30, seed="cd" * 32) != one


def test_a_firm_without_an_account_answers_by_its_link_and_the_link_is_then_used_up(round_: Round) -> None:
    url = reverse("evaluation:survey", args=[token_of(invitations(round_)[0])])
    client = Client()
    page = client.get(url)
    assert page.status_code == HTTPStatus.OK
    assert "还会选择该中心吗" in page.content.decode()
    assert client.post(url, {**FORM, "solved": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert client.post(url, FORM).status_code == HTTPStatus.FOUND
    assert SurveyAnswer.objects.count() == 1
    for again in (client.get(url), client.post(url, FORM)):
        assert again.status_code == HTTPStatus.GONE
        assert "已经回答过" in again.content.decode()
    assert SurveyAnswer.objects.count() == 1


def test_forged_used_and_late_links_say_so_without_telling_whose_they_were(round_: Round, jump: Jump) -> None:
    invitation, other = invitations(round_)[:2]
    token = token_of(invitation)
    forged = [f"{other.pk}-{token.partition('-')[2]}", token[:-1] + ("0" if token[-1] != "0" else "1"),
              "999999-" + "a" * 64, "x", f"{invitation.pk}-", "１-" + "a" * 64]  # fmt: skip
    answer_by_link(token=token, draft=GOOD)
    pages = [Client().get(reverse("evaluation:survey", args=[t])) for t in (*forged, token)]
    jump(30)
    pages.append(Client().get(reverse("evaluation:survey", args=[token_of(other)])))
    assert [page.status_code for page in pages] == [404] * len(forged) + [410, 410]
    for page in pages:
        said = page.content.decode()
        for name in (invitation.organization.name, other.organization.name, invitation.subject.center.name):
            assert name not in said
    paths = [page.request["PATH_INFO"] for page in pages]
    alike = {
        strip(page.content).replace(quote(path), "").replace(quote(quote(path)), "")
        for page, path in zip(pages, paths, strict=True)
        if page.status_code == HTTPStatus.NOT_FOUND and path.isascii()
    }
    assert len(alike) == 1
    with pytest.raises(Blocked, match="截止"):
        answer_by_link(token=token_of(other), draft=GOOD)


def test_a_link_is_made_from_the_key_and_lies_nowhere(round_: Round) -> None:
    invitation = invitations(round_)[0]
    token = token_of(invitation)
    assert find_invitation(token) == invitation
    assert token.partition("-")[2] not in str(vars(invitation))
    invitation.nonce = "0" * 32
    invitation.save()
    assert find_invitation(token) is None


def test_a_firm_with_an_account_finds_the_survey_among_its_work(round_: Round) -> None:
    invitation = invitations(round_)[0]
    firm = actor_as(Role.SERVED_FIRM, invitation.organization)
    url = reverse("evaluation:answer-survey", args=[invitation.pk])
    assert url in [errand.url for errand in errands_of(firm)]
    client = signed_in(firm)
    assert "还会选择该中心吗" in client.get(url).content.decode()
    assert client.post(url, FORM).status_code == HTTPStatus.FOUND
    assert url not in [errand.url for errand in errands_of(firm)]
    with pytest.raises(Blocked, match="已经用过"):
        answer_by_link(token=token_of(invitation), draft=GOOD)


def test_nobody_answers_for_another_firm(world: EvaluationWorld, round_: Round) -> None:
    invitation = invitations(round_)[0]
    for actor in (world.firm, world.staff[0], world.evaluator, world.officer):
        with pytest.raises(NotFound):
            answer_survey(actor=actor, invitation=invitation, draft=GOOD)
        url = reverse("evaluation:answer-survey", args=[invitation.pk])
        assert signed_in(actor).get(url).status_code == HTTPStatus.NOT_FOUND


def test_marks_beyond_the_scale_are_refused(round_: Round) -> None:
    token = token_of(invitations(round_)[0])
    for draft in (Draft({**GOOD.scores, "again": 6}), Draft({**GOOD.scores, "again": 0}), Draft({})):
        with pytest.raises(Invalid):
            answer_by_link(token=token, draft=draft)
    assert not SurveyAnswer.objects.exists()


def test_an_answer_names_neither_who_gave_it_nor_when(round_: Round) -> None:
    invitation = invitations(round_)[0]
    answer_by_link(token=token_of(invitation), draft=GOOD)
    columns = {field.name for field in SurveyAnswer._meta.concrete_fields}
    assert columns == {"id", "subject", "round", "words"}
    entry = LedgerEntry.objects.get(verb="answer_survey")
    assert str(invitation.organization_id) not in (entry.subject, entry.on_behalf_of, str(entry.detail))
    invitation.refresh_from_db()
    assert invitation.is_answered


@pytest.mark.parametrize("answering", [0, 1])
def test_two_worlds_that_differ_in_who_answered_look_alike(
    world: EvaluationWorld, round_: Round, answering: int
) -> None:
    """Whichever firm answered, what is told of it is the same."""
    answer_by_link(token=token_of(invitations(round_)[answering]), draft=GOOD)
    subject = subjects_of(fresh(round_))[0]
    rule = pack_of(round_.case).evaluation.survey
    assert rule is not None
    told = returns_of([subject], rule)[0]
    assert (told.asked, told.answered) == (6, 1)
    assert not any(question.is_shown for question in told.questions)


def test_a_center_sees_no_mean_while_answers_come_and_none_of_too_few(
    world: EvaluationWorld, round_: Round, jump: Jump
) -> None:
    subject = subjects_of(round_)[0]
    client, url = signed_in(world.staff[0]), reverse("evaluation:materials", args=[subject.pk])
    before = strip(client.get(url).content)
    for one in invitations(round_)[:4]:
        answer_by_link(token=token_of(one), draft=GOOD)
    assert strip(client.get(url).content) == before
    jump(8)
    case = fresh(round_).case
    close_collection(actor=world.evaluator, case=case, seen=case.version)
    page = client.get(url).content.decode()
    assert "回答太少，不显示" in page
    assert "响应很快" not in page


def test_five_answers_are_told_with_their_uncertainty(world: EvaluationWorld, round_: Round) -> None:
    for n, one in enumerate(invitations(round_)[:5]):
        scores = {"satisfaction": 5 if n else 3, "solved": 4, "again": 5}
        answer_by_link(token=token_of(one), draft=Draft(scores))
    subject = subjects_of(fresh(round_))[0]
    rule = pack_of(round_.case).evaluation.survey
    assert rule is not None
    question = returns_of([subject], rule)[0].questions[0]
    assert question.is_shown
    assert f"{question.told.mean}" in {"4.6", "4.60"}
    assert question.told.low is not None and question.told.high is not None
    assert question.told.low < question.told.mean < question.told.high  # type: ignore[operator]


def test_the_survey_holds_the_stage_until_all_have_answered_or_its_day_is_over(
    world: EvaluationWorld, round_: Round, jump: Jump
) -> None:
    case = fresh(round_).case
    with pytest.raises(Blocked, match="才截止"):
        close_collection(actor=world.evaluator, case=case, seen=case.version)
    for one in SurveyInvitation.objects.filter(subject__round=round_):
        answer_by_link(token=token_of(one), draft=GOOD)
    case = fresh(round_).case
    close_collection(actor=world.evaluator, case=case, seen=case.version)
    assert fresh(round_).case.stage_kind == "scoring"


def test_the_evaluator_opens_the_survey_and_sends_the_links(world: EvaluationWorld) -> None:
    serve(world.centers[0], 2)
    round_ = world.at_collection()
    client, number = signed_in(world.evaluator), round_.case.number
    url = reverse("evaluation:open-survey", args=[number])
    assert "最多调查 30 家" in client.get(url).content.decode()
    seen = fresh(round_).case.version
    assert client.post(url, {"seen": seen, "closes_on": "2020-01-01"}).status_code == 422
    assert client.post(url, {"seen": seen, "closes_on": "2028-03-10"}).status_code == HTTPStatus.FOUND
    links = reverse("evaluation:survey-links", args=[number])
    page = client.get(links).content.decode()
    token = token_of(SurveyInvitation.objects.all()[0])
    assert token in page
    assert token in client.get(links, {"format": "csv"}).content.decode()
    assert signed_in(world.officer).get(links).status_code == HTTPStatus.NOT_FOUND
