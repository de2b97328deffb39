"""Beside the sections of a manuscript: earlier states, two texts at once, presence, marks."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

SECTION = "proposals.PlanSection"


class SectionSave(models.Model):
    """How a section stood at the end of one stretch of writing by one author.

    While the stretch goes on its row follows the saves; another author or the next stretch begins a new one.
    """

    section = models.ForeignKey(SECTION, models.CASCADE, related_name="saves")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField()
    blocks = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "version"], name="section_save_once_a_version"),
            models.CheckConstraint(
                condition=Q(saved_at__gte=F("begun_at")), name="section_save_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} v{self.version}"


class SectionConflict(models.Model):
    """What somebody wrote on top of a version that another had already replaced; it waits to be settled.

    One open row an author and section: typing that goes on is kept in it. Settled ones stay, as history.
    """

    section = models.ForeignKey(SECTION, models.CASCADE, related_name="conflicts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Whose save was there first; empty where a Word file had replaced the text.
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_version = models.PositiveIntegerField()
    blocks = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["section", "author"], condition=Q(settled_at=None), name="section_conflict_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.author_id}"


class Presence(models.Model):
    """Somebody has a section open; it holds as long as the page keeps saying so."""

    section = models.ForeignKey(SECTION, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organization_name = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "user"], name="presence_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.user_id}"


class SectionMark(models.Model):
    """An author calls a section done as it stands at that version; a later change takes the mark away."""

    section = models.OneToOneField(SECTION, models.CASCADE, related_name="mark")
    version = models.PositiveIntegerField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.section_id} v{self.version}"
