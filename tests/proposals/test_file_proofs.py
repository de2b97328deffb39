"""The page of a plan's or a letter's file leads to the case, for those who read it there."""

from tests.factories.line import LineWorld
from tests.factories.registers import StoredFileFactory
from tests.line.visitor import Visitor, text_of
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.proposals.models import PlanRevision, Recommendation
from xiangchuang.proposals.plan import PLAN_PURPOSE


def page(world: LineWorld, who: str, file: StoredFile) -> tuple[int, str]:
    answer = Visitor(world.user(who)).client.get(f"/files/{file.pk}/about/")
    return answer.status_code, text_of(answer)


def test_plan_and_letter_lead_to_their_case(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    letter_of = Recommendation.objects.get(proposal__case=case)
    letter = letter_of.letter
    plan = StoredFileFactory(purpose=PLAN_PURPOSE)
    PlanRevision.objects.create(
        proposal=letter_of.proposal, number=1, file=plan, begun_by=world.user("lead"), begun_at=clock.now(),
        frozen_at=clock.now(), content_sha256="0" * 64, receipt_number="HZ2026000001",
    )  # fmt: skip
    for who in ("lead", "officer"):
        status, told = page(world, who, plan)
        assert status == 200 and "建设方案 第 1 版" in told and f"/cases/{case.number}/" in told
        status, told = page(world, who, letter)
        assert status == 200 and "推荐函" in told
    assert page(world, "other_city", plan)[0] == 404
    assert page(world, "other_city", letter)[0] == 404
