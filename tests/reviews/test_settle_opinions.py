"""Round two: demand, answer and the passage then and now on one page, settled there; all see the round."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reviews.steps import Round
from xiangchuang.accounts.models import User
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import Opinion, OpinionState, Seat
from xiangchuang.reviews.opinions import Changed, answer_opinion
from xiangchuang.reviews.write_review import OpinionDraft

# The sample plan says this section anew when it is revised.
SECTION = "A.2.4"
ANSWER = "已按意见改写定位。"


def paragraph(round_: Round, number: int, place: int = 0) -> dict[str, str]:
    """A paragraph of the section in that revision."""
    kept = PlanRevision.objects.get(proposal__case=round_.case, number=number).sections.get(code=SECTION)
    found: list[dict[str, str]] = [block for block in kept.blocks if block["kind"] == "paragraph"]
    return found[place]


def asked(round_: Round, *, quotes: bool = True) -> Round:
    """The first expert demands a change, and the plan goes back."""
    quote = paragraph(round_, 1)["text"][:20] if quotes else ""
    round_.hear_all(OpinionDraft(SECTION, "把定位写具体。", quote=quote)).conclude("revise")
    return round_


def answered(round_: Round) -> Round:
    """The lead rewrites the plan, answers, and the panel reads again."""
    round_.world.line.plan = None
    opinion = Opinion.objects.get(case=round_.case)
    answer_opinion(
        actor=round_.world.actor("lead"), case=round_.case, seen=round_.case.version, opinion_id=opinion.pk,
        answer=ANSWER,
    )  # fmt: skip
    round_.world.on_to("review")
    round_.seat_all().open()
    for seat in round_.seats:
        round_.declare(seat)
    return round_


@pytest.fixture
def second(reading: Round) -> Round:
    return answered(asked(reading))


def author(round_: Round) -> Seat:
    """The seat of the one who demanded, in this round."""
    demand = Opinion.objects.get(case=round_.case)
    return next(s for s in round_.seats if s.expert_id == demand.review.seat.expert_id)


def browser(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def url(round_: Round, name: str) -> str:
    return reverse(f"reviews:{name}", args=[round_.case.number])


@pytest.mark.clause("5.2-1")
def test_demand_answer_and_both_passages_stand_on_one_page(second: Round) -> None:
    page = browser(author(second).expert.user).get(url(second, "settle-own-opinion")).content.decode()

    assert "把定位写具体" in page and ANSWER in page and "第 2 轮论证" in page
    assert "修订 1" in page and "修订 2" in page
    assert paragraph(second, 1)["text"] in page
    assert "<ins" in page and "<del" in page
    assert "意见 1 条：待答复 0 条，已答复待核对 1 条，已闭合 0 条" in page


@pytest.mark.clause("5.2-1")
def test_an_opinion_is_closed_and_sent_back_without_leaving_the_page(second: Round) -> None:
    seat, demand = author(second), Opinion.objects.get(case=second.case)
    client, page = browser(seat.expert.user), url(second, "settle-own-opinion")

    def send(**typed: str) -> tuple[int, str]:
        seat.refresh_from_db()
        answer = client.post(f"{page}?opinion={demand.pk}", {"seen": seat.version, **typed})
        return answer.status_code, answer.get("Location", "") or answer.content.decode()

    status, shown = send(state="open", rejoinder="")
    assert status == 422 and "写明答复还缺什么" in shown and ANSWER in shown
    assert send(state="open", rejoinder="没有写服务对象。") == (302, f"{page}#opinion-{demand.number}")
    demand.refresh_from_db()
    assert (demand.state, demand.rejoinder) == (OpinionState.OPEN, "没有写服务对象。")
    assert send(state="closed", rejoinder="")[0] == 302
    demand.refresh_from_db()
    assert demand.state == OpinionState.CLOSED
    assert "已闭合 1 条" in client.get(page).content.decode()


def test_an_expert_finds_no_demand_of_another_on_the_page(second: Round) -> None:
    other = next(seat for seat in second.seats if seat.pk != author(second).pk)
    client, page = browser(other.expert.user), url(second, "settle-own-opinion")
    shown = client.get(page).content.decode()

    assert "把定位写具体" not in shown and "您在以前各轮没有提出意见" in shown
    assert client.get(f"{page}?opinion={Opinion.objects.get().pk}").status_code == 404


@pytest.mark.clause("5.2-1")
def test_the_officer_compares_and_sends_back_on_the_page_of_all_opinions(second: Round) -> None:
    demand = Opinion.objects.get(case=second.case)
    client, page = browser(second.officer.user), url(second, "opinions")
    shown = client.get(page).content.decode()
    assert paragraph(second, 1)["text"] in shown and "第 2 轮论证" in shown and ANSWER in shown

    sent = client.post(
        f"{url(second, 'reopen-opinion')}?opinion={demand.pk}",
        {"seen": second.case.version, "rejoinder": "没有写服务对象。"},
    )

    assert sent["Location"] == f"{page}#opinion-{demand.number}"
    demand.refresh_from_db()
    assert demand.state == OpinionState.OPEN


@pytest.mark.clause("5.2-1")
@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "officer"])
def test_all_concerned_see_which_round_it_is_and_what_remains_open(second: Round, part: str) -> None:
    shown = browser(second.world.user(part)).get(
        reverse("workbench:case", args=[second.case.number]), {"tab": "review"}
    )
    page = shown.content.decode()
    assert "第 2 轮论证" in page and "第 1 轮论证" in page
    assert "意见 1 条：待答复 0 条，已答复待核对 1 条，已闭合 0 条" in page
    assert "“必须修改”还有 1 条没有闭合" in page


@pytest.mark.clause("5.2-1")
def test_the_lead_is_asked_where_the_plan_was_changed_and_reads_what_was_named(reading: Round) -> None:
    asked(reading)
    opinion = Opinion.objects.get(case=reading.case)
    client = browser(reading.world.user("lead"))
    page = client.get(url(reading, "answer-opinions")).content.decode()
    place = reverse("drafting:point-answer", args=[reading.case.number])
    assert f"{place}?opinion={opinion.number}" in page and "还没有写明修改在哪一段" in page

    answer_opinion(
        actor=reading.world.actor("lead"), case=reading.case, seen=reading.case.version,
        opinion_id=opinion.pk, answer=ANSWER, changed=Changed(SECTION, "", "新的定位"),
    )  # fmt: skip
    assert f"已写明修改在 {SECTION}" in client.get(url(reading, "answer-opinions")).content.decode()


def test_the_page_asks_the_same_questions_for_one_opinion_and_for_three(second: Round) -> None:
    demand, client = Opinion.objects.get(case=second.case), browser(second.officer.user)
    client.get(url(second, "opinions"))
    with CaptureQueriesContext(connection) as one:
        client.get(url(second, "opinions"))
    for number in (2, 3):
        Opinion.objects.create(
            review=demand.review, case=second.case, number=number, section=SECTION, demand="写明依据。",
            quote=demand.quote, released_at=demand.released_at,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as three:
        client.get(url(second, "opinions"))
    assert len(one) == len(three)
