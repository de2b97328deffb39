"""A group robot of WeCom: POST …/cgi-bin/webhook/send?key=…, texts of at most 2,048 bytes."""

import re
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.notify.channels.robot import post_text, text_of
from xiangchuang.notify.channels.transport import BadAddressError, Letter

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{10,64}")
_MOST_BYTES: Final = 2048
# invalid webhook url: the robot was removed or never was.
_FINAL: Final = frozenset({93000})


class WeCom:
    """Through the robot service of the settings; the person gives the robot's own key."""

    hint = gettext_lazy(
        "群机器人的 Webhook 地址，整条粘贴；例如 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"
    )
    caution = gettext_lazy("群里的人都看得到发来的标题。用只有本人的群，或确认群里的人都可以知道。")

    def is_set_up(self) -> bool:
        """Return whether the robot service is named."""
        return bool(settings.WECOM_ROBOT_URL)

    def read(self, typed: str) -> str:
        """Return the robot's key, out of the whole webhook address or alone. Raises BadAddressError."""
        text = normalise_line(typed)
        keys = parse_qs(urlsplit(text).query).get("key", []) if "://" in text else [text]
        if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
            raise BadAddressError(
                _("这不是企业微信机器人的地址：在群里点机器人，复制 Webhook 地址，整条粘贴。")
            )
        return keys[0]

    def masked(self, address: str) -> str:
        """Return the key's last four signs."""
        return f"…{address[-4:]}"

    def deliver(self, address: str, letter: Letter) -> None:
        """Post one text."""
        url = f"{settings.WECOM_ROBOT_URL}?{urlencode({'key': address})}"
        post_text(url, text_of(letter, most_bytes=_MOST_BYTES), final_codes=_FINAL)
