"""Targets of the plan against what was reached: proposed by a register, or written with a source."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.centers import CenterWorld
from tests.research.keeping import contract, result
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.centers.models import CenterTarget
from xiangchuang.policy.pack import Pack
from xiangchuang.research.models import TargetActual
from xiangchuang.research.record_actual import adopt_figure, write_actual
from xiangchuang.research.targets import in_unit_e4, target_lines


def target(world: CenterWorld, name: str, unit: str, value: int, year: int = 2026) -> CenterTarget:
    position = world.center.targets.count()
    return CenterTarget.objects.create(
        center=world.center, position=position, name=name, unit=unit, year=year, value_e4=value * 10_000
    )


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("发明专利授权", "invention_granted"), ("PCT 国际专利申请", "pct_filed"), ("研发投入", "rd_spending"),
        ("技术合同成交额", "contracts_agreed"), ("制定国家、行业标准", "standards"),
        ("服务中小企业", "smes_served"), ("孵化科技型企业", "firms_incubated"),
        ("市场化收入占比", None), ("突破关键共性技术", None),
    ],
)  # fmt: skip
def test_the_pack_says_which_register_speaks_for_which_target(
    hunan_pack: Pack, name: str, figure: str | None
) -> None:
    rule = hunan_pack.research.target_figures
    assert rule is not None
    assert rule.figure_for(name) == figure


def test_money_is_given_in_the_targets_unit_and_never_in_a_unit_that_does_not_fit() -> None:
    # 1,234,567.89 yuan = 123.456789 万元: four decimals, rounded down.
    assert in_unit_e4("contracts_agreed", 123_456_789, "万元") == 1_234_567
    assert in_unit_e4("contracts_agreed", 123_456_789, "元") == 12_345_678_900
    assert in_unit_e4("contracts_agreed", 1, "项") is None
    assert in_unit_e4("papers", 3, "篇") == 30_000
    assert in_unit_e4("papers", 3, "%") is None


def test_both_readings_of_a_yearly_target_are_offered(world: CenterWorld, hunan_pack: Pack) -> None:
    """Plans state targets by year or since the start: the register offers both and a person chooses."""
    this, last = target(world, "发明专利授权", "件", 5, 2027), target(world, "发明专利授权", "件", 2, 2026)
    for number, day in enumerate((date(2026, 5, 1), date(2027, 5, 1), date(2027, 6, 1))):
        result(world, f"专利{number}", kind="invention", number=f"20261000000{number}", granted_on=day)
    lines = {line.target: line for line in target_lines(world.center, hunan_pack, through=2027)}
    assert [(p.span, p.value) for p in lines[last].proposals] == [("year", 1)]
    assert [(p.span, p.value) for p in lines[this].proposals] == [("year", 2), ("since_start", 3)]
    assert not target_lines(world.center, hunan_pack, through=2025)[0].proposals


@pytest.mark.clause("5.4-2")
def test_an_adopted_figure_is_read_again_and_names_its_register(world: CenterWorld, on_15_june: None) -> None:
    """5.4-2 上年度工作总结: nothing is typed twice; the register's own figure is taken."""
    aim = target(world, "技术合同成交额", "万元", 80)
    contract(world)
    made = adopt_figure(actor=world.staff, target=aim, span="year")
    assert (made.value, made.figure) == (Decimal(100), "contracts_agreed")
    assert made.source == "技术合同成交额：登记的技术合同的合同额，按签订日期计。"
    page = text_of(read(signed_in(world.officer), reverse("research:targets", args=[world.center.pk])))
    assert "1 项年度目标中，1 项已填实际值，1 项达到" in page
    assert "125.00%" in page


def test_a_value_of_ones_own_needs_a_source_and_the_newest_counts(
    world: CenterWorld, on_15_june: None, hunan_pack: Pack
) -> None:
    aim = target(world, "市场化收入占比", "%", 35)
    with pytest.raises(Blocked, match="没有给出这个指标"):
        adopt_figure(actor=world.staff, target=aim, span="year")
    with pytest.raises(Invalid, match="来源没有填写"):
        write_actual(actor=world.staff, target=aim, value=Decimal("33.5"), source="")
    with pytest.raises(Invalid, match="最多四位小数"):
        write_actual(actor=world.staff, target=aim, value=Decimal("0.00001"), source="审计报告")
    write_actual(actor=world.staff, target=aim, value=Decimal("33.5"), source="快报")
    write_actual(actor=world.staff, target=aim, value=Decimal("35.1"), source="审计报告")
    (line,) = target_lines(world.center, hunan_pack, through=2026)
    assert (line.actual_text, line.is_reached) == ("35.1", True)
    assert TargetActual.objects.count() == 2


def test_only_the_centers_staff_write_and_no_year_ahead(world: CenterWorld, on_15_june: None) -> None:
    aim, later = target(world, "论文", "篇", 3), target(world, "论文", "篇", 5, 2027)
    for person, refusal in ((world.officer, NotPermitted), (world.other_staff, NotFound)):
        with pytest.raises(refusal):
            write_actual(actor=person, target=aim, value=Decimal(1), source="登记")
    with pytest.raises(Blocked, match="还没有开始"):
        write_actual(actor=world.staff, target=later, value=Decimal(1), source="登记")


def test_the_form_keeps_what_was_typed_and_the_list_asks_by_years_not_rows(
    world: CenterWorld, on_15_june: None
) -> None:
    aim = target(world, "论文", "篇", 3)
    client, here = signed_in(world.staff), [world.center.pk]
    listed = reverse("research:targets", args=here)
    once = queries_of(client, listed)
    target(world, "论文发表", "篇", 3), target(world, "研究论文", "篇", 4)
    assert queries_of(client, listed) == once
    address = reverse("research:record-actual", args=[*here, aim.pk])
    refused = client.post(address, {"choice": "written", "value": "2", "source": ""})
    assert refused.status_code == 422
    assert 'value="2"' in refused.content.decode()
    assert client.post(address, {"choice": "year"}).status_code == 302
    assert TargetActual.objects.get().figure == "papers"
