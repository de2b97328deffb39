"""What the public finds: by two characters, a phrase, kind and place; and what when nothing fits."""

import re
from collections.abc import Collection, Iterator

import pytest

from xiangchuang.search import sources as contributed
from xiangchuang.search.find import FOUND_AT_MOST, Question, find, hits, near
from xiangchuang.search.follow import refresh, refresh_all
from xiangchuang.search.models import PublicChange, PublicText
from xiangchuang.search.passages import LONGEST, marked, passage
from xiangchuang.search.sources import Draft, Source, contribute_source

KIND = "paper"
PAPERS = {
    "1": Draft("1", "盾构滚刀磨损检测", "用光学扫描测量磨损。", "/1/", place="430100"),
    "2": Draft("2", "刀盘设计规程", "盾构机的滚刀布置。", "/2/", place="430200"),
    "3": Draft("3", "滚珠与刀具", "盾构之外的滚动部件，刀具另册。", "/3/"),
    "4": Draft("4", "GS-600 扫描仪", "三维扫描，精度 0.02 毫米。", "/4/", place="430100"),
}


class Shelf:
    """Papers of which each may be put out or taken away."""

    def __init__(self) -> None:
        self.public = dict(PAPERS)

    def texts(self, keys: Collection[str] | None) -> Iterator[Draft]:
        return iter([draft for key, draft in self.public.items() if keys is None or key in keys])


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Four papers, all found."""
    monkeypatch.setattr(contributed, "_sources", {})
    shelf = Shelf()
    contribute_source(Source(KIND, "文章", shelf.texts, is_matched=True))
    refresh_all(KIND)
    return shelf


def keys(text: str, **narrowed: str) -> list[str]:
    found = find(Question(text, **narrowed))
    return [hit.text.key for hit in hits(found.ids, text)]


def test_two_characters_are_enough_and_the_title_goes_first(shelf: Shelf) -> None:
    assert keys("滚刀") == ["1", "2"]
    assert keys("扫描") == ["4", "1"]
    assert keys("gs-600") == ["4"]


def test_several_words_must_all_stand_there_in_any_order(shelf: Shelf) -> None:
    assert keys("磨损 盾构") == ["1"]
    assert keys("磨损 规程") == []


def test_the_phrase_as_it_was_typed_goes_before_its_pairs_standing_apart(shelf: Shelf) -> None:
    shelf.public["5"] = Draft("5", "刀盘滚刀", "扫刀、刀盘扫。", "/5/")
    shelf.public["6"] = Draft("6", "盘扫与刀盘", "刀盘，盘扫。", "/6/")
    refresh(KIND, ["5", "6"])
    assert keys("刀盘扫") == ["5", "6"]


def test_one_character_is_looked_for_in_titles(shelf: Shelf) -> None:
    assert keys("盾") == ["1"]


def test_a_place_and_a_kind_narrow_what_is_found(shelf: Shelf) -> None:
    assert keys("扫描", place="430100") == ["4", "1"]
    assert keys("滚刀", place="430200") == ["2"]
    assert keys("滚刀", kind=KIND) == ["1", "2"]
    assert keys("滚刀", kind="other") == []
    assert find(Question("滚刀", kind="other")).kinds == [(KIND, "文章", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "的",
        "' OR 1=1 --",
        '"',
        "t_滚刀",
        "k_paper",
        "NEAR(滚刀)",
        "滚刀 AND",
        "🙂" * 2_000,
        "\x00",
    ],
)
def test_whatever_is_typed_is_answered(shelf: Shelf, text: str) -> None:
    found = find(Question(text))
    assert hits(found.ids, text) is not None and near(text) is not None


def test_words_of_the_index_are_not_the_readers_words(shelf: Shelf) -> None:
    assert keys("k_paper") == [] and keys("p_430100") == []


def test_what_is_withdrawn_is_found_no_more_and_comes_back_under_its_new_words(shelf: Shelf) -> None:
    del shelf.public["1"]
    refresh(KIND, ["1"])
    assert keys("磨损") == [] and not PublicText.objects.filter(key="1").exists()
    shelf.public["1"] = Draft("1", "齿轮箱诊断", "振动。", "/1/")
    refresh(KIND, ["1"])
    assert keys("齿轮箱") == ["1"] and keys("磨损") == []


def test_what_its_source_no_longer_calls_public_is_not_shown_even_before_the_index_knows(
    shelf: Shelf,
) -> None:
    del shelf.public["1"]
    assert keys("滚刀") == ["2"]


def test_a_change_is_noted_once_and_what_did_not_change_not_at_all(shelf: Shelf) -> None:
    before = PublicChange.objects.count()
    refresh(KIND, PAPERS)
    assert PublicChange.objects.count() == before
    shelf.public["2"] = Draft("2", "刀盘设计规程（修订）", "滚刀布置。", "/2/")
    shelf.public.pop("3")
    refresh(KIND, PAPERS)
    assert PublicChange.objects.count() == before + 1


def test_bringing_everything_up_to_date_finds_what_no_verb_told(shelf: Shelf) -> None:
    shelf.public = {"9": Draft("9", "新的文章", "全文。", "/9/")}
    assert refresh_all(KIND) == (1, 5)
    assert keys("文章") == ["9"] and keys("滚刀") == []
    assert refresh_all(KIND) == (1, 0)


def test_when_nothing_holds_all_words_what_holds_most_of_them_is_offered(shelf: Shelf) -> None:
    assert keys("滚刀磨损无人机") == []
    assert next(hit.text.key for hit in hits(near("滚刀磨损无人机"), "滚刀磨损无人机")) == "1"
    assert near("无人驾驶") == []


def test_personal_data_is_not_copied_and_it_is_said_that_something_was_left_out(shelf: Shelf) -> None:
    shelf.public["7"] = Draft("7", "联系方式", "承接检测。联系人手机 13812345678。周一开放。", "/7/")
    refresh(KIND, ["7"])
    body = PublicText.objects.get(key="7").body
    assert "承接检测" in body and "周一开放" in body and "13812345678" not in body and "不公开" in body


def test_a_page_of_results_costs_as_many_questions_for_three_as_for_one(
    shelf: Shelf, django_assert_num_queries: object
) -> None:
    for text in ("gs-600", "盾构"):
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert keys(text)


def test_more_than_can_be_looked_at_is_said_to_be_more(shelf: Shelf) -> None:
    shelf.public = {str(n): Draft(str(n), f"编号{n}", "盾构", f"/{n}/") for n in range(FOUND_AT_MOST + 1)}
    refresh_all(KIND)
    found = find(Question("盾构"))
    assert found.is_capped and len(found.ids) == FOUND_AT_MOST


def test_the_words_are_marked_where_they_stand() -> None:
    assert [piece.text for piece in marked("盾构滚刀磨损", ["滚刀"]) if piece.is_marked] == ["滚刀"]
    assert [piece.text for piece in marked("刀盘，盘扫", ["刀盘扫"]) if piece.is_marked] == ["刀盘", "盘扫"]
    assert [piece.text for piece in marked("GS-600", ["gs-600"]) if piece.is_marked] == ["GS-600"]


def test_a_passage_begins_shortly_before_the_first_of_the_words_and_is_short() -> None:
    cut = passage("前" * 300 + "滚刀" + "后" * 300, ["滚刀"])
    text = "".join(piece.text for piece in cut)
    assert re.fullmatch("…前{24}滚刀后+…", text) and len(text) <= LONGEST + 2
