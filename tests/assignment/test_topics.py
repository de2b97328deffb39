"""Fitness of people for plans by what their texts share, the rarer the more."""

from math import log

import numpy as np
import pytest

from xiangchuang.assignment.topics import fitness
from xiangchuang.search.words import search_words

PLAN = "面向盾构装备的主轴承疲劳寿命预测与状态监测"
BEARING = "轴承疲劳寿命，主轴承试验"
SEEDS = "水稻种质资源与耐盐碱育种"
TAX = "企业研发费用加计扣除与财税政策"


def words(*texts: str) -> list[list[str]]:
    return [search_words(text) for text in texts]


def test_who_works_on_the_plans_subject_is_fitter_than_others_and_strangers_are_left_out() -> None:
    found = fitness(words(PLAN), words(BEARING, SEEDS, TAX, "盾构装备"), np.ones((4, 1), bool)).toarray()[0]
    assert found[0] > found[3] > 0
    assert found[1] == found[2] == 0
    assert found.max() <= 1


def test_the_value_is_okapi_bm25_as_a_share_of_what_the_plans_words_weigh() -> None:
    found = fitness([["a", "b"]], [["a", "a", "c"], ["b"], ["c", "c"]], np.ones((3, 1), bool)).toarray()[0]
    rarity = log(1 + (3 - 1 + 0.5) / 1.5)
    expected = 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)) * rarity / (2 * 2.2 * rarity)
    assert found[0] == pytest.approx(expected)


def test_the_best_of_each_kind_are_kept_however_fit_another_kind_is() -> None:
    people = [*(["轴承", "疲劳"] for _ in range(5)), ["轴承", "财税"]]
    kinds = np.array([[True, False]] * 5 + [[False, True]])
    found = fitness([["轴承", "疲劳"]], people, kinds, most=2)
    assert found.nnz == 3
    assert found[0, 5] > 0


def test_empty_texts_and_rounds_are_no_fault() -> None:
    assert fitness([[], ["a"]], [[], ["b"]], np.ones((2, 1), bool)).nnz == 0
    assert fitness([], [["a"]], np.ones((1, 1), bool)).shape == (0, 1)
