"""What may be said of one point of the checklist, on the spot and in the record alike."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_text
from xiangchuang.procedure.errors import Invalid
from xiangchuang.reviews.models import Found, VisitItem


@dataclass(frozen=True)
class Finding:
    """What was found at one point of the checklist; other than as stated needs a remark.

    `amount` is what the books said where the point is a figure, in its own measure.
    """

    found: str
    remark: str = ""
    amount: int | None = None


def settled(item: VisitItem, finding: Finding) -> Finding:
    """Return the finding as it is kept; raises Invalid when it does not hold together."""
    if finding.found not in Found.values:
        raise Invalid(_("选择相符、有出入、未见或不适用。"))
    remark = normalise_text(finding.remark)
    if finding.found != Found.AS_STATED and not remark:
        raise Invalid(_("“%(item)s”不是相符，写明看到的情况。") % {"item": item.label}, clause=item.clause)
    return replace(finding, remark=remark, amount=_amount(item, finding))


def _amount(item: VisitItem, finding: Finding) -> int | None:
    claimed = item.claimed
    if claimed is None:
        return None
    if finding.found == Found.AS_STATED:
        if finding.amount not in (None, claimed):
            raise Invalid(_("“%(item)s”的核对数值与所报的不同，选“有出入”。") % {"item": item.label})
        return claimed
    if finding.found != Found.DIFFERS:
        return None
    if finding.amount is None or finding.amount == claimed:
        raise Invalid(_("“%(item)s”有出入：填写现场核对的数值。") % {"item": item.label}, clause=item.clause)
    return finding.amount
