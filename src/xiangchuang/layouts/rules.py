"""The pack's rules of planning, where it has any."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.policy.pack import Pack, Planning
from xiangchuang.procedure.packs import current_pack


def planning_of(pack: Pack) -> Planning:
    """Return the rules; raises Blocked for a pack that plans no layout."""
    if pack.layout.planning is None:
        raise Blocked(
            _("现行政策包没有写布局规则。"), remedy=_("在 layout.yaml 中补充 planning 一节后再办。")
        )
    return pack.layout.planning


def planning() -> Planning:
    """Return the rules in force."""
    return planning_of(current_pack())
