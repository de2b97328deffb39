from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "xiangchuang.procedure"

    def ready(self) -> None:
        from xiangchuang.procedure import checks, everywhere  # noqa: F401
