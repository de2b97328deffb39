"""Numbers of an address or a hidden field: what is one, and what stands for any other text."""

import pytest
from django.test import RequestFactory

from xiangchuang.pages.typed import version_seen, whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_ascii_digits_are_a_number(text: str, number: int) -> None:
    assert whole(text, None) == number


@pytest.mark.parametrize("text", ["", " 7", "-7", "+7", "7.0", "７", "²", "1000000000", "7 OR 1=1"])
def test_anything_else_is_none(text: str) -> None:
    assert whole(text, None) is None
    assert whole(text, 0) == 0


def test_a_page_without_its_version_has_seen_none() -> None:
    assert version_seen(RequestFactory().post("/", {"version": "3"})) == 3
    assert version_seen(RequestFactory().post("/")) == 0
