"""Slippage is shown before it hurts: when a milestone comes near, when it is late, who owns it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories.centers import CenterFactory, CenterWorld
from tests.research.keeping import milestone, task
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.centers.registers.keep import withdraw_entry
from xiangchuang.policy.pack import Pack
from xiangchuang.research.open_cycle import lay_down_cycle
from xiangchuang.research.queries import task_completion
from xiangchuang.research.reach_milestone import reach_milestone
from xiangchuang.research.registers import MILESTONES
from xiangchuang.research.schedule import schedule_of
from xiangchuang.research.slippage import milestone_state, slippage_of, state_words

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("due_on", "reached_on", "state", "words"),
    [
        (TODAY, None, "soon", "今天到期"),
        (TODAY - DAY, None, "late", "逾期 1 天"),
        (TODAY + 30 * DAY, None, "soon", "还有 30 天"),
        (TODAY + 31 * DAY, None, "ahead", "未到期"),
        (TODAY - DAY, TODAY - DAY, "reached", "已完成"),
        (TODAY - 2 * DAY, TODAY - DAY, "reached_late", "逾期完成"),
    ],
)
def test_a_milestone_is_late_from_the_day_after(
    due_on: date, reached_on: date | None, state: str, words: str
) -> None:
    found = milestone_state(due_on, reached_on, today=TODAY, warning_days=30)
    assert found == state
    assert state_words(found, due_on, today=TODAY) == words


def test_the_warning_days_come_from_the_pack_with_their_origin(hunan_pack: Pack, minimal_pack: Pack) -> None:
    rule = hunan_pack.research.slippage
    assert rule is not None
    assert (rule.warning_days, rule.clause, rule.interprets) == (30, "default", "A.4.1")
    assert rule.origin
    assert minimal_pack.research.warning_days == 0


@pytest.mark.clause("A.4.1")
def test_what_slips_is_on_the_overview_with_who_owns_it(world: CenterWorld, on_15_june: None) -> None:
    """A.4.1 近3年具体建设任务: whether they go as planned is seen without asking."""
    first = task(world, responsible="示例负责人")
    milestone(world, first, TODAY - 3 * DAY, name="样机验证")
    milestone(world, first, TODAY + 10 * DAY, name="工程应用")
    milestone(world, first, TODAY + 90 * DAY, name="验收")
    page = text_of(read(signed_in(world.officer), reverse("centers:file", args=[world.center.pk])))
    assert "1 个里程碑逾期" in page
    assert "样机验证" in page and "逾期 3 天" in page and "示例负责人" in page
    assert "还有 10 天" in page
    assert "验收" not in page.split("到期前 30 天起列出")[0]


def test_a_withdrawn_milestone_slips_no_more(world: CenterWorld, on_15_june: None, hunan_pack: Pack) -> None:
    row = milestone(world, task(world), TODAY - DAY)
    assert slippage_of(world.center, hunan_pack, TODAY).late == 1
    withdraw_entry(MILESTONES, actor=world.staff, entry=row, seen=row.version, reason="重复登记")
    assert slippage_of(world.center, hunan_pack, TODAY).late == 0


def test_the_department_sees_which_center_slips_and_a_bureau_only_those_of_its_area(
    world: CenterWorld, on_15_june: None, hunan_pack: Pack
) -> None:
    milestone(world, task(world), TODAY - DAY)
    milestone(world, task(world, "RW-02"), TODAY - 9 * DAY, reached_on=TODAY - 9 * DAY)
    lay_down_cycle(world.center, hunan_pack)
    calm = CenterWorld(CenterFactory(prefecture="430200"))
    address = reverse("research:progress")
    client = signed_in(world.officer)
    page = text_of(read(client, address))
    assert "1 个中心有逾期的里程碑" in page
    assert page.index(world.center.name) < page.index(calm.center.name)
    assert "50.00%" in page and "中期检查 2027-09-02 待提交" in page
    assert calm.center.name not in text_of(read(signed_in(world.bureau), address))
    assert world.center.name in read(client, reverse("research:progress-export"))
    once = queries_of(client, address)
    CenterFactory(), CenterFactory()
    assert queries_of(client, address) == once


def test_staff_say_that_a_milestone_is_reached_once_and_not_before_the_day(
    world: CenterWorld, on_15_june: None
) -> None:
    row = milestone(world, task(world), TODAY - 3 * DAY, name="样机验证")
    client = signed_in(world.staff)
    assert "1 个里程碑逾期" in read(client, reverse("workbench:work-list"))
    assert "登记完成" in read(client, reverse("centers:file", args=[world.center.pk]))
    address = reverse("research:reach", args=[world.center.pk, row.pk])
    ahead = client.post(address, {"reached_on": str(TODAY + DAY), "note": "场地推迟", "version": "1"})
    assert ahead.status_code == 422
    assert "这一天还没有到" in ahead.content.decode() and 'value="场地推迟"' in ahead.content.decode()
    assert client.post(address, {"reached_on": str(TODAY), "version": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.reached_on, row.version) == (TODAY, 2)
    with pytest.raises(Blocked, match="已经登记完成"):
        reach_milestone(actor=world.staff, milestone=row, seen=2, reached_on=TODAY)
    assert signed_in(world.officer).get(address).status_code == 403
    assert signed_in(world.other_staff).get(address).status_code == 404


def test_completion_is_what_was_reached_of_what_was_due(world: CenterWorld) -> None:
    one = task(world)
    assert task_completion(world.center, TODAY).basis_points is None
    milestone(world, one, TODAY - 9 * DAY, reached_on=TODAY - 9 * DAY)
    milestone(world, one, TODAY)
    milestone(world, one, TODAY - DAY, reached_on=TODAY + DAY)
    milestone(world, one, TODAY + DAY, reached_on=TODAY - DAY)
    done = task_completion(world.center, TODAY)
    # Due up to today: three; by the end of today one of them was reached, another only tomorrow.
    assert (done.due, done.reached, done.basis_points) == (3, 1, 3333)


def test_the_schedule_groups_tasks_by_owner_those_that_slip_first(world: CenterWorld) -> None:
    university = world.center.members.exclude(role="lead").get().organization
    task(world, "RW-01")
    late = task(world, "RW-02", owner=university)
    milestone(world, late, TODAY - DAY)
    found = schedule_of(world.center, today=TODAY, warning_days=30)
    assert [group.owner for group in found.groups] == [str(university), str(world.center.lead)]
    assert (found.tasks, found.late, found.late_tasks, found.is_folded) == (2, 1, 1, False)


def test_a_long_schedule_is_folded_and_opens_by_owner(world: CenterWorld, on_15_june: None) -> None:
    for number in range(21):
        task(world, f"RW-{number:02d}")
    client = signed_in(world.staff)
    address = reverse("research:schedule", args=[world.center.pk])
    assert "<svg viewBox" not in read(client, address)
    assert read(client, f"{address}?owner={world.center.lead_id}").count('class="task ') == 21
    assert read(client, f"{address}?all=1").count('class="task ') == 21


def test_the_schedule_asks_as_much_for_three_tasks_as_for_one(world: CenterWorld, on_15_june: None) -> None:
    client, address = signed_in(world.staff), reverse("research:schedule", args=[world.center.pk])
    milestone(world, task(world, "RW-01"), TODAY)
    once = queries_of(client, address)
    for code in ("RW-02", "RW-03"):
        milestone(world, task(world, code), TODAY)
    assert queries_of(client, address) == once


def test_the_drawing_tells_slippage_by_shape_and_word_and_has_a_table(
    world: CenterWorld, on_15_june: None
) -> None:
    one = task(world)
    milestone(world, one, TODAY - DAY, name="样机验证")
    page = read(signed_in(world.staff), reverse("research:schedule", args=[world.center.pk]))
    assert 'class="mark triangle"' in page
    assert "逾期 1 项" in page
    assert "样机验证（逾期 1 天）" in text_of(page)
    assert 'class="today"' in page
