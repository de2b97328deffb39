"""Conflicts of scorers, center by center: who has one neither sees nor scores that center (回避)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from xiangchuang.centers.models import CenterMember
from xiangchuang.evaluation.collection_standing import scored_subjects
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.experts.models import Expert
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.conflicts import Conflict, Consortium, conflicts_with, conflicts_with_each
from xiangchuang.reviews.models import Seat

Conflicts = dict[int, dict[int, list[Conflict]]]
"""By the subject's id, then the expert's."""


def conflicts_by_center(
    subjects: Sequence[Subject], experts: Iterable[Expert], *, pack: Pack, on: date
) -> Conflicts:
    """Return each expert's conflicts with each center's organisations on that day.

    The queries grow neither with centers nor with experts.
    """
    return conflicts_with_each(_houses(subjects), experts, pack=pack, on=on)


def _houses(subjects: Sequence[Subject]) -> dict[int, Consortium]:
    """The organisations of each center: it and its lead, and its members, with those each has absorbed."""
    found: dict[int, Consortium] = {}
    by_center: dict[int, Consortium] = {}
    for subject in subjects:
        center = subject.center
        own = [center.lead] if center.organization is None else [center.lead, center.organization]
        found[subject.pk] = by_center[center.pk] = Consortium({one.pk: one.name for one in own})
    for member in CenterMember.objects.filter(center__in=list(by_center)).select_related("organization"):
        house = by_center[member.center_id]
        if member.organization_id not in house.lead:
            house.members[member.organization_id] = member.organization.name
    everyone = {pk for house in by_center.values() for pk in house.all}
    for absorbed in Organization.objects.filter(merged_into__in=everyone):
        for house in by_center.values():
            for part in (house.lead, house.members):
                if absorbed.merged_into_id in part:
                    part[absorbed.pk] = absorbed.name
    return found


def bars(
    experts: Iterable[Expert], case: Case, pack: Pack, on: date, seated: Collection[Seat]
) -> dict[int, list[Conflict]]:
    """Return why an expert may not sit at all: a conflict among scorers, or one with every center."""
    people = list(experts)
    found = conflicts_with(Consortium(), people, pack=pack, on=on, seated=seated)
    subjects = list(_subjects(case, pack))
    by_center = conflicts_by_center(subjects, people, pack=pack, on=on)
    for expert in people:
        own = [by_center[subject.pk][expert.pk] for subject in subjects]
        if own and all(own):
            found[expert.pk] = [*found[expert.pk], _with_all(own[0][0])]
    return found


def _with_all(conflict: Conflict) -> Conflict:
    return Conflict(conflict.rule, _("与本轮所有中心都有利益冲突"), conflict.evidence, conflict.clause)


def _subjects(case: Case, pack: Pack) -> list[Subject]:
    round_ = Round.objects.get(case=case)
    return list(scored_subjects(round_, pack).select_related("center__organization"))
