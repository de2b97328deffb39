"""What can be counted in a center's research: spending, results, contracts, transfers, projects, targets."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.figure_rows import entries_of, entry_rows, within
from xiangchuang.centers.figures import (
    Figure,
    FigureRow,
    Rows,
    Span,
    Words,
    contribute_figures,
    contribute_pages,
)
from xiangchuang.centers.models import CenterTarget
from xiangchuang.research.models import (
    Milestone,
    Project,
    Result,
    StageMove,
    TargetActual,
    TaskSpending,
    TechnologyContract,
    Transfer,
)
from xiangchuang.research.models.kinds import (
    NEW_PRODUCTS,
    PATENTS,
    STANDARDS,
    ProjectLevel,
    ResultKind,
    Stage,
    TransferMode,
)
from xiangchuang.research.money import contract_income

HIGH_LEVELS: Final = (ProjectLevel.NATIONAL, ProjectLevel.PROVINCIAL)


def milestones_reached(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the milestones that fall due in the span and were reached by its last day."""
    reached = Q(reached_on__lte=span.last)
    for row in entries_of(Milestone, centers, within("due_on", span), reached):
        yield FigureRow(row.center_id, row.pk, row.due_on, 1, str(row))


def targets_due(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the yearly targets whose year ends in the span."""
    yield from _target_rows(CenterTarget.objects.filter(center__in=centers), span)


def targets_reached(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield those of them whose newest actual value reaches the target."""
    newest = TargetActual.objects.filter(target=OuterRef("pk")).order_by("-pk").values("value_e4")[:1]
    targets = CenterTarget.objects.filter(center__in=centers).annotate(actual_e4=Subquery(newest))
    yield from _target_rows(targets.filter(actual_e4__gte=F("value_e4")), span)


def _target_rows(targets: Any, span: Span) -> Iterator[FigureRow]:
    for row in targets.filter(year__gte=span.first.year, year__lte=span.last.year).order_by("pk"):
        last_day = date(row.year, 12, 31)
        if last_day in span:
            yield FigureRow(row.center_id, row.pk, last_day, 1, f"{row.name} {row.year}")


def received(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield what came in under technology contracts, refunds as negative fen."""
    for _kind, row in contract_income(centers, span):
        yield row


def _results(code: str, label: Words, day: str, about: Words, *kinds: ResultKind) -> Figure:
    rows = entry_rows(Result, day, Q(kind__in=kinds))
    return Figure(code, label, "count", "sum", rows, about, "results")


def _filed(code: str, label: Words, *kinds: ResultKind) -> Figure:
    return _results(code, label, "filed_on", _("成果登记册中这些类别的成果，按申请日期计。"), *kinds)


def _granted(code: str, label: Words, *kinds: ResultKind) -> Figure:
    return _results(
        code, label, "granted_on", _("成果登记册中这些类别的成果，按授权、发布或完成日期计。"), *kinds
    )


def _count(code: str, label: Words, rows: Rows, about: Words, source: str, *, by_day: bool = True) -> Figure:
    return Figure(code, label, "count", "sum", rows, about, source, by_day=by_day)


def _money(code: str, label: Words, rows: Rows, about: Words, source: str) -> Figure:
    return Figure(code, label, "fen", "sum", rows, about, source)


def _moved(stage: Stage) -> Rows:
    return entry_rows(StageMove, "moved_on", Q(stage=stage, result__withdrawn_at__isnull=True))


FIGURES: Final = (
    _money(
        "rd_spending", _("研发支出"), entry_rows(TaskSpending, "spent_on", amount="fen"),
        _("各任务登记的支出，按支出日期计。"), "task-spending",
    ),
    _filed("invention_filed", _("发明专利申请数"), ResultKind.INVENTION),
    _granted("invention_granted", _("发明专利授权数"), ResultKind.INVENTION),
    _filed("patents_filed", _("各类专利申请数"), *PATENTS),
    _granted("patents_granted", _("各类专利授权数"), *PATENTS),
    _filed("pct_filed", _("PCT 国际专利申请数"), ResultKind.PCT),
    _granted("standards", _("发布的国家、行业、团体、企业标准数"), *STANDARDS),
    _granted("software", _("软件著作权登记数"), ResultKind.SOFTWARE),
    _granted("papers", _("论文数"), ResultKind.PAPER),
    _granted("new_products", _("新产品、中试产品数"), *NEW_PRODUCTS),
    _count(
        "contracts_signed", _("技术合同签订数"), entry_rows(TechnologyContract, "signed_on"),
        _("登记的五类技术合同，按签订日期计。"), "technology-contracts",
    ),
    _money(
        "contracts_agreed", _("技术合同成交额"),
        entry_rows(TechnologyContract, "signed_on", amount="agreed_fen"),
        _("登记的技术合同的合同额，按签订日期计。"), "technology-contracts",
    ),
    _money(
        "contracts_received", _("技术合同到账额"), received,
        _("技术合同下登记的到账，按到账日期计，退款抵减。"), "contract-receipts",
    ),
    _count(
        "transfers", _("成果转化数"), entry_rows(Transfer, "on"),
        _("转让、许可、作价投资、自行实施和孵化企业的登记，按转化日期计。"), "transfers",
    ),
    _count(
        "transfers_outside", _("向联盟以外转化的成果数"), entry_rows(Transfer, "on", Q(is_outside=True)),
        _("承接方不是牵头单位、成员或中心自身的成果转化，按转化日期计。"), "transfers",
    ),
    _money(
        "transfer_income", _("成果转化金额"), entry_rows(Transfer, "on", amount="fen"),
        _("成果转化登记的价款、作价金额或自行实施的当年收益，按转化日期计。"), "transfers",
    ),
    _count(
        "firms_incubated", _("以孵化企业方式转化的成果数"),
        entry_rows(Transfer, "on", Q(mode=TransferMode.INCUBATED_FIRM)),
        _("方式为孵化企业的成果转化，按转化日期计。"), "transfers",
    ),
    _count(
        "projects_started", _("科研项目立项数"), entry_rows(Project, "starts_on"),
        _("登记的各级科研项目，按开始日期计。"), "projects",
    ),
    _count(
        "projects_high_level", _("国家级、省级项目立项数"),
        entry_rows(Project, "starts_on", Q(level__in=HIGH_LEVELS)),
        _("登记的国家级和省级科研项目，按开始日期计。"), "projects",
    ),
    _count(
        "milestones_due", _("到期的里程碑"), entry_rows(Milestone, "due_on"),
        _("应完成日期在期内的里程碑。"), "milestones",
    ),
    _count(
        "milestones_reached", _("到期并已完成的里程碑"), milestones_reached,
        _("应完成日期在期内、到期末已完成的里程碑。"), "milestones", by_day=False,
    ),
    _count(
        "targets_due", _("到期的年度目标"), targets_due,
        _("所属年度在期内结束的建设方案年度目标。"), "targets",
    ),
    _count(
        "targets_reached", _("已达到的年度目标"), targets_reached,
        _("所属年度在期内结束、最近一次填报的实际值不低于目标值的年度目标。"), "targets",
    ),
    _count(
        "results_piloted", _("进入中试熟化的成果"), _moved(Stage.PILOT),
        _("登记进入中试熟化阶段的成果，按推进日期计。"), "stage-moves",
    ),
    _count(
        "results_industrialised", _("进入产业化的成果"), _moved(Stage.INDUSTRIALISED),
        _("登记进入产业化阶段的成果，按推进日期计。"), "stage-moves",
    ),
)  # fmt: skip


def contribute() -> None:
    """Add the figures, and where a target can be read."""
    contribute_figures(*FIGURES)
    contribute_pages({"targets": lambda center, _pk: reverse("research:targets", args=[center])})
