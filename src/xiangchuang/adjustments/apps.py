from django.apps import AppConfig


class AdjustmentsConfig(AppConfig):
    name = "xiangchuang.adjustments"

    def ready(self) -> None:
        from xiangchuang.adjustments.contributions import contribute

        contribute()
