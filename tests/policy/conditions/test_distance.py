"""How far a condition is from being met: numbers and labels first, then a sentence in a language."""

import re

import pytest

from tests.policy.conditions.leads import earns, judged, spends, transfers
from xiangchuang.policy.conditions import Distance, Tongue, YearlyFact, as_record, distance_sentence, shown
from xiangchuang.policy.pack import Pack

HAN = re.compile(r"[一-鿿、。；，（）“”]")
BARE = Tongue(say=lambda pattern: HAN.sub(" ", pattern), name=lambda label: label.en)
"""A tongue without a Chinese word of its own: what Chinese is left did not go through the translation."""


@pytest.mark.clause("3.4-2")
def test_one_fen_short_of_the_mean_is_a_step_of_three_fen_over_three_years(hunan_pack: Pack) -> None:
    short = [YearlyFact("rd_expenditure", year, 3_999_999_999) for year in (2023, 2024, 2025)]
    distance = judged(hunan_pack, "enterprise", short)["rd_mean_of_three_years"].distance
    (step,) = distance.steps
    assert (step.fact, step.unit, step.direction) == ("rd_sum_3y", "fen", "up")
    assert (step.now, step.to, step.by) == (11_999_999_997, 12_000_000_000, 3)
    assert not distance.out_of_reach and distance.missing == () and distance.finder is None


def test_a_missing_year_is_named_by_its_number(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "enterprise", spends(90_000_000, None, 90_000_000))["rd_mean_of_three_years"]
    (missing,) = found.distance.missing
    assert missing.lack is not None
    assert (missing.lack.kind, missing.lack.years) == ("years", (2024,))
    assert missing.evidence.zh in found.gap and missing.note == ""


def test_a_part_above_its_whole_names_the_whole(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "university", earns(income=100, outside=200))["outside_income_share"]
    lacks = {missing.fact: missing.lack for missing in found.distance.missing}
    lack = lacks["service_income_latest"]
    assert lack is not None and lack.whole is not None
    assert (lack.kind, lack.value) == ("above_whole", 200)
    assert lack.whole == hunan_pack.facts["income_latest"].label


def test_what_a_person_finds_names_the_person_and_the_evidence(hunan_pack: Pack) -> None:
    finder = judged(hunan_pack, "enterprise")["industry_leader"].distance.finder
    assert finder is not None and finder.by in ("panel", "officer")


def test_a_condition_met_leaves_no_distance(hunan_pack: Pack) -> None:
    met = judged(hunan_pack, "university", capabilities=transfers(5))["transfer_cases"]
    assert met.distance == Distance() and distance_sentence(met.distance) == ""


@pytest.mark.parametrize("kind", ["enterprise", "university"])
def test_no_chinese_word_escapes_the_translation(hunan_pack: Pack, kind: str) -> None:
    known = [*spends(1_000, 2_000, 3_000), *earns(income=1_000_000, outside=1_000)]
    known += [YearlyFact("rules_in_force", 2026, False), YearlyFact("ip_rules_in_force", 2026, False)]
    ranks = [("rd_rank", 90), ("rd_peers", 100), ("patent_rank", 90), ("patent_peers", 100)]
    national = [YearlyFact(f"{name}_in_industry", 2025, n) for name, n in ranks]
    center = [YearlyFact("is_legal_person", 2026, False), YearlyFact("registered_capital", 2026, 5)]
    for given in ([], known):
        found = judged(
            hunan_pack, kind, given, transfers(1) if given else [], center=center, national=national
        )
        for judgement in found.values():
            said = [distance_sentence(judgement.distance, BARE)]
            said += [shown(o.value, o.unit, o.counted_in, BARE) for o in judgement.operands]
            assert not [text for text in said if HAN.search(text)]


def test_a_distance_kept_as_plain_values_reads_back_the_same(hunan_pack: Pack) -> None:
    found = judged(hunan_pack, "university", earns(income=1_000_000, outside=1_000), transfers(1))
    for judgement in found.values():
        kept = as_record(judgement)["distance"]
        assert Distance.model_validate(kept, strict=False) == judgement.distance
