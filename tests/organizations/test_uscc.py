"""A code is read as people write it; a wrong one is refused with the place of the fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as gb32100

from tests.factories.registers import valid_uscc
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.organizations.uscc import normalise_uscc

VALID = "91350100M000100Y43"


@pytest.mark.parametrize(
    "written",
    [
        VALID,
        VALID.lower(),
        "91350100 M000100Y 43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "\u200b9135-0100-M000100Y43\n",
    ],
)
def test_however_it_is_written_the_same_code_is_kept(written: str) -> None:
    assert normalise_uscc(written) == VALID


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("91350100M000100Y4", "应为 18 位，现为 17 位"),
        (VALID + "1", "应为 18 位，现为 19 位"),
        ("", "现为 0 位"),
        ("9135010OM000100Y43", "第 8 位“O”不是代码用字"),
        ("91350100M000100Y4Z", "第 18 位“Z”不是代码用字"),
        ("91350100M0001京0Y43", "第 14 位“京”不是代码用字"),
        ("91A50100M000100Y43", "第 3 位“A”应为数字"),
        ("91350100M000100Y44", "第 18 位校验码应为“3”，现为“4”"),
        ("91350100M000010Y43", "校验码应为"),
    ],
)
def test_a_wrong_code_is_refused_with_place_and_remedy(written: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalise_uscc(written)
    assert said in refused.value.message
    assert refused.value.remedy


@given(st.integers(0, 999_999_999), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_any_one_wrong_character_is_found(number: int, place: int, other: str) -> None:
    code = valid_uscc(number)
    assert normalise_uscc(code) == gb32100.validate(code)
    damaged = code[:place] + other + code[place + 1 :]
    if damaged != code:
        with pytest.raises(Invalid):
            normalise_uscc(damaged)


def test_a_rural_collective_with_a_letter_in_front_is_a_code_too() -> None:
    """GB 32100 allows letters in the first two places; the area behind them is digits."""
    body = "N243010000000001X"
    assert normalise_uscc(body + gb32100.calc_check_digit(body)).startswith("N2")
