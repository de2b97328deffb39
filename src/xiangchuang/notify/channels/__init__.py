"""The channels, by code."""

from typing import Final

from xiangchuang.notify.channels.dingtalk.transport import DingTalk
from xiangchuang.notify.channels.mail.transport import Mail
from xiangchuang.notify.channels.transport import Transport
from xiangchuang.notify.channels.wecom.transport import WeCom
from xiangchuang.notify.models import Channel

TRANSPORTS: Final[dict[str, Transport]] = {
    Channel.MAIL: Mail(),
    Channel.WECOM: WeCom(),
    Channel.DINGTALK: DingTalk(),
}


def channels_set_up() -> list[str]:
    """Return the codes of the channels whose server is named."""
    return [code for code, transport in TRANSPORTS.items() if transport.is_set_up()]
