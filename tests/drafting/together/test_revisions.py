"""All revisions with hashes and receipts; any two are compared; a draft is its authors' alone."""

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanRevision


def test_each_submission_is_listed_with_hash_and_receipt(world: LineWorld) -> None:
    case = world.at_stage("review")
    kept = PlanRevision.objects.get(proposal__case=case)
    for part in ("lead", "member", "officer", "city_bureau"):
        page = text_of(Visitor(world.actor(part)).open("drafting:revisions", case))
        assert kept.content_sha256 in page and kept.receipt_number in page
    assert Visitor(world.actor("stranger")).open("drafting:revisions", case).status_code == 404


def test_a_draft_is_listed_for_its_authors_alone(world: LineWorld, case: Case) -> None:
    assert "草稿" in text_of(Visitor(world.actor("member")).open("drafting:revisions", case))
    assert Visitor(world.actor("officer")).open("drafting:revisions", case).status_code == 404


def test_two_chosen_revisions_are_compared_and_the_same_one_is_refused(world: LineWorld) -> None:
    case = world.at_stage("review")
    first = PlanRevision.objects.get(proposal__case=case)
    for number in (2, 3):
        PlanRevision.objects.create(
            proposal=first.proposal, number=number, file=first.file, title=first.title,
            begun_by=first.begun_by, begun_at=first.begun_at, frozen_at=first.frozen_at,
            content_sha256=first.content_sha256, receipt_number=f"HZ2026{number:06d}",
        )  # fmt: skip
    officer = Visitor(world.actor("officer"))

    chosen = officer.open("drafting:revisions", case, old=3, new=1)
    assert chosen.status_code == 302 and chosen.headers["Location"].endswith("/plan/1..3/")
    same = officer.open("drafting:revisions", case, old=2, new=2)
    assert same.status_code == 422 and "选两个不同的版次" in text_of(same)
