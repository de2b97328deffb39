"""Who is around a center (6.4-4): in its file and on its public page."""

from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.network.links import links_among
from xiangchuang.network.queries import platforms_working
from xiangchuang.network.words import link_table
from xiangchuang.pages.openly import openly_table
from xiangchuang.pages.parts import ListTable

NEAR_SHOWN = 8


def around_center(center: Center, actor: Actor) -> dict[str, Any]:
    """Return the center's platforms with what links them, and those of its field and city beside."""
    platforms = list(platforms_working())
    links = links_among([center], platforms, actor)
    linked = {link.platform.pk for link in links}
    near = [
        p for p in platforms
        if p.pk not in linked and (p.field, p.prefecture) == (center.field, center.prefecture)
    ]  # fmt: skip
    return {
        "center": center, "count": len(linked), "near": near[:NEAR_SHOWN],
        "table": link_table(links, _("身边的创新平台")) if links else None,
        "may_declare": may_keep(actor, center) is not None and center.goes_on,
    }  # fmt: skip


def around_publicly(center: Center) -> ListTable | None:
    """Return what is public of the center's links with platforms; None without any."""
    links = links_among([center], list(platforms_working()))
    return openly_table(link_table(links, _("联系的创新平台"), plain=True)) if links else None
