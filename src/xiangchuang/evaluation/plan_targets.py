"""Targets of the construction plan for the period, with what the centers recorded as reached (A.2.4)."""

from collections import defaultdict
from collections.abc import Sequence

from xiangchuang.centers.models import Center, CenterTarget
from xiangchuang.policy.evaluation import PlanTarget, RowRef
from xiangchuang.policy.pack import Pack
from xiangchuang.research.models import TargetActual


def read_targets(centers: Sequence[Center], pack: Pack, *, year: int) -> dict[int, tuple[PlanTarget, ...]]:
    """Return each center's targets of the year by its id, in two queries; the newest value of each counts."""
    wanted = CenterTarget.objects.filter(center__in=[c.pk for c in centers], year=year, value_e4__gt=0)
    targets = list(wanted.order_by("center", "position", "pk"))
    actuals = {
        actual.target_id: actual
        for actual in TargetActual.objects.filter(target__in=[t.pk for t in targets]).order_by("pk")
    }
    found: dict[int, list[PlanTarget]] = defaultdict(list)
    for target in targets:
        found[target.center_id].append(_read(target, actuals.get(target.pk), pack))
    return {center.pk: tuple(found[center.pk]) for center in centers}


def _read(target: CenterTarget, actual: TargetActual | None, pack: Pack) -> PlanTarget:
    rule = pack.research.target_figures
    rows = (
        (RowRef(source="target_actual", pk=actual.pk, label=actual.source[:200], on=None, amount=None),)
        if actual
        else ()
    )
    return PlanTarget(
        code=f"target:{target.pk}",
        label=target.name,
        unit=target.unit,
        planned=target.value,
        reached=actual.value if actual else None,
        figure=rule.figure_for(target.name) if rule else None,
        rows=rows,
    )
