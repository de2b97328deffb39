"""3.4 and 4.1 as the notice words them, at the line and a fen or a case beside it."""

from datetime import date

import pytest

from tests.policy.conditions.leads import FIELD, TODAY, earns, judged, spends, transfers
from xiangchuang.policy.conditions import Capability, KindNotCoveredError, YearlyFact, as_record
from xiangchuang.policy.pack import Pack

RESEARCH_KINDS = ("university", "institute", "new_rd_institution")
EVERY_KIND = ("enterprise", *RESEARCH_KINDS)
OF_34_1 = {
    "technical_leadership",
    "platform_in_field",
    "rd_input_in_front",
    "patents_in_front",
    "leading_talent",
    "innovation_team",
    "major_project_experience",
    "innovative_leadership",
    "innovation_rules",
    "resource_integration",
    "transfer_capability",
}
OF_34_2 = {"industry_leader", "rd_mean_of_three_years"}
OF_34_3 = {"frontier_advantage", "efficient_rd_system", "ip_rules", "outside_income_share", "transfer_cases"}


def applicable(pack: Pack, kind: str, clause: str) -> set[str]:
    found = judged(pack, kind).values()
    return {j.code for j in found if j.clause == clause and j.outcome != "not_applicable"}


@pytest.mark.clause("3.4-1")
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_part_of_the_general_clause_binds_every_kind_of_lead(hunan_pack: Pack, kind: str) -> None:
    assert applicable(hunan_pack, kind, "3.4-1") == OF_34_1


@pytest.mark.clause("3.4-2")
@pytest.mark.clause("3.4-3")
def test_an_enterprise_and_a_research_body_each_answer_to_their_own_clause(hunan_pack: Pack) -> None:
    assert applicable(hunan_pack, "enterprise", "3.4-2") == OF_34_2
    assert applicable(hunan_pack, "enterprise", "3.4-3") == set()
    for kind in RESEARCH_KINDS:
        assert applicable(hunan_pack, kind, "3.4-2") == set()
        assert applicable(hunan_pack, kind, "3.4-3") == OF_34_3


def test_nothing_that_is_only_to_be_explored_is_a_condition(hunan_pack: Pack) -> None:
    assert {rule.clause for rule in hunan_pack.conditions} == {"3.4-1", "3.4-2", "3.4-3", "4.1-1"}
    assert not [rule.code for rule in hunan_pack.conditions if "探索" in rule.text]


@pytest.mark.clause("3.4-2")
@pytest.mark.parametrize(
    ("yuan", "outcome"),
    [
        ((40_000_000, 40_000_000, 40_000_000), "met"),
        ((10_000_000, 50_000_000, 60_000_000), "met"),
        ((40_000_000, 40_000_000, 39_999_999), "unmet"),
        ((90_000_000, None, 90_000_000), "missing"),
        ((None, None, None), "missing"),
        ((0, 0, 0), "unmet"),
    ],
)
def test_an_enterprise_needs_a_mean_of_forty_million_over_three_known_years(
    hunan_pack: Pack, yuan: tuple[int | None, ...], outcome: str
) -> None:
    assert judged(hunan_pack, "enterprise", spends(*yuan))["rd_mean_of_three_years"].outcome == outcome


@pytest.mark.clause("3.4-2")
def test_one_fen_below_the_mean_is_unmet_and_the_fen_is_named(hunan_pack: Pack) -> None:
    mean = 3_999_999_999  # 39,999,999.99 yuan
    short = [YearlyFact("rd_expenditure", year, mean) for year in (2023, 2024, 2025)]
    found = judged(hunan_pack, "enterprise", short)["rd_mean_of_three_years"]
    assert found.outcome == "unmet"
    assert found.gap == "近三年研发经费合计现为 119,999,999.97 元，还差 0.03 元，达到 12,000 万元即满足。"


def test_a_missing_middle_year_is_named(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "enterprise", spends(90_000_000, None, 90_000_000))["rd_mean_of_three_years"]
    assert "缺 2024 年" in found.gap
    assert "审计报告" in found.gap


