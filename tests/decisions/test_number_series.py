"""The department numbers its papers in one series a year, the published layout among them."""

import pytest

from tests.layouts.world import LayoutWorld
from xiangchuang.decisions.invariants import every_number_is_given_once_and_none_is_left_out


@pytest.mark.django_db
def test_a_published_layout_leaves_no_gap_in_the_series() -> None:
    """The officer publishes a layout: its number is 1, and the next paper's number follows on."""
    layout = LayoutWorld().published()
    assert layout.number_serial == 1
    assert list(every_number_is_given_once_and_none_is_left_out()) == []
