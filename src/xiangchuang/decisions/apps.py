from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "xiangchuang.decisions"

    def ready(self) -> None:
        from xiangchuang.decisions import file_gates, paper_kinds, stage_kinds, statement_paper  # noqa: F401
        from xiangchuang.decisions.call_sitting import ACTS
        from xiangchuang.decisions.document_text import outcome_content
        from xiangchuang.decisions.matters import MatterInDecision, contribute_matter
        from xiangchuang.decisions.notice_content import approval_notice
        from xiangchuang.decisions.notice_windows import settle_windows
        from xiangchuang.decisions.objection_terms import ESCALATED_TO, KINDS, UNANSWERED, late_errands
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.notify.kinds import register_message_kind
        from xiangchuang.procedure.errands import contribute_errands
        from xiangchuang.procedure.holidays import when_reloaded

        file_gates.register()
        paper_kinds.contribute()
        statement_paper.contribute()
        for kind in KINDS:
            register_message_kind(kind)
        name_acts(ACTS)
        contribute_errands(ESCALATED_TO, late_errands, [UNANSWERED])
        when_reloaded(settle_windows)
        contribute_matter("approval", MatterInDecision(approval_notice, outcome_content))
