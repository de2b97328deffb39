"""What every row of a plan's tables has, and where one table of one revision stands."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

LINE = 200
"""Characters of a one-line cell."""
TEXT = 2000
"""Characters of a cell of several lines."""


def line_cell() -> "models.CharField[Any, Any]":
    """Return a one-line cell; a draft may leave it empty."""
    return models.CharField(max_length=LINE, blank=True)


def text_cell() -> "models.TextField[Any, Any]":
    """Return a cell of several lines; a draft may leave it empty."""
    return models.TextField(max_length=TEXT, blank=True)


def code_cell() -> "models.CharField[Any, Any]":
    """Return a cell that holds a code of the pack; a draft may leave it empty."""
    return models.CharField(max_length=32, blank=True)


def party_cell() -> "models.ForeignKey[Any, Any]":
    """Return a cell that names an organisation of the consortium; a draft may leave it empty."""
    return models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )


class PartRow(models.Model):
    """A row of one table of one revision; `position` counts from 1."""

    revision = models.ForeignKey("proposals.PlanRevision", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["revision", "position"], name="%(class)s_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.position}"


class PartState(models.Model):
    """One table of one revision: its version, who saved it last, and the total it states, in fen."""

    revision = models.ForeignKey("proposals.PlanRevision", models.CASCADE, related_name="+")
    code = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stated_fen = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["revision", "code"], name="plan_part_once"),
            models.CheckConstraint(
                condition=models.Q(stated_fen=None) | models.Q(stated_fen__gte=0),
                name="plan_part_total_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.code}"
