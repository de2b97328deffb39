"""The pages of benefits, as staff, department and strangers find them."""

from io import BytesIO

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.benefits.world import PEOPLE, BenefitsWorld
from tests.workbench.browser import counted
from xiangchuang.accounts.actor import Actor
from xiangchuang.benefits.models import DistributionDecision

TRIAL = {
    "kind": "licence", "unit_kind": "state_founded", "received_on": "2026-06-01", "gross": "1,000,000",
    "costs": "200000", "taxes": "60000", "people": "李工 5\n王工 3\n赵工 2",
}  # fmt: skip


def client_of(actor: Actor) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    if actor.user is not None:
        client.force_login(actor.user)
    return client


@pytest.fixture
def staff(world: BenefitsWorld) -> Client:
    return client_of(world.staff)


def test_the_staff_decide_what_the_page_has_shown_step_by_step(world: BenefitsWorld, staff: Client) -> None:
    income = world.income()
    here = reverse("benefits:income", args=[world.center.pk, income.pk])

    page = staff.get(here)
    answer = staff.post(
        here,
        {"seen": page.context["fingerprint"], "decided_on": "2026-06-20", "decided_by": "第二次理事会会议"},
        follow=True,
    )

    assert "第四十五条" in page.content.decode()
    assert "1,000,000.00 − 200,000.00 − 60,000.00 = 740,000.00" in page.content.decode()
    assert "已作出第 1 份分配决定" in answer.content.decode()
    assert DistributionDecision.objects.get().team == 370_000_00


def test_a_refusal_below_the_floor_shows_the_steps_so_far_and_offers_no_decision(
    world: BenefitsWorld, staff: Client
) -> None:
    world.rule(team_share=4000)
    page = staff.get(reverse("benefits:income", args=[world.center.pk, world.income().pk]))

    text = page.content.decode()
    assert "40% &lt; 50%" in text
    assert 'name="seen"' not in text


def test_what_was_typed_stays_when_the_page_was_overtaken(world: BenefitsWorld, staff: Client) -> None:
    income = world.income()
    here = reverse("benefits:income", args=[world.center.pk, income.pk])

    answer = staff.post(here, {"seen": "old", "decided_on": "2026-06-20", "decided_by": "第二次理事会会议"})

    assert answer.status_code == 409
    assert "第二次理事会会议" in answer.content.decode()


def test_the_department_and_members_read_and_cannot_act(world: BenefitsWorld) -> None:
    income = world.income()
    decision = world.decide(income)
    pages = [
        reverse("benefits:distributions", args=[world.center.pk]),
        reverse("benefits:income", args=[world.center.pk, income.pk]),
        reverse("benefits:decision", args=[world.center.pk, decision.pk]),
        reverse("benefits:calculator", args=[world.center.pk]),
        reverse("benefits:tax", args=[world.center.pk]),
    ]
    payment = reverse("benefits:payment", args=[world.center.pk, decision.pk, 2])

    for name, actor in world.readers().items():
        client = client_of(actor)
        assert [client.get(page).status_code for page in pages] == [200] * len(pages), name
        assert client.get(payment).status_code == (200 if name == "staff" else 403), name


def test_to_strangers_no_page_of_it_exists(world: BenefitsWorld) -> None:
    income = world.income()
    decision = world.decide(income)
    pages = [
        reverse("benefits:distributions", args=[world.center.pk]),
        reverse("benefits:income", args=[world.center.pk, income.pk]),
        reverse("benefits:decision", args=[world.center.pk, decision.pk]),
        reverse("benefits:decision-pdf", args=[world.center.pk, decision.pk]),
        reverse("benefits:decision-xlsx", args=[world.center.pk, decision.pk]),
        reverse("benefits:payment", args=[world.center.pk, decision.pk, 2]),
        reverse("benefits:calculator", args=[world.center.pk]),
        reverse("benefits:tax", args=[world.center.pk]),
    ]

    for name, actor in world.strangers().items():
        if actor.user is not None:
            client = client_of(actor)
            assert {client.get(page).status_code for page in pages} == {404}, name


def test_another_centers_income_is_not_found_under_this_one(world: BenefitsWorld, staff: Client) -> None:
    other = BenefitsWorld()
    income = other.income()
    decision = other.decide(income)

    found = [
        staff.get(reverse("benefits:income", args=[world.center.pk, income.pk])),
        staff.get(reverse("benefits:decision", args=[world.center.pk, decision.pk])),
    ]

    assert [answer.status_code for answer in found] == [404, 404]


def test_a_payment_is_marked_and_taken_back_on_its_page(world: BenefitsWorld, staff: Client) -> None:
    decision = world.decide(world.income())
    share = decision.shares.get(name="李工")
    here = reverse("benefits:payment", args=[world.center.pk, decision.pk, share.position])

    paid = staff.post(here, {"paid_on": "2026-07-01", "note": "回单 0312", "version": "1"}, follow=True)
    back = staff.post(here, {"reason": "银行退回", "version": "2"}, follow=True)

    assert "回单 0312" in paid.content.decode()
    assert "回单 0312" not in back.content.decode()


