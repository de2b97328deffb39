"""Results: known by their numbers, compared by their titles, moved from science to industry in order."""

from datetime import date

import pytest
from django.urls import reverse

from tests.centers.reading import figure_of
from tests.factories.centers import CenterFactory, CenterWorld
from tests.research.keeping import move, result
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.centers.registers.keep import correct_entry, withdraw_entry
from xiangchuang.policy.pack import Pack
from xiangchuang.research.duplicates import dismiss_duplicate, possible_duplicates
from xiangchuang.research.funnel import funnel_of
from xiangchuang.research.models.kinds import Stage, TechnologyKind
from xiangchuang.research.queries import results_by_stage
from xiangchuang.research.registers import RESULTS, STAGE_MOVES

PATENT = {"kind": "invention", "filed_on": date(2026, 3, 5)}


@pytest.mark.clause("1.1-1")
def test_each_result_and_task_carries_a_technology_type_of_the_pack(hunan_pack: Pack) -> None:
    """1.1-1 产业前沿引领技术、关键共性技术、现代工程技术、颠覆性技术."""
    told = [(kind.code, kind.label.zh) for kind in hunan_pack.technology_types]
    assert [(kind.value, str(kind.label)) for kind in TechnologyKind] == told
    assert "technology_type" in RESULTS.fields


@pytest.mark.parametrize("again", ["ZL 2026 1 0123456.7", "202610123456.7", "ｚｌ202610123456.7"])
def test_one_number_is_one_result_however_it_is_written(world: CenterWorld, again: str) -> None:
    result(world, number="ZL202610123456.7", **PATENT)
    with pytest.raises(Invalid, match="这个编号的成果已登记过"):
        result(world, "另一个名称", number=again, **PATENT)


def test_a_withdrawn_result_gives_its_number_back(world: CenterWorld) -> None:
    first = result(world, number="ZL202610123456.7", **PATENT)
    withdraw_entry(RESULTS, actor=world.staff, entry=first, seen=first.version, reason="登记错误")
    assert result(world, number="ZL202610123456.7", **PATENT).is_standing


def test_a_patent_without_its_number_and_a_result_without_a_day_are_refused(world: CenterWorld) -> None:
    with pytest.raises(Invalid, match="这一类成果要填编号"):
        result(world, **PATENT)
    with pytest.raises(Invalid, match="至少填一个"):
        result(world, granted_on=None)


def test_the_same_title_twice_is_asked_about_until_someone_says_why(world: CenterWorld) -> None:
    first = result(world, "主轴承密封结构")
    second = result(world, "主轴承 密封结构。")
    result(world, "主轴承密封结构", kind="secret")  # another kind under one title is common
    (pair,) = possible_duplicates(world.center)
    assert (pair.result, pair.other, pair.by, pair.is_foreign) == (second, first, "title", False)
    for nobody, refusal in ((world.officer, NotPermitted), (world.other_staff, NotFound)):
        with pytest.raises(refusal):
            dismiss_duplicate(
                actor=nobody, center=world.center, result=second.pk, other=first.pk, reason="不同"
            )
    with pytest.raises(Invalid, match="理由没有填写"):
        dismiss_duplicate(
            actor=world.staff, center=world.center, result=second.pk, other=first.pk, reason=" "
        )
    dismiss_duplicate(
        actor=world.staff, center=world.center, result=second.pk, other=first.pk, reason="一为上篇，一为下篇"
    )
    assert possible_duplicates(world.center) == []


def test_a_result_claimed_by_two_centers_is_told_to_both_without_the_others_file(world: CenterWorld) -> None:
    mine = result(world, number="ZL202610123456.7", **PATENT)
    rival = CenterWorld(CenterFactory())
    theirs = result(rival, "换了名称的同一专利", number="2026 1 0123456.7", **PATENT)
    (pair,) = possible_duplicates(world.center)
    assert (pair.result, pair.other, pair.by, pair.is_foreign) == (mine, theirs, "number", True)
    address = reverse("research:duplicates", args=[world.center.pk])
    seen_by_staff = text_of(read(signed_in(world.staff), address))
    assert "与另一中心编号相同" in seen_by_staff
    assert theirs.title not in seen_by_staff and rival.center.name not in seen_by_staff
    assert rival.center.name in text_of(read(signed_in(world.officer), address))


