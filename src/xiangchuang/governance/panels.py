"""The parts that governance puts on the chapters of a center's file, and the pages it lists there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.registers.register import PageLink, Panel
from xiangchuang.governance.center_record import COMPREHENSIVE
from xiangchuang.governance.changes.lines import change_lines, kinds_offered
from xiangchuang.governance.compliance_lines import compliance_lines
from xiangchuang.governance.institutes_on import institutes_on
from xiangchuang.governance.models import ChangeRequest, ChangeState
from xiangchuang.governance.queries import legal_form_of
from xiangchuang.procedure.packs import current_pack

SHOWN_CHANGES: Final = 50


def _compliance(center: Center, actor: Actor) -> Mapping[str, Any]:
    lines = compliance_lines(center, actor)
    counted = Counter(line.state for line in lines)
    return {
        "center": center,
        "lines": lines,
        "failing": [line for line in lines if not line.is_met],
        "met": counted["met"],
        "of": len(lines),
    }


def _legal_person(center: Center, actor: Actor) -> Mapping[str, Any]:
    form = legal_form_of(center)
    today = clock.today()
    return {
        "center": center,
        "form": form,
        "days_left": (center.incorporate_by - today).days if center.incorporate_by else None,
        "may_link": center.organization_id is None and form is not None and may_oversee(actor, center),
    }


def _changes(center: Center, actor: Actor) -> Mapping[str, Any]:
    rows = ChangeRequest.objects.filter(center=center).select_related("center", "requested_by", "decided_by")
    pack = current_pack()
    return {
        "center": center,
        "lines": change_lines(rows[:SHOWN_CHANGES], pack),
        "kinds": kinds_offered(pack) if may_keep(actor, center) else [],
    }


def _waiting_changes(center: Center, actor: Actor) -> Mapping[str, Any]:
    waiting = ChangeRequest.objects.filter(
        center=center, state__in=(ChangeState.REQUESTED, ChangeState.APPROVED, ChangeState.FILED)
    )
    return {"center": center, "lines": change_lines(waiting.select_related("center"), current_pack())}


def _institutes(center: Center, actor: Actor) -> Mapping[str, Any]:
    if center.category != COMPREHENSIVE:
        return {"center": center, "is_comprehensive": False}
    found = institutes_on(center, clock.today())
    return {"center": center, "is_comprehensive": True, "open": len(found),
            "areas": len({i.prefecture for i in found})}  # fmt: skip


PANELS: Final = (
    Panel("overview", "governance/_compliance_short.html", _compliance, order=10),
    Panel("overview", "governance/_waiting_changes.html", _waiting_changes, order=20),
    Panel("governance", "governance/_legal_person.html", _legal_person, order=10),
    Panel("governance", "governance/_compliance.html", _compliance, order=20),
    Panel("governance", "governance/_institutes.html", _institutes, order=30),
    Panel("changes", "governance/_changes.html", _changes, order=10),
)
LINKS: Final = (
    PageLink("governance", _("治理条件"), "governance:center-compliance", "4.1-3",
             _("每项条件的依据、现状、自何时起不符合、由谁办理")),
    PageLink("governance", _("自主决策事项对照"), "governance:autonomy", "4.1-4",
             _("五项事项、章程条目和决定者，缺口一目了然")),
    PageLink("governance", _("人员结构"), "governance:staffing", "4.2-2", _("三类人员与计划对照")),
    PageLink("governance", _("组织架构"), "governance:organisation", "3.1.1-2",
             _("本部和研发机构的架构图、分布图，可看任何一天")),
    PageLink("governance", _("本部"), "governance:headquarters", "3.1.1-3",
             _("战略、制度、布局、运行文件和各年资源配置")),
)  # fmt: skip
