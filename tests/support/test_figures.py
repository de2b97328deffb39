"""What is counted of talent and of promises: who came, what fell due, what was kept."""

from datetime import date

import pytest

from tests.centers.reading import addresses_of, cost_of, days_around, figure_of, figures_of
from tests.factories.centers import CenterFactory
from tests.support.world import DUE, SupportWorld
from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Span, read_figure
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.support import registers
from xiangchuang.support.figures import FIGURES
from xiangchuang.support.keep_commitment import confirm_kept, report_performance
from xiangchuang.support.models import Commitment, CommitmentState, Recruitment
from xiangchuang.support.tallies import commitment_year


def recruit(world: SupportWorld, name: str, on: date, way: str = "domestic") -> Recruitment:
    """Someone whom the staff has recruited."""
    country = "示例国" if way == "overseas" else ""
    values = {"name": name, "way": way, "came_from": "示例大学", "country": country, "began_on": on}
    made = record_entry(registers.RECRUITMENTS, actor=world.staff, center=world.center, values=values)
    assert isinstance(made, Recruitment)
    return made


@pytest.mark.clause("4.5-1")
def test_people_count_from_the_day_they_came_and_are_not_named(world: SupportWorld) -> None:
    """4.5-1 引进…人才: who came in the year, from abroad apart."""
    for number, day in enumerate(days_around(2025)):
        recruit(world, f"示例人员{number}", day)
    recruit(world, "示例海外人员", date(2025, 6, 1), "overseas")
    wrong = recruit(world, "示例误记人员", date(2025, 6, 1), "overseas")
    withdraw_entry(registers.RECRUITMENTS, actor=world.staff, entry=wrong, seen=1, reason="误记")
    names = ("talents_recruited", "overseas_recruited")
    assert list(figures_of(world.center, names, 2025).values()) == [3, 1]
    found = read_figure("talents_recruited", [world.center], Span.of_year(2025))[world.center.pk]
    assert not any("示例" in row.label for row in found.rows)


@pytest.mark.clause("6.4-1")
def test_promises_count_by_their_day_and_kept_is_what_the_center_confirmed(world: SupportWorld) -> None:
    """6.4-1 …签订协议: of what was promised for the year, how much was kept."""
    kept = world.promise()
    report_performance(actor=world.bureau, commitment=kept, seen=kept.version, text="已拨付")
    confirm_kept(actor=world.staff, commitment=kept, seen=kept.version)
    world.promise(), world.promise(due_on=date(2027, 1, 1))
    world.write_in(world.draft())  # a draft promises nothing
    lapsed = world.promise()
    Commitment.objects.filter(pk=lapsed.pk).update(state=CommitmentState.LAPSED)
    names = ("commitments_due", "commitments_kept")
    assert list(figures_of(world.center, names).values()) == [2, 1]
    tally = commitment_year(world.center, DUE.year, clock.today())
    assert (tally.promised, tally.kept) == (2, 1)
    assert addresses_of(world.center, "commitments_kept") == [f"/support/commitments/{kept.pk}/"]


def test_no_figure_asks_more_for_three_centers_than_for_one(world: SupportWorld) -> None:
    worlds = [world, SupportWorld(CenterFactory()), SupportWorld(CenterFactory())]
    for each in worlds:
        recruit(each, "示例人员", date(2026, 6, 1), "overseas"), each.promise()
    for figure in FIGURES:
        once = cost_of(figure.code, [world.center])
        assert cost_of(figure.code, [each.center for each in worlds]) == once, figure.code
    assert figure_of(worlds[1].center, "commitments_due") == 1
