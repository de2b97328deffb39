"""What departments and cities said to a draft of the layout, and what became of it (6.1-1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.layouts.models.versions import LayoutVersion


class Stance(models.TextChoices):
    """How a unit stands to the draft."""

    AGREES = "agrees", _("同意，无修改意见")
    CHANGES = "changes", _("同意，有修改意见")
    OBJECTS = "objects", _("不同意")


class Handling(models.TextChoices):
    """What the department does with an opinion."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    DECLINED = "declined", _("未采纳")


class LayoutReply(models.Model):
    """One unit that was asked, its reply, and the department's answer to what it said."""

    layout = models.ForeignKey(LayoutVersion, models.CASCADE, related_name="replies")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    stance = models.CharField(_("意见"), max_length=16, choices=Stance, blank=True)
    text = models.TextField(_("具体意见"), max_length=8000, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    handling = models.CharField(_("处理"), max_length=16, choices=Handling, blank=True)
    handling_text = models.TextField(_("处理说明"), max_length=4000, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("反馈意见")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["layout", "organization"], name="layout_reply_once"),
            models.CheckConstraint(
                condition=Q(stance="", replied_at__isnull=True)
                | Q(stance__in=Stance.values, replied_at__isnull=False),
                name="layout_reply_whole",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["", Stance.AGREES]) | ~Q(text=""), name="layout_reply_says_what"
            ),
            models.CheckConstraint(
                condition=Q(handling="") | (Q(handled_at__isnull=False) & ~Q(handling_text="")),
                name="layout_reply_handled_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.stance}"

    @property
    def has_opinion(self) -> bool:
        """Whether it says something that must be answered."""
        return self.stance in (Stance.CHANGES, Stance.OBJECTS)

    @property
    def waits_for_answer(self) -> bool:
        """Whether the department has still to say what became of the opinion."""
        return self.has_opinion and not self.handling
