"""How experts have worked: computed from reviews, for the department alone; an expert learns punctuality."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reviews.steps import Round, as_person
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.policy.experts import QualityRule
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import StageRun
from xiangchuang.reviews.expert_quality import own_punctuality, rotation_standing
from xiangchuang.reviews.models import Seat, SeatRating
from xiangchuang.reviews.rate_expert import rate_seat


@pytest.fixture
def concluded(reading: Round) -> Round:
    """Everyone was heard; the round has concluded."""
    return _conclude(reading)


def _conclude(reading: Round) -> Round:
    reading.hear_all().find_all().conclude("passed")
    return reading


def heard(round_: Round) -> list[Seat]:
    return list(Seat.objects.filter(panel__case=round_.case).select_related("expert__user", "panel__run"))


def test_punctuality_completeness_distance_appeals_and_rating_make_the_score(concluded: Round) -> None:
    seat = heard(concluded)[0]
    rule = concluded.pack.experts.quality
    assert rule is not None
    pack = _with_fewest(concluded, 1)
    rate_seat(actor=concluded.officer, seat=seat, points=rule.top_rating)

    standing = rotation_standing([seat.expert], pack=pack, on=clock.today())[seat.expert_id]

    values = {m.label: m.value for m in standing.measures}
    assert values == {"按时": 100, "完整": 0, "与专家组的距离": 100, "申诉查实": 100, "经办评价": 100}
    assert (standing.score, standing.advice, standing.reviews) == (75, "ready", 1)
    assert standing.reasons[0] == "近 3 年评审 1 次，按时 1 次。"


def test_late_reviews_and_upheld_appeals_lead_to_a_rest_with_reasons(concluded: Round) -> None:
    seat = heard(concluded)[0]
    pack = _with_fewest(concluded, 1)
    StageRun.objects.filter(pk=seat.panel.run_id).update(due_on=clock.today() - timedelta(days=3))
    rate_seat(actor=concluded.officer, seat=seat, points=1, appeals_upheld=1, remark="意见失实")

    standing = rotation_standing([seat.expert], pack=pack, on=clock.today())[seat.expert_id]

    assert standing.advice == "rest" and standing.score is not None and standing.score < 60
    assert "建议暂停选用" in standing.reasons[-1]
    assert own_punctuality(seat.expert, pack=pack, on=clock.today()) == (0, 1)


def test_too_few_reviews_conclude_nothing(concluded: Round) -> None:
    seat = heard(concluded)[0]
    standing = rotation_standing([seat.expert], pack=concluded.pack, on=clock.today())[seat.expert_id]
    assert (standing.advice, standing.score) == ("unknown", None)
    assert "不作结论" in standing.reasons[-1]


def test_many_seats_within_a_year_call_for_rotation(concluded: Round) -> None:
    seat = heard(concluded)[0]
    rule = concluded.pack.experts.quality
    assert rule is not None
    few = rule.model_copy(update={"rest_after_seats": 1})
    pack = _changed(concluded, few)
    standing = rotation_standing([seat.expert], pack=pack, on=clock.today())[seat.expert_id]
    assert standing.advice == "rest" and "建议轮换" in " ".join(standing.reasons)


def test_standing_is_read_in_as_many_queries_for_seven_as_for_one(concluded: Round) -> None:
    experts = [seat.expert for seat in heard(concluded)]
    counts = []
    for some in (experts[:1], experts):
        with CaptureQueriesContext(connection) as asked:
            rotation_standing(some, pack=concluded.pack, on=clock.today())
        counts.append(len(asked))
    assert counts[0] == counts[1] == 5


def test_an_officer_rates_after_the_round_and_nobody_else_does(reading: Round) -> None:
    seat = reading.seat_of("legal")
    with pytest.raises(Blocked, match="论证结束后"):
        rate_seat(actor=reading.officer, seat=seat, points=3)
    _conclude(reading)
    seat = next(s for s in heard(reading) if s.pk == seat.pk)
    with pytest.raises(NotPermitted):
        rate_seat(actor=as_person(seat.expert), seat=seat, points=5)
    with pytest.raises(Invalid, match="1 到"):
        rate_seat(actor=reading.officer, seat=seat, points=9)
    with pytest.raises(Invalid, match="写明情况"):
        rate_seat(actor=reading.officer, seat=seat, points=1)
    rate_seat(actor=reading.officer, seat=seat, points=4)
    rate_seat(actor=reading.officer, seat=seat, points=5)
    assert SeatRating.objects.get().points == 5
    assert not LedgerEntry.objects.filter(verb="rate_expert")[0].detail


def test_neither_the_applicant_nor_any_expert_learns_of_a_rating(concluded: Round) -> None:
    """Two worlds that differ only in a rating give the same bytes."""
    seats = heard(concluded)
    lead = concluded.world.province.staff[concluded.world.lead.pk]
    bureau = concluded.world.user("other_city")
    number = concluded.case.number
    pages = [reverse("library:own"), reverse("workbench:case", args=[number]), "/search/?q=意见失实",
             reverse("library:expert", args=[seats[0].expert_id]), reverse("library:experts") + "?format=csv",
             reverse("library:rate", args=[seats[0].pk]), reverse("library:own-data")]  # fmt: skip
    people = [lead, bureau, seats[0].expert.user, seats[1].expert.user]
    before = [_seen(user, pages) for user in people if user is not None]
    rate_seat(actor=concluded.officer, seat=seats[0], points=1, appeals_upheld=2, remark="意见失实")
    assert [_seen(user, pages) for user in people if user is not None] == before


def test_the_department_reads_it_on_the_expert_s_page_and_rates_there(concluded: Round) -> None:
    seat = heard(concluded)[0]
    client = Client()
    assert concluded.officer.user is not None
    client.force_login(concluded.officer.user)
    url = reverse("library:rate", args=[seat.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"points": "4", "appeals_upheld": "0", "remark": ""}).status_code == 302
    page = client.get(reverse("library:expert", args=[seat.expert_id])).content.decode()
    assert "4 / 5" in page and "履职质量" in page
    mine = Client()
    assert seat.expert.user is not None
    mine.force_login(seat.expert.user)
    own = mine.get(reverse("library:own")).content.decode()
    assert "评审 1 次，按时 1 次" in own and "履职质量" not in own and "4 / 5" not in own


def _seen(user: User, pages: list[str]) -> list[tuple[int, bytes]]:
    client = Client()
    client.force_login(user)
    found = []
    for page in pages:
        answer = client.get(page)
        body = b"".join(line for line in answer.content.splitlines() if b"csrfmiddlewaretoken" not in line)
        found.append((answer.status_code, body))
    return found


def _with_fewest(round_: Round, fewest: int) -> Pack:
    rule = round_.pack.experts.quality
    assert rule is not None
    return _changed(round_, rule.model_copy(update={"fewest_reviews": fewest}))


def _changed(round_: Round, quality: QualityRule) -> Pack:
    return replace(round_.pack, experts=round_.pack.experts.model_copy(update={"quality": quality}))
