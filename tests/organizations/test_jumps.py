"""Two neighbouring years that differ too much are flagged by the pack's factor, and someone says why."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import FactRecordFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.organizations.jumps import is_jump, jumps_among, jumps_in_register
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.organizations.queries import facts_of
from xiangchuang.organizations.record_fact import record_fact
from xiangchuang.policy.pack import Pack, YearOnYearRule

WAN = 1_000_000


@pytest.fixture(scope="module")
def rule(hunan_pack: Pack) -> YearOnYearRule:
    """The rule of the pack: threefold, from 100 万元 or 10 pieces on."""
    found = hunan_pack.register.year_on_year
    assert found is not None and (found.factor_percent, found.small_count) == (300, 10)
    return found


@pytest.mark.parametrize(
    ("before", "after", "jumped"),
    [
        (FactValue.fen(4000 * WAN), FactValue.fen(12000 * WAN), False),
        (FactValue.fen(4000 * WAN), FactValue.fen(12000 * WAN + 1), True),
        (FactValue.fen(12000 * WAN + 1), FactValue.fen(4000 * WAN), True),
        (FactValue.fen(0), FactValue.fen(100 * WAN), False),
        (FactValue.fen(0), FactValue.fen(100 * WAN + 1), True),
        (FactValue.fen(-200 * WAN), FactValue.fen(200 * WAN), True),
        (FactValue.count(3), FactValue.count(10), False),
        (FactValue.count(3), FactValue.count(11), True),
        (FactValue.basis_points(1), FactValue.basis_points(9000), False),
        (FactValue.flag(False), FactValue.flag(True), False),
        (FactValue.count(2), FactValue.fen(9000 * WAN), False),
    ],
)
def test_a_jump_is_more_than_threefold_either_way_and_not_among_small_figures(
    rule: YearOnYearRule, before: FactValue, after: FactValue, jumped: bool
) -> None:
    assert is_jump(rule, before, after) is jumped


def test_a_pack_without_the_rule_flags_nothing(minimal_pack: Pack) -> None:
    assert minimal_pack.register.year_on_year is None
    assert not is_jump(None, FactValue.fen(1), FactValue.fen(10**12))


@pytest.fixture
def firm(db: None) -> Organization:
    return OrganizationFactory()


def test_a_missing_year_is_missing_and_no_jump(firm: Organization, rule: YearOnYearRule) -> None:
    FactRecordFactory(organization=firm, year=2023, fen=100 * WAN)
    late = FactRecordFactory(organization=firm, year=2025, fen=9000 * WAN)
    assert jumps_among(facts_of(firm), rule) == {}
    between = FactRecordFactory(organization=firm, year=2024, fen=200 * WAN)
    jumps = jumps_among(facts_of(firm), rule)
    assert list(jumps) == [late.pk]
    assert (jumps[late.pk].other_year, jumps[late.pk].other) == (2024, between.value)


def test_fields_and_organisations_are_compared_each_with_itself(
    firm: Organization, rule: YearOnYearRule
) -> None:
    FactRecordFactory(organization=firm, year=2024, fen=100 * WAN, field="new_materials")
    FactRecordFactory(year=2024, fen=100 * WAN)
    FactRecordFactory(organization=firm, year=2024, fen=100 * WAN, code="income")
    FactRecordFactory(organization=firm, year=2025, fen=9000 * WAN)
    assert jumps_in_register(FactRecord.objects.all(), rule) == {}


def record(firm: Organization, rule: YearOnYearRule, **values: object) -> FactRecord:
    given: dict[str, object] = {"year": 2025, "value": FactValue.fen(9000 * WAN), "source": "审计报告"}
    return record_fact(
        actor=actor_as(Role.LEAD, firm), organization=firm, code="rd_expense", rule=rule, **(given | values)  # type: ignore[arg-type]
    )  # fmt: skip


def test_whoever_records_a_jump_says_why(firm: Organization, rule: YearOnYearRule) -> None:
    FactRecordFactory(organization=firm, year=2024, fen=1000 * WAN)
    with pytest.raises(Invalid, match="2024 年"):
        record(firm, rule)
    assert record(firm, rule, explanation=" 新厂\u200b投产 ").explanation == "新厂投产"


def test_a_year_filled_in_later_is_compared_with_the_year_after_it(
    firm: Organization, rule: YearOnYearRule
) -> None:
    FactRecordFactory(organization=firm, year=2025, fen=9000 * WAN)
    with pytest.raises(Invalid, match="2025 年"):
        record(firm, rule, year=2024, value=FactValue.fen(1000 * WAN))
    record(firm, rule, year=2024, value=FactValue.fen(3000 * WAN))


def test_a_statement_that_waits_is_compared_with_the_year_after_it_too(
    firm: Organization, rule: YearOnYearRule
) -> None:
    waits = FactRecordFactory(organization=firm, year=2024, fen=1000 * WAN)
    FactRecordFactory(organization=firm, year=2025, fen=9000 * WAN)
    assert jumps_in_register([waits], rule)[waits.pk].other_year == 2025


@pytest.mark.parametrize("rows", [1, 3])
def test_the_jumps_of_a_list_take_one_query(
    rows: int, db: None, rule: YearOnYearRule, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for firm in OrganizationFactory.create_batch(rows):
        FactRecordFactory(organization=firm, year=2024, fen=1000 * WAN)
        FactRecordFactory(organization=firm, year=2025, fen=9000 * WAN)
    shown = list(FactRecord.objects.filter(year=2025))
    with django_assert_num_queries(1):
        assert len(jumps_in_register(shown, rule)) == rows
