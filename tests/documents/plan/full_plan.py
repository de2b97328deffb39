"""A plan that holds every kind of block, in three of its sections."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from tests.documents.plan.docx_writer import OUTLINE
from xiangchuang.demo.sample_plan import bar_chart
from xiangchuang.documents.plan import Block, ListItem, MarkedCell, Merge, Span
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.plan.word import WordPlan

TITLE = "示例技术创新中心建设方案"
FIGURE = bar_chart()
FIGURE_SHA256 = hashlib.sha256(FIGURE).hexdigest()
WRITTEN = ("A.1.1", "A.1.2", "A.6.0", "A.7.2")

MARKED = (
    Span("正文"),
    Span("加粗斜体", ("bold", "italic")),
    Span("", note="示例年鉴\n第二行"),
    Span("，面积 km"),
    Span("2", ("superscript",)),
    Span("，比率"),
    Span(r"\frac{a}{b}", ("formula",)),
    Span("，见"),
    Span("表1", ref="k1"),
    Span("、"),
    Span("文献", ref="r9"),
    Span("和"),
    Span("网站", link="https://example.org/a?b=c&d=1"),
    Span("，删去", ("strike",)),
    Span("下划线", ("underline",)),
)
BUDGET = (
    ("指标", "2027年", "", "备注"),
    ("", "上半年", "下半年", ""),
    ("研发投入", "1200", "1300\n1400", "含税"),
    ("", "合计", "", "见附件"),
)
PLAIN = (("", "单位"), ("研发投入", "万元"))


def table(rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def every_kind(code: str = WRITTEN[0]) -> tuple[Block, ...]:
    """One of each kind of block, and those that a reading is tempted to take for something else.

    Labels are the plan's, not the section's: each section has its own.
    """
    own = code.replace(".", "")
    marked = tuple(replace(span, ref=span.ref + own) if span.ref else span for span in MARKED)
    merges = (
        Merge(0, 0, 2, 1), Merge(0, 1, 1, 2), Merge(0, 3, 2, 1), Merge(2, 0, 2, 1), Merge(3, 1, 1, 2),
    )  # fmt: skip
    items = (
        ListItem("甲类", 0, (Span("甲"), Span("类", ("bold",)), Span("", note="列表里的注"))),
        ListItem("乙类", 1),
        ListItem("丙类", 1),
        ListItem("建设目标"),
    )
    cell = MarkedCell(2, 3, (Span("含"), Span("税", ("bold",)), Span("", note="表格里的注")))
    return numbered_blocks(
        (
            Block("", "paragraph", "".join(span.text for span in marked), spans=marked),
            Block("", "heading", "小标题", level=1),
            Block("", "heading", "更小的标题", level=2),
            Block("", "paragraph", "（一）指导思想", spans=(Span("（一）指导思想", ("bold",)),)),
            Block("", "paragraph", "一行\n二行"),
            Block("", "list", "\n".join(item.text for item in items), items=items, ordered=True, start=3),
            Block("", "list", "丁\n戊", items=(ListItem("丁"), ListItem("戊"))),
            Block(
                "", "table", table(BUDGET), rows=BUDGET, merges=merges, header_rows=2, caption="投资估算",
                label="k1" + own, marked=(cell,),
            ),
            Block("", "table", table(PLAIN), rows=PLAIN, label="k2" + own),
            Block("", "image", "图1 产值", image=FIGURE_SHA256, alt="三根柱，一年比一年高", label="k3" + own),
            Block("", "image", "", image=FIGURE_SHA256),
            Block(
                "", "formula", "E = mc^{2}", spans=(Span("E = mc^{2}", ("formula",)),), label="k4" + own,
            ),
            Block("", "reference", "[1] 张示例. 示例技术[J]. 2025.", label="r9" + own),
        )
    )  # fmt: skip


def full_plan(*, hints: bool = False) -> WordPlan:
    """The plan; with `hints` as a template that is partly filled."""
    blocks = {
        section.code: every_kind(section.code) if section.code in WRITTEN else () for section in OUTLINE
    }
    told = {section.code: "包括相关情况介绍。" for section in OUTLINE} if hints else {}
    return WordPlan(TITLE, OUTLINE, blocks, {FIGURE_SHA256: FIGURE}, told)
