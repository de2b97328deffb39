"""The effects of a measure in words, for the pages of officer, division head and center."""

from django.utils.translation import gettext as _

from xiangchuang.adjustments.effects import Effects
from xiangchuang.centers.models import SupportEffect
from xiangchuang.pages.figures import day_text


def effect_pairs(effects: Effects) -> list[tuple[str, str]]:
    """Return (what, what becomes of it) for each effect there is."""
    pairs = [(_("中心状态"), _state(effects))]
    if effects.rectify_by:
        pairs.append((_("整改期限"), _("至 %(day)s") % {"day": day_text(effects.rectify_by)}))
    if effects.support:
        pairs.append((_("后续支持"), _support(effects)))
    if effects.cut and effects.bureau:
        pairs.append((_("推荐名额"), _cut(effects)))
    if effects.lifts:
        pairs.append((_("以前的限制"), _("对后续支持和推荐名额的限制同时解除")))
    if effects.cancelled or effects.declined or effects.withdrawn:
        pairs.append((_("立即停止"), _stopped(effects)))
    if effects.orders or effects.laboratories:
        pairs.append((_("在办事项"), _going_on(effects)))
    if effects.firms:
        pairs.append((_("涉及单位"), _("%(count)d 家") % {"count": effects.firms}))
    if effects.finish_by:
        pairs.append((_("清理期限"), _("至 %(day)s") % {"day": day_text(effects.finish_by)}))
    return pairs


def _state(effects: Effects) -> str:
    if effects.before == effects.after:
        return _("不变（%(state)s）") % {"state": effects.before.label}
    return _("%(before)s → %(after)s") % {"before": effects.before.label, "after": effects.after.label}


def _support(effects: Effects) -> str:
    effect = SupportEffect(effects.support).label
    if effects.support_until is None:
        said = _("%(effect)s，直到另有决定") % {"effect": effect}
    else:
        said = _("%(effect)s，至 %(day)s") % {"effect": effect, "day": day_text(effects.support_until)}
    return said


def _cut(effects: Effects) -> str:
    years = _("、").join(str(year) for year in effects.cut_years)
    return _("%(bureau)s %(years)s 年核减 %(cut)d 个") % {
        "bureau": effects.bureau, "years": years, "cut": effects.cut,
    }  # fmt: skip


def _stopped(effects: Effects) -> str:
    said = _("取消未开始的预约 %(bookings)d 个，终止未达成的订单 %(orders)d 个，撤回答复 %(answers)d 份")
    return said % {
        "bookings": effects.cancelled, "orders": effects.declined, "answers": effects.withdrawn,
    }  # fmt: skip


def _going_on(effects: Effects) -> str:
    return _("在办订单 %(orders)d 个照常履行，联合实验室 %(laboratories)d 个待交接或终止") % {
        "orders": effects.orders, "laboratories": effects.laboratories,
    }  # fmt: skip
