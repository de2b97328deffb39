"""What a measure does to a center: told before the decision, and done by it – the same rules both times."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from xiangchuang.centers.models import Center, CenterState
from xiangchuang.decisions.approval_terms import add_months
from xiangchuang.marketplace.stop_serving import Touched, touched
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.policy.adjustments import Measure
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Part, Participant


@dataclass(frozen=True)
class Effects:
    """What follows for one center when the measure is decided on the day `on`.

    after: the state it will have. support: effect on later support, "" for none; until None: until another
    decision. bureau, cut, cut_years: whose quota is cut, by how many, in which years. cancelled, declined:
    bookings ahead and open requests that end at once. orders: those under way, to be finished. firms:
    organisations behind all of these. lifts: whether earlier limits end.
    """

    before: CenterState
    after: CenterState
    support: str = ""
    bars: bool = False
    support_until: dt.date | None = None
    bureau: Organization | None = None
    cut: int = 0
    cut_years: tuple[int, ...] = ()
    cancelled: int = 0
    declined: int = 0
    withdrawn: int = 0
    orders: int = 0
    laboratories: int = 0
    firms: int = 0
    rectify_by: dt.date | None = None
    finish_by: dt.date | None = None
    lifts: bool = False


def effects_of(centers: Mapping[int, tuple[Center, Measure]], pack: Pack, on: dt.date) -> dict[int, Effects]:
    """Return by center what its measure would do, in a fixed number of queries."""
    pks = list(centers)
    rows = touched(pks)
    bureaus = recommenders([center for center, _measure in centers.values()])
    return {
        pk: _effects(center, measure, pack, on, rows[pk], bureaus.get(pk))
        for pk, (center, measure) in centers.items()
    }


def recommenders(centers: Collection[Center]) -> dict[int, Organization]:
    """Return by center the bureau that recommended it; else the bureau of its area, in two queries."""
    cases = {center.founding_case_id: center.pk for center in centers}
    found: dict[int, Organization] = {}
    rows = Participant.objects.filter(case__in=cases, part=Part.RECOMMENDER, organization__isnull=False)
    for row in rows.select_related("organization").order_by("pk"):
        assert row.organization is not None
        found[cases[row.case_id]] = row.organization
    areas = {center.prefecture for center in centers if center.pk not in found}
    # A pilot county's bureau has a bureau above it and does not recommend (0-1).
    acting = Organization.objects.filter(
        kind=OrganizationKind.BUREAU, prefecture__in=areas, supervisor__isnull=True
    )
    by_area: dict[str, Organization] = {}
    for bureau in acting.order_by("pk"):
        by_area.setdefault(bureau.prefecture, bureau)
    for center in centers:
        if center.pk not in found and center.prefecture in by_area:
            found[center.pk] = by_area[center.prefecture]
    return found


def _effects(
    center: Center, measure: Measure, pack: Pack, on: dt.date, open_now: Touched, bureau: Organization | None
) -> Effects:
    rules, support, quota = pack.adjustments, measure.support, measure.quota
    rectifying = rules.rectification if measure.rectifies else None
    ends, stops = measure.winds_up, measure.cancels_bookings
    before = CenterState(center.state)
    return Effects(
        before=before,
        after=CenterState(measure.leads_to) if measure.leads_to else before,
        support=support.effect if support else "",
        bars=bool(support and support.bars),
        support_until=add_months(on, support.months) if support and support.months else None,
        bureau=bureau if quota else None,
        cut=quota.cut if quota and bureau else 0,
        cut_years=tuple(range(on.year + 1, on.year + 1 + quota.years)) if quota and bureau else (),
        cancelled=open_now.bookings if stops else 0,
        declined=open_now.requests if stops else 0,
        withdrawn=open_now.answers if stops else 0,
        orders=open_now.orders if stops else 0,
        laboratories=open_now.laboratories if ends else 0,
        firms=open_now.firms if stops else 0,
        rectify_by=add_months(on, rectifying.months) if rectifying else None,
        finish_by=add_months(on, rules.wind_up.months) if ends and rules.wind_up else None,
        lifts=measure.lifts,
    )  # fmt: skip