@pytest.mark.clause("4.3-1")
def test_the_decision_is_printed_with_steps_sources_and_shares(world: BenefitsWorld, staff: Client) -> None:
    decision = world.decide(world.income(), document_number="示创发〔2026〕3号")

    answer = staff.get(reverse("benefits:decision-pdf", args=[world.center.pk, decision.pk]))

    with pdfplumber.open(BytesIO(answer.content)) as pdf:
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert answer["Content-Type"] == "application/pdf"
    for words in ("示创发〔2026〕3号", "李工", "185,000.00", "促进科技成果转化法", "第四十五条", "未核实"):
        assert words in text, words


def test_the_shares_go_to_a_workbook(world: BenefitsWorld, staff: Client) -> None:
    decision = world.decide(world.income())

    answer = staff.get(reverse("benefits:decision-xlsx", args=[world.center.pk, decision.pk]))

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert ["团队", "李工", 5.0, 185_000.0] in [row[:4] for row in rows]


def test_the_calculator_tries_another_share_and_saves_nothing(world: BenefitsWorld, staff: Client) -> None:
    page = staff.get(
        reverse("benefits:calculator", args=[world.center.pk]),
        TRIAL | {"team_share": "70", "research_share": "20"},
    )

    assert "259,000.00" in page.content.decode()
    assert not DistributionDecision.objects.exists()


def test_the_calculator_refuses_a_share_below_the_floor_in_words(world: BenefitsWorld, staff: Client) -> None:
    page = staff.get(reverse("benefits:calculator", args=[world.center.pk]), TRIAL | {"team_share": "49.99"})

    assert page.status_code == 422
    assert "49.99% &lt; 50%" in page.content.decode()


@pytest.mark.parametrize(
    ("people", "words"),
    [("李工", "第 1 行"), ("李工 5\n王工 三", "第 2 行"), ("", "至少写一名"), ("李工 5\n李工 3", "写了两次")],
)
def test_the_calculator_names_the_line_it_cannot_read(
    world: BenefitsWorld, staff: Client, people: str, words: str
) -> None:
    page = staff.get(reverse("benefits:calculator", args=[world.center.pk]), TRIAL | {"people": people})

    assert page.status_code == 422
    assert words in page.content.decode()


def test_the_calculator_begins_with_a_registered_income(world: BenefitsWorld, staff: Client) -> None:
    income = world.income()

    page = staff.get(reverse("benefits:calculator", args=[world.center.pk]), {"income": income.pk})

    assert all(f"{name} {weight}" in page.content.decode() for name, weight in PEOPLE)


@pytest.mark.clause("6.3-1")
def test_the_tax_page_works_out_both_benefits_and_marks_what_nobody_has_confirmed(
    world: BenefitsWorld, staff: Client
) -> None:
    here = reverse("benefits:tax", args=[world.center.pk])

    page = staff.get(
        here, {"deduction-year": "2022", "deduction-firm": "general", "deduction-expense": "12000000"}
    )
    rate = staff.get(here, {"high-tech-year": "2025", "high-tech-profit": "8000000"})

    assert "6,750,000.00 + 3,000,000.00 = 9,750,000.00" in page.content.decode()
    assert "2,000,000.00 − 1,200,000.00 = 800,000.00" in rate.content.decode()
    assert "未核实" in rate.content.decode()


@pytest.mark.clause("4.3-1")
def test_the_chapter_shows_the_layers_and_a_rule_that_lies_below_the_floor(
    world: BenefitsWorld, staff: Client
) -> None:
    world.rule(team_share=4000)

    text = staff.get(reverse("centers:chapter", args=[world.center.pk, "benefits"])).content.decode()

    assert "低于法定标准" in text
    assert all(words in text for words in ("50.00%", "70.00%", "40.00%", "未核实"))


def test_the_list_shows_what_waits_and_is_exported_as_shown(world: BenefitsWorld, staff: Client) -> None:
    world.decide(world.income())
    world.income(title="另一笔转让", kind="assignment")
    here = reverse("benefits:distributions", args=[world.center.pk])

    waiting = staff.get(here, {"state": "waiting"}).content.decode()
    book = staff.get(here, {"state": "waiting", "format": "xlsx"})

    assert "另一笔转让" in waiting
    assert "盾构刀盘监测算法许可" not in waiting
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[2:]] == ["另一笔转让"]


def test_the_list_asks_the_database_the_same_for_one_and_for_three(
    world: BenefitsWorld, staff: Client
) -> None:
    here = reverse("benefits:distributions", args=[world.center.pk])
    world.decide(world.income())
    staff.get(here)
    with counted() as one:
        staff.get(here)
    for number in range(2):
        world.decide(world.income(title=f"第 {number} 笔"))

    with counted() as three:
        staff.get(here)

    assert len(three) == len(one)


def test_nothing_yet_says_what_to_do(world: BenefitsWorld, staff: Client) -> None:
    text = staff.get(reverse("benefits:distributions", args=[world.center.pk])).content.decode()

    assert "还没有登记成果收益" in text
