from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "xiangchuang.workbench"

    def ready(self) -> None:
        """Say who reads local plans and what is imported; set what givers gave beside what came."""
        from xiangchuang.batches.kinds import register_batch_kind
        from xiangchuang.centers.daily import contribute_daily_step
        from xiangchuang.centers.registers.register import Panel, contribute_panel
        from xiangchuang.files.gates import register_gate
        from xiangchuang.files.proofs import contribute_proofs
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.notify.calendar import contribute_days
        from xiangchuang.notify.coming import contribute_plan
        from xiangchuang.notify.kinds import register_message_kind
        from xiangchuang.notify.waiting import contribute_waiting
        from xiangchuang.procedure.addressees import LOCAL_PLAN_PURPOSE
        from xiangchuang.workbench import capability_batch, fact_batch, organization_batch
        from xiangchuang.workbench.calendar_days import days_of_person
        from xiangchuang.workbench.file_proofs import register_proofs
        from xiangchuang.workbench.files_of_the_day import files_of_the_day
        from xiangchuang.workbench.local_plans import may_read_local_plan
        from xiangchuang.workbench.reminder_words import KINDS
        from xiangchuang.workbench.reminders import plan_of_person, remind_of_deadlines
        from xiangchuang.workbench.support_reconciled import support_reconciled
        from xiangchuang.workbench.waiting_lines import waiting_lines

        for imported in (fact_batch, capability_batch, organization_batch):
            register_batch_kind(imported.KIND)
        contribute_panel(Panel("funding", "workbench/_support_reconciled.html", support_reconciled, order=60))
        register_gate(LOCAL_PLAN_PURPOSE, may_read_local_plan)
        contribute_waiting(waiting_lines)
        contribute_days(days_of_person)
        for kind in KINDS:
            register_message_kind(kind)
        contribute_daily_step("deadlines", remind_of_deadlines)
        contribute_daily_step("files", files_of_the_day)
        contribute_proofs("register", register_proofs)
        contribute_plan(plan_of_person)
        name_acts({"remind_of_deadlines": _("提醒临近和已过的期限")})
