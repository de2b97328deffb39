"""What a center writes itself: its four lists of the directory, and its joint laboratories."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.centers.money import MoneySource, contribute_money
from xiangchuang.centers.registers.contribute import contribute_registers
from xiangchuang.centers.registers.register import (
    PageLink,
    Register,
    contribute_link,
    watch_registers,
)
from xiangchuang.marketplace import figures
from xiangchuang.marketplace.models import Instrument, JointLaboratory, ResultOffer, Service, Team
from xiangchuang.marketplace.money import order_income
from xiangchuang.marketplace.permissions import may_see_desk
from xiangchuang.marketplace.search_index import contribute_texts, reindex

_CONTACT = ("contact_name", "contact_phone")

INSTRUMENTS = Register(
    code="instruments", model=Instrument, label=_("仪器设备"), row_label=_("仪器"),
    chapter="services", clause="4.4-2",
    about=_("向企业开放、按小时预约的仪器：收费、开放时间、对外使用规定。"),
    fields=("name", "model", "place", "summary", "keywords", "hourly_fee_fen", "fee_note", "opens_at",
            "closes_at", "open_days", "longest_hours", "cancel_hours", "technician", "rules", "photo_number",
            *_CONTACT),
    columns=("name", "model", "place", "hourly_fee_fen", "open_days"), sort="name",
    required=("opens_at", "closes_at", "open_days", "longest_hours", "cancel_hours"),
)  # fmt: skip
SERVICES = Register(
    code="services", model=Service, label=_("技术服务"), row_label=_("技术服务"),
    chapter="services", clause="4.4-1", about=_("检测、设计、中试、咨询等可下单的服务。"),
    fields=("name", "summary", "keywords", "fee_note", "rules", *_CONTACT),
    columns=("name", "fee_note", "contact_name"), sort="name",
)  # fmt: skip
RESULT_OFFERS = Register(
    code="result-offers", model=ResultOffer, label=_("可转化成果"), row_label=_("可转化成果"),
    chapter="services", clause="4.4-2", about=_("可许可、转让或作价入股的成果。"),
    fields=("name", "summary", "keywords", "fee_note", *_CONTACT),
    columns=("name", "fee_note", "contact_name"), sort="name",
)  # fmt: skip
TEAMS = Register(
    code="teams", model=Team, label=_("专家团队"), row_label=_("团队"),
    chapter="services", clause="4.4-2", about=_("可为企业解决问题的专家和团队。"),
    fields=("name", "summary", "keywords", "place", *_CONTACT),
    columns=("name", "place", "contact_name"), sort="name",
)  # fmt: skip
LABORATORIES = Register(
    code="joint-laboratories", model=JointLaboratory, label=_("联合实验室"), row_label=_("联合实验室"),
    chapter="services", clause="4.4-1", about=_("与企业共建的实验室：双方投入、期限、终止。"),
    fields=("name", "organization", "order", "purpose", "began_on", "runs_until", "center_share_fen",
            "firm_share_fen", "ended_on", "ended_reason"),
    columns=("name", "organization", "began_on", "runs_until", "center_share_fen", "firm_share_fen",
             "ended_on"),
    totals=("center_share_fen", "firm_share_fen"), sort="-began_on",
)  # fmt: skip
DIRECTORY = {
    "instrument": INSTRUMENTS, "service": SERVICES, "result": RESULT_OFFERS, "team": TEAMS,
}  # fmt: skip


def contribute() -> None:
    """Add them to the file of every center."""
    contribute_registers(INSTRUMENTS, SERVICES, RESULT_OFFERS, TEAMS, LABORATORIES)
    about = _("等中心办理的订单、预约、评价，全年服务数字。")
    contribute_link(
        PageLink("services", _("订单与预约"), "marketplace:desk", "4.4-1", about, shown=may_see_desk)
    )
    figures.contribute()
    contribute_money(MoneySource("order-payments", _("服务订单到账"), "income", order_income))
    contribute_texts()
    watch_registers(_keep_index)


def _keep_index(center: Center, _actor: Actor) -> None:
    reindex(center)
