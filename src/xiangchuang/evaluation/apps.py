from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "xiangchuang.evaluation"

    def ready(self) -> None:
        from xiangchuang.evaluation.contributions import contribute

        contribute()
