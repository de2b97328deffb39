"""The registers of governance."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.contribute import contribute_registers
from xiangchuang.centers.registers.register import Register
from xiangchuang.governance.models import (
    AdoptedRule,
    Allocation,
    AutonomyArticle,
    Body,
    BodyMeeting,
    Charter,
    EmpowermentDeed,
    HeadquartersPaper,
    Institute,
    InstituteAdjustment,
    LegalForm,
    Seat,
    StaffMember,
    StaffPlan,
    TwoSystems,
)

LEGAL_FORMS = Register(
    code="legal-forms", model=LegalForm, label=_("法人登记"), row_label=_("法人登记"),
    chapter="governance", clause="4.1-1",
    about=_("中心作为法人的登记：类型、注册资金、经营范围；每次变更登记为新的一行。"),
    fields=("name", "kind", "uscc", "registered_capital", "paid_in_capital", "representative", "scope",
            "effective_from"),
    columns=("name", "kind", "uscc", "registered_capital", "paid_in_capital", "effective_from"),
    filters=("kind",), sort="-effective_from",
)  # fmt: skip
CHARTERS = Register(
    code="charters", model=Charter, label=_("章程"), row_label=_("章程版本"),
    chapter="governance", clause="4.1-3",
    about=_("章程的各个版本，通过和施行的日期；全文作为证明材料上传。"),
    fields=("number", "adopted_on", "adopted_by", "in_force_from", "repealed_on", "key_articles"),
    columns=("number", "adopted_by", "adopted_on", "in_force_from", "repealed_on"), sort="-in_force_from",
)  # fmt: skip
AUTONOMY = Register(
    code="autonomy", model=AutonomyArticle, label=_("自主决策事项"), row_label=_("自主决策事项"),
    chapter="governance", clause="4.1-4", parent="charter",
    about=_("章程在哪一条规定研究方向、团队、人事、经费和绩效由谁决定。"),
    fields=("matter", "charter", "article", "decider", "wording"),
    columns=("matter", "article", "decider", "charter"), filters=("matter", "decider"), sort="matter",
)  # fmt: skip
BODIES = Register(
    code="bodies", model=Body, label=_("治理机构"), row_label=_("机构"),
    chapter="governance", clause="4.1-3",
    about=_("理事会（董事会）、专家委员会、监事会；换届登记为新的一行。"),
    fields=("name", "kind", "term_from", "term_to"), columns=("name", "kind", "term_from", "term_to"),
    filters=("kind",), sort="-term_to",
)  # fmt: skip
SEATS = Register(
    code="seats", model=Seat, label=_("席位"), row_label=_("席位"),
    chapter="governance", clause="4.1-3", parent="body",
    about=_("各机构的成员，以及他们代表的企业、高校、科研院所和政府。"),
    fields=("person", "body", "role", "side", "organization", "began_on", "ended_on"),
    columns=("person", "body", "role", "side", "organization", "began_on", "ended_on"),
    filters=("role", "side"), sort="-began_on",
)  # fmt: skip
MEETINGS = Register(
    code="meetings", model=BodyMeeting, label=_("会议"), row_label=_("会议"),
    chapter="governance", clause="4.1-3", parent="body",
    about=_("各机构的会议：到会、议程、决议；纪要作为证明材料上传。"),
    fields=("title", "body", "held_on", "present", "entitled", "agenda", "resolutions"),
    columns=("title", "body", "held_on", "present", "entitled"), sort="-held_on",
)  # fmt: skip
STAFF = Register(
    code="staff", model=StaffMember, label=_("人员"), row_label=_("人员"),
    chapter="governance", clause="4.1-4",
    about=_("在中心工作的人：岗位、职能、专职或兼职、原单位、起止日期。"),
    fields=("person", "post", "function", "is_full_time", "employer", "title", "began_on", "ended_on"),
    columns=("person", "post", "function", "is_full_time", "employer", "began_on", "ended_on"),
    filters=("post", "function"), sort="-began_on",
)  # fmt: skip
STAFF_PLANS = Register(
    code="staff-plans", model=StaffPlan, label=_("人员计划"), row_label=_("人员计划"),
    chapter="governance", clause="4.2-2",
    about=_("各年度末按职能计划达到的人数。"),
    fields=("year", "function", "planned"), columns=("year", "function", "planned"),
    filters=("function",), sort="-year",
)  # fmt: skip
RULES = Register(
    code="rules", model=AdoptedRule, label=_("制度"), row_label=_("制度"),
    chapter="governance", clause="4.1-4",
    about=_("中心通过的制度：绩效与分配、股权激励、科研自主、知识产权、开放共享。"),
    fields=("title", "kind", "adopted_by", "adopted_on", "in_force_from", "repealed_on"),
    columns=("title", "kind", "adopted_by", "adopted_on", "in_force_from", "repealed_on"),
    filters=("kind",), sort="-adopted_on",
)  # fmt: skip
TWO_SYSTEMS = Register(
    code="two-systems", model=TwoSystems, label=_("一所（校）两制"), row_label=_("两制安排"),
    chapter="governance", clause="4.1-5",
    about=_("与院所、高校之间人员、经费、资产、收益各按哪一套制度；鼓励探索，不作要求。"),
    fields=("title", "partner", "content", "signed_on", "ended_on"),
    columns=("title", "partner", "signed_on", "ended_on"), sort="-signed_on",
)  # fmt: skip
DEEDS = Register(
    code="empowerment", model=EmpowermentDeed, label=_("授权"), row_label=_("授权文书"),
    chapter="governance", clause="6.4-3",
    about=_("牵头和参与单位交给中心的权限：人事、薪酬、经费、成果、设备、项目。"),
    fields=("title", "grantor", "power", "content", "signed_on", "valid_until"),
    columns=("title", "grantor", "power", "signed_on", "valid_until"), filters=("power",), sort="-signed_on",
)  # fmt: skip
INSTITUTES = Register(
    code="institutes", model=Institute, label=_("专业化创新研发机构"), row_label=_("研发机构"),
    chapter="governance", clause="3.1.1-2",
    about=_("综合类中心的研发机构：依托单位、领域、所在市州、负责人、设立和撤并。"),
    fields=("name", "host", "field", "prefecture", "place", "head", "opened_on", "closed_on"),
    columns=("name", "host", "field", "prefecture", "head", "opened_on", "closed_on"),
    filters=("prefecture",), sort="opened_on",
)  # fmt: skip
ADJUSTMENTS = Register(
    code="institute-adjustments", model=InstituteAdjustment, label=_("研发机构调整"), row_label=_("调整"),
    chapter="governance", clause="3.1.1-4", parent="institute",
    about=_("设立之后的调整：自哪一天起换了依托单位、领域、地点或负责人。"),
    fields=("institute", "adjusted_on", "reason", "host", "field", "prefecture", "place", "head"),
    columns=("institute", "adjusted_on", "reason", "host", "field", "prefecture", "head"),
    sort="-adjusted_on",
)  # fmt: skip
PAPERS = Register(
    code="headquarters", model=HeadquartersPaper, label=_("本部文件"), row_label=_("本部文件"),
    chapter="governance", clause="3.1.1-3",
    about=_("本部的战略规划、制度建设、研究领域布局和运行管理文件。"),
    fields=("title", "kind", "issued_on", "valid_until", "summary"),
    columns=("title", "kind", "issued_on", "valid_until"), filters=("kind",), sort="-issued_on",
)  # fmt: skip
ALLOCATIONS = Register(
    code="allocations", model=Allocation, label=_("资源配置"), row_label=_("资源配置"),
    chapter="governance", clause="3.1.1-3", parent="institute",
    about=_("本部各年度给各研发机构的经费和岗位。"),
    fields=("institute", "year", "funds", "posts", "note"),
    columns=("institute", "year", "funds", "posts", "note"), totals=("funds",), sort="-year",
)  # fmt: skip

REGISTERS = (
    LEGAL_FORMS, CHARTERS, AUTONOMY, BODIES, SEATS, MEETINGS, STAFF, STAFF_PLANS, RULES, TWO_SYSTEMS, DEEDS,
    INSTITUTES, ADJUSTMENTS, PAPERS, ALLOCATIONS,
)  # fmt: skip


def contribute() -> None:
    """Add them to the file of every center."""
    contribute_registers(*REGISTERS)
