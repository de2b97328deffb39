from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "xiangchuang.benefits"

    def ready(self) -> None:
        from xiangchuang.benefits.registers import contribute

        contribute()
