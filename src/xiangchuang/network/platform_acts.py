"""What a person may do on a platform's page, as buttons; what may never be done is left out."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.pages.parts import Action
from xiangchuang.platforms.convert import may_plan
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.permissions import (
    acts_for,
    may_confirm_platform,
    may_correct,
    may_decide,
)
from xiangchuang.platforms.queries import unclaimed_by
from xiangchuang.policy.platforms import PlatformRules


def acts_on(actor: Actor, platform: Platform, rules: PlatformRules) -> list[Action]:
    """Return the buttons, the most likely first."""
    pk, found = platform.pk, []
    seen = {"version": platform.version}
    recorded_it = actor.user is not None and platform.recorded_by_id == actor.user.pk
    if not platform.is_confirmed and may_confirm_platform(actor, platform) is not None:
        reason = _("由您录入，要由另一名有权限的人员确认。") if recorded_it else ""
        url = reverse("network:confirm-platform", args=[pk])
        found.append(Action(_("确认登记"), url, kind="primary", reason=reason, fields=seen))
    if unclaimed_by(actor).filter(pk=pk).exists():
        found.append(Action(_("认领"), reverse("network:claim-platform", args=[pk])))
    if may_correct(actor, platform) is not None:
        found.append(_page(_("更正"), "correct-platform", pk))
    if acts_for(actor, platform.host_id) is not None and platform.is_operating and platform.is_confirmed:
        found.append(
            Action(_("登记与中心的合作"), f"{reverse('network:cooperate')}?platform={pk}", method="get")
        )
    is_convertible = platform.is_operating and platform.kind in rules.related("convertible")
    if is_convertible and may_plan(actor, platform) is not None:
        found.append(_page(_("用于组建技术创新中心"), "plan-conversion", pk))
    if may_decide(actor) is not None:
        found.append(_page(_("变更状态"), "platform-state", pk))
        found.append(_page(_("合并重复登记"), "join-duplicates", pk))
    return found


def _page(label: str, name: str, pk: int) -> Action:
    return Action(label, reverse(f"network:{name}", args=[pk]), method="get")
