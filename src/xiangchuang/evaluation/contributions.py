"""What evaluation adds to cases, files, messages, the work list and the ledger's words."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.obligations import excuse_from_reporting
from xiangchuang.centers.registers.register import Panel, contribute_panel
from xiangchuang.decisions.matters import MatterInDecision, contribute_matter
from xiangchuang.evaluation import collection_contributions, papers, stage_kinds, waiting  # noqa: F401
from xiangchuang.evaluation.evaluated_years import evaluated_years
from xiangchuang.evaluation.kept_documents import PURPOSE, may_read_commission, may_read_record
from xiangchuang.evaluation.messages import KINDS
from xiangchuang.evaluation.panels import evaluations_of_center
from xiangchuang.evaluation.reply import EVIDENCE_PURPOSE
from xiangchuang.evaluation.reply_files import may_read_evidence
from xiangchuang.evaluation.round_files import COMMISSION_PURPOSE
from xiangchuang.evaluation.round_parties import evaluation_notice, letters_reaching, parties_of_round
from xiangchuang.files.gates import register_gate
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands
from xiangchuang.procedure.parties import contribute_parties

ACTS = {
    "begin_round": _("发起绩效评价"),
    "send_evaluation_reply": _("对评价初稿提出意见"),
    "issue_opinion_letter": _("印发评价意见书"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_parties("evaluation", parties_of_round)
    contribute_matter("evaluation", MatterInDecision(evaluation_notice, reaches=letters_reaching))
    for kind in KINDS:
        register_message_kind(kind)
    register_gate(PURPOSE, may_read_record)
    register_gate(COMMISSION_PURPOSE, may_read_commission)
    register_gate(EVIDENCE_PURPOSE, may_read_evidence)
    contribute_panel(Panel("evaluation", "evaluation/_of_center.html", evaluations_of_center))
    contribute_errands(waiting.SPEAKERS, waiting.errands, waiting.MATTERS)
    excuse_from_reporting(evaluated_years)
    collection_contributions.contribute()
    papers.contribute()
    name_acts(ACTS)
