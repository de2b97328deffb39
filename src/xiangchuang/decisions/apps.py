from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "xiangchuang.decisions"

    def ready(self) -> None:
        from xiangchuang.decisions import stage_kinds  # noqa: F401
