"""What the public may find: one row a text, its words beside it, and a line for each change of either."""

from typing import ClassVar

from django.db import models

from xiangchuang.calendars import clock


class PublicText(models.Model):
    """A clause, a notice, a center, an offering … as the public reads it; `kind` and `key` say which.

    It is a copy, made in the transaction that changed the original, and proposes only: what a page of results
    shows is asked of the original once more.
    """

    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    published_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=6, blank=True)
    is_sample = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="public_text_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "-published_at", "-id"], name="public_text_newest"),
            # Where a search of one kind begins: `find.find`.
            models.Index(fields=["kind", "-id"], name="public_text_last_of_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class TextWords(models.Model):
    """The words of a text, separated by spaces: the column that the databases' full text stands on.

    A table of its own, narrow, because a search reads as many of its rows as there are hits.
    """

    text = models.OneToOneField(PublicText, models.CASCADE, primary_key=True, related_name="words")
    words = models.TextField()

    def __str__(self) -> str:
        return f"{self.text_id}"


class WordCount(models.Model):
    """In how many texts of a kind a word stands; kept for kinds that are matched by their rarest words."""

    kind = models.CharField(max_length=24)
    word = models.CharField(max_length=32)
    texts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "word"], name="word_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.word}: {self.texts}"


class PublicChange(models.Model):
    """Something public changed: the newest number is the version of all public content.

    A row is added instead of a counter raised, so that no two verbs wait for each other.
    """

    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.pk}"
