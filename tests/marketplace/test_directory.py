"""The directory: what centers open to firms, written once, found by its words, withdrawn with a reason."""

import pytest

from tests.marketplace.world import Market
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.centers.registers.keep import correct_entry, record_entry, withdraw_entry
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.models import Offering, OpenDays
from xiangchuang.marketplace.queries import public_offerings
from xiangchuang.marketplace.registers import DIRECTORY
from xiangchuang.marketplace.search_index import OFFERING, search
from xiangchuang.search.models import PublicText, WordCount


def names(text: str) -> list[str]:
    return [offering.name for offering in search(public_offerings(), text)]


@pytest.mark.clause("4.4-2")
def test_what_a_center_opens_is_public_at_once_with_one_ledger_entry(market: Market) -> None:
    before = LedgerEntry.objects.count()
    instrument = market.offering("instrument")
    assert list(public_offerings()) == [instrument]
    assert LedgerEntry.objects.count() == before + 1
    assert LedgerEntry.objects.latest("pk").clause == "4.4-2"


def test_a_firm_finds_it_by_two_characters_by_the_model_and_by_a_key_word(market: Market) -> None:
    market.offering("service")
    market.offering("instrument")
    assert names("滚刀") == ["刀盘磨损检测", "三维光学扫描仪"] or names("滚刀") == [
        "三维光学扫描仪", "刀盘磨损检测",
    ]  # fmt: skip
    assert names("gs-600") == ["三维光学扫描仪"]
    assert names("光学扫描") == ["三维光学扫描仪"]
    assert names("耐磨 检测") == ["刀盘磨损检测"]
    assert names("扫") == ["三维光学扫描仪"], "one character is looked for in the name"
    assert names("无人机") == []


@pytest.mark.parametrize("text", ["%", "' OR 1=1 --", "{{7*7}}", "\u202e", "掘" * 5000, "🙂"])
def test_hostile_words_find_nothing_and_break_nothing(market: Market, text: str) -> None:
    market.offering("service")
    assert names(text) == []


def test_a_correction_moves_it_in_the_index(market: Market) -> None:
    offering = market.offering("service")
    register = DIRECTORY["service"]
    correct_entry(
        register, actor=market.staff, entry=register.model.objects.get(pk=offering.pk), seen=offering.version,
        values={"summary": "齿轮箱振动诊断。", "keywords": ""}, reason="改做别的",
    )  # fmt: skip
    assert names("齿轮箱") == ["刀盘磨损检测"]
    assert names("滚刀") == []
    assert WordCount.objects.get(kind=OFFERING, word="滚刀").texts == 0


def test_what_is_withdrawn_is_found_no_more_and_its_name_is_free(market: Market) -> None:
    offering = market.offering("service")
    entry = DIRECTORY["service"].model.objects.get(pk=offering.pk)
    withdraw_entry(DIRECTORY["service"], actor=market.staff, entry=entry, seen=entry.version, reason="停办")
    assert names("滚刀") == []
    assert not PublicText.objects.filter(kind=OFFERING, key=str(offering.pk)).exists()
    assert market.offering("service").pk != offering.pk


def test_an_instrument_with_hours_booked_ahead_stays(market: Market) -> None:
    instrument = market.offering("instrument")
    market.book(instrument)
    entry = DIRECTORY["instrument"].model.objects.get(pk=instrument.pk)
    with pytest.raises(Blocked, match="还有 1 个预约"):
        withdraw_entry(
            DIRECTORY["instrument"], actor=market.staff, entry=entry, seen=entry.version, reason="搬迁"
        )
    assert Offering.objects.standing().filter(pk=instrument.pk).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_at": None}, {"opens_at": 18, "closes_at": 9}, {"closes_at": 25}, {"open_days": ""},
        {"longest_hours": 0}, {"cancel_hours": None}, {"hourly_fee_fen": -1}, {"name": " "},
    ],
)  # fmt: skip
def test_an_instrument_whose_hours_make_no_calendar_is_refused_in_words(
    market: Market, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        market.offering("instrument", **wrong)


def test_the_same_instrument_is_not_entered_twice(market: Market) -> None:
    market.offering("instrument")
    with pytest.raises(Invalid, match="已在目录中"):
        market.offering("instrument", open_days=OpenDays.EVERY_DAY)


def test_a_firm_writes_into_no_center_and_a_center_not_into_another(market: Market) -> None:
    values = {"name": "检测", "summary": "检测"}
    for person in (market.officer, market.city):
        with pytest.raises(NotPermitted):
            record_entry(DIRECTORY["service"], actor=person, center=market.center, values=values)
