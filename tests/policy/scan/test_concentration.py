"""How concentrated an industry is, and what the notice then names."""

import pytest

from tests.policy.scan.nation import HUNAN, Organisation, release_of
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan.concentration import Concentration, advise, concentration
from xiangchuang.policy.scan.faults import ConcentrationUnknownError


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(HUNAN)


def earner(income: int | None, kind: str = "enterprise", industry: str = "3562") -> Organisation:
    """An organisation by its income of 2025."""
    return Organisation(kind, industry, figures={("income", 2025): income})


def of(pack: Pack, *nation: Organisation) -> Concentration:
    """Concentration of the industry 3562 in 2025."""
    with release_of(pack, nation) as release:
        return concentration(release, "3562", 2025)


def measured(cr4: int, cr8: int, hhi: int) -> Concentration:
    """An industry by its three measures."""
    return Concentration("3562", 2025, cr4, cr8, hhi, 50, 0, ())


def test_a_single_seller_is_wholly_concentrated(pack: Pack) -> None:
    found = of(pack, earner(7))

    assert (found.cr4, found.cr8, found.hhi, found.enterprises) == (10_000, 10_000, 10_000, 1)


def test_ten_equal_sellers_hold_a_tenth_each(pack: Pack) -> None:
    found = of(pack, *[earner(10**17)] * 10)

    assert (found.cr4, found.cr8, found.hhi) == (4000, 8000, 1000)
    assert {share.basis_points for share in found.shares} == {1000}


def test_who_does_not_sell_in_the_market_and_who_reports_nothing_has_no_share(pack: Pack) -> None:
    found = of(
        pack, earner(3), earner(1), earner(90, "university"), earner(90, industry="2710"), earner(None)
    )

    assert (found.enterprises, found.unknown) == (2, 1)
    assert [share.basis_points for share in found.shares] == [7500, 2500]
    assert found.hhi == 6250


@pytest.mark.parametrize("income", [None, 0])
def test_an_industry_without_income_has_no_concentration(pack: Pack, income: int | None) -> None:
    with pytest.raises(ConcentrationUnknownError, match="2025 年没有企业收入"):
        of(pack, earner(income))


@pytest.mark.clause("3.3-4")
def test_in_a_concentrated_industry_an_industry_leader_leads(pack: Pack) -> None:
    advice = advise(measured(6000, 8000, 2500), pack)

    assert advice.choice is not None
    assert (advice.level, advice.choice.code, advice.choice.clause) == ("high", "lead_enterprise", "3.3-4")


@pytest.mark.clause("3.3-5")
def test_in_a_scattered_industry_several_firms_may_build_together(pack: Pack) -> None:
    advice = advise(measured(900, 1400, 60), pack)

    assert advice.choice is not None
    assert (advice.level, advice.choice.code, advice.choice.clause) == ("low", "consortium", "3.3-5")


@pytest.mark.clause("3.3-6")
def test_where_a_person_finds_the_market_not_mature_a_university_may_lead(pack: Pack) -> None:
    advice = advise(measured(6000, 8000, 2500), pack, market_not_mature=True)

    assert advice.choice is not None
    assert (advice.choice.code, advice.choice.clause) == ("university_led", "3.3-6")
    assert [mode.code for mode in advice.alternatives] == ["lead_enterprise", "consortium"]


def test_where_the_measures_differ_a_person_weighs_them(pack: Pack) -> None:
    advice = advise(measured(3500, 5000, 700), pack)

    assert (advice.level, advice.choice) == (None, None)
    assert [reading.level for reading in advice.readings] == ["high", "high", "low"]


def test_thresholds_are_shown_as_ours_not_as_the_notice(pack: Pack) -> None:
    assert all(threshold.is_default and threshold.interprets for threshold in pack.concentration.thresholds)
