from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "xiangchuang.feedback"

    def ready(self) -> None:
        from xiangchuang.feedback.contributions import contribute

        contribute()
