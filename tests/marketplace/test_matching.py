"""Which offerings fit a problem in words, and why."""

import pytest

from tests.marketplace.world import Market
from xiangchuang.marketplace.match_demand import by_center, match_text
from xiangchuang.search.words import held_phrases, search_words, shared_phrases


def test_words_are_pairs_of_characters_and_latin_words_without_particles() -> None:
    assert search_words("盾构的滚刀 GS-600") == ["盾构", "滚刀", "gs-600"]
    assert search_words("刀盘刀盘") == ["刀盘", "盘刀"]
    assert search_words("的") == search_words("") == search_words("a 刀 !") == []
    assert search_words("\U00020000\U00020001") == ["\U00020000\U00020001"]


def test_shared_phrases_are_the_longest_and_hold_a_telling_word() -> None:
    found = shared_phrases("盾构滚刀磨损快，需要技术", "滚刀磨损技术", ["滚刀", "刀磨", "磨损"])
    assert found == ["滚刀磨损"], "技术 stands in both and tells nothing"


def test_a_phrase_neither_begins_nor_ends_with_a_conjunction() -> None:
    assert shared_phrases("断口分析和寿命评估", "断口分析和探伤", ["断口"]) == ["断口分析"]
    assert held_phrases("断口分析和寿命", ["断口", "口分", "分析", "析和"]) == ["断口分析"]


def test_a_word_is_no_part_of_another_latin_word() -> None:
    assert shared_phrases("ct 检查", "actor ctx", ["ct"]) == []


@pytest.mark.clause("3.1.2-1")
def test_the_offering_that_shares_the_rare_words_comes_first_with_its_reason(market: Market) -> None:
    market.offering("service", name="齿轮箱诊断", summary="对设备做振动测量与寿命预测。", keywords="")
    market.offering("service")
    market.offering(
        "team", market.other_center, name="粉末冶金团队", summary="硬质合金材料改进。", keywords=""
    )
    matches = match_text("盾构滚刀在硬岩段寿命只有 200 米，想做寿命预测和耐磨改进。")
    assert [match.offering.name for match in matches] == ["刀盘磨损检测", "齿轮箱诊断", "粉末冶金团队"]
    assert matches[0].shared[:2] == ("寿命预测", "盾构")
    assert "滚刀" in matches[0].shared
    centers = by_center(matches)
    assert [found.center for found in centers] == [market.center, market.other_center]
    assert len(centers[0].matches) == 2


def test_what_shares_nothing_is_not_offered_and_an_empty_directory_answers(market: Market) -> None:
    assert match_text("无人机航测") == []
    market.offering("service")
    assert match_text("无人机航测") == []
    assert match_text("") == match_text("🙂" * 2000) == []


def test_the_demands_own_field_counts_for_more(market: Market) -> None:
    market.offering("service")
    assert not match_text("滚刀", field="biomedicine")[0].same_field
    assert match_text("滚刀", field=market.center.field)[0].same_field


def test_one_demand_costs_five_queries_however_much_fits(
    market: Market, django_assert_num_queries: object
) -> None:
    for count in (1, 3):
        for number in range(count):
            market.offering("service", name=f"刀盘磨损检测{count}{number}")
        with django_assert_num_queries(5):  # type: ignore[operator]
            assert len(match_text("滚刀磨损")) == {1: 1, 3: 4}[count]
