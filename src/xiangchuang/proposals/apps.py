from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "xiangchuang.proposals"

    def ready(self) -> None:
        from xiangchuang.proposals import stage_kinds  # noqa: F401
        from xiangchuang.proposals.plan_files import register_gates

        register_gates()
