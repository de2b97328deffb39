"""Which plans share passages: signatures of each plan, pairs found, and the passages side by side."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PlanComparison(models.Model):
    """A frozen revision's signatures, and when it was compared with how many earlier plans.

    `scheme` names how the signatures were made; those of another scheme are made anew.
    """

    revision = models.OneToOneField("proposals.PlanRevision", models.CASCADE, related_name="comparison")
    scheme = models.CharField(max_length=80)
    sections = models.JSONField(default=list)
    digests = models.BinaryField(default=bytes)
    compared_at = models.DateTimeField(null=True, blank=True)
    compared_with = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.revision_id} {self.scheme}"


class SimilarPlan(models.Model):
    """A plan and an earlier one of another case that share passages; only the department knows of it.

    `signs` are letters and digits of `revision` that stand in the other too; `share_bp` is the largest share
    of one of its sections, in ten-thousandths; `shares` has each section's.
    """

    revision = models.ForeignKey("proposals.PlanRevision", models.CASCADE, related_name="similar_plans")
    other = models.ForeignKey("proposals.PlanRevision", models.CASCADE, related_name="+")
    same_lead = models.BooleanField()
    signs = models.PositiveIntegerField()
    share_bp = models.PositiveIntegerField()
    shares = models.JSONField(default=list)
    found_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-signs", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["revision", "other"], name="similar_plan_once"),
            models.CheckConstraint(name="similar_plan_is_another", condition=~Q(revision=F("other"))),
            models.CheckConstraint(
                name="similar_plan_seen_whole",
                condition=Q(seen_by=None, seen_at=None, remark="")
                | (Q(seen_by__isnull=False, seen_at__isnull=False) & ~Q(remark="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} ~ {self.other_id}"


class SharedPassage(models.Model):
    """A passage of the plan and what the other plan has instead of it, both as written."""

    pair = models.ForeignKey(SimilarPlan, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=32)
    block = models.CharField(max_length=40)
    text = models.TextField()
    other_section = models.CharField(max_length=32)
    other_block = models.CharField(max_length=40)
    other_text = models.TextField()
    signs = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pair", "position"], name="shared_passage_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.position}"
