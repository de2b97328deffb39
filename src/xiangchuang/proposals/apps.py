from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "xiangchuang.proposals"

    def ready(self) -> None:
        from xiangchuang.procedure.parties import contribute_parties
        from xiangchuang.proposals import layout_standing, stage_kinds  # noqa: F401
        from xiangchuang.proposals.parties import builders
        from xiangchuang.proposals.plan_files import register_gates

        layout_standing.contribute()
        register_gates()
        contribute_parties("approval", builders)
