"""The decision as a paper: Chinese, laid out as documents of the office are, from what was frozen."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.benefits.models import DecidedShare, DistributionDecision
from xiangchuang.benefits.words import StepLine, step_line
from xiangchuang.documents.official import Block, OfficialDocument
from xiangchuang.files.set_papers import paper_bytes
from xiangchuang.pages import figures


def decision_pdf(decision: DistributionDecision) -> bytes:
    """Return the paper as PDF. Raises Blocked when the fonts lack a character or are not there."""
    remedy = _("决定已经保存，字体补齐后重新下载即可。")
    return paper_bytes(decision_document(decision), "pdf", remedy=remedy)


def decision_document(decision: DistributionDecision) -> OfficialDocument:
    """Return the content of the paper; whoever reads it, in Chinese."""
    center = decision.income.center
    with translation.override("zh-hans"):
        return OfficialDocument(
            mark=f"{center.name}文件",
            number=decision.document_number,
            title=f"关于“{decision.title}”收益分配的决定",
            signatory=center.name,
            issued_on=decision.decided_on,
            blocks=tuple(_blocks(decision)),
            seal_placeholder=True,
            sample=center.is_sample,
        )


def _blocks(decision: DistributionDecision) -> Iterable[Block]:
    lines = [step_line(step) for step in decision.steps]
    yield Block("paragraph", _opening(decision))
    if decision.reason:
        yield Block("paragraph", f"本决定代替第 {decision.number - 1} 份决定。理由：{decision.reason}")
    yield Block("heading", "分配结果", level=1)
    yield Block("table", rows=_share_rows(list(decision.shares.all())))
    yield Block("heading", "计算过程", level=1)
    rows = [("步骤", "算式（元）")] + [(str(line.label), _formula(line)) for line in lines]
    yield Block("table", rows=tuple(rows))
    yield Block("heading", "依据", level=1)
    yield Block("list", items=tuple(dict.fromkeys(text for line in lines if (text := _basis(line)))))
    if decision.purpose_reason:
        yield Block("heading", "用途说明", level=1)
        yield Block(
            "paragraph", f"科研投入与团队奖励合计没有超过净收益的一半，理由：{decision.purpose_reason}"
        )


def _opening(decision: DistributionDecision) -> str:
    return (
        f"{figures.day_text(decision.received_on)}，“{decision.title}”以"
        f"{decision.get_kind_display()}方式取得收益 {figures.yuan_text(decision.gross)}，"
        f"净收益 {figures.yuan_text(decision.net)}。经{decision.decided_by}决定，按以下结果分配。"
    )


def _share_rows(shares: list[DecidedShare]) -> tuple[tuple[str, ...], ...]:
    head = ("受益方", "姓名或名称", "权重", "金额（元）")
    body = [
        (str(s.get_payee_display()), s.name, str(s.weight or ""), figures.yuan_number(s.fen)) for s in shares
    ]
    return (head, *body, ("合计", "", "", figures.yuan_number(sum(s.fen for s in shares))))


def _formula(line: StepLine) -> str:
    words = {"met": "满足", "unmet": "不满足"}.get(line.finding, "")
    return f"{line.formula}（{words}）" if words else line.formula


def _basis(line: StepLine) -> str:
    """The rule with its source, its day, and what about it nobody has confirmed."""
    if not line.rule:
        return ""
    parts = [line.source, f"{line.since} 起施行" if line.since else "", line.origin]
    parts += [] if line.is_confirmed else ["未核实", line.note]
    told = "，".join(part for part in parts if part)
    return f"{line.layer}：{line.rule}（{told}）。" if told else f"{line.layer}：{line.rule}。"
