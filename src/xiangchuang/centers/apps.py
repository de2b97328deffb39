from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "xiangchuang.centers"

    def ready(self) -> None:
        from xiangchuang.centers import stage_kinds  # noqa: F401
