"""The pages of support, as officer, city, center and strangers find them."""

from typing import Any

import pytest
from django.urls import reverse

from tests.support.test_projects_and_problems import DRAFT, PROBLEM
from tests.support.world import SupportWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.support.models import Commitment, Problem, ProjectProposal, SupportAgreement
from xiangchuang.support.propose_project import draft_project
from xiangchuang.support.raise_problem import raise_problem


def post(world_client: Any, name: str, args: list[int], version: int = 0, **data: object) -> Any:
    return world_client.post(reverse(name, args=args), {"version": version, **data}, follow=True)


def test_officer_city_and_center_go_from_draft_to_a_kept_promise_by_the_pages(world: SupportWorld) -> None:
    officer, city, staff = signed_in(world.officer), signed_in(world.bureau), signed_in(world.staff)
    center = world.center.pk
    post(
        officer, "support:new-agreement", [center], partner=world.city.pk, title="合作协议", text="共同支持。"
    )
    found = SupportAgreement.objects.get()
    assert "不能" not in text_of(read(officer, reverse("support:agreement", args=[found.pk])))
    post(
        officer, "support:agreement_add_commitment", [found.pk], found.version, promised_by=world.city.pk,
        kind="money", text="经费", amount_fen="1,000", due_on="2026-12-31",
    )  # fmt: skip
    found.refresh_from_db()
    post(signed_in(world.division_head), "support:agreement_sign_for_department", [found.pk], found.version)
    found.refresh_from_db()
    page = read(city, reverse("support:agreement", args=[found.pk]))
    assert "代表对方签署" in page
    assert "市州科技局代表市州人民政府办理" in page
    post(city, "support:agreement_sign_for_partner", [found.pk], found.version)

    promise = Commitment.objects.get()
    assert (promise.state, promise.amount_fen) == ("open", 1_000_000_000)
    post(city, "support:commitment_report", [promise.pk], promise.version, text="已拨付")
    promise.refresh_from_db()
    answer = post(staff, "support:commitment_confirm", [promise.pk], promise.version, text="")
    assert "已办理：确认已履行" in answer.content.decode()
    assert "1,000.00" in read(officer, reverse("support:cities"))


def test_an_overtaken_page_keeps_what_was_typed(world: SupportWorld) -> None:
    promise = world.promise()
    answer = post(
        signed_in(world.bureau),
        "support:commitment_report",
        [promise.pk],
        promise.version - 1,
        text="已经拨付",
    )

    assert answer.status_code == 409
    assert "已经拨付" in answer.content.decode()


def test_to_strangers_no_page_of_a_matter_exists(world: SupportWorld) -> None:
    promise = world.promise()
    agreement = world.draft()
    project = draft_project(actor=world.staff, center=world.center, draft=DRAFT)
    problem = raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)
    pages = [
        reverse("support:commitment", args=[promise.pk]),
        reverse("support:commitment_report", args=[promise.pk]),
        reverse("support:agreement", args=[agreement.pk]),
        reverse("support:agreement_end", args=[agreement.pk]),
        reverse("support:project", args=[project.pk]),
        reverse("support:problem", args=[problem.pk]),
        reverse("support:granted", args=[world.center.pk]),
        reverse("support:new-commitment", args=[world.center.pk]),
    ]
    for name, actor in world.strangers().items():
        if actor.user is not None:
            client = signed_in(actor)
            assert {client.get(page).status_code for page in pages} == {404}, name
            for lists in ("commitments", "agreements", "projects", "problems"):
                page = read(client, reverse(f"support:{lists}"))
                assert not any(
                    word in page for word in ("建设经费", "合作协议", DRAFT.title, PROBLEM.title)
                ), name
            assert client.get(reverse("support:cities")).status_code == 403, name


@pytest.mark.parametrize("name", ["commitments", "agreements", "projects", "problems"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(world: SupportWorld, name: str) -> None:
    def add() -> None:
        world.promise()
        world.sign(world.draft())
        project = draft_project(actor=world.staff, center=world.center, draft=DRAFT)
        ProjectProposal.objects.filter(pk=project.pk).update(state="submitted")
        problem = raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)
        Problem.objects.filter(pk=problem.pk).update(owner=world.city)

    client, page = signed_in(world.officer), reverse(f"support:{name}")
    add()
    one = queries_of(client, page)
    add()
    add()

    assert queries_of(client, page) == one
    assert client.get(page, {"format": "csv"}).content.decode().count("\n") >= 4


def test_the_chapters_show_each_reader_what_is_theirs(world: SupportWorld) -> None:
    world.promise(text="建设经费一千万")
    raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)
    chapter = reverse("centers:chapter", args=[world.center.pk, "support"])

    assert "建设经费一千万" in read(signed_in(world.bureau), chapter)
    assert PROBLEM.title not in read(signed_in(world.bureau), chapter)
    assert PROBLEM.title in read(signed_in(world.staff), chapter)
    assert "建设经费一千万" not in read(signed_in(world.member), chapter)
    assert "建设经费一千万" not in read(signed_in(world.supervisor), chapter)


def test_the_work_list_names_what_waits_outside_the_cases(world: SupportWorld) -> None:
    world.promise(due_on=world.center.approved_on.replace(month=12, day=1), text="道路建成通车")
    home = reverse("workbench:work-list")

    assert "道路建成通车" in read(signed_in(world.bureau), home)
    assert "道路建成通车" not in read(signed_in(world.other_city), home)


def test_a_problem_offers_each_person_what_its_level_allows(world: SupportWorld) -> None:
    problem = raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)
    page = reverse("support:problem", args=[problem.pk])
    assert "办理期限还没有过" in read(signed_in(world.staff), page)
    Problem.objects.filter(pk=problem.pk).update(level=1)
    assign = reverse("support:problem_assign", args=[problem.pk])

    assert assign not in read(signed_in(world.officer), page)
    assert assign in read(signed_in(world.division_head), page)
    answer = post(
        signed_in(world.division_head), "support:problem_assign", [problem.pk], problem.version,
        owner=world.city.pk, parties=f"{world.house(world.other_city).name}、没有这个单位", text="会商",
    )  # fmt: skip
    assert "登记册中没有“没有这个单位”" in answer.content.decode()
