from django.apps import AppConfig


class PlanChecksConfig(AppConfig):
    name = "xiangchuang.plan_checks"

    def ready(self) -> None:
        from xiangchuang.plan_checks.contributions import contribute

        contribute()
