"""Result pages, as officer, evaluator, center, rival, expert, firm and the public find them (6.5-2)."""

from io import BytesIO
from re import sub

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.evaluation.scored_world import SCORER, ScoredWorld, kept
from tests.factories.registers import BureauFactory, actor_as
from tests.workbench.browser import queries_of, read, signed_in, stable, text_of
from xiangchuang.accounts.roles import Role
from xiangchuang.evaluation.distribution import FEWEST, distribution
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.policy.evaluation import FoundVeto


@pytest.fixture
def world(db: None) -> ScoredWorld:
    """Three centers, whose spending puts the first before the second before the third."""
    return ScoredWorld()


def result_url(world: ScoredWorld, place: int = 0) -> str:
    return reverse("evaluation:result", args=[world.subjects[place].pk])


def table_url(world: ScoredWorld) -> str:
    return reverse("evaluation:results", args=[world.round.pk])


@pytest.mark.clause("6.5-2")
def test_every_number_opens_down_to_the_record_it_came_from(world: ScoredWorld) -> None:
    world.run()
    page = read(signed_in(world.officer), result_url(world))
    text = text_of(page)

    assert "研发支出：2,000 万元" in text
    assert "2,000 万元 得满分" in text
    assert "满分 9.00 分，得 9.00 分" in text
    assert reverse("centers:entry", args=[world.centers[0].pk, "results", 1]) in page
    assert "2,000.00 万元" in text, "the record's amount in its figure's unit"
    assert "第 1 名（共 3 个）" in text


def test_the_same_steps_are_told_in_english(world: ScoredWorld) -> None:
    world.run()
    client = signed_in(world.officer)
    client.cookies["django_language"] = "en"
    page = read(client, result_url(world))

    assert "Key common technology" in page
    assert "Small and medium-sized firms served" in page
    assert '<span class="name">共性' not in page


def test_how_certain_the_grade_is_stands_in_a_sentence(world: ScoredWorld) -> None:
    world.run()
    client = signed_in(world.officer)
    SubjectScore.objects.filter(subject=world.subjects[0]).update(is_close_call=True, grade_kept=6120)
    SubjectScore.objects.filter(subject=world.subjects[1]).update(is_close_call=False, grade_kept=9990)

    assert "等次不稳固" in read(client, result_url(world))
    assert "只有 61.20% 的情形等次不变" in read(client, result_url(world))
    assert "等次稳固" in read(client, result_url(world, 1))
    assert "示例中心00" in text_of(read(client, f"{table_url(world)}?told=close"))
    assert "示例中心01" not in text_of(read(client, f"{table_url(world)}?told=close"))


def test_what_would_lift_it_most_comes_first(world: ScoredWorld) -> None:
    world.run()
    text = text_of(read(signed_in(world.evaluator), result_url(world, 2)))

    assert "提升空间最大的指标" in text
    assert text.index("还可得 9.38 分") < text.index("还可得 7.81 分") < text.index("得分构成")


def test_a_center_reads_its_own_from_the_draft_on_and_nobody_elses(world: ScoredWorld) -> None:
    world.run()
    client = signed_in(world.staff)
    read(client, result_url(world), 404)
    world.told()

    own = read(client, result_url(world))
    assert "这是评价初稿，不是最终结果" in own
    read(client, result_url(world, 2), 404)
    read(client, table_url(world), 404)
    read(client, reverse("evaluation:compare", args=[world.round.pk]), 404)
    mine = text_of(read(client, reverse("evaluation:my-results")))
    assert "示例中心00" in mine
    assert "示例中心02" not in mine
    assert "示例中心02" not in own


def test_a_later_draft_is_not_shown_before_the_centers_are_told_of_it(world: ScoredWorld) -> None:
    world.run()
    world.told()
    later = world.run(world.inputs([100, 200, 300]))
    later.scored_at = world.round.draft_told_at.replace(year=2099)
    later.save()

    client = signed_in(world.staff)
    assert "第 2 次" not in read(client, result_url(world))
    read(client, f"{result_url(world)}?run=2", 404)


