"""Signs of market production or sale: found at once, explained by the center, decided by an officer (2-3)."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tests.consortia.world import ConsortiumWorld
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.centers.registers.keep import correct_entry, withdraw_entry
from xiangchuang.consortia import downloads, registers
from xiangchuang.consortia.models import PositioningFinding
from xiangchuang.consortia.queries import findings_visible_to, unsettled_findings
from xiangchuang.consortia.settle_finding import decide_finding, explain_finding
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.policy.pack import Pack

pytestmark = pytest.mark.clause("2-3")


def sale(world: ConsortiumWorld) -> PositioningFinding:
    world.income("product_sales", 36, title="样机转让")
    return world.findings()[-1]


def explained(world: ConsortiumWorld, finding: PositioningFinding) -> PositioningFinding:
    explain_finding(actor=world.staff, finding=finding, seen=finding.version, explanation="按成本转让")
    return PositioningFinding.objects.select_related("center").get(pk=finding.pk)


def test_product_sales_open_a_finding_and_other_income_does_not(world: ConsortiumWorld) -> None:
    world.income("contract_rd")
    assert world.findings() == []

    finding = sale(world)
    assert (finding.sign, finding.state, finding.told) == (
        "product_sales", "open", "样机转让：收入类别 产品销售，36.00 万元",
    )  # fmt: skip
    entry = entries_of_case(world.center.ledger_key).get(verb="open_finding")
    assert (entry.actor, entry.clause) == ("system", "2-3")
    world.income("contract_rd")
    assert len(world.findings()) == 1


def test_pilot_work_is_no_sign_market_production_is_and_so_are_words_of_the_output(
    world: ConsortiumWorld,
) -> None:
    activity = {"title": "试制", "began_on": date(2026, 5, 1), "equipment_use": "pilot"}
    world.row(registers.ACTIVITIES, kind="pilot", output="样机 2 台，未批量生产", **activity)
    assert world.findings() == []

    world.row(registers.ACTIVITIES, kind="market_production", output="终端 40 台", **activity)
    world.row(registers.ACTIVITIES, kind="pilot", output="已批量生产，由经销商代理", **activity)
    assert [f.sign for f in world.findings()] == ["market_activity", "output_words"]
    assert "“批量生产”、“经销商”" in world.findings()[1].told


def test_a_word_counts_unless_an_excuse_stands_right_before_it(hunan_pack: Pack) -> None:
    scope = hunan_pack.positioning.sign("business_scope")

    assert scope is not None
    assert scope.words_in("技术研发；中试；生产装备；不含销售") == ("生产",)
    assert scope.words_in("技术研发、试生产，不含销售") == ()
    assert scope.words_in("不含销售；销售电子产品") == ("销售",)


def test_the_center_explains_the_officer_closes_and_it_does_not_come_back(world: ConsortiumWorld) -> None:
    finding = explained(world, sale(world))
    assert (finding.state, finding.explanation) == ("explained", "按成本转让")

    decide_finding(
        actor=world.officer, finding=finding, seen=finding.version, verdict="closed", reason="一次性转让"
    )
    world.income("service")

    (closed,) = world.findings()
    assert (closed.state, closed.reason, unsettled_findings(world.center)) == ("closed", "一次性转让", 0)
    with pytest.raises(Blocked, match="已了结"):
        decide_finding(actor=world.officer, finding=closed, seen=3, verdict="closed", reason="再来")


def test_a_closed_finding_comes_back_when_its_row_says_something_else(world: ConsortiumWorld) -> None:
    income = world.income("product_sales", 36)
    (finding,) = world.findings()
    decide_finding(actor=world.officer, finding=finding, seen=1, verdict="closed", reason="一次性")

    correct_entry(
        registers.INCOMES, actor=world.staff, entry=income, seen=1, reason="金额", values={"amount": 10**9}
    )

    assert [f.state for f in world.findings()] == ["closed", "open"]


def test_a_confirmed_finding_stays_when_its_row_is_gone_an_open_one_is_dropped(
    world: ConsortiumWorld,
) -> None:
    rows = [world.income("product_sales", 36), world.income("product_sales", 40)]
    first, _second = world.findings()
    decide_finding(actor=world.division_head, finding=first, seen=1, verdict="confirmed", reason="对外销售")

    for row in rows:
        withdraw_entry(registers.INCOMES, actor=world.staff, entry=row, seen=1, reason="重复")

    assert [f.state for f in world.findings()] == ["confirmed", "closed"]
    dropped = world.findings()[1]
    assert dropped.decided_by is None and "不再存在" in dropped.reason
    decide_finding(
        actor=world.officer, finding=world.findings()[0], seen=2, verdict="closed", reason="已改正"
    )
    assert unsettled_findings(world.center) == 0


def test_who_may_do_what_with_a_finding(world: ConsortiumWorld) -> None:
    finding = sale(world)
    for actor in (world.officer, world.bureau, world.member):
        with pytest.raises(NotPermitted):
            explain_finding(actor=actor, finding=finding, seen=1, explanation="说明")
    for actor in (world.staff, world.bureau, world.member):
        with pytest.raises(NotPermitted):
            decide_finding(actor=actor, finding=finding, seen=1, verdict="closed", reason="了结")
    for stranger in world.strangers().values():
        with pytest.raises(NotFound):
            explain_finding(actor=stranger, finding=finding, seen=1, explanation="说明")
        assert finding not in findings_visible_to(stranger)
    for reader in world.readers().values():
        assert finding in findings_visible_to(reader)
    with pytest.raises(Invalid):
        explain_finding(actor=world.staff, finding=finding, seen=1, explanation=" ")
    with pytest.raises(Invalid):
        decide_finding(actor=world.officer, finding=finding, seen=1, verdict="confirmed", reason="")
    with pytest.raises(Stale):
        explain_finding(actor=world.staff, finding=finding, seen=9, explanation="说明")


def test_the_page_takes_the_centers_account_and_then_the_officers_decision(world: ConsortiumWorld) -> None:
    finding = sale(world)
    address = f"/center-files/{world.center.pk}/positioning/{finding.pk}/"
    staff, officer = signed_in(world.staff), signed_in(world.officer)

    assert staff.post(address, {"version": "1", "explanation": "按成本转让"}).status_code == 302
    late = officer.post(address, {"version": "1", "verdict": "closed", "reason": "一次性转让"})
    assert late.status_code == 409 and "一次性转让" in late.content.decode()
    assert officer.post(address, {"version": "2", "verdict": "closed", "reason": "一次性"}).status_code == 302
    told = text_of(read(officer, address))
    assert "按成本转让" in told and "一次性" in told and "提交说明" not in told


def test_a_sheet_of_findings_says_the_day_it_is_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    found = SimpleNamespace(
        center=SimpleNamespace(name="示例中心"), told="", opened_at=datetime(2026, 3, 16, 23, tzinfo=UTC),
        get_state_display=lambda: "待说明", explanation="", reason="",
    )  # fmt: skip
    written: list[dict[str, Any]] = []
    monkeypatch.setattr(downloads, "write_table", lambda _columns, rows, **_more: written.extend(rows) or b"")
    downloads.findings_sheet("迹象", [SimpleNamespace(finding=found, label="量产")])  # type: ignore[list-item]
    assert [row["opened"] for row in written] == [date(2026, 3, 17)]
