"""What collecting and scoring add to the work list, the messages, the ledger's words and the file gates."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.roles import Role
from xiangchuang.evaluation import (  # noqa: F401 - their verbs and guards register themselves
    absence,
    judge_material,
    open_survey,
    vetoes,
    write_scores,
)
from xiangchuang.evaluation.collected_files import register_gates
from xiangchuang.evaluation.collection_errands import MATTERS, errands
from xiangchuang.evaluation.scoring_panel import contribute_scoring
from xiangchuang.evaluation.survey_messages import ASKED_ROLES, KINDS
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands

ACTS = {
    "save_material": _("保存评价材料草稿"),
    "submit_materials": _("提交评价材料"),
    "answer_cause": _("答复未参加评估的原因"),
    "answer_survey": _("回答服务评价问卷"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_scoring()
    register_gates()
    for kind in KINDS:
        register_message_kind(kind)
    contribute_errands(frozenset({*ASKED_ROLES, Role.CENTER_STAFF}), errands, MATTERS)
    name_acts(ACTS)
