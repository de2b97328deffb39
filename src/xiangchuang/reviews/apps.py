from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "xiangchuang.reviews"

    def ready(self) -> None:
        from xiangchuang.reviews import stage_kinds  # noqa: F401
