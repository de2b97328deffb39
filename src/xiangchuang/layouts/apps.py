from django.apps import AppConfig


class LayoutsConfig(AppConfig):
    name = "xiangchuang.layouts"

    def ready(self) -> None:
        from xiangchuang.layouts.contributions import contribute

        contribute()
