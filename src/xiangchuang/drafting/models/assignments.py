"""Who writes which section of a plan until when, and whether others may write it too."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class SectionAssignment(models.Model):
    """A section given to an organisation of the consortium, or to one person of it, for one round."""

    run = models.ForeignKey("procedure.StageRun", models.CASCADE, related_name="section_assignments")
    section = models.CharField(max_length=32)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="section_assignments"
    )
    # None: whoever of the organisation sees to it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="section_assignments"
    )
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    # Taken back by the lead; the row stays as what was agreed.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["section", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["run", "section", "organization"],
                condition=Q(user__isnull=True, ended_at__isnull=True),
                name="section_once_an_organization",
            ),
            models.UniqueConstraint(
                fields=["run", "section", "user"],
                condition=Q(user__isnull=False, ended_at__isnull=True),
                name="section_once_a_person",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "due_on"],
                condition=Q(ended_at__isnull=True),
                name="section_to_be_written",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} → {self.user_id or self.organization_id}"


class WritingRule(models.Model):
    """Whether each section of a case's plan is written by those alone whom the lead named for it.

    Without a row everybody of the consortium writes every section.
    """

    case = models.OneToOneField("procedure.Case", models.CASCADE, related_name="writing_rule")
    only_assigned = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.only_assigned}"
