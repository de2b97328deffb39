"""Send by mail and robots what people were told; with --every, keep at it."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from xiangchuang.notify.channels import channels_set_up
from xiangchuang.notify.models import DeliveryState
from xiangchuang.notify.sending.send import send_all

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """One pass, or a loop that never ends; two at once do no harm."""

    help = "Send by mail, WeCom and DingTalk what people were told on the page"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --every."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="repeat without end")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        """Send once and say what it came to, or every so many seconds."""
        if every is None:
            self.stdout.write(_said(send_all()))
            return
        while True:
            try:
                close_old_connections()
                send_all()
            except DatabaseError:
                _log.exception("sending failed; next attempt in %s s", every)
            time.sleep(every)


def _said(ended: dict[str, int]) -> str:
    if not channels_set_up():
        return _("没有配置任何发送渠道（EMAIL_HOST、WECOM_ROBOT_URL、DINGTALK_ROBOT_URL），消息只在页面上。")
    counts = {str(state.label): ended.get(state.value, 0) for state in DeliveryState}
    return _("；").join(f"{label} {count}" for label, count in counts.items() if count) or _("没有要发的")
