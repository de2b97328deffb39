"""The registers of research, in the order of the chapter 任务与成果."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.register import Register
from xiangchuang.research.models import (
    ChainPlace,
    ContractReceipt,
    Milestone,
    PilotRun,
    PlanTask,
    Project,
    Result,
    StageMove,
    TaskSpending,
    TeamSeat,
    TechnologyContract,
    Transfer,
)

TASKS = Register(
    code="tasks", model=PlanTask, label=_("任务"), row_label=_("任务"), chapter="research", clause="A.4.1",
    about=_("建设方案的重点任务：责任单位、负责人、预算和起止日期。"),
    fields=("code", "name", "technology_type", "owner", "responsible", "team", "budget_fen", "starts_on",
            "ends_on"),
    columns=("code", "name", "owner", "responsible", "budget_fen", "starts_on", "ends_on"),
    filters=("technology_type",), totals=("budget_fen",), sort="code",
)  # fmt: skip

MILESTONES = Register(
    code="milestones", model=Milestone, label=_("里程碑"), row_label=_("里程碑"), chapter="research",
    clause="A.4.1", about=_("每个任务分阶段的应完成日期；完成后填完成日期并附证明。"),
    fields=("task", "name", "due_on", "reached_on", "note"),
    columns=("name", "task", "due_on", "reached_on"), sort="due_on", parent="task",
)  # fmt: skip

SPENDING = Register(
    code="task-spending", model=TaskSpending, label=_("研发支出"), row_label=_("支出"), chapter="research",
    clause="A.4.1", about=_("任务的支出，按科目和日期；年度研发投入由此汇总。"),
    fields=("task", "kind", "fen", "spent_on", "note"), columns=("kind", "task", "fen", "spent_on", "note"),
    filters=("kind",), totals=("fen",), sort="-spent_on", parent="task",
)  # fmt: skip

PILOT_RUNS = Register(
    code="pilot-runs", model=PilotRun, label=_("中试"), row_label=_("中试"), chapter="research", clause="2-3",
    about=_("实验室成果的中试：规模、结论和主要数据。"),
    fields=("task", "name", "run_on", "scale", "outcome", "finding"),
    columns=("name", "task", "run_on", "scale", "outcome"), filters=("outcome",), sort="-run_on",
    parent="task",
)  # fmt: skip

TEAM = Register(
    code="task-teams", model=TeamSeat, label=_("攻关团队"), row_label=_("团队成员"), chapter="research",
    clause="4.2-2", about=_("任务的攻关团队：成员来自哪个单位、什么学科，承担基础、工程还是推广。"),
    fields=("task", "person", "organization", "discipline", "function", "from_on", "to_on"),
    columns=("person", "task", "organization", "discipline", "function", "from_on"), filters=("function",),
    parent="task",
)  # fmt: skip

PROJECTS = Register(
    code="projects", model=Project, label=_("科研项目"), row_label=_("项目"), chapter="research",
    clause="4.2-1", about=_("中心承担的国家、省和其他项目，属于哪个任务。"),
    fields=("number", "name", "level", "programme", "part", "technology_type", "task", "granted_fen",
            "own_fen", "starts_on", "ends_on", "state"),
    columns=("number", "name", "level", "part", "granted_fen", "starts_on", "ends_on", "state"),
    filters=("level", "part", "state"), totals=("granted_fen", "own_fen"), sort="-starts_on", parent="task",
)  # fmt: skip

RESULTS = Register(
    code="results", model=Result, label=_("成果"), row_label=_("成果"), chapter="research", clause="2-1",
    about=_("专利、标准、软件、新品种、新产品、论文和技术秘密；每项写明来源和技术类型。"),
    fields=("title", "kind", "number", "owners", "filed_on", "granted_on", "task", "technology_type",
            "origin"),
    columns=("title", "kind", "number", "owners", "filed_on", "granted_on", "stage"),
    filters=("kind", "technology_type", "origin", "stage"), sort="-granted_on", parent="task",
)  # fmt: skip

STAGE_MOVES = Register(
    code="stage-moves", model=StageMove, label=_("阶段推进"), row_label=_("阶段推进"), chapter="research",
    clause="2-1", about=_("成果从基础成果到中试熟化、再到产业化的日期和承接处，按顺序登记。"),
    fields=("result", "stage", "moved_on", "place", "note"),
    columns=("stage", "result", "moved_on", "place"), filters=("stage",), sort="-moved_on", parent="result",
)  # fmt: skip

CONTRACTS = Register(
    code="technology-contracts", model=TechnologyContract, label=_("技术合同"), row_label=_("技术合同"),
    chapter="research", clause="4.4-1",
    about=_("技术开发、转让、许可、咨询、服务五类合同；类型按 2026-01-23 《技术合同认定登记管理办法》。"),
    fields=("number", "title", "type", "counterparty", "counterparty_name", "is_sme", "agreed_fen",
            "signed_on", "registration_number", "task"),
    columns=("number", "title", "type", "counterparty", "counterparty_name", "agreed_fen", "signed_on"),
    filters=("type",), totals=("agreed_fen",), sort="-signed_on", parent="task",
)  # fmt: skip

RECEIPTS = Register(
    code="contract-receipts", model=ContractReceipt, label=_("合同到账"), row_label=_("到账"),
    chapter="research", clause="4.4-1", about=_("技术合同的到账，按日期；退款填负数。"),
    fields=("contract", "fen", "received_on", "note"), columns=("received_on", "contract", "fen", "note"),
    totals=("fen",), sort="-received_on", parent="contract",
)  # fmt: skip

TRANSFERS = Register(
    code="transfers", model=Transfer, label=_("成果转化"), row_label=_("转化"), chapter="research",
    clause="2-2", about=_("成果转让、许可、作价投资、自行实施或孵化企业；标明承接方是否在联盟之外。"),
    fields=("result", "mode", "recipient", "recipient_name", "contract", "fen", "on"),
    columns=("on", "result", "mode", "recipient", "recipient_name", "fen", "is_outside"),
    filters=("mode",), totals=("fen",), sort="-on", parent="result",
)  # fmt: skip

CHAIN_PLACES = Register(
    code="chain-places", model=ChainPlace, label=_("产业链环节"), row_label=_("产业链环节"),
    chapter="research", clause="1.1-2",
    about=_("中心服务哪条产业链的哪一环节、提供什么；公开在“中心与产业链”。"),
    fields=("chain", "link", "supplies"), columns=("chain", "link", "supplies"), sort="chain",
)  # fmt: skip

ALL = (
    TASKS,
    MILESTONES,
    SPENDING,
    PILOT_RUNS,
    TEAM,
    PROJECTS,
    RESULTS,
    STAGE_MOVES,
    CONTRACTS,
    RECEIPTS,
    TRANSFERS,
    CHAIN_PLACES,
)
