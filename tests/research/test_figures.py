"""What is counted of research: by the day it happened, standing rows only, each center's own."""

from datetime import date

import pytest

from tests.centers.reading import addresses_of, cost_of, days_around, figure_of, figures_of
from tests.factories.centers import CenterFactory, CenterWorld
from tests.research.keeping import WAN, contract, milestone, move, receipt, result, task, transfer
from xiangchuang.centers.figures import Span, read_figure, read_spans
from xiangchuang.centers.models import CenterTarget
from xiangchuang.centers.money import money_sources
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.research import registers
from xiangchuang.research.figures import FIGURES
from xiangchuang.research.models import TargetActual

CODES = [figure.code for figure in FIGURES]


def spend(world: CenterWorld, wan: int, on: date) -> None:
    """Money the staff spends on a task."""
    of = world.center
    one = registers.TASKS.model.objects.filter(center=of).first() or task(world)  # type: ignore[attr-defined]
    values = {"task": one, "kind": "labour", "fen": wan * WAN, "spent_on": on}
    record_entry(registers.SPENDING, actor=world.staff, center=of, values=values)


def project(world: CenterWorld, number: str, level: str, on: date) -> None:
    """A project of that level which begins on the day."""
    values = {
        "number": number, "name": f"项目{number}", "level": level, "programme": "示例计划", "part": "leads",
        "technology_type": "frontier", "granted_fen": WAN, "own_fen": 0, "starts_on": on,
        "ends_on": date(2028, 12, 31), "state": "running",
    }  # fmt: skip
    record_entry(registers.PROJECTS, actor=world.staff, center=world.center, values=values)


def target(world: CenterWorld, year: int, wanted: int, *reached: int) -> CenterTarget:
    """A target of a year, and the values recorded for it one after the other."""
    position = world.center.targets.count()
    made = CenterTarget.objects.create(
        center=world.center, position=position, name="论文", unit="篇", year=year, value_e4=wanted * 10_000
    )
    for value in reached:
        TargetActual.objects.create(
            target=made, value_e4=value * 10_000, source="登记", as_of=date(year, 12, 31),
            recorded_by=world.staff.user,
        )  # fmt: skip
    return made


def test_what_happened_counts_on_the_first_and_the_last_day_and_not_a_day_beyond(world: CenterWorld) -> None:
    for number, day in enumerate(days_around()):
        spend(world, 10, day)
        receipt(world, contract(world, f"HT-{number}", signed_on=day), 5, day)
        transfer(world, result(world, f"论文{number}", granted_on=day), on=day)
        project(world, f"XM-{number}", "provincial", day)
    assert figures_of(world.center, (
        "rd_spending", "contracts_signed", "contracts_agreed", "contracts_received", "papers", "transfers",
        "transfer_income", "projects_started",
    )) == {
        "rd_spending": 20 * WAN, "contracts_signed": 2, "contracts_agreed": 200 * WAN,
        "contracts_received": 10 * WAN, "papers": 2, "transfers": 2, "transfer_income": 200 * WAN,
        "projects_started": 2,
    }  # fmt: skip


def test_each_kind_of_result_counts_once_filed_and_once_granted(world: CenterWorld) -> None:
    days = {"filed_on": date(2026, 2, 1), "granted_on": date(2027, 2, 1)}
    for number, kind in enumerate(("invention", "utility_model", "pct")):
        result(world, f"专利{kind}", kind=kind, number=f"20261000000{number}", **days)
    for kind in ("national_standard", "group_standard", "software", "new_product", "pilot_product"):
        result(world, f"成果{kind}", kind=kind, number=f"编号{kind}")
    names = (
        "invention_filed", "invention_granted", "patents_filed", "patents_granted", "pct_filed", "standards",
        "software", "papers", "new_products",
    )  # fmt: skip
    assert list(figures_of(world.center, names).values()) == [1, 0, 3, 0, 1, 2, 1, 0, 2]
    assert list(figures_of(world.center, names, 2027).values()) == [0, 1, 0, 3, 0, 0, 0, 0, 0]


def test_a_withdrawn_row_counts_nowhere(world: CenterWorld) -> None:
    one = result(world)
    made = [
        (registers.TRANSFERS, transfer(world, one)),
        (registers.RECEIPTS, receipt(world, contract(world), 5, date(2026, 5, 1))),
    ]
    spend(world, 10, date(2026, 5, 1))
    assert figure_of(world.center, "contracts_received") == 5 * WAN
    for register, entry in made:
        withdraw_entry(register, actor=world.staff, entry=entry, seen=entry.version, reason="重复登记")
    withdraw_entry(registers.RESULTS, actor=world.staff, entry=one, seen=one.version, reason="重复登记")
    gone = ("transfers", "transfer_income", "contracts_received", "papers")
    assert set(figures_of(world.center, gone).values()) == {0}
    assert figure_of(world.center, "rd_spending") == 10 * WAN


