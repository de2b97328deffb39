"""What writing adds to the kinds of stage, to the messages and to the ledger's words."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.drafting import messages, verbs  # noqa: F401
from xiangchuang.drafting.asides import register_aside
from xiangchuang.drafting.incoming.bring_word import INCOMING_PURPOSE, may_read_incoming
from xiangchuang.drafting.tables_beside import tables_beside
from xiangchuang.files.gates import register_gate
from xiangchuang.ledger.act_words import name_acts

ACTS = {
    "write_plan_section": _("编写方案章节"),
    "mark_plan_section": _("标记章节写作状态"),
    "bring_plan_image": _("上传方案图片"),
    "settle_incoming_word": _("核对带回的 Word"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    messages.register()
    register_gate(INCOMING_PURPOSE, may_read_incoming)
    register_aside(tables_beside)
    name_acts(ACTS)
