"""A receipt under a contract is taken as an income, not typed again."""

from datetime import date
from html import unescape
from re import findall

import pytest
from django.test import Client
from django.urls import reverse

from tests.benefits.world import YUAN, BenefitsWorld
from tests.workbench.browser import counted
from xiangchuang.benefits.models import BenefitIncome
from xiangchuang.benefits.receipts import receipts_of
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.research.registers import CONTRACTS, RECEIPTS, RESULTS, TRANSFERS

CONTRACT = {
    "number": "HN-2026-0081", "title": "刀盘监测算法许可合同", "type": "licence",
    "counterparty_name": "示例轨道公司",
    "agreed_fen": 500_000 * YUAN, "signed_on": date(2026, 4, 8),
}  # fmt: skip


def receive(world: BenefitsWorld, fen: int, number: str = "HN-2026-0081") -> None:
    """The staff record a contract of that number and a receipt under it."""
    contract = record_entry(
        CONTRACTS, actor=world.staff, center=world.center, values=CONTRACT | {"number": number}
    )
    values = {"contract": contract, "fen": fen, "received_on": date(2026, 6, 1), "note": ""}
    record_entry(RECEIPTS, actor=world.staff, center=world.center, values=values)


@pytest.fixture
def staff(world: BenefitsWorld) -> Client:
    client = Client()
    assert world.staff.user is not None
    client.force_login(world.staff.user)
    return client


@pytest.mark.clause("4.3-2")
def test_the_staff_take_a_receipt_with_its_amount_day_and_kind(world: BenefitsWorld, staff: Client) -> None:
    receive(world, 350_000 * YUAN + 5)
    here = reverse("benefits:receipts", args=[world.center.pk])

    (link,) = findall(r'href="([^"]*benefit-incomes/new/[^"]*)"', staff.get(here).content.decode())
    form = staff.get(unescape(link)).context["form"]
    staff.post(unescape(link), {name: form[name].value() or "" for name in form.fields if name != "evidence"})

    income = BenefitIncome.objects.get()
    assert (income.gross, income.received_on, income.kind) == (
        350_000 * YUAN + 5,
        date(2026, 6, 1),
        "licence",
    )
    assert income.unit_kind == "state_founded"
    assert [receipt.taken_as for receipt in receipts_of(world.center)] == [income.pk]
    assert reverse("benefits:income", args=[world.center.pk, income.pk]) in staff.get(here).content.decode()


def test_a_refund_is_no_income(world: BenefitsWorld, staff: Client) -> None:
    receive(world, -1 * YUAN)

    text = staff.get(reverse("benefits:receipts", args=[world.center.pk])).content.decode()

    assert "退款" in text
    assert "benefit-incomes/new/" not in text


def test_the_list_of_receipts_asks_the_database_the_same_for_one_and_for_three(
    world: BenefitsWorld, staff: Client
) -> None:
    here = reverse("benefits:receipts", args=[world.center.pk])
    receive(world, YUAN)
    staff.get(here)
    with counted() as one:
        staff.get(here)
    receive(world, YUAN, number="HN-2026-0082")
    receive(world, YUAN, number="HN-2026-0083")

    with counted() as three:
        staff.get(here)

    assert len(three) == len(one)


@pytest.mark.parametrize(("mode", "kind"), [("equity", "equity"), ("self_implemented", "own_implementation")])
def test_what_is_earned_without_a_contract_is_offered_too(world: BenefitsWorld, mode: str, kind: str) -> None:
    result = record_entry(
        RESULTS, actor=world.staff, center=world.center,
        values={
            "title": "注浆材料配方", "kind": "secret", "owners": "示例大学", "granted_on": date(2026, 4, 1),
            "technology_type": "key_common", "origin": "own",
        },
    )  # fmt: skip
    record_entry(
        TRANSFERS, actor=world.staff, center=world.center,
        values={
            "result": result, "mode": mode, "recipient_name": "示例公司",
            "fen": 6_000_000 * YUAN, "on": date(2026, 6, 1),
        },
    )  # fmt: skip

    (offered,) = receipts_of(world.center)

    assert (offered.kind, offered.title, offered.fen) == (kind, "注浆材料配方", 6_000_000 * YUAN)


def test_strangers_find_no_receipts(world: BenefitsWorld) -> None:
    client = Client()
    assert world.other_staff.user is not None
    client.force_login(world.other_staff.user)

    assert client.get(reverse("benefits:receipts", args=[world.center.pk])).status_code == 404
