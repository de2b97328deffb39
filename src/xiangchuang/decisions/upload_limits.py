"""How often the public form may be sent from one address and to one notice, so that it stays up for all.

No captcha: who is held back is told until when, and how else to object. The address is kept as a digest keyed
with the application's secret and the day, so that nothing kept leads to who objected.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice, ObjectionAttempt
from xiangchuang.procedure.errors import Blocked

WINDOW: Final = timedelta(hours=1)


class TooMany(Blocked):
    """The form was sent too often within the hour."""

    status = 429


def admit(notice: Notice, address: str) -> None:
    """Count a sending; raises TooMany, with the moment from which the next is taken."""
    now = clock.now()
    recent = ObjectionAttempt.objects.filter(at__gt=now - WINDOW)
    digest = address_digest(address, now)
    mine = recent.filter(address__in={digest, address_digest(address, now - WINDOW)})
    _refuse(list(mine.order_by("at").values_list("at", flat=True)), settings.OBJECTIONS_PER_ADDRESS, notice)
    of_notice = list(recent.filter(notice=notice).order_by("at").values_list("at", flat=True))
    _refuse(of_notice, settings.OBJECTIONS_PER_NOTICE, notice)
    ObjectionAttempt.objects.filter(Q(at__lte=now - WINDOW)).delete()
    ObjectionAttempt.objects.create(notice=notice, address=digest, at=now)


def address_digest(address: str, at: datetime) -> str:
    """Return what an address counts under on that day; another day gives another digest."""
    words = f"{clock.day_of(at).isoformat()} {address}"
    return hmac.new(force_bytes(settings.SECRET_KEY), words.encode(), hashlib.sha256).hexdigest()


def _refuse(sent: Sequence[datetime], most: int, notice: Notice) -> None:
    if len(sent) < most:
        return
    free = (sent[-most] + WINDOW).astimezone(clock.SHANGHAI)
    raise TooMany(
        _("一小时内收到的提交太多，这一次没有受理；填写的内容保留在下面。"),
        remedy=_("%(time)s 后再提交；等不及的，在公示期内以书面形式送交受理部门，同样有效：%(contact)s。")
        % {"time": f"{free:%H:%M}", "contact": notice.contact},
    )
