from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "xiangchuang.portal"

    def ready(self) -> None:
        from xiangchuang.centers.daily import contribute_daily_step
        from xiangchuang.portal.texts import contribute, refresh_daily

        contribute()
        contribute_daily_step("public-texts", refresh_daily)
