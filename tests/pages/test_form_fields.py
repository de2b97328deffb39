"""Fields that anybody fills: what is nobody's fault is mended, what could not be read is said."""

import uuid

import pytest
from django.forms import ValidationError

from xiangchuang.pages.form_fields import PastedText, SendingToken


def test_a_page_keeps_its_token_and_one_without_is_a_new_sending() -> None:
    token = uuid.uuid4()
    assert SendingToken().clean(str(token)) == token
    sent = {SendingToken().clean(value) for value in ("", None, "zzz", "１２３")}
    assert len(sent) == 4 and all(isinstance(one, uuid.UUID) for one in sent)


def test_a_nul_in_pasted_text_is_left_out() -> None:
    assert PastedText().clean("138\x000013 8000\x00") == "1380013 8000"


def test_nothing_but_a_nul_is_nothing_written() -> None:
    with pytest.raises(ValidationError) as told:
        PastedText(error_messages={"required": "写明联系方式。"}).clean("\x00")
    assert told.value.messages == ["写明联系方式。"]


def test_text_of_another_coding_is_refused_with_what_to_do() -> None:
    garbled = "异议".encode("gbk").decode("utf-8", "replace")
    with pytest.raises(ValidationError) as told:
        PastedText().clean(garbled)
    assert "重新复制" in told.value.messages[0]
