"""What people are told of a measure on a center: its staff and lead, its city, the firms it served."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.adjustments.models import Adjustment, Rectification
from xiangchuang.centers.models import Center
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.tell import tell

CLAUSE: Final = "6.5-1"
Values = Mapping[str, Value]


def _hearing(values: Values) -> Said:
    return Said(
        _("省科技厅拟对中心作出“%(measure)s”处理，请陈述意见") % values,
        _("%(by)s 前写明意见和依据；期满没有意见的，继续办理。") % values,
    )


def _heard(values: Values) -> Said:
    return Said(_("中心已就处理意见作出陈述"), _("看过陈述和证明材料后，决定是否转下一步。"))


def _decided(values: Values) -> Said:
    return Said(_("已对中心作出决定：%(measure)s") % values, _("决定文件和后续要求见中心档案。"))


def _cancelled(values: Values) -> Said:
    return Said(
        _("预约已取消：%(instrument)s，%(at)s") % values,
        _("原因：%(reason)s。可在目录中另找同领域的中心。") % values,
    )


def _declined(values: Values) -> Said:
    return Said(
        _("订单未承接：%(title)s") % values, _("原因：%(reason)s。可在目录中另找同领域的中心。") % values
    )


def _to_finish(values: Values) -> Said:
    return Said(
        _("承接订单“%(title)s”的中心将停止运行") % values,
        _("订单照常履行，%(by)s 前完成或另作交接；请与中心商定。") % values,
    )


def _plan(values: Values) -> Said:
    return Said(_("整改方案已报送，请审核"), _("逐项看措施、责任人和期限，同意或者退回。"))


def _plan_back(values: Values) -> Said:
    return Said(_("整改方案被退回"), _("意见：%(reason)s。修改后重新报送。") % values)


def _plan_agreed(values: Values) -> Said:
    return Said(_("整改方案已同意"), _("按方案整改并逐项报告进展，%(by)s 前完成。") % values)


def _due(values: Values) -> Said:
    return Said(_("整改将于 %(by)s 到期") % values, _("逐项核对是否完成，上传证明材料，等待现场复核。"))


def _overdue(values: Values) -> Said:
    return Said(_("整改已于 %(by)s 到期") % values, _("尽快组织现场复核。"))


def _rechecked(values: Values) -> Said:
    passed = values.get("passed")
    return Said(_("整改复核通过") if passed else _("整改复核未通过"), _("复核记录见中心档案。"))


def _sign(values: Values) -> Said:
    return Said(_("整改复核记录待签"), _("核对记录后用自己的账号签署；有不同意见的写在签署处。"))


KINDS: Final = (
    MessageKind("adjustment_hearing", gettext_lazy("请陈述意见"), _hearing),
    MessageKind("adjustment_heard", gettext_lazy("中心已陈述"), _heard),
    MessageKind("adjustment_decided", gettext_lazy("处理决定"), _decided),
    MessageKind("adjustment_booking_cancelled", gettext_lazy("预约取消"), _cancelled),
    MessageKind("adjustment_order_declined", gettext_lazy("订单未承接"), _declined),
    MessageKind("adjustment_order_to_finish", gettext_lazy("在办订单的安排"), _to_finish),
    MessageKind("rectification_plan", gettext_lazy("整改方案报送"), _plan),
    MessageKind("rectification_returned", gettext_lazy("整改方案退回"), _plan_back),
    MessageKind("rectification_agreed", gettext_lazy("整改方案同意"), _plan_agreed),
    MessageKind("rectification_due", gettext_lazy("整改到期提醒"), _due),
    MessageKind("rectification_overdue", gettext_lazy("整改逾期"), _overdue),
    MessageKind("rectification_sign", gettext_lazy("复核记录待签"), _sign),
    MessageKind("rectification_rechecked", gettext_lazy("整改复核结果"), _rechecked),
)


def center_houses(center: Center) -> list[str]:
    """Return those who keep the center's file: its staff, and the staff of its lead."""
    houses = sorted({pk for pk in (center.organization_id, center.lead_id) if pk is not None})
    staff = [audiences.house(Role.CENTER_STAFF, pk) for pk in houses]
    return [*staff, audiences.house(Role.LEAD, center.lead_id)]


def adjustment_url(adjustment: Adjustment) -> str:
    """Return the address of the adjustment in its center's file."""
    return reverse("adjustments:adjustment", args=[adjustment.center_id, adjustment.pk])


def rectification_url(rectification: Rectification) -> str:
    """Return the address of the rectification in its center's file."""
    return reverse("adjustments:rectification", args=[rectification.center_id, rectification.pk])


def tell_center(adjustment: Adjustment, kind: str, **values: Value) -> None:
    """Tell the center's people and its city."""
    center = adjustment.center
    to = [*center_houses(center), audiences.city(center.prefecture)]
    _tell(kind, to, center, f"{adjustment.pk}:{values.get('round', '')}", adjustment_url(adjustment), values)


def tell_officers(adjustment: Adjustment, kind: str, **values: Value) -> None:
    """Tell the department's officers."""
    key = f"{adjustment.pk}:{values.get('round', '')}"
    to = [audiences.department(Role.OFFICER)]
    _tell(kind, to, adjustment.center, key, adjustment_url(adjustment), values)


def tell_firm(center: Center, organization_id: int, kind: str, key: str, url: str, **values: Value) -> None:
    """Tell the staff of a served organisation."""
    to = [audiences.house(role, organization_id) for role in (Role.SERVED_FIRM, Role.LEAD, Role.MEMBER)]
    _tell(kind, to, center, key, url, values)


def tell_of_rectification(
    rectification: Rectification, kind: str, *, to_center: bool, to_officers: bool, key: str = "",
    **values: Value,
) -> None:  # fmt: skip
    """Tell the center's people, the officers, or both."""
    to = center_houses(rectification.center) if to_center else []
    if to_officers:
        to.append(audiences.department(Role.OFFICER))
    url = rectification_url(rectification)
    _tell(kind, to, rectification.center, f"{rectification.pk}:{key}", url, values)


def _tell(kind: str, to: Iterable[str], center: Center, key: str, url: str, values: Values) -> None:
    tell(
        kind=kind, to=to, key=f"{kind}:{key}", values=values, subject=center.name, url=url, clause=CLAUSE,
        is_sample=center.is_sample,
    )  # fmt: skip
