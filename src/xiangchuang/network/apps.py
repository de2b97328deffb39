from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "xiangchuang.network"

    def ready(self) -> None:
        """Take platforms in by spreadsheet; tell what waits; complete conversions; stand beside centers."""
        from xiangchuang.accounts.roles import Role
        from xiangchuang.batches.kinds import register_batch_kind
        from xiangchuang.centers.found import when_founded
        from xiangchuang.centers.registers.register import Panel, contribute_panel
        from xiangchuang.layouts.later_stages import contribute_occupants
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.network.around import around_center
        from xiangchuang.network.founding import convert_platforms
        from xiangchuang.network.layout_standing import platforms_laid_out
        from xiangchuang.network.platform_batch import KIND
        from xiangchuang.network.waiting import MATTERS, errands
        from xiangchuang.procedure.errands import contribute_errands

        register_batch_kind(KIND)
        contribute_occupants(platforms_laid_out)
        when_founded(convert_platforms)
        contribute_panel(Panel("consortium", "network/_around.html", around_center, order=70))
        contribute_errands((Role.OFFICER, Role.CITY_BUREAU, Role.LEAD, Role.CENTER_STAFF), errands, MATTERS)
        name_acts(
            {
                "declare_cooperation": _("提出合作"), "confirm_cooperation": _("确认合作"),
                "decline_cooperation": _("不确认合作"), "end_cooperation": _("终止合作"),
            }
        )  # fmt: skip
