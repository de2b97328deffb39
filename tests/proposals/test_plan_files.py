"""Who reads the letter, the plan and its images: a draft is its authors' alone."""

import pytest
from django.test import Client

from tests.factories.line import ALL_EXPERTS, LineWorld, remembered_readings, sample_plan
from tests.line.visitor import Visitor
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import PlanRevision, Recommendation
from xiangchuang.proposals.plan import upload_plan
from xiangchuang.proposals.plan_files import may_read_revision

STRANGERS = ("other_city", "stranger", "served_firm", "evaluator", "system_admin", "supervising_department")


def test_a_draft_plan_is_read_by_its_consortium_only(world: LineWorld) -> None:
    case = world.at_stage("plan")
    with remembered_readings():
        revision = upload_plan(
            actor=world.actor("lead"), case=case, seen=case.version,
            upload=sample_plan(current_pack().outline),
        )  # fmt: skip
    image = revision.images.get().file
    for part in ("lead", "member"):
        assert may_read_revision(world.actor(part), revision)
        assert may_read(world.actor(part), image) and may_read(world.actor(part), revision.file)
    for part in ("officer", "leadership", "city_bureau", *STRANGERS):
        assert not may_read_revision(world.actor(part), revision)
        assert not may_read(world.actor(part), image) and not may_read(world.actor(part), revision.file)
    assert Visitor(world.user("officer")).open("proposals:plan-section", case, 1).status_code == 404


def test_a_submitted_plan_is_read_by_all_who_have_a_part_and_the_department(world: LineWorld) -> None:
    world.at_stage("review")
    revision = PlanRevision.objects.get()
    for part in ("lead", "member", "city_bureau", "officer", "division_head", "leadership"):
        assert may_read_revision(world.actor(part), revision)
        assert may_read(world.actor(part), revision.images.get().file)
    for part in STRANGERS:
        assert not may_read_revision(world.actor(part), revision)
        assert not may_read(world.actor(part), revision.file)


def test_an_expert_reads_the_plan_only_after_declaring(db: None) -> None:
    from tests.reviews.steps import Round

    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("review")
    revision = PlanRevision.objects.get()
    reading = Round(world).seat_all().open()
    seats = list(reading.panel.seats.select_related("expert__user"))
    names = {seat.expert.user.username for seat in seats if seat.expert.user}
    invited = world.actor(sorted(names)[0])
    assert not may_read_revision(invited, revision)
    assert not may_read(invited, revision.images.get().file)


@pytest.mark.parametrize(
    ("part", "reads"),
    [("lead", True), ("officer", True), ("city_bureau", True), ("other_city", False), ("stranger", False)],
)
def test_the_letter_is_read_by_those_who_see_the_case(world: LineWorld, part: str, reads: bool) -> None:
    world.at_stage("conditions")
    letter: StoredFile = Recommendation.objects.get().letter
    assert may_read(world.actor(part), letter) is reads
    answer = Visitor(world.actor(part)).client.get(f"/files/{letter.pk}/")
    assert answer.status_code == (200 if reads else 404)
    answer.close()


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "officer", "leadership"])
def test_the_tab_of_the_plan_leads_to_word_and_pdf_for_who_may_read_it(world: LineWorld, part: str) -> None:
    case = world.at_stage("review")
    client = Client()
    client.force_login(world.user(part))
    tab = client.get(f"/cases/{case.number}/?tab=plan").content.decode()
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        address = f"/cases/{case.number}/plan/1/plan.{kind}"
        assert f'href="{address}"' in tab
        answer = client.get(address)
        assert answer.status_code == 200 and answer.getvalue().startswith(begins)


def test_the_tab_offers_no_download_of_a_draft_to_who_may_not_read_it(world: LineWorld) -> None:
    case = world.at_stage("plan")
    with remembered_readings():
        upload_plan(
            actor=world.actor("lead"), case=case, seen=case.version,
            upload=sample_plan(current_pack().outline),
        )  # fmt: skip
    address = f"/cases/{case.number}/plan/1/plan."
    for part, offered in (("lead", True), ("officer", False), ("city_bureau", False)):
        client = Client()
        client.force_login(world.user(part))
        assert (address in client.get(f"/cases/{case.number}/?tab=plan").content.decode()) is offered, part
        assert offered or client.get(f"{address}docx").status_code == 404
