"""The one spelling of a value and its hash: stored hashes rest on both, so both are written out here."""

import json
from datetime import date

import pytest

from xiangchuang.canonical_json import canonical_json, json_sha256, text_sha256

PLAN = {"标题": "建设方案", "targets": [["产值", "万元", 2027, 12_500_000]], "file": "", "passed": None}


def test_keys_are_sorted_nothing_is_spaced_and_chinese_stands_as_it_is() -> None:
    assert canonical_json(PLAN) == (
        '{"file":"","passed":null,"targets":[["产值","万元",2027,12500000]],"标题":"建设方案"}'
    )


def test_the_order_in_which_something_was_put_together_does_not_matter() -> None:
    assert json_sha256(dict(reversed(PLAN.items()))) == json_sha256(PLAN)


def test_the_order_of_a_list_matters() -> None:
    assert json_sha256(["甲", "乙"]) != json_sha256(["乙", "甲"])


def test_what_was_stored_and_read_back_has_the_same_hash() -> None:
    assert json_sha256(json.loads(json.dumps(PLAN))) == json_sha256(PLAN)


def test_the_hash_of_a_value_is_the_hash_of_its_text_and_never_changes() -> None:
    assert json_sha256(PLAN) == text_sha256(canonical_json(PLAN))
    assert json_sha256(PLAN) == "d474a81f9b58c18d868dba00b3ab1fa748aa618e82b4c8b81d6f9c08b9c0a223"
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_not_finite_has_no_spelling(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"points": number})


def test_what_json_does_not_know_is_refused_rather_than_guessed() -> None:
    with pytest.raises(TypeError):
        json_sha256({"on": date(2026, 3, 1)})


def test_half_a_surrogate_pair_is_hashed_and_not_taken_for_another() -> None:
    assert text_sha256(json.loads('"\\ud83d"')) != text_sha256(json.loads('"\\ude00"'))
