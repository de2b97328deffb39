"""How often the public check is asked from one address, so that numbers and codes are not tried out."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Blocked
from xiangchuang.receipts.models import ReceiptCheck

WINDOW: Final = timedelta(hours=1)


class TooMany(Blocked):
    """The check was asked too often within the hour."""

    status = 429


def admit(address: str) -> None:
    """Count an asking; raises TooMany, with the moment from which the next is answered."""
    now = clock.now()
    ReceiptCheck.objects.filter(at__lte=now - WINDOW).delete()
    mine = ReceiptCheck.objects.filter(address__in={_digest(address, now), _digest(address, now - WINDOW)})
    asked = list(mine.order_by("at").values_list("at", flat=True))
    most = settings.RECEIPT_CHECKS_PER_ADDRESS
    if len(asked) >= most:
        free = (asked[-most] + WINDOW).astimezone(clock.SHANGHAI)
        raise TooMany(
            _("一小时内核验的次数太多，这一次没有核验；填写的内容保留在下面。"),
            remedy=_("%(time)s 后再核验；手中有回执文件的，可以不经本网站离线核验。")
            % {"time": f"{free:%H:%M}"},
        )
    ReceiptCheck.objects.create(address=_digest(address, now), at=now)


def _digest(address: str, at: datetime) -> str:
    words = f"receipt {clock.day_of(at).isoformat()} {address}"
    return hmac.new(force_bytes(settings.SECRET_KEY), words.encode(), hashlib.sha256).hexdigest()
