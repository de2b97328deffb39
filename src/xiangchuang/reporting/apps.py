from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "xiangchuang.reporting"

    def ready(self) -> None:
        from xiangchuang.reporting.contributions import contribute

        contribute()
