"""A kept condition said in the language of the page, from the numbers it was kept with."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from xiangchuang.policy.conditions import YearlyFact, as_record, judge_all, readings
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.condition_words import distance_words, figure_words, lack_words


@pytest.fixture
def record(hunan_pack: Pack) -> dict[str, Any]:
    """A firm's spending as kept: 2024 unknown."""
    yearly = [YearlyFact("rd_expenditure", year, 4_000_000_000) for year in (2023, 2025)]
    day = date(2026, 11, 23)
    facts = readings(hunan_pack.facts.values(), yearly, [], field="any", on=day)
    found = judge_all(
        hunan_pack.conditions, kind="enterprise", facts=facts, parameters=hunan_pack.parameters, on=day
    )
    return next(as_record(j) for j in found if j.code == "rd_mean_of_three_years")


def test_in_chinese_the_page_says_what_the_record_says(record: dict[str, Any]) -> None:
    with override("zh-hans"):
        assert distance_words(record) == record["gap"]
        assert [figure_words(o) for o in record["operands"]] == [o["shown"] for o in record["operands"]]
        assert [lack_words(o) for o in record["operands"]] == [o["note"] for o in record["operands"]]


def test_in_english_facts_are_called_by_their_english_labels(record: dict[str, Any]) -> None:
    spent = record["operands"][0]
    with override("en"):
        said = distance_words(record)
    assert spent["label"]["en"] in said and spent["evidence_kind"]["en"] in said
    assert spent["label"]["zh"] not in said and "2024" in said


def test_a_record_kept_before_it_held_numbers_is_shown_by_its_own_sentence(record: dict[str, Any]) -> None:
    old = {name: value for name, value in record.items() if name != "distance"}
    spent = {name: value for name, value in old["operands"][0].items() if name not in ("counted_in", "lack")}
    with override("en"):
        assert distance_words(old) == record["gap"]
        assert (figure_words(spent), lack_words(spent)) == (spent["shown"], spent["note"])
