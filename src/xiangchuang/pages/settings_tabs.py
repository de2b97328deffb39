"""The pages of 设置, which several apps share."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.pages.parts import Tab


def settings_tabs(here: str) -> list[Tab]:
    """Return the tabs; `here` is the name of the page's address, such as "notify:settings"."""
    pages = [
        ("notify:settings", _("消息与提醒")),
        ("notify:calendar", _("日历")),
        ("accounts:delegations", _("请假委托")),
        ("drafting:access", _("填报权限")),
        ("accounts:password", _("密码")),
    ]
    return [Tab(label, reverse(name), name == here) for name, label in pages]
