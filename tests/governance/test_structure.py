"""Legal person, staff against plan, institutes on any day, the chart, and the registers of a headquarters."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.centers import CenterFactory, CenterWorld
from tests.factories.registers import OrganizationFactory, valid_uscc
from tests.governance import records
from tests.governance.records import APPROVED, add
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.governance import registers
from xiangchuang.governance.institutes_on import InstituteOnDay, institutes_on
from xiangchuang.governance.models import Institute, StaffFunction
from xiangchuang.governance.organisation_chart import WIDTH, organisation_chart
from xiangchuang.governance.queries import staff_structure
from xiangchuang.governance.register_legal_person import register_legal_person
from xiangchuang.governance.review_compliance import review_compliance
from xiangchuang.organizations.models import OrganizationKind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.at(clock.moment_on(TODAY)):
        yield


@pytest.fixture
def world() -> CenterWorld:
    return CenterWorld(CenterFactory(category="comprehensive"))


@pytest.mark.clause("4.1-2")
@pytest.mark.parametrize("kind", ["limited_company", "social_service", "public_institution"])
def test_a_center_may_be_any_kind_of_legal_person(world: CenterWorld, kind: str) -> None:
    """4.1-2 企业、社会服务机构等不同类型的法人实体."""
    assert records.legal_form(world, kind=kind).kind == kind


@pytest.mark.clause("4.1-1")
def test_the_officer_links_the_legal_person_and_it_can_then_be_appointed_to(world: CenterWorld) -> None:
    with pytest.raises(Blocked, match="还没有法人登记"):
        register_legal_person(actor=world.officer, center=world.center)
    records.legal_form(world)
    for actor in (world.staff, world.bureau):
        with pytest.raises(NotPermitted):
            register_legal_person(actor=actor, center=world.center)
    with pytest.raises(NotFound):
        register_legal_person(actor=world.other_staff, center=world.center)
    made = register_legal_person(actor=world.officer, center=world.center)
    assert (made.kind, made.uscc, world.center.organization) == (
        OrganizationKind.CENTER, valid_uscc(900_001), made,
    )  # fmt: skip
    with pytest.raises(Blocked, match="已连接"):
        register_legal_person(actor=world.officer, center=world.center)


def test_a_code_that_is_another_firms_is_not_the_centers(world: CenterWorld) -> None:
    records.legal_form(world, uscc=world.center.lead.uscc)
    with pytest.raises(Blocked, match="不是技术创新中心"):
        register_legal_person(actor=world.officer, center=world.center)


def test_a_wrong_code_is_refused_at_the_register(world: CenterWorld) -> None:
    with pytest.raises(Invalid, match="统一社会信用代码"):
        records.legal_form(world, uscc="914301000000000001")


@pytest.mark.clause("4.2-2")
def test_staff_stand_by_function_against_the_plan(world: CenterWorld) -> None:
    """4.2-2 应用基础研究、工程研发、技术推广相结合的人才队伍结构."""
    university = OrganizationFactory(kind=OrganizationKind.UNIVERSITY)
    records.person(world, "甲", "staff", function="engineering")
    records.person(world, "乙", "staff", function="engineering", full=False, employer=university)
    records.person(world, "丙", "staff", function="engineering", ended_on=TODAY - timedelta(days=1))
    add(world, registers.STAFF_PLANS, year=2026, function="engineering", planned=5)
    found = {line.function: line for line in staff_structure(world.center, 2026)}
    engineering = found[StaffFunction.ENGINEERING]
    assert (engineering.planned, engineering.actual, engineering.gap) == (5, 2, 3)
    assert (engineering.full_time, engineering.seconded) == (1, 1)


@pytest.mark.clause("4.1-5", "6.4-3", "3.1.1-3")
def test_two_systems_deeds_and_headquarters_papers_are_the_centers_to_record(world: CenterWorld) -> None:
    university = OrganizationFactory(kind=OrganizationKind.UNIVERSITY)
    two = add(
        world, registers.TWO_SYSTEMS, title="双聘安排", partner=university, content="编制保留。",
        signed_on=APPROVED,
    )  # fmt: skip
    deed = add(
        world, registers.DEEDS, title="授权书", grantor=world.center.lead, power="personnel",
        content="用人自主。", signed_on=APPROVED,
    )  # fmt: skip
    paper = add(
        world, registers.PAPERS, title="战略规划", kind="strategy", issued_on=APPROVED, summary="三步走。"
    )
    assert [str(row) for row in (two, deed, paper)] == ["双聘安排", "授权书", "战略规划"]
    with pytest.raises(NotPermitted):
        record_entry(
            registers.DEEDS, actor=world.officer, center=world.center,
            values={"title": "授权", "grantor": world.center.lead, "power": "pay", "content": "甲",
                    "signed_on": APPROVED, "valid_until": None},
        )  # fmt: skip


def institute(world: CenterWorld, name: str, **other: object) -> Institute:
    values = {
        "name": name, "host": world.center.lead, "field": "盾构", "prefecture": "430100", "head": "示例甲",
        "opened_on": date(2026, 4, 1), **other,
    }  # fmt: skip
    found: Institute = add(world, registers.INSTITUTES, **values)
    return found


@pytest.mark.clause("3.1.1-2", "3.1.1-4")
def test_institutes_are_shown_as_they_stood_on_the_day(world: CenterWorld) -> None:
    """3.1.1-4 可根据需求变化进行调整: opened, moved to another city and head, closed."""
    moved = institute(world, "掘进研究所")
    institute(world, "旧研究所", closed_on=date(2026, 6, 1))
    add(
        world, registers.ADJUSTMENTS, institute=moved, adjusted_on=date(2026, 8, 1), reason="迁址",
        prefecture="430200", head="示例乙",
    )  # fmt: skip

    def on(day: date) -> list[tuple[str, str, str]]:
        return [(i.name, i.area, i.head) for i in institutes_on(world.center, day)]

    assert on(date(2026, 3, 31)) == []
    assert on(date(2026, 5, 31)) == [("掘进研究所", "长沙市", "示例甲"), ("旧研究所", "长沙市", "示例甲")]
    assert on(date(2026, 7, 31)) == [("掘进研究所", "长沙市", "示例甲")]
    assert on(date(2026, 8, 1)) == [("掘进研究所", "株洲市", "示例乙")]


def test_an_adjustment_that_says_nothing_is_refused(world: CenterWorld) -> None:
    with pytest.raises(Invalid, match="至少填写一项"):
        add(world, registers.ADJUSTMENTS, institute=institute(world, "甲"), adjusted_on=TODAY, reason="无")


def test_forty_institutes_are_drawn_without_overlap_and_within_the_sheet() -> None:
    many = [
        InstituteOnDay(
            n, f"示例很长名称的专业化创新研发机构第{n}研究院", "示例依托单位" * 5, "领域", "430100", "", "甲",
            APPROVED, None,
        )
        for n in range(40)
    ]  # fmt: skip
    chart = organisation_chart(many)
    assert len({(box.x, box.y) for box in chart.boxes}) == 40
    assert max(box.x + box.width for box in chart.boxes) <= WIDTH
    assert max(box.y + box.height for box in chart.boxes) <= chart.height
    rows = sorted({box.y for box in chart.boxes})
    assert all(below - above > chart.boxes[0].height for above, below in pairwise(rows))


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_the_pages_of_a_center_open_for_its_readers_and_exist_for_nobody_else(world: CenterWorld) -> None:
    records.in_order(world)
    institute(world, "掘进研究所")
    pages = ["compliance", "autonomy", "staffing", "organisation", "organisation/export", "headquarters",
             "chapters/governance", "chapters/changes"]  # fmt: skip
    for page in pages:
        address = f"/center-files/{world.center.pk}/{page}/"
        for name in ("staff", "officer"):
            answer = signed_in(world.readers()[name].user).get(address)
            assert answer.status_code == 200, (name, page)
        assert signed_in(world.other_staff.user).get(address).status_code == 404, page


def test_the_chart_is_well_formed_and_links_each_institute(world: CenterWorld) -> None:
    found = institute(world, "掘进研究所 & 示例")
    text = (
        signed_in(world.officer.user).get(f"/center-files/{world.center.pk}/organisation/").content.decode()
    )
    chart = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])  # noqa: S314
    assert f"/center-files/{world.center.pk}/registers/institutes/{found.pk}/" in ElementTree.tostring(
        chart, encoding="unicode"
    )


def test_a_change_goes_from_the_center_to_the_division_head_by_its_pages(world: CenterWorld) -> None:
    records.in_order(world)
    staff, head = signed_in(world.staff.user), signed_in(world.division_head.user)
    base = f"/center-files/{world.center.pk}/changes"
    typed = {"registered_capital": "1,500", "reason": "增资", "effective_on": "2026-11-23"}
    assert head.get(f"{base}/new/registered_capital/").status_code == 403
    assert staff.post(f"{base}/new/registered_capital/", typed).status_code == 302
    change = world.center.change_requests.get()
    assert "增资" in head.get(f"{base}/{change.pk}/").content.decode()
    assert "等您决定" in head.get("/governance/changes/").content.decode()
    answer = head.post(f"{base}/{change.pk}/decide/", {"version": "1", "verdict": "approve", "reason": ""})
    assert answer.status_code == 302
    assert (
        "1,500.00 万元" in staff.get(f"/center-files/{world.center.pk}/chapters/governance/").content.decode()
    )


def test_the_list_of_all_centers_costs_the_same_for_one_and_for_three(world: CenterWorld) -> None:
    """The frame asks its own questions, whatever the list holds: the two are compared, not counted."""
    client = signed_in(world.officer.user)

    def read(address: str) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            return client.get(address).content.decode(), len(asked)

    review_compliance(world.center)
    read("/governance/compliance/?state=failing")
    one, cost = read("/governance/compliance/?state=failing")
    for _ in range(2):
        review_compliance(CenterFactory())
    three, same = read("/governance/compliance/?state=failing")
    assert [text.count('class="row-link"') for text in (one, three)] == [1, 3]
    assert cost == same
    assert "章程" in read("/governance/compliance/export/")[0]
