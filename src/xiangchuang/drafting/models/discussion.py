"""What the authors of a plan say to each other about its passages; nobody outside the consortium reads it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Thread(models.Model):
    """A conversation on a section, or on a passage of it: the block and the words as they were."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="plan_threads")
    section = models.CharField(max_length=32)
    block = models.CharField(max_length=40, blank=True)
    quote = models.CharField(max_length=500, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["section", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="thread_resolved_by_somebody",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "section"], name="thread_of_section")
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.quote[:20]}"


class Comment(models.Model):
    """One remark in a conversation, by a person for their organisation."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return self.text[:20]


class Mention(models.Model):
    """A person of the consortium whom a comment turns to."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "user"], name="mention_once")
        ]

    def __str__(self) -> str:
        return f"@{self.user_id}"
