from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "xiangchuang.experts"
    label = "experts"
    verbose_name = _("专家")

    def ready(self) -> None:
        from xiangchuang.experts.contributions import contribute

        contribute()
