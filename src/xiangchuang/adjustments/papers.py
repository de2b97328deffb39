"""The papers of a measure whose words the office edits: the decision, and the notice before it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.adjustments.decide_adjustment import foreseen, proposed_reason
from xiangchuang.adjustments.document_text import decision_values
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.adjustments.queries import rule_of
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.paper_kinds import NEWEST, contribute_notice
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Values
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.wordings.kinds import Example, PaperKind, Place, contribute_paper

_CENTER: Final = Place("中心名称", _("受处理的中心"), must=True)
_PLACES: Final = (
    _CENTER,
    Place("措施标题", _("措施在标题中的说法，由政策包定")),
    Place("陈述情况", _("是否听取过中心的陈述")),
    Place("决定内容", _("决定什么，由政策包定"), must=True),
    Place("事实", _("处理意见所列的事实，各成一段"), "lines"),
    Place("理由", _("签发时写明的理由"), "lines", must=True),
    Place("有关要求", _("整改期限、后续支持、推荐名额等后果，各成一段；没有时为空"), "lines"),
)


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_paper(PaperKind(DocumentKind.ADJUSTMENT, _("动态调整决定"), _PLACES, _examples, _values))
    contribute_notice("adjustment", _("动态调整公示"), (_CENTER, Place("措施", _("拟作出的决定"))))


def _examples(actor: Actor) -> list[Example]:
    cases = visible_to(actor).filter(matter="adjustment").order_by("-pk")[:NEWEST]
    return [Example(case.number, f"{case.number} {case.title}") for case in cases]


def _values(actor: Actor, key: str, pack: Pack) -> Values | None:
    case = visible_to(actor).filter(number=key).first()
    adjustment = (
        Adjustment.objects.select_related("center__lead", "case", "into").filter(case=case).first()
        if case
        else None
    )
    if adjustment is None:
        return None
    rule = rule_of(adjustment, pack_of(adjustment.case))
    said = adjustment.decision_reason or proposed_reason(adjustment)
    return decision_values(adjustment, rule, reason=said, effects=foreseen(adjustment))
