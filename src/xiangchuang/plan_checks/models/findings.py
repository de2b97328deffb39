"""What the check had found when a plan was submitted, kept with the revision."""

from typing import ClassVar

from django.db import models


class SubmittedFindings(models.Model):
    """The findings of a frozen revision: never computed again, whatever the register says later.

    `findings` are rows as `findings.as_row` writes them; nothing filters by what is in them.
    """

    revision = models.OneToOneField(
        "proposals.PlanRevision", models.CASCADE, related_name="submitted_findings"
    )
    findings = models.JSONField(default=list)
    warnings = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.warnings}"
