"""A row that hangs on another is tied to it by what people call that one, however many there are."""

from datetime import date

import pytest

from tests.factories.centers import CenterFactory, CenterWorld
from tests.research.keeping import task
from xiangchuang.centers.registers import forms as register_forms
from xiangchuang.centers.registers.forms import EntryForm
from xiangchuang.centers.registers.naming import rows_named
from xiangchuang.research.models import PlanTask
from xiangchuang.research.registers import MILESTONES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("called", ["RW-7", "密封试验", "RW-7 密封试验"])
def test_a_row_is_found_by_number_by_name_and_by_its_heading(called: str) -> None:
    world = CenterWorld()
    found = task(world, "RW-7", name="密封试验")
    task(world, "RW-8", name="另一任务")
    assert rows_named(PlanTask, world.center, called) == [found]
    assert rows_named(PlanTask, CenterFactory(), called) == []


def test_a_name_that_several_bear_is_told_as_doubt() -> None:
    world = CenterWorld()
    task(world, "RW-7", name="密封试验"), task(world, "RW-8", name="密封试验")
    assert len(rows_named(PlanTask, world.center, "密封试验")) == 2


def test_beyond_a_long_list_the_form_takes_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_forms, "LONGEST_CHOICE", 1)
    world = CenterWorld()
    first = task(world, "RW-01")
    assert '<select name="task"' in str(EntryForm(register=MILESTONES, center=world.center)["task"])
    task(world, "RW-02")
    typed = {"task": "RW-01", "name": "样机", "due_on": date(2026, 12, 1)}
    form = EntryForm(typed, register=MILESTONES, center=world.center)
    assert '<input type="text" name="task" value="RW-01"' in str(form["task"])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["task"] == first
    begun = EntryForm(register=MILESTONES, center=world.center, initial={"task": str(first.pk)})
    assert 'value="RW-01 任务RW-01"' in str(begun["task"])
    strange = EntryForm(typed | {"task": "RW-09"}, register=MILESTONES, center=world.center)
    assert "没有登记“RW-09”" in str(strange.errors["task"])
