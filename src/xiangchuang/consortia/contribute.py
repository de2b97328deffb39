"""What this app adds to the file of every center."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.contribute import contribute_registers
from xiangchuang.centers.registers.register import (
    PageLink,
    Panel,
    contribute_link,
    contribute_panel,
    watch_registers,
)
from xiangchuang.consortia import figures
from xiangchuang.consortia.keep_members import keep_members
from xiangchuang.consortia.panels import consortium_now, positioning_now, support_given
from xiangchuang.consortia.registers import ALL
from xiangchuang.consortia.watch_positioning import watch_positioning
from xiangchuang.ledger.act_words import name_acts


def contribute() -> None:
    """Add registers, panels, pages and the watch over positioning."""
    contribute_registers(*ALL)
    figures.contribute()
    contribute_panel(Panel("overview", "consortia/_positioning_now.html", positioning_now, order=40))
    contribute_panel(Panel("consortium", "consortia/_consortium_now.html", consortium_now, order=40))
    contribute_panel(Panel("support", "consortia/_support_given.html", support_given, order=40))
    for link in _LINKS:
        contribute_link(link)
    watch_registers(keep_members)
    watch_registers(watch_positioning)
    name_acts(
        {
            "take_members": _("从建设方案带入成员"),
            "take_budget": _("从建设方案带入资金预算"),
            "open_finding": _("发现定位监看事项"),
            "refresh_finding": _("更新定位监看事项"),
            "drop_finding": _("定位监看事项自行了结"),
            "explain_finding": _("说明定位监看事项"),
            "decide_finding": _("认定定位监看事项"),
        }
    )


_LINKS = (
    PageLink("consortium", _("投入台账"), "consortia:contributions", "4.2-1", _("各成员承诺与到位，联盟图")),
    PageLink("funding", _("收入结构"), "consortia:income", "4.6-2", _("各年度收入类别和市场份额")),
    PageLink("funding", _("投资计划与实际"), "consortia:investment", "A.7.2", _("按年度、来源和用途对照")),
    PageLink("research", _("衍生企业"), "consortia:spin-offs", "4.3-2", _("持股结构和逐年成长")),
    PageLink("overview", _("定位监看"), "consortia:positioning", "2-3", _("市场化生产和销售的迹象")),
)
