from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "xiangchuang.governance"

    def ready(self) -> None:
        from xiangchuang.centers.registers.register import contribute_link, contribute_panel, watch_registers
        from xiangchuang.governance import figures, panels, registers, waiting
        from xiangchuang.governance.changes import evidence
        from xiangchuang.governance.review_compliance import review_after
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.procedure.errands import contribute_errands

        registers.contribute()
        figures.contribute()
        for panel in panels.PANELS:
            contribute_panel(panel)
        for link in panels.LINKS:
            contribute_link(link)
        watch_registers(review_after)
        contribute_errands(waiting.DEPARTMENT_ROLES, waiting.department_errands, waiting.DEPARTMENT_MATTERS)
        contribute_errands(waiting.CENTER_ROLES, waiting.center_errands, waiting.CENTER_MATTERS)
        evidence.open_gate()
        name_acts(
            {
                "review_compliance": _("核查治理条件"),
                "find_compliance": _("认定治理条件"),
                "register_legal_person": _("连接法人"),
                "file_change": _("备案变更"),
                "request_change": _("申请变更"),
                "give_committee_opinion": _("登记专家委员会意见"),
                "approve_change": _("批准变更"),
                "refuse_change": _("不予批准变更"),
                "take_back_change": _("撤回变更"),
                "apply_change": _("变更生效"),
            }
        )
