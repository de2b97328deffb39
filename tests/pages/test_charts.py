"""The words of a chart: each keeps to its own place under the axis."""

from collections.abc import Sequence

from xiangchuang.pages.charts import Chart, Point, Series
from xiangchuang.pages.lying_chart import lying_chart
from xiangchuang.pages.parts import ListTable


def chart_of(labels: Sequence[str]) -> Chart:
    """Return bars of one over each label."""
    points = [Point(label, 1, "1") for label in labels]
    return Chart("分布", "个", "登记册", [Series("", points)], ListTable([], [], ""))


def words_below(labels: Sequence[str]) -> list[str]:
    return [label for _place, label in chart_of(labels).labels]


def test_bars_that_lie_keep_name_bar_and_number_within_the_width_of_a_telephone() -> None:
    names = ["湘西土家族苗族自治州", "长沙市"]
    chart = lying_chart("申报", "件", "案卷", [Point(n, 6, "6") for n in names], ListTable([], [], ""))
    assert chart.width <= 480
    for strip in chart.strips:
        assert strip.name_x >= 16 * len(strip.point.label) and strip.number_x + 100 <= chart.width


def test_a_name_too_long_for_its_place_is_cut_short_and_says_so() -> None:
    names = ["长沙市", "株洲市", "常德市", "邵阳市", "岳阳市", "郴州市", "湘西土家族苗族自治州"]
    assert words_below(names) == [*names[:-1], "湘西土家族…"]


def test_years_and_bands_stand_whole() -> None:
    bands = [f"{low}–{low + 5}" for low in range(20, 90, 5)]
    assert words_below(bands) == bands
    assert words_below(["2024", "2025"]) == ["2024", "2025"]


def test_of_a_name_with_no_room_at_all_the_first_character_is_left() -> None:
    assert set(words_below(["长沙市"] * 60)) == {"长…"}
