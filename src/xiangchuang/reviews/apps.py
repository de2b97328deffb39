from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "xiangchuang.reviews"

    def ready(self) -> None:
        from xiangchuang.proposals.plan_files import let_experts_read
        from xiangchuang.reviews import stage_kinds  # noqa: F401
        from xiangchuang.reviews.queries import may_read_plan

        let_experts_read(may_read_plan)
