"""Volumes of closed cases, their papers with the retention of each, and the acts that destroy some."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Retention(models.TextChoices):
    """保管期限, the three of the state archives' rule of 2006."""

    PERMANENT = "permanent", _("永久")
    YEARS_30 = "years_30", _("30年")
    YEARS_10 = "years_10", _("10年")


class Volume(models.Model):
    """The volume of one closed case; `year` is that in which it closed."""

    case = models.OneToOneField("procedure.Case", models.PROTECT, related_name="volume")
    year = models.PositiveSmallIntegerField(db_index=True)
    archived_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "-pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.case_id}"


class Destruction(models.Model):
    """An act of the leadership after the period: what it destroyed stays listed, with its hash."""

    reason = models.CharField(_("销毁的理由"), max_length=500)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="destruction_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.approved_at:%Y-%m-%d}"


class ArchivedPaper(models.Model):
    """One file of a volume. code: its kind in the pack's archive.yaml. source: "document:12", "notice:3".

    keep_until: the last day of its period, empty for permanent. Its hash stays when it is destroyed.
    """

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="papers")
    code = models.CharField(max_length=40, db_index=True)
    source = models.CharField(max_length=40)
    form = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField()
    retention = models.CharField(max_length=16, choices=Retention.choices)
    keep_until = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="archived"
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    destruction = models.ForeignKey(Destruction, models.PROTECT, null=True, blank=True, related_name="papers")

    class Meta:
        ordering: ClassVar[list[str]] = ["volume", "dated_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "form"], name="paper_archived_once"),
            models.CheckConstraint(
                condition=Q(retention="permanent", keep_until=None, destruction=None)
                | (~Q(retention="permanent") & Q(keep_until__isnull=False)),
                name="permanent_paper_is_never_destroyed",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, destruction=None)
                | Q(file__isnull=True, destruction__isnull=False),
                name="paper_is_kept_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """Return its name in a package: number, title and form."""
        return " ".join(part for part in (self.number, self.title) if part) + f".{self.form}"