def test_each_center_is_told_its_own(world: CenterWorld) -> None:
    other = CenterWorld(CenterFactory())
    receipt(world, contract(world), 5, date(2026, 5, 1))
    receipt(other, contract(other), 7, date(2026, 5, 1))
    idle = CenterFactory()
    found = read_figure("contracts_received", [world.center, other.center, idle], Span.of_year(2026))
    assert [found[c.pk].value for c in (world.center, other.center, idle)] == [5 * WAN, 7 * WAN, 0]


def test_refunds_are_deducted_and_incubated_and_outside_transfers_told_apart(world: CenterWorld) -> None:
    one = contract(world)
    receipt(world, one, 30, date(2026, 5, 1)), receipt(world, one, -10, date(2026, 6, 1))
    made = result(world)
    transfer(world, made, "incubated_firm"), transfer(world, made, recipient=world.center.lead)
    names = ("contracts_received", "transfers", "transfers_outside", "firms_incubated")
    assert list(figures_of(world.center, names).values()) == [20 * WAN, 2, 1, 1]


def test_projects_of_nation_and_province_are_the_high_ones(world: CenterWorld) -> None:
    for number, level in enumerate(("national", "provincial", "municipal", "other")):
        project(world, f"XM-{number}", level, date(2026, 5, 1))
    assert figures_of(world.center, ("projects_started", "projects_high_level")) == {
        "projects_started": 4, "projects_high_level": 2,
    }  # fmt: skip


def test_a_milestone_reached_after_the_year_was_due_and_not_reached_in_it(world: CenterWorld) -> None:
    of = task(world)
    milestone(world, of, date(2026, 3, 31), date(2026, 4, 10))  # late, yet within the year
    milestone(world, of, date(2026, 12, 31), date(2027, 1, 1))
    milestone(world, of, date(2026, 6, 30))
    milestone(world, of, date(2027, 6, 30), date(2026, 6, 1))
    names = ("milestones_due", "milestones_reached")
    assert list(figures_of(world.center, names).values()) == [3, 1]
    # Read over several years at once, each year is still its own.
    years = [Span.of_year(2026), Span.of_year(2027)]
    assert [found.value for found in read_spans("milestones_reached", world.center, years)] == [1, 1]


def test_a_target_is_reached_when_its_newest_value_is_not_below_it(world: CenterWorld) -> None:
    target(world, 2026, 5, 5)
    target(world, 2026, 5, 6, 4)
    target(world, 2026, 5)
    target(world, 2027, 5, 9)
    names = ("targets_due", "targets_reached")
    assert list(figures_of(world.center, names).values()) == [3, 1]
    assert list(figures_of(world.center, names, 2027).values()) == [1, 1]
    # A year that has not ended by the span's last day is not due in it.
    half = Span(date(2026, 1, 1), date(2026, 12, 30))
    assert read_figure("targets_due", [world.center], half)[world.center.pk].value == 0


@pytest.mark.clause("2-2")
def test_results_count_when_they_reach_the_pilot_stage_and_industry(world: CenterWorld) -> None:
    """2-2 推动重大基础研究成果产业化…科技成果转移转化与产业化: how far results came, and when."""
    one = result(world)
    move(world, one, "pilot", date(2026, 4, 1)), move(world, one, "industrialised", date(2027, 4, 1))
    names = ("results_piloted", "results_industrialised")
    assert list(figures_of(world.center, names).values()) == [1, 0]
    assert list(figures_of(world.center, names, 2027).values()) == [0, 1]


def test_every_row_leads_to_the_page_it_can_be_read_on(world: CenterWorld) -> None:
    made = receipt(world, contract(world), 5, date(2026, 5, 1))
    target(world, 2026, 5)
    file = f"/center-files/{world.center.pk}"
    (where,) = addresses_of(world.center, "contracts_received")
    assert where == f"{file}/registers/contract-receipts/{made.pk}/"
    assert addresses_of(world.center, "targets_due") == [f"{file}/targets/"]


def test_no_figure_asks_more_for_three_centers_than_for_one(world: CenterWorld) -> None:
    worlds = [world, CenterWorld(CenterFactory()), CenterWorld(CenterFactory())]
    for each in worlds:
        for number in range(3):
            spend(each, 1, date(2026, 5, 1))
            made = result(each, f"论文{number}")
            receipt(each, contract(each, f"HT-{number}"), 1, date(2026, 5, 1))
            transfer(each, made), move(each, made, "pilot", date(2026, 5, 1))
            project(each, f"XM-{number}", "national", date(2026, 5, 1))
            target(each, 2026, 1, 1)
        milestone(each, task(each, "RW-9"), date(2026, 5, 1), date(2026, 5, 1))
    for code in CODES:
        once = cost_of(code, [world.center])
        assert (once, cost_of(code, [each.center for each in worlds])) == (1, 1), code


def test_income_by_year_is_the_sum_of_the_same_rows(world: CenterWorld) -> None:
    one = contract(world)
    receipt(world, one, 30, date(2026, 12, 31)), receipt(world, one, 20, date(2027, 1, 1))
    source = next(s for s in money_sources("income") if s.code == "contract-receipts")
    assert source.by_year(world.center) == {2026: {"transfer": 30 * WAN}, 2027: {"transfer": 20 * WAN}}
