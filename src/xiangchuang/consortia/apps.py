from django.apps import AppConfig


class ConsortiaConfig(AppConfig):
    name = "xiangchuang.consortia"

    def ready(self) -> None:
        from xiangchuang.consortia.contribute import contribute
        from xiangchuang.consortia.waiting import KEEPERS, MATTERS, OVERSEERS, errands
        from xiangchuang.procedure.errands import contribute_errands

        contribute()
        contribute_errands(OVERSEERS | KEEPERS, errands, MATTERS)
