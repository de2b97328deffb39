from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "xiangchuang.procedure"

    def ready(self) -> None:
        from xiangchuang.notify.days_off import contribute_work_calendar
        from xiangchuang.procedure import checks, everywhere  # noqa: F401
        from xiangchuang.procedure.deadlines import work_calendar

        contribute_work_calendar(work_calendar)
