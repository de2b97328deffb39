"""What a person chose: when to be told, in which language, how often of which kind."""

from datetime import time
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NIGHT_BEGINS: Final = time(21, 0)
MORNING_BEGINS: Final = time(8, 0)


class Pace(models.TextChoices):
    """How soon a kind of message leaves the house."""

    AT_ONCE = "at_once", _("随时发")
    DAILY = "daily", _("每日汇总")
    NONE = "none", _("不发")


class SendingChoice(models.Model):
    """One person's choices; somebody without a row has the defaults.

    quiet_from, quiet_to: Shanghai time; the same twice means no quiet hours. The digest goes out at quiet_to.
    feed_serial: raised to make every earlier address of the calendar feed worthless.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(_("语言"), max_length=8, choices=settings.LANGUAGES, default="zh-hans")
    quiet_from = models.TimeField(_("免打扰自"), default=NIGHT_BEGINS)
    quiet_to = models.TimeField(_("免打扰至"), default=MORNING_BEGINS)
    quiet_on_days_off = models.BooleanField(_("休息日不打扰"), default=True)
    wants_digest = models.BooleanField(_("每日待办汇总"), default=True)
    feed_serial = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _label in settings.LANGUAGES]),
                name="sending_choice_language_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class KindChoice(models.Model):
    """How often one person is told of one kind; a kind without a row is told at its own pace."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    pace = models.CharField(max_length=8, choices=Pace)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind"], name="kind_choice_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="kind_choice_pace_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.pace}"
