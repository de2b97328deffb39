"""The example's years of work: centers founded early, their reports, their evaluations, what became of them."""

from xiangchuang.centers.models import Center
from xiangchuang.demo.adjustments import measure_centers
from xiangchuang.demo.cycle import go_through_cycle
from xiangchuang.demo.early_centers import EarlyCenter, Years, found_early_centers
from xiangchuang.demo.evaluation import (
    conclude_first_round,
    leave_second_round_to_scorers,
    leave_third_round_collecting,
)
from xiangchuang.demo.province import Province
from xiangchuang.demo.reporting import begin_half, report_years

_NEW_LEAD = 1
"""Number of the enterprise whose new center belongs to the sign-in `zhongxin`."""


def furnish_working_life(province: Province) -> int:
    """Found and run the early centers, after the new ones; return how many there are."""
    early = furnish_early_centers(province)
    new = Center.objects.select_related("lead", "founding_case").get(lead=province.enterprises[_NEW_LEAD])
    begin_half(new, province.actor("zhongxin"))
    return len(early)


def furnish_early_centers(province: Province) -> list[EarlyCenter]:
    """Found the early centers; let them report, be evaluated and be measured."""
    years = Years.of_today()
    early = found_early_centers(province, years)
    go_through_cycle(province, years, early)
    report_years(province, years, early)
    conclude_first_round(province, years, early)
    measure_centers(province, early)
    leave_second_round_to_scorers(province, years, early)
    leave_third_round_collecting(province, years, early)
    return early
