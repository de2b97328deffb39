from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "xiangchuang.research"

    def ready(self) -> None:
        from xiangchuang.procedure.errands import contribute_errands
        from xiangchuang.research.contributions import contribute
        from xiangchuang.research.waiting import KEEPERS, MATTERS, OVERSEERS, errands

        contribute()
        contribute_errands(OVERSEERS | KEEPERS, errands, MATTERS)
