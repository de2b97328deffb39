"""What was done with an agreement, a commitment, a project or a problem: who, when, in which words."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiangchuang.calendars import clock
from xiangchuang.support.models.agreements import SupportAgreement
from xiangchuang.support.models.commitments import Commitment
from xiangchuang.support.models.problems import Problem
from xiangchuang.support.models.projects import ProjectProposal

_MATTERS = ("agreement", "commitment", "project", "problem")


def _exactly_one() -> Q:
    found = Q(pk__in=[])
    for chosen in _MATTERS:
        found |= Q(**{f"{name}__isnull": name != chosen for name in _MATTERS})
    return found


class SupportStep(models.Model):
    """One step of exactly one matter; never changed."""

    agreement = models.ForeignKey(SupportAgreement, models.CASCADE, null=True, related_name="steps")
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, related_name="steps")
    project = models.ForeignKey(ProjectProposal, models.CASCADE, null=True, related_name="steps")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, related_name="steps")
    verb = models.CharField(max_length=40)
    by_name = models.CharField(max_length=100)
    organization_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_exactly_one(), name="support_step_of_one_matter")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"
