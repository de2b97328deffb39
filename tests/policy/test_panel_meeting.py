"""How a panel meets, as the pack states it: shares of the panel, and what the applicant is given."""

import pytest
from pydantic import ValidationError

from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel_meeting import Share


def _share(parts: int, of: int) -> Share:
    return Share(clause="default", origin="虚构的到会人数", parts=parts, of=of)


@pytest.mark.parametrize(
    ("count", "total", "reached"), [(5, 7, True), (4, 7, False), (6, 9, True), (5, 9, False), (0, 0, False)]
)
def test_two_of_three_are_counted_without_rounding(count: int, total: int, reached: bool) -> None:
    assert _share(2, 3).is_reached(count, total) is reached


def test_a_share_is_a_part_of_the_whole() -> None:
    with pytest.raises(ValidationError, match="份额 4/3 超过全部"):
        _share(4, 3)


def test_every_rule_of_the_meeting_says_which_practice_it_comes_from(hunan_pack: Pack) -> None:
    """The notice asks experts to argue each plan (5.2-1) and does not say how they meet."""
    rule = hunan_pack.review.meeting
    assert rule is not None
    for part in (rule, rule.quorum, rule.majority, rule.released):
        assert part.is_default
        assert part.origin
        assert part.interprets == "5.2-1"
    assert "minutes" not in rule.released.parts
