from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "xiangchuang.research"

    def ready(self) -> None:
        from xiangchuang.research.contributions import contribute

        contribute()
