"""How often one network address may file on a day without signing in, so that the form stays up for all.

No captcha: who is held back is told from when the next is taken. Who signs in is not held back.
"""

from datetime import time
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.decisions.upload_limits import address_digest
from xiangchuang.feedback.models import FeedbackAttempt

_MIDNIGHT: Final = time(0)


class TooMany(Blocked):
    """The form was sent too often on the day."""

    status = 429


def admit(address: str) -> None:
    """Count a sending of the day; raises TooMany, saying from when the next is taken."""
    now = clock.now()
    # The digest is another one every day: it counts that day's sendings alone, and leads to nobody.
    mine = FeedbackAttempt.objects.filter(address=address_digest(address, now))
    if mine.count() >= settings.FEEDBACK_PER_ADDRESS_A_DAY:
        raise TooMany(
            _("今天从您所在的网络收到的反馈已有 %(most)d 件，这一件没有受理；填写的内容保留在下面。")
            % {"most": settings.FEEDBACK_PER_ADDRESS_A_DAY},
            remedy=_("明天 0 时后再提交；有账号的，登录后提交不受这个限制。"),
        )
    FeedbackAttempt.objects.filter(at__lt=clock.moment_on(clock.today(), _MIDNIGHT)).delete()
    FeedbackAttempt.objects.create(address=address_digest(address, now), at=now)
