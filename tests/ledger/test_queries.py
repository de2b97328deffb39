"""The 留痕 tab of a case shows that case's entries alone."""

from tests.ledger.conftest import Act
from xiangchuang.ledger.queries import entries_of_case


def test_a_case_s_entries_come_oldest_first_and_without_those_of_others(act: Act) -> None:
    first, second = act(), act()
    act(case_number="2026-HN-0018")
    act(case_number="")
    assert list(entries_of_case("2026-HN-0017")) == [first, second]


def test_no_case_has_no_entries(act: Act) -> None:
    act(case_number="")
    assert list(entries_of_case("")) == []
