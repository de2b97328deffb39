from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentersConfig(AppConfig):
    name = "xiangchuang.centers"

    def ready(self) -> None:
        from xiangchuang.centers import stage_kinds  # noqa: F401
        from xiangchuang.ledger.act_words import name_acts

        name_acts(
            {"record_entry": _("登记"), "correct_entry": _("改动登记"), "withdraw_entry": _("撤销登记")}
        )
