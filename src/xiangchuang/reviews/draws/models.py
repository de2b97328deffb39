"""Draws by lot and the panels they fill."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PanelDraw(models.Model):
    """A draw by lot for one panel or a batch: a list that is committed to, and a public seed after it.

    Its text is never changed. One that was withdrawn stays, with the reason, beside the one that followed.
    """

    panels = models.ManyToManyField("reviews.Panel", through="DrawnPanel", related_name="draws")
    # Set where the list is that of a whole batch.
    batch = models.ForeignKey(
        "reviews.ReviewBatch", models.PROTECT, null=True, blank=True, related_name="draws"
    )
    document = models.TextField()
    # SHA-256 of the document.
    commitment = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The day whose public value is the seed: named in the document, after the day of the commitment.
    seed_on = models.DateField()
    seed = models.CharField(max_length=200, blank=True)
    seed_published_in = models.CharField(max_length=200, blank=True)
    seeded_at = models.DateTimeField(null=True, blank=True)
    seeded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who gave way to the next number, in order: [person, reason, key of the panel in the list].
    passed_over = models.JSONField(default=list)
    record = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="seeded_draw_has_seed_and_record",
                condition=Q(seeded_at__isnull=True) | (~Q(seed="") & ~Q(record="")),
            ),
        ]

    def __str__(self) -> str:
        return self.commitment[:12]


class DrawnPanel(models.Model):
    """One panel of a draw; a panel has one draw that was not withdrawn."""

    draw = models.ForeignKey(PanelDraw, models.CASCADE, related_name="drawn_panels")
    panel = models.ForeignKey("reviews.Panel", models.CASCADE, related_name="drawn_panels")
    is_live = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel"], condition=Q(is_live=True), name="panel_draw_once")
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}: {self.panel_id}"
