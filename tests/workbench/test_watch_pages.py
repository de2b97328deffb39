"""The ledger for those who watch over it, the receipts of the notice, help, and the hints at sign-in."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.decisions.world import PDF
from tests.factories.registers import BureauFactory, actor_as
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock as clocks
from xiangchuang.ledger.record import record
from xiangchuang.ledger.seal import seal
from xiangchuang.procedure.holidays import seed_holidays
from xiangchuang.procedure.models import PolicyReceipt
from xiangchuang.procedure.packs import forget_packs
from xiangchuang.workbench import frame
from xiangchuang.workbench.due_days import DueDays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_packs(db: None) -> None:
    """The pack is read anew in each test's own database."""
    forget_packs()


def enter(verb: str, case_number: str = "") -> None:
    with transaction.atomic():
        record(actor="system", actor_name="系统", verb=verb, case_number=case_number)


@pytest.mark.parametrize("role", [Role.AUDIT_ADMIN, Role.LEADERSHIP])
def test_the_watchers_read_the_ledger_and_check_its_chain(role: Role) -> None:
    enter("load_holidays")
    seal()
    client = signed_in(actor_as(role))
    assert "载入节假日" in read(client, "/ledger/")
    assert "链完整" in client.post("/ledger/").content.decode()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEAD, Role.SYSTEM_ADMIN, Role.EXPERT])
def test_nobody_else_reads_all_of_the_ledger(role: Role) -> None:
    assert "由审计管理员和厅领导查看" in read(signed_in(actor_as(role)), "/ledger/", status=403)


def test_the_ledger_is_narrowed_to_one_case() -> None:
    enter("begin_intention", "2026-HN-0001")
    enter("invite", "2026-HN-0002")
    page = text_of(read(signed_in(actor_as(Role.AUDIT_ADMIN)), "/ledger/?case=2026-HN-0001"))
    assert "开始填报意向" in page and "2026-HN-0002" not in page


def test_the_ledger_takes_as_many_queries_for_three_entries_as_for_one() -> None:
    client = signed_in(actor_as(Role.AUDIT_ADMIN))
    enter("invite")
    one = queries_of(client, "/ledger/")
    enter("invite")
    enter("invite")
    assert queries_of(client, "/ledger/") == one


@pytest.mark.clause("0-1")
def test_a_city_bureau_signs_for_the_notice_and_the_department_sees_who_has_not() -> None:
    changsha, zhuzhou = BureauFactory(), BureauFactory(prefecture="430200")
    city = signed_in(actor_as(Role.CITY_BUREAU, changsha))
    officer = signed_in(actor_as(Role.OFFICER))
    assert "已签收 0 家" in text_of(read(officer, "/addressees/"))
    for _click in range(2):
        city.post(f"/addressees/{changsha.pk}/acknowledge/")
    assert PolicyReceipt.objects.get().organization == changsha
    page = text_of(read(officer, "/addressees/"))
    assert "已签收 1 家" in page and zhuzhou.name in page
    assert zhuzhou.name not in read(city, "/addressees/"), "a bureau sees its own line"


@pytest.mark.clause("0-2")
def test_an_addressee_files_its_local_plan_after_signing_and_the_department_reads_it() -> None:
    bureau = BureauFactory()
    city, other = signed_in(actor_as(Role.CITY_BUREAU, bureau)), signed_in(actor_as(Role.CITY_BUREAU))
    filing = f"/addressees/{bureau.pk}/local-plan/"

    def plan() -> dict[str, SimpleUploadedFile]:
        return {"plan": SimpleUploadedFile("长沙市贯彻落实方案.pdf", PDF, "application/pdf")}

    early = city.post(filing, plan())
    assert early.status_code == 422 and "先签收通知" in early.content.decode()
    city.post(f"/addressees/{bureau.pk}/acknowledge/")
    assert "已报送" in city.post(filing, plan(), follow=True).content.decode()
    stored = PolicyReceipt.objects.get().local_plan
    assert stored is not None
    officer = signed_in(actor_as(Role.OFFICER))
    answer = officer.get(f"/files/{stored.pk}/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert other.get(f"/files/{stored.pk}/").status_code == 404


@pytest.mark.clause("0-1")
def test_nobody_signs_for_another_addressee() -> None:
    bureau = BureauFactory()
    other = signed_in(actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200")))
    assert other.post(f"/addressees/{bureau.pk}/acknowledge/").status_code == 404
    read(signed_in(actor_as(Role.LEAD)), "/addressees/", status=403)
    assert not PolicyReceipt.objects.exists()


def test_the_receipts_take_as_many_queries_for_three_addressees_as_for_one() -> None:
    client = signed_in(actor_as(Role.OFFICER))
    BureauFactory()
    one = queries_of(client, "/addressees/")
    BureauFactory(prefecture="430200")
    BureauFactory(prefecture="430300")
    assert queries_of(client, "/addressees/") == one


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_its_first_steps_on_top(role: Role) -> None:
    assert "先做什么" in text_of(read(signed_in(actor_as(role)), "/help/"))


@pytest.mark.parametrize(
    "address",
    ["/work-list/", "/cases/", "/organizations/", "/experts/", "/ledger/", "/addressees/", "/help/"],
)
def test_the_workbench_asks_who_one_is(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302 and response["Location"].startswith("/account/sign-in/")


def test_the_sign_in_page_shows_the_hints_it_is_given_and_other_pages_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def hint() -> dict[str, object]:
        asked.append(1)
        return {"demo_accounts": [{"username": "jingban", "name": "示例经办"}], "demo_password": "shili"}

    monkeypatch.setattr(frame, "_sign_in_hints", [hint])
    page = read(Client(), "/account/sign-in/")
    assert "jingban" in page and "shili" in page
    read(Client(), "/")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (date(2026, 11, 6), 2),
        (date(2026, 11, 4), 0),
        (date(2026, 11, 3), -1),
        (date(2026, 11, 7), 2),
    ],
)
def test_a_due_day_tells_the_working_days_left(due: date, left: int) -> None:
    seed_holidays()
    with clocks.at(datetime(2026, 11, 4, 9, tzinfo=clocks.SHANGHAI)):
        reading = DueDays().reading(due)
        assert reading is not None and reading.working_days_left == left


def test_a_last_day_on_the_weekend_before_any_working_day_counts_none() -> None:
    seed_holidays()
    with clocks.at(datetime(2026, 11, 7, 9, tzinfo=clocks.SHANGHAI)):
        reading = DueDays().reading(date(2026, 11, 8))
        assert reading is not None and reading.working_days_left is None
        assert DueDays().reading(None) is None
