from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlatformsConfig(AppConfig):
    name = "xiangchuang.platforms"
    verbose_name = _("创新平台")

    def ready(self) -> None:
        """Name the acts of the register of platforms."""
        from xiangchuang.ledger.act_words import name_acts

        name_acts(
            {
                "register_platform": _("登记创新平台"), "correct_platform": _("更正创新平台"),
                "claim_platform": _("认领创新平台"), "confirm_platform": _("确认创新平台"),
                "change_platform_state": _("变更创新平台状态"),
                "withdraw_duplicate_platform": _("撤销重复登记的创新平台"),
                "absorb_duplicate_platform": _("合并重复登记的创新平台"),
                "take_back_platform": _("撤回创新平台登记"),
                "plan_conversion": _("提出转建"), "drop_conversion": _("取消转建"),
                "complete_conversion": _("完成转建"),
            }
        )  # fmt: skip