@pytest.mark.clause("3.4-3")
@pytest.mark.parametrize("kind", RESEARCH_KINDS)
@pytest.mark.parametrize(
    ("income", "outside", "outcome"),
    [
        (10_000_000_00, 3_000_000_00, "met"),
        (10_000_000_00, 2_999_999_99, "unmet"),
        (10_000_000_01, 3_000_000_00, "unmet"),
        (10_000_000_00, 0, "unmet"),
        (0, 0, "missing"),
        (10_000_000_00, 10_000_000_00, "met"),
        (10_000_000_00, 10_000_000_01, "missing"),
        (None, 3_000_000_00, "missing"),
        (10_000_000_00, None, "missing"),
    ],
)
def test_outside_income_is_thirty_percent_of_an_income_that_exists(
    hunan_pack: Pack, kind: str, income: int | None, outside: int | None, outcome: str
) -> None:
    found = judged(hunan_pack, kind, earns(income=income, outside=outside))
    assert found["outside_income_share"].outcome == outcome


def test_nobody_is_advised_to_earn_less_to_raise_the_share(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "university", earns(income=1_000_000_00, outside=200_000_00))
    assert found["outside_income_share"].gap == (
        "对外技术咨询、技术服务和成果转让（转化）收入现为 20 万元，还差 10 万元，达到 30 万元即满足。"
    )


@pytest.mark.clause("3.4-3")
@pytest.mark.parametrize(("count", "outcome"), [(5, "met"), (4, "unmet"), (6, "met"), (0, "missing")])
def test_five_transfer_cases_include_the_fifth(hunan_pack: Pack, count: int, outcome: str) -> None:
    assert judged(hunan_pack, "institute", (), transfers(count))["transfer_cases"].outcome == outcome


@pytest.mark.clause("3.4-3")
def test_cases_of_another_field_do_not_count(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "institute", (), [*transfers(4), *transfers(9, field="new_materials")])
    assert found["transfer_cases"].outcome == "unmet"
    assert found["transfer_cases"].operands[0].value == 4


@pytest.mark.clause("3.4-3")
def test_no_condition_asks_sales_of_a_research_body(hunan_pack: Pack) -> None:
    for kind in RESEARCH_KINDS:
        asked = [j for j in judged(hunan_pack, kind).values() if j.outcome != "not_applicable"]
        words = [j.text + "".join(operand.label.zh for operand in j.operands) for j in asked]
        assert not [w for w in words if "销售" in w]


@pytest.mark.clause("3.4-1")
@pytest.mark.parametrize(
    ("level", "field", "outcome"),
    [
        ("provincial", FIELD, "met"),
        ("national", FIELD, "met"),
        ("other", FIELD, "unmet"),
        ("national", "new_materials", "unmet"),
    ],
)
def test_the_platform_is_of_provincial_level_or_above_and_in_the_field(
    hunan_pack: Pack, level: str, field: str, outcome: str
) -> None:
    platform = Capability("platform", level, field, date(2020, 5, 1))
    assert judged(hunan_pack, "university", (), [platform])["platform_in_field"].outcome == outcome


def ranked(what: str, rank: int, peers: int) -> list[YearlyFact]:
    codes = {f"{what}_rank_in_industry": rank, f"{what}_peers_in_industry": peers}
    return [YearlyFact(code, 2025, value) for code, value in codes.items()]


@pytest.mark.clause("3.4-1")
@pytest.mark.parametrize(
    ("rank", "peers", "outcome"),
    [
        (1, 2, "met"),
        (6, 101, "met"),
        (7, 101, "unmet"),
        (1, 1, "missing"),
        (102, 101, "missing"),
        (0, 9, "missing"),
    ],
)
def test_the_front_is_read_from_a_rank_among_real_peers(
    hunan_pack: Pack, rank: int, peers: int, outcome: str
) -> None:
    found = judged(hunan_pack, "enterprise", national=ranked("rd", rank, peers))["rd_input_in_front"]
    assert found.outcome == outcome
    assert found.interpretation is not None
    assert "百分位" in found.interpretation.text.zh


@pytest.mark.clause("3.4-1")
def test_a_national_rank_is_never_taken_from_the_register(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "enterprise", ranked("rd", 1, 500))["rd_input_in_front"]
    assert found.outcome == "missing"


