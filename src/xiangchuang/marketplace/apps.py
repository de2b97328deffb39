from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "xiangchuang.marketplace"

    def ready(self) -> None:
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.marketplace.registers import contribute
        from xiangchuang.marketplace.step_words import ACT_WORDS

        contribute()
        name_acts(ACT_WORDS)
