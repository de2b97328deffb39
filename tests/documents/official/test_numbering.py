"""Document numbers and verification codes."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.documents.official import (
    NumberingError,
    is_well_formed,
    normalized_code,
    number_text,
    verification_code,
)
from xiangchuang.documents.official.numbering import ALPHABET

codes = st.binary(min_size=16, max_size=16).map(verification_code)


def test_a_number_has_six_cornered_brackets_and_no_leading_zero() -> None:
    assert number_text(2026, 1, "湘科发") == "湘科发〔2026〕1号"


@pytest.mark.parametrize(
    ("year", "serial", "prefix"), [(26, 1, "湘科发"), (2026, 0, "湘科发"), (2026, 1, " ")]
)
def test_the_office_is_told_why_a_number_cannot_be_formed(year: int, serial: int, prefix: str) -> None:
    with pytest.raises(NumberingError) as refusal:
        number_text(year, serial, prefix)
    assert "。" in refusal.value.message


def test_a_code_has_three_groups_of_four_unmistakable_signs() -> None:
    code = verification_code(secrets.token_bytes(16))
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set(code) & set("01ILO")
    assert is_well_formed(code)


def test_too_little_randomness_makes_no_code() -> None:
    with pytest.raises(NumberingError):
        verification_code(b"short")


@given(codes, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_a_single_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    signs = list(code.replace("-", ""))
    changed = signs[place] != sign
    signs[place] = sign
    assert (normalized_code("".join(signs)) is None) == changed


@given(codes, st.integers(0, 10))
def test_two_swapped_neighbours_are_noticed(code: str, place: int) -> None:
    signs = list(code.replace("-", ""))
    changed = signs[place] != signs[place + 1]
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    assert (normalized_code("".join(signs)) is None) == changed


@given(codes)
def test_a_code_typed_small_full_width_and_with_spaces_is_understood(code: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code.lower().replace("-", " ") if sign != " ")
    assert normalized_code(f" {wide} ") == code
    assert normalized_code(code.lower().replace("-", " ")) == code


@pytest.mark.parametrize("text", ["", "ABCD", "2222-2222", "<script>", "0000-0000-0000"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert normalized_code(text) is None
