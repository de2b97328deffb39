from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "xiangchuang.proposals"

    def ready(self) -> None:
        from xiangchuang.proposals import stage_kinds  # noqa: F401
