"""One row of a register: whose it is, who wrote it, on what evidence, and whether it still stands."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> Self:
        """Return the rows that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Entry(models.Model):
    """Base of every register's model. Never deleted: a wrong row is withdrawn with a reason."""

    center = models.ForeignKey("centers.Center", on_delete=models.PROTECT, related_name="+", editable=False)
    evidence = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("证明材料"),
    )  # fmt: skip
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("撤销理由"), max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]

    @property
    def is_standing(self) -> bool:
        """Return whether the row was not withdrawn."""
        return self.withdrawn_at is None


STANDING = models.Q(withdrawn_at__isnull=True)
"""Condition of a unique constraint that a withdrawn row must not hold on to."""