def test_the_page_of_duplicates_asks_as_much_for_three_pairs_as_for_one(world: CenterWorld) -> None:
    client, address = signed_in(world.officer), reverse("research:duplicates", args=[world.center.pk])
    result(world), result(world)
    once = queries_of(client, address)
    result(world), result(world)
    assert len(possible_duplicates(world.center)) == 3
    assert queries_of(client, address) == once


@pytest.mark.clause("2-1", "2-2")
def test_a_result_moves_from_science_to_technology_to_industry_in_order(world: CenterWorld) -> None:
    """2-1 从科学到技术的转化，促进重大基础研究成果产业化; 2-2 科技成果转移转化与产业化."""
    one = result(world, origin="basic_research")
    with pytest.raises(Invalid, match="先登记进入中试熟化"):
        move(world, one, "industrialised", date(2026, 5, 1))
    with pytest.raises(Invalid, match="早于前一阶段的日期"):
        move(world, one, "pilot", date(2026, 3, 9))
    pilot = move(world, one, "pilot", date(2026, 4, 1))
    with pytest.raises(Invalid, match="早于前一阶段的日期"):
        move(world, one, "industrialised", date(2026, 3, 31))
    final = move(world, one, "industrialised", date(2026, 5, 1))
    one.refresh_from_db()
    assert one.stage == Stage.INDUSTRIALISED
    with pytest.raises(Invalid, match="晚于后一阶段的日期"):
        correct_entry(
            STAGE_MOVES, actor=world.staff, entry=pilot, seen=1, reason="笔误",
            values={"moved_on": date(2026, 5, 2)},
        )  # fmt: skip
    pilot.refresh_from_db()
    with pytest.raises(Blocked, match="已登记进入产业化"):
        withdraw_entry(STAGE_MOVES, actor=world.staff, entry=pilot, seen=pilot.version, reason="登记错误")
    withdraw_entry(STAGE_MOVES, actor=world.staff, entry=final, seen=1, reason="登记错误")
    one.refresh_from_db()
    assert one.stage == Stage.PILOT


@pytest.mark.clause("2-2")
def test_the_funnel_counts_how_far_results_came_and_how_long_it_took(world: CenterWorld) -> None:
    for number in range(4):
        result(world, f"成果{number}")
    first, second = (result(world, f"中试{n}", granted_on=date(2026, 3, 2)) for n in range(2))
    move(world, first, "pilot", date(2026, 3, 12))
    move(world, second, "pilot", date(2026, 4, 1))
    move(world, second, "industrialised", date(2026, 4, 21))
    steps = funnel_of(world.center).steps
    # Six results; two came to pilot scale after 10 and 30 days, one of them to industry 20 days later.
    assert [(s.reached, s.standing, s.basis_points, s.days) for s in steps] == [
        (6, 4, None, None), (2, 1, 3333, 20), (1, 1, 5000, 20),
    ]  # fmt: skip
    page = text_of(read(signed_in(world.bureau), reverse("research:funnel", args=[world.center.pk])))
    assert "6 项成果中，2 项进入过中试，1 项已产业化。" in page


def test_figures_of_a_past_day_do_not_change_with_later_moves(world: CenterWorld) -> None:
    one = result(world, number="ZL202610123456.7", granted_on=date(2027, 1, 5), **PATENT)
    move(world, one, "pilot", date(2027, 2, 1))
    assert results_by_stage(world.center, date(2026, 12, 31))[Stage.BASIC] == 1
    assert results_by_stage(world.center, date(2027, 12, 31))[Stage.PILOT] == 1
    assert [figure_of(world.center, f"invention_{what}", 2026) for what in ("filed", "granted")] == [1, 0]
