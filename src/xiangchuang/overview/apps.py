from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "xiangchuang.overview"

    def ready(self) -> None:
        """Name the acts of the register of achievements."""
        from xiangchuang.ledger.act_words import name_acts

        name_acts({"achievement_record": _("登记建设成效"), "achievement_withdraw": _("撤销建设成效登记")})
