"""The tasks of the approved plan come into the register by one act, and nobody types them again (A.4.1)."""

from datetime import date

import pytest
from django.test import Client

from tests.factories.centers import CenterWorld
from tests.factories.plans import approved_plan
from xiangchuang.accounts.refusals import Blocked, NotPermitted
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.plan_parts.models import TaskRow
from xiangchuang.research.models import Milestone, PlanTask
from xiangchuang.research.queries import standing
from xiangchuang.research.take_tasks import take_tasks, tasks_to_take


@pytest.mark.clause("A.4.1")
def test_the_staff_take_every_task_with_its_milestones(world: CenterWorld) -> None:
    approved_plan(world.center)
    take_tasks(actor=world.staff, center=world.center)
    task = standing(PlanTask, world.center).get(code="RW-02")
    assert task.owner == world.center.lead and task.budget_fen == 3_000 * 1_000_000
    assert (task.starts_on, task.ends_on) == (date(2026, 1, 1), date(2028, 12, 31))
    stops = standing(Milestone, world.center).filter(task=task).order_by("due_on")
    assert [stop.name for stop in stops] == ["仿真验证", "样机验证"]
    entry = entries_of_case(world.center.ledger_key).filter(verb="take_tasks").get()
    assert entry.detail["tasks"] == ["RW-01", "RW-02", "RW-03"] and entry.detail["milestones"] == 5


def test_what_is_registered_already_is_not_taken_twice(world: CenterWorld) -> None:
    approved_plan(world.center)
    take_tasks(actor=world.staff, center=world.center)
    with pytest.raises(Blocked):
        take_tasks(actor=world.staff, center=world.center)
    assert standing(PlanTask, world.center).count() == 3


def test_a_task_that_the_register_cannot_hold_is_named_and_left(world: CenterWorld) -> None:
    revision = approved_plan(world.center)
    TaskRow.objects.filter(revision=revision, code="RW-03").update(responsible="")
    found = tasks_to_take(world.center)
    assert [task.code for task, _stops in found.tasks] == ["RW-01", "RW-02"] and found.unfit == ["RW-03"]


def test_who_does_not_keep_the_register_takes_nothing(world: CenterWorld) -> None:
    approved_plan(world.center)
    with pytest.raises(NotPermitted):
        take_tasks(actor=world.officer, center=world.center)


def test_a_center_without_a_plan_has_nothing_to_take(world: CenterWorld) -> None:
    assert tasks_to_take(world.center).tasks == ()


def test_the_page_offers_it_and_one_press_does_it(world: CenterWorld, client: Client) -> None:
    approved_plan(world.center)
    assert world.staff.user is not None
    client.force_login(world.staff.user, backend="django.contrib.auth.backends.ModelBackend")
    address = chapter_url(world.center, "research")
    assert "3 项任务（5 个里程碑）还没有登记" in client.get(address).content.decode()
    page = client.post(f"/center-files/{world.center.pk}/take-tasks/", follow=True).content.decode()
    assert "已带入 3 项任务。" in page and "还没有登记。" not in page
