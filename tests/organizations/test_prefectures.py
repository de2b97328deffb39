"""The areas of Hunan, with the days their codes are in force."""

from datetime import date

from xiangchuang.organizations.prefectures import (
    PREFECTURES,
    Prefecture,
    is_prefecture,
    prefecture_choices,
    prefecture_label,
)

TODAY = date(2026, 11, 23)


def test_there_are_fourteen_and_the_province_stands_before_them() -> None:
    choices = prefecture_choices(TODAY)
    assert len(PREFECTURES) == 14
    assert len(choices) == 15
    assert choices[0][0] == "430000"
    assert "430000" not in dict(prefecture_choices(TODAY, province=False))


def test_a_code_has_a_name_and_an_unknown_one_is_shown_as_it_is() -> None:
    assert prefecture_label("433100") == "湘西土家族苗族自治州"
    assert prefecture_label("440300") == "440300"
    assert not is_prefecture("440300", TODAY)


def test_a_code_counts_from_its_first_day_to_its_last() -> None:
    area = Prefecture("439900", "示例市", date(2011, 6, 1), date(2020, 5, 31))
    days = (date(2011, 5, 31), date(2011, 6, 1), date(2020, 5, 31), date(2020, 6, 1))
    assert [area.valid_on(day) for day in days] == [False, True, True, False]
