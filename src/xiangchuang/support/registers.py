"""The registers of support and talent."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.register import Register
from xiangchuang.support.models import (
    GrantedSupport,
    LeadingTalent,
    OverseasInstitution,
    Post,
    Recruitment,
    StrategicPartnership,
    TalentPlanSupport,
)
from xiangchuang.support.sides import grants, reads_plan_support, reads_talent, supports_talent


def gives_itself(acting: HeldAppointment, entry: Entry) -> bool:
    """An officer keeps the whole ledger; a city or a department writes what it has given itself."""
    return acting.role is Role.OFFICER or getattr(entry, "given_by_id", None) == acting.organization_id


GRANTED = Register(
    code="support-granted", model=GrantedSupport, label=_("支持事项"), row_label=_("支持事项"),
    chapter="support", clause="6.2-2",
    about=_("省科技厅、市州、行业主管部门已经给予的支持：项目、平台、人才培养、政策试点、政策、资金、设施。"),
    fields=("title", "kind", "given_by", "granted_on", "amount_fen", "document", "about"),
    columns=("title", "kind", "given_by", "granted_on", "amount_fen"),
    filters=("kind",), totals=("amount_fen",), sort="-granted_on", keeps=grants, writes=gives_itself,
)  # fmt: skip
POSTS = Register(
    code="posts", model=Post, label=_("岗位"), row_label=_("岗位"), chapter="talent", clause="4.5-1",
    about=_("以市场化手段选聘人才的岗位。"),
    fields=("title", "kind", "headcount", "requirements", "terms", "opened_on", "closed_on"),
    columns=("title", "kind", "headcount", "opened_on", "closed_on"), filters=("kind",), sort="-opened_on",
)  # fmt: skip
RECRUITMENTS = Register(
    code="recruitments", model=Recruitment, label=_("选聘与引进"), row_label=_("选聘"), chapter="talent",
    clause="4.5-1", about=_("国内全职、柔性引进、海外引进，是否实行项目经理制。不记证件号码。"),
    fields=("name", "post", "way", "is_project_manager", "came_from", "country", "began_on", "ended_on",
            "duty"),
    columns=("name", "way", "post", "is_project_manager", "country", "began_on", "ended_on"),
    filters=("way",), sort="-began_on", reads=reads_talent,
)  # fmt: skip
OVERSEAS = Register(
    code="overseas-institutions", model=OverseasInstitution, label=_("海外研究机构"), row_label=_("海外机构"),
    chapter="talent", clause="4.5-2", about=_("设在海外、面向全球选聘人才的研究机构。"),
    fields=("name", "country", "city", "purpose", "staff_count", "opened_on", "closed_on"),
    columns=("name", "country", "staff_count", "opened_on", "closed_on"), sort="-opened_on",
)  # fmt: skip
PARTNERSHIPS = Register(
    code="strategic-partnerships", model=StrategicPartnership, label=_("战略合作"), row_label=_("战略合作"),
    chapter="talent", clause="4.5-2", about=_("与海内外高校、院所、企业的战略合作关系。"),
    fields=("partner", "country", "about", "signed_on", "runs_until"),
    columns=("partner", "country", "about", "signed_on", "runs_until"), sort="-signed_on",
)  # fmt: skip
TALENTS = Register(
    code="leading-talents", model=LeadingTalent, label=_("高水平人才"), row_label=_("人才"), chapter="talent",
    clause="6.4-3", about=_("领军人才和高水平创新人才；住房、子女教育、个税补贴在本章提请。"),
    fields=("name", "post", "level", "joined_on", "left_on"),
    columns=("name", "post", "level", "joined_on", "left_on"), sort="-joined_on", reads=reads_talent,
)  # fmt: skip
TALENT_PLANS = Register(
    code="talent-plan-support", model=TalentPlanSupport, label=_("人才计划支持"), row_label=_("人才计划支持"),
    chapter="talent", clause="6.4-3", about=_("省科技厅和主管部门通过科技项目、人才计划给予的支持。"),
    fields=("talent", "plan", "given_by", "granted_on", "amount_fen"),
    columns=("plan", "talent", "given_by", "granted_on", "amount_fen"), totals=("amount_fen",),
    sort="-granted_on", parent="talent", keeps=supports_talent, writes=gives_itself, reads=reads_plan_support,
)  # fmt: skip
