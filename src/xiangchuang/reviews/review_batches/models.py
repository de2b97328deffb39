"""A batch of proposals under review, and which proposal stands in which."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewBatch(models.Model):
    """Proposals that are reviewed side by side (论证批次); known to the department alone."""

    name = models.CharField(_("名称"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年度"))
    formed_at = models.DateTimeField()
    formed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("论证批次")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="review_batch_named_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name


class BatchedCase(models.Model):
    """A case that stands in a batch; in one at most, whatever round of its review it is in."""

    batch = models.ForeignKey(ReviewBatch, models.CASCADE, related_name="members")
    case = models.OneToOneField("procedure.Case", models.CASCADE, related_name="batched")
    put_in_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.case_id}"
