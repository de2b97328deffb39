from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "xiangchuang.support"

    def ready(self) -> None:
        from xiangchuang.support.contributions import contribute

        contribute()
