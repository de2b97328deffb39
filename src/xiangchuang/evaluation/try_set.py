"""An indicator set tried on a past year before it is used: scored as ever, and nothing kept."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import visible_to
from xiangchuang.evaluation.permissions import CLAUSE, may_try_sets
from xiangchuang.evaluation.snapshot import Placed, freeze
from xiangchuang.policy.evaluation import Results, evaluate
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Invalid, NotPermitted

AT_MOST = 500
"""Centers tried at once: it is done while the person waits."""


@dataclass(frozen=True)
class Trial:
    """What a set gives for a year from the registers alone, for the centers of its categories."""

    set_code: str
    year: int
    results: Results


def try_set(actor: Actor, pack: Pack, *, set_code: str, year: int) -> Trial:
    """Score the centers the actor may read by that set on that year, from the registers alone.

    Raises NotPermitted, Invalid for a set the pack does not have or a year that is not over.
    """
    if not may_try_sets(actor):
        raise NotPermitted(_("指标体系由省科技厅试算。"), clause=CLAUSE)
    found = pack.indicator_sets.get(set_code)
    if found is None:
        raise Invalid(_("没有这套指标体系。"))
    first, last = date(year, 1, 1), date(year, 12, 31)
    if last >= clock.today():
        raise Invalid(_("%(year)d 年还没有结束：选择以前的年度。") % {"year": year})
    centers = visible_to(actor).filter(category__in=found.categories, approved_on__lte=last)
    placed = [Placed(center, set_code) for center in centers.order_by("name", "pk")[:AT_MOST]]
    if not placed:
        raise Invalid(_("%(year)d 年还没有这类中心。") % {"year": year})
    inputs = freeze(placed, pack, name=f"trial-{set_code}-{year}", first=first, last=last, seed=0)
    return Trial(set_code, year, evaluate(inputs))
