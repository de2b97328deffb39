from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "xiangchuang.workbench"

    def ready(self) -> None:
        """Say who may read the local plans filed with addressees, and what of the register is imported."""
        from xiangchuang.files.gates import register_gate
        from xiangchuang.procedure.addressees import LOCAL_PLAN_PURPOSE
        from xiangchuang.workbench.local_plans import may_read_local_plan
        from xiangchuang.workbench.register_batches import register_batches

        register_batches()
        register_gate(LOCAL_PLAN_PURPOSE, may_read_local_plan)
