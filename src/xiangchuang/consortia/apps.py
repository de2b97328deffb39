from django.apps import AppConfig


class ConsortiaConfig(AppConfig):
    name = "xiangchuang.consortia"

    def ready(self) -> None:
        from xiangchuang.consortia.contribute import contribute

        contribute()
