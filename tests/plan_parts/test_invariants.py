"""Rows without anybody's name, and tables changed after the freeze, are found."""

from datetime import timedelta

from tests.factories.line import LineWorld
from tests.plan_parts.filling import manuscript, sample, save
from xiangchuang.plan_parts import invariants
from xiangchuang.plan_parts.models import PartState, PhaseRow


def test_a_plan_written_through_the_verbs_breaks_nothing(world: LineWorld) -> None:
    save(world, "phases", sample(world)["phases"])
    world.on_to("review")
    assert list(invariants.rows_stand_in_a_table_that_somebody_saved()) == []
    assert list(invariants.a_submitted_plan_s_tables_stay_as_submitted()) == []


def test_rows_that_nobody_saved_are_found(world: LineWorld) -> None:
    save(world, "phases", sample(world)["phases"])
    revision = manuscript(world)
    PartState.objects.all().delete()
    assert PhaseRow.objects.count() == 3
    assert list(invariants.rows_stand_in_a_table_that_somebody_saved()) == [
        f"plan_revision:{revision.pk} has rows of phases that nobody saved"
    ]


def test_a_table_saved_after_the_freeze_is_found(world: LineWorld) -> None:
    save(world, "phases", sample(world)["phases"])
    world.on_to("review")
    revision = manuscript(world)
    assert revision.frozen_at is not None
    PartState.objects.update(saved_at=revision.frozen_at + timedelta(seconds=1))
    assert list(invariants.a_submitted_plan_s_tables_stay_as_submitted()) == [
        f"plan_revision:{revision.pk} had phases saved after the freeze"
    ]
