"""What support adds to the file of every center, to the work list and to the words of the ledger."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.contribute import contribute_registers
from xiangchuang.centers.registers.register import (
    PageLink,
    Panel,
    contribute_link,
    contribute_panel,
)
from xiangchuang.files.gates import register_gate
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.procedure.errands import contribute_errands
from xiangchuang.support import agreement_paper, figures
from xiangchuang.support.evidence import PURPOSE, may_read_evidence
from xiangchuang.support.panels import support_of_center, talent_of_center
from xiangchuang.support.registers import (
    GRANTED,
    OVERSEAS,
    PARTNERSHIPS,
    POSTS,
    RECRUITMENTS,
    TALENT_PLANS,
    TALENTS,
)
from xiangchuang.support.sides import CENTER, DEPARTMENT, PARTNERS
from xiangchuang.support.verbs import ACT_WORDS
from xiangchuang.support.waiting import MATTERS, errands


def contribute() -> None:
    """Add registers, panels, pages, the gate of the evidence and what waits."""
    contribute_registers(GRANTED, POSTS, RECRUITMENTS, OVERSEAS, PARTNERSHIPS, TALENTS, TALENT_PLANS)
    figures.contribute()
    agreement_paper.contribute()
    contribute_panel(Panel("support", "support/_support.html", support_of_center))
    contribute_panel(Panel("talent", "support/_talent.html", talent_of_center))
    about = _("各年度、各支持方给了什么，按类别合计。")
    contribute_link(PageLink("support", _("支持总览"), "support:granted", "6.2-3", about))
    register_gate(PURPOSE, may_read_evidence)
    name_acts(ACT_WORDS)
    contribute_errands((*PARTNERS, *DEPARTMENT, *CENTER), errands, MATTERS)
