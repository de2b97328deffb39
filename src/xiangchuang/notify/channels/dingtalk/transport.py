"""A custom robot of DingTalk: POST …/robot/send?access_token=…, signed when the robot has a secret."""

import base64
import hashlib
import hmac
import re
import time
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.notify.channels.robot import post_text, text_of
from xiangchuang.notify.channels.transport import BadAddressError, Letter

_TOKEN: Final = re.compile(r"[A-Za-z0-9]{20,128}")
_SECRET: Final = re.compile(r"SEC[A-Za-z0-9]{20,128}")
_MOST_BYTES: Final = 18_000
# 300001: token is not exist; the robot was removed or never was.
_FINAL: Final = frozenset({300001})


class DingTalk:
    """Through the robot service of the settings; the person gives token and, if the robot has one, secret."""

    hint = gettext_lazy(
        "自定义机器人的 Webhook 地址；设了加签的，空一格再写 SEC 开头的密钥。设了关键词的，关键词要有“湘创”。"
    )
    caution = gettext_lazy("群里的人都看得到发来的标题。用只有本人的群，或确认群里的人都可以知道。")

    def is_set_up(self) -> bool:
        """Return whether the robot service is named."""
        return bool(settings.DINGTALK_ROBOT_URL)

    def read(self, typed: str) -> str:
        """Return "token" or "token secret". Raises BadAddressError."""
        first, _space, secret = normalise_line(typed).partition(" ")
        tokens = parse_qs(urlsplit(first).query).get("access_token", []) if "://" in first else [first]
        if len(tokens) != 1 or not _TOKEN.fullmatch(tokens[0]):
            raise BadAddressError(_("这不是钉钉机器人的地址：在机器人设置里复制 Webhook 地址，整条粘贴。"))
        if secret and not _SECRET.fullmatch(secret):
            raise BadAddressError(_("加签密钥以 SEC 开头：在机器人设置里复制，写在地址后面，中间空一格。"))
        return f"{tokens[0]} {secret}".strip()

    def masked(self, address: str) -> str:
        """Return the token's last four signs."""
        return f"…{address.partition(' ')[0][-4:]}"

    def deliver(self, address: str, letter: Letter) -> None:
        """Post one text. The name of the product heads it: robots may ask for a keyword."""
        token, _space, secret = address.partition(" ")
        query = {"access_token": token}
        if secret:
            # DingTalk compares with its own clock, so the machine's is right here, not the product's.
            stamp = str(round(time.time() * 1000))
            digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
            query |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
        content = f"【湘创】{text_of(letter, most_bytes=_MOST_BYTES)}"
        post_text(f"{settings.DINGTALK_ROBOT_URL}?{urlencode(query)}", content, final_codes=_FINAL)
