from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentersConfig(AppConfig):
    name = "xiangchuang.centers"

    def ready(self) -> None:
        from xiangchuang.centers import layout_standing, stage_kinds  # noqa: F401
        from xiangchuang.centers.daily import contribute_daily_step
        from xiangchuang.centers.registers.proofs import entry_proofs
        from xiangchuang.centers.settled_days import SETTLED, tell_settled
        from xiangchuang.decisions.objection_terms import tell_late
        from xiangchuang.files.proofs import contribute_proofs
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.notify.kinds import register_message_kind
        from xiangchuang.procedure.holidays import when_settled

        layout_standing.contribute()
        register_message_kind(SETTLED)
        when_settled(tell_settled)
        contribute_daily_step("late_objections", tell_late)
        contribute_proofs("center_registers", entry_proofs)

        name_acts(
            {"record_entry": _("登记"), "correct_entry": _("改动登记"), "withdraw_entry": _("撤销登记")}
        )
