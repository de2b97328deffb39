"""A center's rules, as an example of every register: recorded, corrected, withdrawn, never lost."""

from datetime import date
from typing import Any

import pytest

from tests.factories.centers import CenterFactory, CenterWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.centers.registers.history import history_of
from xiangchuang.centers.registers.keep import correct_entry, record_entry, withdraw_entry
from xiangchuang.centers.registers.listing import rows_of
from xiangchuang.governance.models import AdoptedRule
from xiangchuang.governance.registers import RULES
from xiangchuang.ledger.queries import entries_of_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CenterWorld:
    return CenterWorld()


def pay_rule(**other: Any) -> dict[str, Any]:
    return {
        "title": "绩效分配办法", "kind": "performance_pay", "adopted_by": "第一届理事会第一次会议",
        "adopted_on": date(2026, 4, 1), "in_force_from": date(2026, 5, 1), "repealed_on": None,
    } | other  # fmt: skip


def recorded(world: CenterWorld, **other: Any) -> AdoptedRule:
    entry = record_entry(RULES, actor=world.staff, center=world.center, values=pay_rule(**other))
    assert isinstance(entry, AdoptedRule)
    return entry


@pytest.mark.clause("4.1-4")
def test_staff_record_a_rule_and_the_ledger_says_who_did_it_on_which_clause(world: CenterWorld) -> None:
    rule = recorded(world, title="　绩效分配办法２０２６ ")

    assert rule.title == "绩效分配办法2026"
    entry = entries_of_case(world.center.ledger_key).get()
    assert (entry.verb, entry.clause, entry.on_behalf_name) == (
        "record_entry",
        "4.1-4",
        world.center.lead.name,
    )
    assert entry.detail["in_force_from"] == "2026-05-01"


def test_who_may_not_keep_registers_is_refused_and_strangers_find_no_center(
    world: CenterWorld,
) -> None:
    for name, reader in world.readers().items():
        if name != "staff":
            with pytest.raises(NotPermitted, match="不由您登记"):
                record_entry(RULES, actor=reader, center=world.center, values=pay_rule())
    for stranger in world.strangers().values():
        with pytest.raises(NotFound):
            record_entry(RULES, actor=stranger, center=world.center, values=pay_rule())
    assert not AdoptedRule.objects.exists()


def test_a_correction_keeps_before_and_after_with_its_reason(world: CenterWorld) -> None:
    rule = recorded(world)

    correct_entry(
        RULES, actor=world.staff, entry=rule, seen=1, reason="日期笔误",
        values=pay_rule(kind="equity", in_force_from=date(2026, 6, 1)),
    )  # fmt: skip

    newest, first = history_of(RULES, rule)
    assert newest.reason == "日期笔误"
    assert [(c.label, c.before, c.after) for c in newest.changes] == [
        ("内容", "绩效评价与收入分配", "股权与分红激励"), ("施行日期", "2026-05-01", "2026-06-01"),
    ]  # fmt: skip
    assert first.changes == ()


def test_who_corrects_an_older_version_is_told_and_changes_nothing(world: CenterWorld) -> None:
    rule = recorded(world)
    correct_entry(RULES, actor=world.staff, entry=rule, seen=1, reason="一", values=pay_rule(title="甲"))

    with pytest.raises(Stale):
        correct_entry(RULES, actor=world.staff, entry=rule, seen=1, reason="二", values=pay_rule(title="乙"))

    assert AdoptedRule.objects.get().title == "甲"


def test_a_withdrawn_row_counts_no_more_stays_readable_and_frees_its_place(world: CenterWorld) -> None:
    rule = recorded(world)

    withdraw_entry(RULES, actor=world.staff, entry=rule, seen=1, reason="重复登记")

    assert not rows_of(RULES, world.center).exists()
    assert AdoptedRule.objects.get().withdrawn_reason == "重复登记"
    recorded(world)
    with pytest.raises(Blocked, match="已撤销"):
        correct_entry(RULES, actor=world.staff, entry=rule, seen=2, reason="改", values=pay_rule())


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"title": ""}, "制度名称"),
        ({"title": "字" * 201}, "200"),
        ({"kind": "unknown"}, "内容"),
        ({"repealed_on": date(2026, 5, 1)}, "废止日期应在施行日期之后"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_in_words(
    world: CenterWorld, fault: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        recorded(world, **fault)
    assert not AdoptedRule.objects.exists()


def test_the_same_rule_twice_is_refused(world: CenterWorld) -> None:
    recorded(world)
    with pytest.raises(Invalid, match="已登记过"):
        recorded(world)


def test_each_change_needs_a_reason(world: CenterWorld) -> None:
    rule = recorded(world)
    for act in (
        lambda: correct_entry(RULES, actor=world.staff, entry=rule, seen=1, reason=" ", values=pay_rule()),
        lambda: withdraw_entry(RULES, actor=world.staff, entry=rule, seen=1, reason=""),
    ):
        with pytest.raises(Invalid, match="理由"):
            act()


def test_rows_of_two_centers_never_meet(world: CenterWorld) -> None:
    recorded(world)
    assert not rows_of(RULES, CenterFactory()).exists()
