from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "xiangchuang.notify"

    def ready(self) -> None:
        from xiangchuang.ledger.act_words import name_acts

        name_acts(
            {
                "add_address": _("填写接收地址"),
                "prove_address": _("重发确认信"),
                "verify_address": _("核实接收地址"),
                "remove_address": _("删除接收地址"),
                "renew_calendar": _("更换日历地址"),
                "retry_delivery": _("再发没有发出的消息"),
                "dismiss_delivery": _("移除没有发出的消息"),
            }
        )
