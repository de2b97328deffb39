from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "xiangchuang.decisions"

    def ready(self) -> None:
        from xiangchuang.decisions import file_gates, stage_kinds  # noqa: F401

        file_gates.register()
