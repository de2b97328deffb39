"""Days on which something happened: none of them lies ahead."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock


def refuse_days_ahead(row: models.Model, *names: str) -> None:
    """Raise ValidationError for each of the columns that holds a day after today: 2062 for 2026."""
    today = clock.today()
    ahead = [name for name in names if (getattr(row, name) or today) > today]
    if ahead:
        raise ValidationError({name: _("这一天还没有到，核对年份。") for name in ahead})
