from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "xiangchuang.accounts"
    label = "accounts"
    verbose_name = _("账户与任职")

    def ready(self) -> None:
        from xiangchuang.accounts.delegation_messages import KINDS
        from xiangchuang.notify.kinds import register_message_kind

        for kind in KINDS:
            register_message_kind(kind)
