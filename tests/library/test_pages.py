"""The library's pages: who sees what, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import ExpertFactory, OrganizationFactory
from tests.library.conftest import Person, new_expert
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.models import (
    Absence,
    Expert,
    ExpertApplication,
    FeeRecord,
    LobbyingReport,
    PanelKind,
)
from xiangchuang.library.forms import field_choices
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db


def first_field() -> str:
    """A field of the policy."""
    return field_choices(current_pack())[0][0]


OUTSIDERS = (Role.LEAD, Role.CITY_BUREAU, Role.SERVED_FIRM, Role.EVALUATOR, Role.CENTER_STAFF, Role.EXPERT)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_as_much_for_three_as_for_one(
    rows: int, officer: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ExpertFactory.create_batch(rows, kinds=[PanelKind.LEGAL, PanelKind.POLICY], fields=["ai", "big_data"])
    officer.client.get(reverse("library:experts"))
    with django_assert_max_num_queries(37):
        page = officer.client.get(reverse("library:experts"))
    assert page.status_code == 200
    assert page.content.decode().count('class="row-link"') == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=legal", {"甲"}), ("field=FIELD", {"乙"}), ("city=430200", {"丙"}), ("state=out", {"丁"}),
        ("state=ended", {"丙"}), ("state=ending", {"丙"}), ("away=away", {"甲"}), ("load=full", set()),
        ("load=free&away=here&state=in", {"乙", "丙"}), ("q=甲", {"甲"}), ("kind=nonsense", set("甲乙丙丁")),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_kind_field_city_state_load_and_availability(
    query: str, found: set[str], officer: Person
) -> None:
    today = clock.today()
    away = ExpertFactory(name="示例甲", kinds=[PanelKind.LEGAL])
    Absence.objects.create(expert=away, begins_on=today, ends_on=today)
    ExpertFactory(name="示例乙", fields=[first_field()])
    ExpertFactory(
        name="示例丙", employer=OrganizationFactory(prefecture="430200"), term_until=today - timedelta(days=1)
    )
    ExpertFactory(name="示例丁", is_active=False)

    page = officer.client.get(
        reverse("library:experts") + "?" + query.replace("FIELD", first_field())
    ).content.decode()

    assert {name for name in "甲乙丙丁" if f"示例{name}" in page} == found


def test_the_export_holds_neither_phones_nor_fees(officer: Person) -> None:
    ExpertFactory(phone="13812345678", name="陈导出")
    for wanted in ("csv", "xlsx"):
        answer = officer.client.get(reverse("library:experts") + f"?format={wanted}")
        assert answer.status_code == 200
        content = answer.content
        if wanted == "xlsx":
            assert b"13812345678" not in b"".join(_members(content))
        else:
            assert "陈导出" in content.decode("utf-8-sig") and "13812345678" not in content.decode(
                "utf-8-sig"
            )


def _members(content: bytes) -> list[bytes]:
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as book:
        return [book.read(name) for name in book.namelist()]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_learn_nothing_of_the_library(role: Role, person: Callable[[Role], Person]) -> None:
    """With one expert more or less, every answer is the same."""
    who = person(role)
    pages = ["experts", "requests", "groups", "lobbying", "nominate"]

    def answers() -> list[tuple[int, int]]:
        found = []
        for name in pages:
            answer = who.client.get(reverse(f"library:{name}"))
            found.append((answer.status_code, len(answer.content)))
        for name in ("expert", "fee", "integrity", "work", "leave"):
            answer = who.client.get(reverse(f"library:{name}", args=[4711]))
            found.append((answer.status_code, len(answer.content)))
        return found

    before = answers()
    expert = ExpertFactory(pk=4711, name="陈机密")
    FeeRecord.objects.create(
        expert=expert, occasion="other", amount_fen=100, tax_note="x", paid_on=clock.today(),
        recorded_by=who.actor.user, recorded_at=clock.now(),
    )  # fmt: skip

    assert answers() == before


def test_an_expert_sees_the_own_record_and_no_other(officer: Person) -> None:
    expert, me = new_expert(name="陈本人")
    other, _they = new_expert(name="李别人")
    page = me.client.get(reverse("library:own")).content.decode()
    assert "陈本人" in page and "李别人" not in page
    assert me.client.get(reverse("library:expert", args=[other.pk])).status_code == 403
    assert me.client.get(reverse("library:expert", args=[expert.pk])).status_code == 403
    taken = me.client.get(reverse("library:own-data"))
    assert taken.json()["name"] == "陈本人"
    seen = officer.client.get(reverse("library:expert", args=[other.pk])).content.decode()
    assert "李别人" in seen and "13800000000" in seen


def test_a_department_that_nominates_sees_the_profile_alone(person: Callable[[Role], Person]) -> None:
    expert = ExpertFactory(name="陈名录")
    page = person(Role.DEPARTMENT).client.get(reverse("library:expert", args=[expert.pk])).content.decode()
    assert "陈名录" in page
    for hidden in ("13800000000", "诚信记录", "专家费", "在库经过"):
        assert hidden not in page


def test_a_person_applies_on_the_page_having_read_the_notice(person: Callable[[Role], Person]) -> None:
    who = person(Role.LEAD)
    employer = OrganizationFactory(name="示例申请大学")
    page = who.client.get(reverse("library:apply")).content.decode()
    assert "专家库个人信息告知" in page
    data = {
        "name": "陈申请", "employer": "示例申请大学", "kinds": ["technical"], "title": "", "languages": "",
        "phone": "", "bio": "经历很长", "notice": "2026-1",
    }  # fmt: skip
    refused = who.client.post(reverse("library:apply"), data)
    assert refused.status_code == 422 and "经历很长" in refused.content.decode()
    assert "没有同意个人信息告知" in refused.content.decode()

    done = who.client.post(reverse("library:apply"), data | {"agreed": "on"})

    assert done.status_code == 302
    assert ExpertApplication.objects.get().employer == employer


def test_an_unknown_employer_is_said_at_the_field(person: Callable[[Role], Person]) -> None:
    answer = person(Role.LEAD).client.post(
        reverse("library:apply"), {"name": "陈", "employer": "没有的单位", "kinds": ["legal"]}
    )
    assert answer.status_code == 422 and "单位登记册里找不到“没有的单位”" in answer.content.decode()


def test_an_officer_decides_on_the_page(officer: Person, person: Callable[[Role], Person]) -> None:
    who = person(Role.LEAD)
    OrganizationFactory(name="示例申请大学")
    who.client.post(reverse("library:apply"), {
        "name": "陈申请", "employer": "示例申请大学", "kinds": ["technical"], "notice": "2026-1",
        "agreed": "on",
    })  # fmt: skip
    row = ExpertApplication.objects.get()
    assert "陈申请" in officer.client.get(reverse("library:requests")).content.decode()
    url = reverse("library:application", args=[row.pk])
    stale = officer.client.post(url, {"accept": "yes", "answer": "", "version": 99})
    assert stale.status_code == 409
    assert (
        officer.client.post(url, {"accept": "yes", "answer": "", "version": row.version}).status_code == 302
    )
    expert = Expert.objects.get(name="陈申请")
    assert expert.term_until is not None
    assert "13" not in str(expert.phone)
    assert "已同意" in who.client.get(reverse("library:own")).content.decode()


def test_an_officer_keeps_the_record_on_the_page(officer: Person) -> None:
    expert, me = new_expert()
    partner = OrganizationFactory(name="示例合作单位")
    work = {"kind": "project", "title": "盾构项目", "began_on": "2024-01-01", "partners": "示例合作单位\n"}
    assert officer.client.post(reverse("library:work", args=[expert.pk]), work).status_code == 302
    assert list(expert.works.get().partners.all()) == [partner]
    found = {"kind": "late", "text": "延误", "source": "评审记录", "found_on": "2026-11-01"}
    officer.client.post(reverse("library:integrity", args=[expert.pk]), found)
    refused = officer.client.post(
        reverse("library:fee", args=[expert.pk]),
        {"occasion": "review", "amount": "800.50", "tax_note": "已代扣", "paid_on": "2026-11-01"},
    )
    assert refused.status_code == 422 and "没有单独同意" in refused.content.decode()
    me.client.post(reverse("library:consent"), {"kind": "fees", "notice_version": "2026-1", "act": "give"})
    officer.client.post(
        reverse("library:fee", args=[expert.pk]),
        {"occasion": "review", "amount": "800.50", "tax_note": "已代扣", "paid_on": "2026-11-01"},
    )
    assert FeeRecord.objects.get().amount_fen == 80_050
    page = officer.client.get(reverse("library:expert", args=[expert.pk])).content.decode()
    for shown in ("盾构项目", "示例合作单位", "无故延误", "800.50"):
        assert shown in page
    left = {"reason": "本人要求", "version": expert.version}
    assert officer.client.post(reverse("library:leave", args=[expert.pk]), left).status_code == 302
    expert.refresh_from_db()
    assert not expert.is_active


def test_an_expert_keeps_the_own_record_on_the_page() -> None:
    expert, me = new_expert()
    today = clock.today()
    firm = OrganizationFactory(name="示例回避公司")
    for name, data in (
        ("amend-own", {"phone": "13911112222", "languages": "英语", "bio": "", "load_limit": "2",
                       "version": expert.version}),
        ("add-own-work", {"kind": "paper", "title": "论文甲", "began_on": "2025-01-01", "partners": ""}),
        ("add-own-absence", {"begins_on": str(today), "ends_on": str(today + timedelta(days=3))}),
        ("declare-own-conflict", {"organization": firm.name, "reason": "常年顾问"}),
        ("declare-own-tie", {"other_name": "李老师", "kind": "adviser"}),
        ("correct-own", {"name": "陈新名", "employer": expert.employer.name, "kinds": ["technical"],
                         "title": expert.title, "reason": "更名"}),
        ("report-lobbying", {"who": "某人", "happened_on": str(today), "text": "说情"}),
    ):  # fmt: skip
        assert me.client.get(reverse(f"library:{name}")).status_code == 200, name
        assert me.client.post(reverse(f"library:{name}"), data).status_code == 302, name
    page = me.client.get(reverse("library:own")).content.decode()
    for shown in ("13911112222", "论文甲", "示例回避公司", "李老师", "陈新名"):
        assert shown in page
    assert LobbyingReport.objects.count() == 1
    for name, argument in (
        ("remove-own-work", expert.works.get().pk), ("remove-own-absence", expert.absences.get().pk),
    ):  # fmt: skip
        assert me.client.post(reverse(f"library:{name}", args=[argument])).status_code == 302
    assert me.client.post(reverse("library:withdraw-correction")).status_code == 302
    assert not expert.works.exists() and not expert.absences.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_own_page_costs_as_much_for_three_entries_as_for_one(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    expert, me = new_expert()
    for number in range(rows):
        work = expert.works.create(kind="paper", title=f"论文{number}", began_on=date(2025, 1, 1))
        work.partners.add(OrganizationFactory())
    me.client.get(reverse("library:own"))
    with django_assert_max_num_queries(38):
        assert me.client.get(reverse("library:own")).status_code == 200
