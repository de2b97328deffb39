"""The case file: who sees what of a case, and what the page always says."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.steps import Round, as_person
from tests.workbench.browser import queries_of, read, signed_in, stable, text_of
from xiangchuang.accounts.models import User
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.procedure.models import Case, FieldComment, StageRun
from xiangchuang.procedure.packs import forget_packs
from xiangchuang.proposals.formal_check import comment_field
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.workbench.approval_face import APPROVAL

pytestmark = pytest.mark.django_db
TAB_CODES = [tab.code for tab in APPROVAL.tabs]


@pytest.fixture
def world(db: None) -> Iterator[LineWorld]:
    """An example province."""
    forget_packs()
    yield LineWorld.build()


@pytest.fixture
def world_with_experts(db: None) -> Iterator[LineWorld]:
    """An example province with experts of every kind."""
    forget_packs()
    yield LineWorld.build(experts=ALL_EXPERTS)


def address(case: Case, tab: str = "") -> str:
    return f"/cases/{case.number}/" + (f"?tab={tab}" if tab else "")


def page_of(world: LineWorld, part: str, case: Case, tab: str = "") -> str:
    return text_of(read(signed_in(world.actor(part)), address(case, tab)))


def test_the_box_answers_the_four_questions_and_names_what_unblocks(world: LineWorld) -> None:
    case = world.at_stage("plan")
    page = page_of(world, "lead", case)
    assert "等待 编制建设方案" in page
    assert f"持有人 {world.lead.name}" in page
    assert "个工作日" in page and "24:00 截止" in page
    assert "依据 5.1-3" in page
    assert "还没有建设方案" in page and "→ 编写方案" in page


def test_the_day_the_plan_was_handed_in_is_the_day_in_shanghai(world: LineWorld) -> None:
    case = world.at_stage("review")
    handed_in = PlanRevision.objects.filter(proposal__case=case, frozen_at__isnull=False)
    assert handed_in.update(frozen_at=datetime(2026, 3, 16, 23, tzinfo=UTC))
    assert "方案提交 2026-03-17" in page_of(world, "officer", case)


def test_the_first_button_is_what_the_person_can_do_next_and_a_held_one_says_why(world: LineWorld) -> None:
    case = world.at_stage("plan")
    page = read(signed_in(world.actor("lead")), address(case))
    first = page.index(f'class="button primary" href="/cases/{case.number}/manuscript/"')
    held = page.index('data-held="1"')
    assert first < held
    assert "检查并提交方案" in page[held : held + 200] and "还没有建设方案" in page[held : held + 600]


def test_who_may_not_act_has_no_button(world: LineWorld) -> None:
    case = world.at_stage("plan")
    assert "/upload-plan/" not in read(signed_in(world.actor("officer")), address(case))
    page = read(signed_in(world.actor("member")), address(case))
    assert "/upload-plan/" not in page and "/manuscript/" in page, "a member writes, the lead uploads"


@pytest.mark.parametrize("part", ["stranger", "other_city", "served_firm", "audit_admin"])
def test_a_foreign_case_is_not_there(world: LineWorld, part: str) -> None:
    case = world.at_stage("conditions")
    client = signed_in(world.actor(part))
    page, nowhere = (read(client, f"/cases/{n}/", status=404) for n in (case.number, "2026-HN-9999"))
    assert case.title not in page
    # A foreign case and one that never was look alike.
    assert stable(page).replace(case.number, "?") == stable(nowhere).replace("2026-HN-9999", "?")


def test_a_draft_is_the_applicants_own(world: LineWorld) -> None:
    case = world.at_stage("intention")
    assert case.title in page_of(world, "lead", case)
    read(signed_in(world.actor("officer")), address(case), status=404)


def test_who_is_not_signed_in_signs_in_first(world: LineWorld) -> None:
    case = world.at_stage("intention")
    response = Client().get(address(case))
    assert response.status_code == 302 and "/account/sign-in/" in response["Location"]


def test_the_applicant_reads_its_own_words_for_the_stage(world: LineWorld) -> None:
    case = world.at_stage("review")
    outside, inside = page_of(world, "lead", case), page_of(world, "officer", case)
    assert "等待 专家论证中" in outside and "专家组缺" not in outside
    assert "等待 方案论证" in inside and "专家组缺财税专家" in inside


def test_the_applicant_sees_the_same_bytes_whether_or_not_a_panel_is_seated(
    world_with_experts: LineWorld, clock: object
) -> None:
    """Two worlds that differ only in what must not be known (quality.md 7)."""
    world = world_with_experts
    world.at_stage("review")
    lead = signed_in(world.actor("lead"))
    before = {tab: stable(read(lead, address(world.case, tab))) for tab in TAB_CODES}
    Round(world).seat_all().open()
    for tab in TAB_CODES:
        assert stable(read(lead, address(world.case, tab))) == before[tab], tab


def test_the_applicants_ledger_holds_its_own_acts_only(world: LineWorld) -> None:
    case = world.at_stage("plan")
    officer = world.actor("officer").name
    inside, outside = page_of(world, "officer", case, "ledger"), page_of(world, "lead", case, "ledger")
    assert "形式审查通过" in inside and officer in inside and "链上序号" in inside
    assert "检查并提交意向" in outside
    assert "形式审查通过" not in outside and officer not in outside and "链上序号" not in outside


def test_the_timeline_names_persons_inside_only(world: LineWorld) -> None:
    case = world.at_stage("plan")
    officer = world.actor("officer").name
    assert officer in page_of(world, "officer", case)
    for tab in TAB_CODES:
        assert officer not in page_of(world, "lead", case, tab), tab


def test_an_expert_has_plan_and_own_task_and_none_of_the_departments_tabs(
    world_with_experts: LineWorld,
) -> None:
    world = world_with_experts
    world.at_stage("review")
    seated = Round(world).seat_all().open()
    expert = signed_in(as_person(seated.seats[0].expert))
    page = read(expert, address(world.case))
    shown = {tab.code for tab in APPROVAL.tabs if f"?tab={tab.code}" in page}
    assert shown == {"overview", "plan", "review", "visit"}
    others = [seat.expert.name for seat in seated.seats[1:]]
    for tab in TAB_CODES:
        seen = text_of(read(expert, address(world.case, tab)))
        assert not [name for name in others if name in seen], tab


def test_a_tab_that_is_not_the_persons_shows_the_first(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    assert page_of(world, "lead", case, "nonsense") == page_of(world, "lead", case)


def test_a_remark_reaches_the_parties_with_its_return(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    comment_field(
        actor=world.actor("officer"), case=case, seen=case.version, anchor="direction", label="领域方向",
        text="方向过宽，缩到一类装备。",
    )  # fmt: skip
    assert "方向过宽" in page_of(world, "officer", case, "correspondence")
    assert "方向过宽" not in page_of(world, "lead", case, "correspondence")
    run = StageRun.objects.get(case=case, closed_at__isnull=True)
    StageRun.objects.filter(pk=run.pk).update(closed_at=case.opened_at, outcome="returned")
    assert "方向过宽" in page_of(world, "lead", case, "correspondence")


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau"])
def test_the_checkers_unfinished_remarks_are_on_no_tab_of_the_parties(world: LineWorld, part: str) -> None:
    case = world.at_stage("formal_check")
    comment_field(
        actor=world.actor("officer"), case=case, seen=case.version,
        anchor="direction", label="领域方向", text="方向过宽，尚在斟酌",
    )  # fmt: skip

    assert "尚在斟酌" in page_of(world, "officer", case)
    for code in TAB_CODES:
        assert "尚在斟酌" not in page_of(world, part, case, code)


def test_an_ended_case_says_so_and_offers_nothing(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    withdraw(actor=world.actor("lead"), case=case, seen=case.version, reason="合作方退出，重新组建联合体。")
    page = read(signed_in(world.actor("lead")), address(case))
    assert "已撤回（" in page and "办结）" in page and 'class="now is-closed"' in page
    assert "合作方退出" in page
    assert f"/cases/{case.number}/withdraw/" not in page


def test_the_case_file_takes_as_many_queries_with_three_remarks_as_with_one(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    officer = world.actor("officer")
    client = signed_in(officer)
    _remark(case, officer.user)
    counts = {tab: queries_of(client, address(case, tab)) for tab in ("overview", "correspondence", "ledger")}
    for _number in range(2):
        _remark(case, officer.user)
    assert {tab: queries_of(client, address(case, tab)) for tab in counts} == counts


def _remark(case: Case, author: User | None) -> None:
    FieldComment.objects.create(
        run=StageRun.objects.get(case=case, closed_at__isnull=True), anchor="direction", label="领域方向",
        text="再具体一些。", author=author, written_at=case.opened_at,
    )  # fmt: skip
