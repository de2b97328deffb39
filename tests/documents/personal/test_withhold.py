"""What remains of a text with personal data, and what is remembered of it."""

import pytest

from tests.factories.personal_data import PERSONAL_TEXTS
from xiangchuang.documents.personal import OF_AN_OFFICE, WITHHELD, withhold, without_personal_data

TEXT = "平台每周三开放。预约请拨 13800138000。样品当日可取。"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withhold, "_remembered", {})


def test_a_sentence_with_a_number_is_left_out_and_its_neighbours_stay() -> None:
    for _time in range(2):
        assert without_personal_data(TEXT) == f"平台每周三开放。{WITHHELD}样品当日可取。"


def test_what_is_allowed_is_part_of_the_question() -> None:
    mailbox = "来信请寄 office@example.cn"
    for _time in range(2):
        assert without_personal_data(mailbox) == WITHHELD
        assert without_personal_data(mailbox, allowed=OF_AN_OFFICE) == mailbox


def test_a_text_that_spells_out_an_allowance_gets_none() -> None:
    assert without_personal_data("a@b.cn", allowed=["mail"]) == "a@b.cn"
    for disguised in ("mail\0a@b.cn", "1\0mail\0a@b.cn"):
        assert WITHHELD in without_personal_data(disguised)


def test_no_text_with_personal_data_stays_in_memory() -> None:
    for text in PERSONAL_TEXTS:
        without_personal_data(text)
    kept = "".join(remains or "" for remains in withhold._remembered.values())
    assert len(withhold._remembered) == len(set(PERSONAL_TEXTS))
    assert not any(text in kept for text in PERSONAL_TEXTS)


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withhold, "_REMEMBERED_AT_MOST", 3)
    for number in range(10):
        without_personal_data(f"第 {number} 号平台")
    assert len(withhold._remembered) <= 3