@pytest.mark.clause("3.4-1")
def test_patents_or_pct_in_front_either_will_do(hunan_pack: Pack) -> None:
    holds = [YearlyFact("pct_applications", 2025, 3), YearlyFact("invention_patents", 2025, 80)]
    by_pct = [*ranked("patent", 60, 101), *ranked("pct", 2, 101)]
    assert judged(hunan_pack, "enterprise", holds, national=by_pct)["patents_in_front"].outcome == "met"
    only_pct_known = ranked("pct", 2, 101)
    found = judged(hunan_pack, "enterprise", holds, national=only_pct_known)
    assert found["patents_in_front"].outcome == "met"
    neither = [*ranked("patent", 60, 101), *ranked("pct", 60, 101)]
    assert judged(hunan_pack, "enterprise", holds, national=neither)["patents_in_front"].outcome == "unmet"


def test_a_first_rank_shared_by_all_who_hold_no_patent_does_not_pass(hunan_pack: Pack) -> None:
    holds = [YearlyFact("pct_applications", 2025, 0), YearlyFact("invention_patents", 2025, 0)]
    tied = [*ranked("patent", 1, 101), *ranked("pct", 1, 101)]
    assert judged(hunan_pack, "enterprise", holds, national=tied)["patents_in_front"].outcome == "unmet"


@pytest.mark.clause("3.4-1")
def test_what_no_number_decides_waits_for_a_person_with_evidence(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "enterprise")
    people = {code for code, j in found.items() if j.outcome == "judgement"}
    assert people == {
        "technical_leadership",
        "leading_talent",
        "innovation_team",
        "innovative_leadership",
        "resource_integration",
        "transfer_capability",
        "industry_leader",
    }
    for code in people:
        judgement = found[code].judgement
        assert judgement is not None
        assert judgement.by in ("panel", "officer")
        assert judgement.evidence.zh in found[code].gap


@pytest.mark.clause("4.1-1")
@pytest.mark.parametrize(
    ("fen", "outcome"), [(10_000_000_00, "met"), (9_999_999_99, "judgement"), (None, "missing")]
)
def test_the_centers_capital_is_ten_million_in_principle(
    hunan_pack: Pack, fen: int | None, outcome: str
) -> None:
    center = [YearlyFact("registered_capital", 2026, fen)]
    found = judged(hunan_pack, "enterprise", center=center)["center_capital"]
    assert (found.outcome, found.subject) == (outcome, "center")


@pytest.mark.clause("4.1-1")
def test_the_leads_own_capital_and_standing_do_not_serve_the_center(hunan_pack: Pack) -> None:
    lead = [YearlyFact("registered_capital", 2026, 10**12), YearlyFact("is_legal_person", 2026, True)]
    found = judged(hunan_pack, "enterprise", lead)
    assert found["center_capital"].outcome == "missing"
    assert found["center_legal_person"].outcome == "missing"


@pytest.mark.clause("4.1-1")
def test_a_center_that_is_no_legal_person_goes_to_the_division_head(hunan_pack: Pack) -> None:
    center = [YearlyFact("is_legal_person", 2026, False)]
    found = judged(hunan_pack, "university", center=center)["center_legal_person"]
    assert found.outcome == "judgement"
    assert "处室负责人" in found.gap


def test_an_organisation_that_may_not_lead_is_refused_not_passed_over(hunan_pack: Pack) -> None:
    with pytest.raises(KindNotCoveredError, match="department"):
        judged(hunan_pack, "department")


def test_a_judgement_writes_out_all_that_was_shown(hunan_pack: Pack) -> None:
    yearly = [
        YearlyFact(
            "rd_expenditure", year, 4_000_000_000, source=f"{year} 年审计报告", evidence=f"file:{year}"
        )
        for year in (2023, 2024, 2025)
    ]
    record = as_record(judged(hunan_pack, "enterprise", yearly)["rd_mean_of_three_years"])
    assert (record["outcome"], record["clause"], record["on"]) == ("met", "3.4-2", TODAY.isoformat())
    first, floor = record["operands"][0], record["parameters"][0]
    assert (first["name"], first["value"], first["years"]) == (
        "rd_sum_3y",
        12_000_000_000,
        [2023, 2024, 2025],
    )
    assert first["evidence"] == "file:2023；file:2024；file:2025"
    assert (floor["shown"], floor["clause"]) == ("4,000 万元", "3.4-2")
    assert [i["since"] for i in record["interpretations"]] == ["2026-11-23"]
    assert record["text"] in hunan_pack.clauses["3.4-2"].text
