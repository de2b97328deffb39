"""What experts did together with organisations: told by them, by officers, and found in other registers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiangchuang.experts.models import Expert, ExpertWork
from xiangchuang.organizations.models import CapabilityRecord


@dataclass(frozen=True)
class JointWork:
    """A project or result that an expert and an organisation share; ended_on None while it runs."""

    expert_id: int
    organization_id: int
    title: str
    began_on: date
    ended_on: date | None

    def counts(self, since: date, on: date) -> bool:
        """Whether it ran on a day from `since` to `on`, both included."""
        return self.began_on <= on and (self.ended_on is None or self.ended_on >= since)


Source = Callable[[Sequence[ExpertWork], Collection[int]], Iterable[JointWork]]
"""From the works of experts and ids of organisations to what they share."""
_SOURCES: Final[list[Source]] = []


def contribute_joint_work(source: Source) -> None:
    """Let another register tell of shared work; call it from the app's `ready()`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def joint_work_of(people: Collection[Expert], concerned: Collection[int]) -> dict[int, list[JointWork]]:
    """Return, by expert, what they share with those organisations; two queries and those of the sources.

    Without experts or organisations nothing is asked.
    """
    found: dict[int, list[JointWork]] = defaultdict(list)
    if not people or not concerned:
        return found
    works = list(ExpertWork.objects.filter(expert__in=people))
    if not works:
        return found
    seen: set[tuple[int, int, str]] = set()
    for source in (_partners, _registered, *_SOURCES):
        for joint in source(works, concerned):
            key = (joint.expert_id, joint.organization_id, joint.title)
            if key not in seen:
                seen.add(key)
                found[joint.expert_id].append(joint)
    return found


def _partners(works: Sequence[ExpertWork], concerned: Collection[int]) -> list[JointWork]:
    """Organisations named as partners of the work."""
    by_id = {work.pk: work for work in works}
    rows = ExpertWork.partners.through.objects.filter(
        expertwork__in=by_id.keys(), organization__in=concerned
    ).order_by("pk")
    return [
        joint(by_id[work_id], organization_id)
        for work_id, organization_id in rows.values_list("expertwork_id", "organization_id")
    ]


def _registered(works: Sequence[ExpertWork], concerned: Collection[int]) -> list[JointWork]:
    """Projects and results that an organisation has in its own register under the same name."""
    by_title: dict[str, list[ExpertWork]] = defaultdict(list)
    for work in works:
        by_title[work.title].append(work)
    rows = CapabilityRecord.objects.filter(
        organization__in=concerned, is_current=True, title__in=by_title.keys()
    ).order_by("pk")
    return [
        joint(work, organization_id)
        for title, organization_id in rows.values_list("title", "organization_id")
        for work in by_title[title]
    ]


def joint(work: ExpertWork, organization_id: int) -> JointWork:
    """Return the work as shared with that organisation."""
    return JointWork(work.expert_id, organization_id, work.title, work.began_on, work.ended_on)