def test_the_city_reads_what_was_announced_of_its_centers_and_nothing_before(world: ScoredWorld) -> None:
    city = signed_in(actor_as(Role.CITY_BUREAU))
    other = signed_in(actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200")))
    world.run()
    world.told()
    world.run(purpose="published")
    read(city, result_url(world), 404)
    world.announced()

    page = read(city, result_url(world))
    assert "第 2 次：公布的结果" in page
    assert "第 1 次" not in page
    assert SCORER not in page
    read(other, result_url(world), 404)


def test_those_without_a_part_find_nothing(world: ScoredWorld) -> None:
    world.run()
    world.told()
    for actor in (world.expert, world.firm, world.other_evaluator, world.rival):
        for address in (result_url(world), table_url(world)):
            read(signed_in(actor), address, 404)
    for address in (result_url(world), table_url(world), reverse("evaluation:my-results")):
        assert Client().get(address).status_code == 302


def test_who_means_harm_gets_no_further_by_numbers_that_are_none(world: ScoredWorld) -> None:
    world.run()
    world.told()
    client = signed_in(world.staff)
    for query in ("run=9", "run=0", "run=99999999"):
        read(client, f"{result_url(world)}?{query}", 404)
    assert client.get(f"{result_url(world)}?run=%00;drop").status_code == 200
    assert client.post(result_url(world)).status_code == 405


def test_a_center_learns_no_experts_name_and_no_single_mark(world: ScoredWorld) -> None:
    world.run()
    world.told()
    inside = read(signed_in(world.evaluator), result_url(world))
    outside = read(signed_in(world.staff), result_url(world))

    assert SCORER in inside
    assert SCORER not in outside
    assert "3 位专家评分的平均值" in outside


def test_two_worlds_that_differ_in_a_rivals_points_look_alike_to_a_center(world: ScoredWorld) -> None:
    """Rank and order stay the same, the rival earns less: nothing on the center's page tells."""
    world.run(world.inputs([2000, 1700, 1400]), purpose="published")
    one = stable(read(signed_in(world.staff), f"{result_url(world)}?run=1"))
    second = world.run(world.inputs([2000, 1700, 1390]), purpose="published")
    SubjectScore.objects.filter(run=second).exclude(subject=world.subjects[2]).delete()
    own = SubjectScore.objects.get(run__number=1, subject=world.subjects[0])
    SubjectScore.objects.filter(run=second).delete()
    own.pk, own.run = None, second
    own.save()
    # The first scoring is taken away, so that the second stands alone as the first did.
    first = world.round.score_runs.get(number=1)
    first.scores.all().delete()
    at = first.scored_at
    first.delete()
    second.number, second.scored_at = 1, at
    second.save()
    two = stable(read(signed_in(world.staff), f"{result_url(world)}?run=1"))

    assert _without_hash(one) == _without_hash(two)


def _without_hash(page: str) -> list[str]:
    return [sub(r"\b[0-9a-f]{16}\b", "", line) for line in page.splitlines()]


def test_a_center_sees_a_distribution_only_where_it_tells_of_nobody() -> None:
    points = [8000 - 100 * n for n in range(FEWEST)]
    assert distribution(points[:-1], points[0], day="2027-03-01", names_nobody=True) is None
    assert distribution(points[:-1], points[0], day="2027-03-01", names_nobody=False) is not None
    shown = distribution(points, points[0], day="2027-03-01", names_nobody=True)
    assert shown is not None
    assert [(bar.point.label, bar.point.value, bar.point.is_marked) for bar in shown.bars] == [
        ("75–80", 4, False), ("80–85", 1, True),
    ]  # fmt: skip
    assert "中位数为 78.00 分，0 个中心得分更高" in shown.title


def test_the_table_is_narrowed_sorted_and_exported_as_shown(world: ScoredWorld) -> None:
    world.run()
    client = signed_in(world.evaluator)
    text = text_of(read(client, f"{table_url(world)}?sort=-rank"))
    assert text.index("示例中心02") < text.index("示例中心00")
    narrowed = client.get(f"{table_url(world)}?q=示例中心01&format=csv").content.decode()
    assert "示例中心01" in narrowed
    assert "示例中心00" not in narrowed
    assert "共性关键技术研发成效" in narrowed

    book = client.get(f"{table_url(world)}?format=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert "示例中心00" in str(rows)


def test_two_scorings_are_compared_and_a_ruling_that_changes_points_is_named(world: ScoredWorld) -> None:
    world.run()
    world.run(world.inputs(rulings={2: "6"}), purpose="corrected")
    client = signed_in(world.officer)
    text = text_of(read(client, reverse("evaluation:compare", args=[world.round.pk])))

    assert "1 个中心得分变化" in text
    assert "示例中心02" in text
    assert "研发投入 6.30 → 9.00" in text
    assert "+2.70" in text
    assert "补充凭证已核实" in read(client, f"{result_url(world, 2)}?run=2")


def test_a_veto_is_told_with_its_reason_and_takes_no_rank(world: ScoredWorld) -> None:
    veto = FoundVeto(code="fraud", reason="合同为虚构")
    world.run(world.inputs(vetoes=(veto,)))
    text = text_of(read(signed_in(world.officer), result_url(world)))

    assert "一票否决：弄虚作假（合同为虚构）" in text
    assert "名次区间" not in text
    assert "等次稳固" not in text


def test_a_document_that_was_tampered_with_is_not_shown(world: ScoredWorld) -> None:
    run = world.run()
    content = run.results.path.read_bytes()
    run.results = kept(content.replace(b"9.00", b"8.00", 1), "results.json")
    run.save()
    answer = signed_in(world.officer).get(result_url(world))

    assert answer.status_code == 422
    assert "哈希值不一致" in answer.content.decode()


def test_the_pages_ask_as_much_for_three_centers_as_for_one(db: None) -> None:
    assert _cost_of(ScoredWorld(count=1)) == _cost_of(ScoredWorld(count=3))


def _cost_of(world: ScoredWorld) -> list[int]:
    world.run()
    world.run(world.inputs(rulings={0: "1"}))
    client = signed_in(world.officer)
    return [
        queries_of(client, address)
        for address in (
            table_url(world), result_url(world), reverse("evaluation:compare", args=[world.round.pk]),
        )
    ]  # fmt: skip
