"""From an organisation found in a scan to its invitation: registered first, where it is not yet (5.1-1)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.permissions import may_register
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.policy.scan.kept import Identity
from xiangchuang.scans.models import Scan


@dataclass(frozen=True)
class WayToInvite:
    """The next step to an invitation: its address and words, or the reason why there is none."""

    label: str
    url: str = ""
    reason: str = ""


def way_to_invite(actor: Actor, scan: Scan, who: Identity) -> WayToInvite:
    """Return the invitation with the organisation filled in, or its registration that leads there."""
    label, invitation = _("邀请"), _invitation(scan, who)
    if Organization.objects.filter(uscc=who.uscc, merged_into__isnull=True).exists():
        return WayToInvite(label, invitation)
    prefecture = prefecture_code(who.prefecture)
    if who.prefecture and prefecture is None:
        return WayToInvite(
            label,
            reason=_("%(place)s不在湖南省：定向组织要由所在市州推荐（5.1-3）。") % {"place": who.prefecture},
        )
    if may_register(actor, prefecture or "") is None:
        return WayToInvite(label, reason=_("还没有登记：先由省科技厅经办或所在市州科技局登记这个单位。"))
    known = {"uscc": who.uscc, "name": who.name, "kind": who.kind, "prefecture": prefecture or ""}
    asked = {name: value for name, value in known.items() if value} | {"next": invitation}
    return WayToInvite(_("登记后邀请"), f"{reverse('workbench:register-organization')}?{urlencode(asked)}")


def _invitation(scan: Scan, who: Identity) -> str:
    reason = _("在全国机构数据扫描（%(table)s，数据截至 %(data)s，认定日 %(day)s）中列为候选。") % {
        "table": scan.table.title,
        "data": scan.table.data_as_of.isoformat(),
        "day": scan.as_of.isoformat(),
    }
    asked = {"search": who.uscc} | ({"reason": reason} if who.standing == "candidate" else {})
    return f"{reverse('proposals:invite')}?{urlencode(asked)}"


def prefecture_code(text: str) -> str | None:
    """Return the GB/T 2260 code of a Hunan prefecture that the table gives by code or by name."""
    with override("zh-hans"):
        return next((p.code for p in PREFECTURES if text and (text == p.code or str(p.label) in text)), None)
