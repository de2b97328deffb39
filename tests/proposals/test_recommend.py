"""The city government recommends, its bureau acting (5.1-3)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from tests.proposals.pages import fields_of
from xiangchuang.calendars import clock
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store_bytes
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import Recommendation
from xiangchuang.proposals.plan_files import LETTER_PURPOSE
from xiangchuang.proposals.recommend import (
    decline_recommendation,
    next_rank,
    quota_left,
    recommend,
    return_intention,
)

OPINION = "该单位符合建设条件，同意推荐。"


def letter(world: LineWorld, part: str = "city_bureau") -> StoredFile:
    return store_bytes(
        actor=world.actor(part), content=b"%PDF-1.4 example", name="推荐函.pdf",
        media_type="application/pdf", purpose=LETTER_PURPOSE,
    )  # fmt: skip


def give(world: LineWorld, case: Case, rank: int = 1, part: str = "city_bureau") -> Recommendation:
    return recommend(
        actor=world.actor(part), case=case, seen=case.version, letter=letter(world, part), rank=rank,
        opinion=OPINION,
    )  # fmt: skip


@pytest.mark.clause("5.1-3")
def test_after_the_city_s_letter_the_department_has_the_intention(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    given = give(world, case)
    assert (case.stage_kind, case.holder_role) == ("conditions", "officer")
    assert (given.bureau, given.letter.name, given.year) == (world.bureau, "推荐函.pdf", clock.today().year)


@pytest.mark.clause("5.1-3")
def test_without_a_letter_of_the_government_nothing_is_recommended(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    visitor = Visitor(world.user("city_bureau"))
    answer = visitor.send("proposals:recommend", case, {"rank": 1, "opinion": OPINION})
    assert answer.status_code == 422
    assert "还没有选择推荐函" in text_of(answer) and OPINION in text_of(answer)
    assert Case.objects.get(pk=case.pk).stage_kind == "recommendation"


@pytest.mark.clause("5.1-3")
def test_a_city_recommends_only_leads_of_its_own_area(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    Organization.objects.filter(pk=world.lead.pk).update(prefecture="430200")
    with pytest.raises(Blocked, match="不在本市州") as refused:
        give(world, case)
    assert refused.value.clause == "5.1-3"


def test_another_city_does_not_even_know_of_the_case(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    with pytest.raises(NotFound):
        give(world, case, part="other_city")
    answer = Visitor(world.user("other_city")).open("proposals:recommend", case)
    assert answer.status_code == 404 and case.title not in text_of(answer)


def test_the_quota_of_the_pack_holds_and_names_itself(world: LineWorld) -> None:
    quota = pack_of(world.at_stage("recommendation")).recommendation.quota
    assert quota is not None
    for number in range(quota.per_year):
        give(world, world.at_stage("recommendation", f"示例中心{number}"), rank=number + 1)
    assert quota_left(world.bureau.pk, clock.today().year, quota.per_year) == 0
    late = world.at_stage("recommendation", "示例迟到中心")
    with pytest.raises(Blocked, match=f"推荐名额 {quota.per_year} 个已用完"):
        give(world, late, rank=quota.per_year + 1)
    assert Recommendation.objects.count() == quota.per_year


def test_a_rank_is_given_once_a_year_and_the_uploaded_letter_survives_the_refusal(world: LineWorld) -> None:
    give(world, world.at_stage("recommendation", "示例第一中心"))
    case = world.at_stage("recommendation", "示例第二中心")
    visitor = Visitor(world.user("city_bureau"))
    upload = SimpleUploadedFile("推荐函二.pdf", letter_pdf("推荐示例第二中心"), "application/pdf")
    typed = {"rank": 1, "opinion": OPINION, "letter": upload}
    refused = visitor.send("proposals:recommend", case, typed)
    assert refused.status_code == 422
    assert "第 1 位已推荐“示例第一中心”" in text_of(refused)
    again = fields_of(refused) | {"rank": "2"}
    assert visitor.client.post(f"/cases/{case.number}/recommend/", again).status_code == 302
    assert Recommendation.objects.get(rank=2).letter.name == "推荐函二.pdf"


def test_a_letter_somebody_else_uploaded_cannot_be_passed_off(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    foreign = letter(world, "other_city")
    answer = Visitor(world.user("city_bureau")).send(
        "proposals:recommend", case, {"rank": 1, "opinion": OPINION, "received": foreign.pk}
    )
    assert answer.status_code == 422
    assert not Recommendation.objects.exists()


def test_a_letter_that_is_no_letter_is_refused_at_its_field(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    upload = SimpleUploadedFile("推荐函.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")
    typed = {"rank": 1, "opinion": OPINION, "letter": upload}
    answer = Visitor(world.user("city_bureau")).send("proposals:recommend", case, typed)
    assert answer.status_code == 422
    assert 'id="id_letter_error"' in text_of(answer)


def test_a_return_says_what_to_change(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    bureau = world.actor("city_bureau")
    with pytest.raises(Invalid, match="写明要修改什么"):
        return_intention(actor=bureau, case=case, seen=case.version, reason=" ")
    return_intention(actor=bureau, case=case, seen=case.version, reason="方向写得太宽。")
    assert case.stage_kind == "intake"
    answer = Visitor(world.user("lead")).open("proposals:intention", case)
    assert "方向写得太宽。" in text_of(answer)


def test_a_city_that_declines_ends_the_case_with_its_reason(world: LineWorld) -> None:
    case = world.at_stage("recommendation")
    bureau = world.actor("city_bureau")
    with pytest.raises(Blocked, match="要写明理由"):
        decline_recommendation(actor=bureau, case=case, seen=case.version, reason="")
    decline_recommendation(actor=bureau, case=case, seen=case.version, reason="与本市布局不符。")
    assert case.state == CaseState.NOT_RECOMMENDED


def test_a_returned_case_recommended_anew_frees_no_second_place_of_the_quota(world: LineWorld) -> None:
    from xiangchuang.proposals.check_conditions import return_from_conditions

    case = world.at_stage("conditions")
    return_from_conditions(
        actor=world.actor("officer"), case=case, seen=case.version, reason="缺 2025 年研发费用审计报告。"
    )
    world.on_to("recommendation")
    assert next_rank(world.bureau.pk, clock.today().year) == 2
    give(world, world.case, rank=1)
    assert Recommendation.objects.filter(is_current=True).count() == 1
    assert Recommendation.objects.count() == 2
