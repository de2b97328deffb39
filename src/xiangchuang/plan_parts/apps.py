from django.apps import AppConfig


class PlanPartsConfig(AppConfig):
    name = "xiangchuang.plan_parts"

    def ready(self) -> None:
        from xiangchuang.plan_parts.contributions import contribute

        contribute()
