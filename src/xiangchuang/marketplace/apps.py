from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "xiangchuang.marketplace"

    def ready(self) -> None:
        from xiangchuang.marketplace.registers import contribute

        contribute()
