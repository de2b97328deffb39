"""What Hunan's pack evaluates by, and that another province's pack runs on the same engine."""

from datetime import date
from decimal import Decimal

import pytest

from tests.policy.evaluation.rounds import FEN_PER_WAN_YUAN, FIGURES, reading
from xiangchuang.policy.evaluation import FigureMeaning, Inputs, Subject, evaluate, sentence
from xiangchuang.policy.evaluation.robustness import robustness
from xiangchuang.policy.evaluation.standing import places
from xiangchuang.policy.pack import Pack

HUNAN_FIGURES = frozenset({
    "rd_spending", "invention_granted", "pct_filed", "standards", "projects_high_level", "milestones_due",
    "milestones_reached", "results_piloted", "results_industrialised", "new_products", "contracts_agreed",
    "contracts_received", "firms_incubated", "spin_offs_founded", "market_income", "total_income",
    "funding_sources", "positioning_confirmed", "smes_served", "contract_rd_paid", "outside_hours",
    "inside_hours", "joint_laboratories", "staff", "full_time_staff", "full_time_director",
    "compliance_gaps", "board_meetings", "committee_meetings", "institutes_running", "reward_decided",
    "reward_owed", "talents_recruited", "overseas_recruited", "reports_missing",
})  # fmt: skip


@pytest.mark.clause("6.5-1")
def test_there_is_a_set_of_100_points_for_each_category(hunan_pack: Pack) -> None:
    for category in hunan_pack.categories:
        found = hunan_pack.indicator_set_for(category.code)
        assert (str(found.total), found.version) == ("100", "2026-1")
        assert [str(dimension.weight) for dimension in found.dimensions] == [
            "30",
            "25",
            "20",
            "10",
            "10",
            "5",
        ]


@pytest.mark.clause("6.5-2")
def test_the_three_foci_of_the_notice_come_first_and_weigh_most(hunan_pack: Pack) -> None:
    words = hunan_pack.clause("6.5-2").text

    for found in hunan_pack.indicator_sets.values():
        foci = found.dimensions[:3]
        assert [d.label.zh for d in foci] == [
            "共性关键技术研发成效",
            "成果转化应用实效",
            "对行业技术服务绩效",
        ]
        assert all(dimension.label.zh in words for dimension in foci)
        assert sum(dimension.weight for dimension in foci) == 75


@pytest.mark.clause("6.5-2")
def test_evidence_is_what_the_notice_names_data_material_and_served_firms(hunan_pack: Pack) -> None:
    for found in hunan_pack.indicator_sets.values():
        assert {i.source.from_ for i in found.scored} == {"figure", "material", "survey", "experts"}


def test_everything_counted_is_ours_and_says_whose_practice_it_follows(hunan_pack: Pack) -> None:
    for found in hunan_pack.indicator_sets.values():
        assert all(item.is_default and item.origin for item in (found, *found.dimensions, *found.scored))


def test_the_sets_read_the_figures_that_registers_give(hunan_pack: Pack) -> None:
    read = {code for found in hunan_pack.indicator_sets.values() for code, _ in found.figures()}
    read |= {code for code, _ in hunan_pack.evaluation.figures()}

    assert read == HUNAN_FIGURES


def test_the_quota_gives_the_numbers_published_in_2022(hunan_pack: Pack) -> None:
    """14 of 61 laboratories and 16 of 72 centers were 优秀."""
    scheme = hunan_pack.evaluation.grades
    assert scheme is not None

    assert [places(scheme, count)[0] for count in (61, 72)] == [14, 16]


@pytest.mark.clause("2-3")
def test_market_production_or_sales_leaves_no_better_grade_than_the_last(hunan_pack: Pack) -> None:
    vetoes = {veto.code: veto for veto in hunan_pack.evaluation.vetoes}

    assert set(vetoes) == {"fraud", "dishonesty", "market_production", "absence", "no_annual_report"}
    assert (vetoes["market_production"].grade, vetoes["market_production"].interprets) == (
        "unqualified",
        "2-3",
    )


def test_a_round_of_hunan_in_which_nothing_was_recorded_waits_for_people(hunan_pack: Pack) -> None:
    sets = tuple(hunan_pack.indicator_sets.values())
    money = {"rd_spending", "contracts_agreed", "contracts_received", "contract_rd_paid", "market_income",
             "total_income", "reward_decided", "reward_owed"}  # fmt: skip
    hours = {"outside_hours", "inside_hours"}
    figures = tuple(
        FigureMeaning.model_validate({
            "code": code, "label": {"zh": code, "en": code},
            "unit": "fen" if code in money else "hours" if code in hours else "count",
        }) for code in HUNAN_FIGURES
    )  # fmt: skip
    empty = Subject.model_validate({"code": "HN-1", "name": "示例技术创新中心", "set": "comprehensive"})
    inputs = Inputs(
        round="2026-1", first=date(2026, 1, 1), last=date(2026, 12, 31), pack=hunan_pack.code,
        pack_sha256=hunan_pack.sha256, seed=1, rules=hunan_pack.evaluation, sets=sets, figures=figures,
        subjects=(empty,),
    )  # fmt: skip
    found = evaluate(inputs).subject("HN-1")

    assert found.undecided == ("representative_results", "rules", "accounts")
    assert (found.grade, str(found.total)) == ("unqualified", "0.00")
    assert all(sentence(step) for i in found.indicators for step in i.steps)


def test_another_province_is_evaluated_by_its_own_set_out_of_50_points(minimal_pack: Pack) -> None:
    patents = FigureMeaning.model_validate(
        {"code": "invention_granted", "label": {"zh": "发明专利", "en": "Patents"}, "unit": "count"}
    )
    subjects = tuple(
        Subject.model_validate({
            "code": code, "name": "示例中心", "set": "field_specific",
            "figures": (reading("rd_spending", wan * FEN_PER_WAN_YUAN), reading("invention_granted", count)),
            "scores": ({"indicator": "team", "scorer": "E1", "kind": "technical", "score": mark},),
        }) for code, wan, count, mark in (("A", 730, 3, "81"), ("B", 90, 12, "66.5"))
    )  # fmt: skip
    inputs = Inputs(
        round="1", first=date(2025, 1, 1), last=date(2025, 12, 31), pack=minimal_pack.code,
        pack_sha256=minimal_pack.sha256, seed=3, rules=minimal_pack.evaluation,
        sets=tuple(minimal_pack.indicator_sets.values()), figures=(*FIGURES, patents), subjects=subjects,
    )  # fmt: skip
    results = evaluate(inputs)

    # A: 20 × 630 / 900, 10 × 3 / 12, 20 × 0.81; B: nothing below 100 万元, 10, 20 × 0.665
    assert [s.total for s in results.subjects] == [Decimal("32.70"), Decimal("23.30")]
    assert [s.grade for s in results.subjects] == ["passed", "failed"]
    assert robustness(inputs, results).samples == 200
