from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "xiangchuang.governance"

    def ready(self) -> None:
        from xiangchuang.governance.registers import contribute

        contribute()
