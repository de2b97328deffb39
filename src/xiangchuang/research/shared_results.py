"""Results of centers that an expert has among the own works: whoever builds the center shares them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import chain

from django.db.models import Q

from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.experts.models import ExpertWork
from xiangchuang.research.models import Result
from xiangchuang.research.models.keys import number_key, title_key
from xiangchuang.reviews.joint_work import JointWork, joint


def shared_results(works: Sequence[ExpertWork], concerned: Collection[int]) -> list[JointWork]:
    """Return the works that stand in a center's register under the same number or title; three queries."""
    by_number: dict[str, list[ExpertWork]] = defaultdict(list)
    by_title: dict[str, list[ExpertWork]] = defaultdict(list)
    for work in works:
        by_title[title_key(work.title)].append(work)
        if key := number_key(work.number):
            by_number[key].append(work)
    same = Q(number_key__in=by_number.keys()) | Q(title_key__in=by_title.keys())
    results: list[Result] = list(
        Result._base_manager.filter(same, Q(withdrawn_at__isnull=True)).order_by("pk")
    )
    builders = _builders({result.center_id for result in results}, concerned)
    return [
        joint(work, organization_id)
        for result in results
        for work in [*by_number.get(result.number_key, ()), *by_title.get(result.title_key, ())]
        for organization_id in builders[result.center_id]
    ]


def _builders(centers: Collection[int], concerned: Collection[int]) -> dict[int, list[int]]:
    """Return which of those organisations lead or build each center (by id)."""
    leads = Center.objects.filter(pk__in=centers, lead__in=concerned).values_list("pk", "lead_id")
    members = CenterMember.objects.filter(center__in=centers, organization__in=concerned)
    found: dict[int, list[int]] = defaultdict(list)
    for center_id, organization_id in chain(leads, members.values_list("center_id", "organization_id")):
        found[center_id].append(organization_id)
    return found
