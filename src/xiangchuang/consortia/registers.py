"""The registers of a center's consortium, funding, declared activities and spin-offs."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.register import Register
from xiangchuang.consortia.models import (
    AgreementParty,
    DeclaredActivity,
    EarnedIncome,
    FundingReceipt,
    FundUse,
    MadeContribution,
    MemberTerms,
    PlannedReceipt,
    PlannedUse,
    PromisedContribution,
    RiskTerms,
    SharingAgreement,
    SpinOff,
    SpinOffMember,
    SpinOffYear,
)

MEMBERS = Register(
    code="member-terms", model=MemberTerms, label=_("成员与权利义务"), row_label=_("成员"),
    chapter="consortium", clause="4.1-3",
    about=_("企业、高校、科研院所和政府等各方的角色、权利和义务，加入和退出的日期。"),
    fields=("organization", "role", "rights", "duties", "basis", "joined_on", "left_on"),
    columns=("organization", "role", "duties", "joined_on", "left_on"),
    filters=("role",), sort="joined_on",
)  # fmt: skip
PROMISES = Register(
    code="promised-contributions", model=PromisedContribution, label=_("承诺投入"), row_label=_("承诺投入"),
    chapter="consortium", clause="4.2-1",
    about=_("各成员承诺的资金、技术入股、人员、平台和设备，及应到位的日期。"),
    fields=("member", "title", "kind", "way", "amount", "quantity", "unit", "due_on", "note"),
    columns=("title", "member", "kind", "amount", "quantity", "unit", "due_on"),
    filters=("kind", "way"), totals=("amount",), sort="due_on",
)  # fmt: skip
DELIVERIES = Register(
    code="made-contributions", model=MadeContribution, label=_("到位投入"), row_label=_("到位投入"),
    chapter="consortium", clause="4.2-1",
    about=_("承诺投入的逐次到位。成员按承诺出的资金在这里登记，资金台账自动计入，不再另记。"),
    fields=("promise", "made_on", "amount", "quantity", "voucher"),
    columns=("promise", "made_on", "amount", "quantity", "voucher"),
    totals=("amount",), sort="-made_on", parent="promise",
)  # fmt: skip
AGREEMENTS = Register(
    code="sharing-agreements", model=SharingAgreement, label=_("知识产权共享合同"), row_label=_("共享合同"),
    chapter="consortium", clause="4.4-3",
    about=_("共建单位以合同约定如何共享知识产权；合同文本作为证明材料上传。"),
    fields=("title", "number", "subject", "share_terms", "signed_on", "ends_on"),
    columns=("title", "number", "subject", "signed_on", "ends_on"), sort="-signed_on",
)  # fmt: skip
PARTIES = Register(
    code="agreement-parties", model=AgreementParty, label=_("合同当事方"), row_label=_("当事方"),
    chapter="consortium", clause="4.4-3", about=_("合同各方的权属份额和使用权。"),
    fields=("agreement", "member", "ownership", "use_right"),
    columns=("member", "agreement", "ownership", "use_right"),
    sort="pk", parent="agreement", in_chapter=False,
)  # fmt: skip
RISKS = Register(
    code="risk-terms", model=RiskTerms, label=_("风险共担约定"), row_label=_("约定"),
    chapter="consortium", clause="1.2-9", about=_("每一事项的收益如何共享，风险和损失如何分担。"),
    fields=("title", "benefit_sharing", "risk_sharing", "loss_sharing", "basis", "agreed_on"),
    columns=("title", "risk_sharing", "loss_sharing", "basis", "agreed_on"), sort="-agreed_on",
)  # fmt: skip

RECEIPTS = Register(
    code="funding-receipts", model=FundingReceipt, label=_("资金与支持"), row_label=_("资金或支持"),
    chapter="funding", clause="4.6-1",
    about=_("承诺投入以外的到账资金，以及政府和部门给予的设施、政策支持；承诺过的在“到位投入”登记。"),
    fields=("purpose", "source", "form", "payer", "payer_name", "received_on", "amount"),
    columns=("purpose", "source", "form", "payer", "received_on", "amount"),
    filters=("source", "form"), totals=("amount",), sort="-received_on",
)  # fmt: skip
USES = Register(
    code="fund-uses", model=FundUse, label=_("资金使用"), row_label=_("资金使用"),
    chapter="funding", clause="4.6-1",
    about=_("建设和运行支出，按用途；任务支出在“研发支出”登记，自动计入，不再另记。"),
    fields=("title", "kind", "used_on", "amount", "task"),
    columns=("title", "kind", "task", "used_on", "amount"),
    filters=("kind",), totals=("amount",), sort="-used_on",
)  # fmt: skip
INCOMES = Register(
    code="earned-incomes", model=EarnedIncome, label=_("收入"), row_label=_("收入"),
    chapter="funding", clause="4.6-2",
    about=_("中心自己取得的收入，逐笔到账登记；会员费、政府支持、技术合同和服务订单的到账自动计入，不再另记。"),
    fields=("title", "kind", "payer", "received_on", "amount", "contract"),
    columns=("title", "kind", "payer", "received_on", "amount"),
    filters=("kind",), totals=("amount",), sort="-received_on",
)  # fmt: skip
PLANNED_RECEIPTS = Register(
    code="planned-receipts", model=PlannedReceipt, label=_("投资计划：来源"), row_label=_("计划来源"),
    chapter="funding", clause="A.7.2", about=_("建设方案中分年度的资金来源。"),
    fields=("year", "source", "amount", "note"), columns=("source", "year", "amount", "note"),
    filters=("source",), totals=("amount",), sort="year",
)  # fmt: skip
PLANNED_USES = Register(
    code="planned-uses", model=PlannedUse, label=_("投资计划：使用"), row_label=_("计划使用"),
    chapter="funding", clause="A.7.2", about=_("建设方案中分年度的资金使用。"),
    fields=("year", "kind", "amount", "note"), columns=("kind", "year", "amount", "note"),
    filters=("kind",), totals=("amount",), sort="year",
)  # fmt: skip

ACTIVITIES = Register(
    code="declared-activities", model=DeclaredActivity, label=_("生产与设备使用"), row_label=_("活动"),
    chapter="research", clause="2-3",
    about=_("试制、示范等有产品的活动和所用设备的用途；中心不直接从事市场化的产品生产和销售。"),
    fields=("title", "kind", "equipment", "equipment_use", "output", "began_on", "ended_on"),
    columns=("title", "kind", "equipment_use", "output", "began_on", "ended_on"),
    filters=("kind", "equipment_use"), sort="-began_on",
)  # fmt: skip
SPIN_OFFS = Register(
    code="spin-offs", model=SpinOff, label=_("衍生企业"), row_label=_("衍生企业"),
    chapter="research", clause="4.3-2", about=_("依托中心成果成立的企业，各方持股和后来的成长。"),
    fields=(
        "name", "uscc", "founded_on", "registered_capital", "technology", "center_share", "team_share",
        "lead_share", "other_share", "is_light_asset", "is_mixed_ownership", "closed_on",
    ),
    columns=("name", "founded_on", "registered_capital", "center_share", "team_share", "lead_share",
             "other_share"),
    totals=("registered_capital",), sort="-founded_on",
)  # fmt: skip
SPIN_OFF_MEMBERS = Register(
    code="spin-off-members", model=SpinOffMember, label=_("团队成员"), row_label=_("团队成员"),
    chapter="research", clause="4.3-2", about=_("在衍生企业持股或兼职的科研人员。"),
    fields=("spin_off", "name", "employer", "share", "is_part_time"),
    columns=("name", "spin_off", "employer", "share", "is_part_time"),
    sort="pk", parent="spin_off", in_chapter=False,
)  # fmt: skip
SPIN_OFF_YEARS = Register(
    code="spin-off-years", model=SpinOffYear, label=_("年度情况"), row_label=_("年度情况"),
    chapter="research", clause="2-3", about=_("衍生企业每年的收入、员工和融资。"),
    fields=("spin_off", "year", "revenue", "staff", "financing"),
    columns=("year", "spin_off", "revenue", "staff", "financing"),
    totals=("revenue",), sort="-year", parent="spin_off", in_chapter=False,
)  # fmt: skip

ALL = (
    MEMBERS, PROMISES, DELIVERIES, AGREEMENTS, PARTIES, RISKS,
    PLANNED_RECEIPTS, PLANNED_USES, RECEIPTS, USES, INCOMES,
    ACTIVITIES, SPIN_OFFS, SPIN_OFF_MEMBERS, SPIN_OFF_YEARS,
)  # fmt: skip
