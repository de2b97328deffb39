from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "xiangchuang.marketplace"

    def ready(self) -> None:
        from xiangchuang.accounts.roles import Role
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.marketplace.registers import contribute
        from xiangchuang.marketplace.step_words import ACT_WORDS
        from xiangchuang.marketplace.waiting import MATTERS, errands
        from xiangchuang.procedure.errands import contribute_errands

        contribute()
        contribute_errands(Role, errands, MATTERS)
        name_acts(ACT_WORDS)
