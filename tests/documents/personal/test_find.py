"""The scanner that stands before every notice: what it finds, what hides nothing, what it lets through."""

import pytest

from tests.factories.personal_data import PERSONAL_TEXTS
from xiangchuang.documents.personal import find_personal_data

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


def test_a_number_spelled_with_letters_is_found_beside_another_number() -> None:
    """An office's telephone before it must not use up the length that is looked at."""
    assert "identity_number" in kinds(f"平台处 0731-88888888 {IDENTITY.translate({48: 'O', 49: 'l'})}")


def test_the_find_does_not_repeat_the_number() -> None:
    (find,) = find_personal_data(f"身份证{IDENTITY}")
    assert find.label == "身份证号码"
    assert IDENTITY[6:14] not in find.masked


def test_there_are_two_hundred_ways_to_write_it_and_none_passes() -> None:
    assert len(PERSONAL_TEXTS) >= 200
    assert [text for text in PERSONAL_TEXTS if not find_personal_data(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("护照号码：E12345678", "passport"),
        ("护照 AB123456", "passport"),
        ("车牌湘A·一二三四五", "licence_plate"),
        ("0731-88888888", "landline"),
        ("账号 1234 5678 9012 34", "bank_card"),
        ("430102900101001", "identity_number"),
        ("编号2026 13800138000", "mobile_phone"),
        ("李明 at example dot cn：li at example dot cn", "mail"),
    ],
)
def test_each_kind_is_named(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "湘科发〔2026〕1号",
        "专利 ZL 2020 1 0123456.7",
        "CN113800138A",
        "第十二届、第三次、一二三产业融合",
        "2027年至2029年每年新增发明专利12项、制定标准3项",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "Good one for two of us",
        "高性能轨道交通技术创新中心（湖南）",
        "G20、H5、5G基站 100 个",
        "投资 1,234.56 万元",
        "湘江实验室二期工程",
    ],
)
def test_what_a_center_says_of_itself_passes(text: str) -> None:
    assert kinds(text) == []
