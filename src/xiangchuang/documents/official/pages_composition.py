"""From an ordinary document to the content of its pages, with every word that appears on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch

from .blocks import Block, as_blocks
from .composition import Part, parts
from .document import Verification
from .errors import UnusableBlockError
from .formulas import typst_formulas
from .pages import (
    ConditionReport,
    FactSheet,
    MeetingRecord,
    NoticeDocument,
    PagesDocument,
    PlanDocument,
    Receipt,
)
from .plan_pages import formulas_of, plan_parts
from .text import SHANGHAI, clean, day_text, instant_text
from .typesetting import noon

DRAFT = "草稿"
_BYTES_PER_KB = 1024


@dataclass(frozen=True)
class Pages:
    """Content as the layout reads it; `made` stamps the PDF."""

    title: str
    made: datetime
    body: tuple[Part | tuple[str, str] | dict[str, object], ...]
    office: str = ""
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    signature: tuple[str, ...] = ()
    case_number: str = ""
    seal: str = ""
    watermark: str = ""
    cover: bool = False
    sample: bool = False
    verification: Verification | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)


@singledispatch
def compose_pages(document: PagesDocument) -> Pages:
    """The pages of a document. Raises UnusableBlockError for content that has no rendering."""
    raise UnusableBlockError(f"没有为 {type(document).__name__} 准备版式。由系统管理员补充版式后再生成文件。")


@compose_pages.register
def _plan(document: PlanDocument) -> Pages:
    sealed = clean(document.sealed_sha256)
    facts = (
        ("案卷编号", document.case_number),
        ("牵头单位", clean(document.lead)),
        ("共建单位", "\n".join(clean(member) for member in document.members) or "无"),
        *document.facts,
        ("方案版本", f"修订 {document.revision}" + ("" if sealed else f"（{DRAFT}）")),
        ("编制日期", day_text(document.prepared_on)),
    )
    return Pages(
        title=clean(document.title),
        subtitle="建设方案",
        office="湖南省技术创新中心",
        made=noon(document.prepared_on),
        body=tuple(plan_parts(document.sections)),
        formulas=typst_formulas(formulas_of(document.sections)),
        facts=facts,
        case_number=document.case_number,
        seal=f"原文件 SHA-256 {sealed}" if sealed else "",
        watermark="" if sealed else DRAFT,
        cover=True,
        sample=document.sample,
        verification=document.verification,
        images=document.images,
    )


@compose_pages.register
def _receipt(document: Receipt) -> Pages:
    due = "" if document.next_due is None else f"{day_text(document.next_due)} 24:00 前"
    if due and document.next_due_provisional:
        due += "（当年节假日安排公布前为暂定日期）"
    facts = (
        ("回执编号", document.number),
        ("案卷编号", document.case_number),
        ("提交事项", clean(document.subject)),
        ("提交单位", clean(document.submitter)),
        ("收到时间", f"{instant_text(document.received_at)}（服务器时间）"),
        ("下一步", clean(document.next_step)),
        *((("完成时限", due),) if due else ()),
    )
    files = tuple(
        (f"{clean(file.name)}（{_size(file.size)}）", f"SHA-256 {file.sha256}") for file in document.files
    )
    remark = parts(as_blocks(({"kind": "paragraph", "text": document.remark},)))
    heading = (Part("heading", "收到的文件", level=3),) if files else ()
    return Pages(
        title="提交回执",
        office=clean(document.office),
        made=document.received_at,
        body=(*heading, *files, *remark),
        facts=facts,
        signature=(clean(document.office), day_text(document.received_at.astimezone(SHANGHAI).date())),
        case_number=document.case_number,
        sample=document.sample,
        verification=document.verification,
    )


@compose_pages.register
def _notice(document: NoticeDocument) -> Pages:
    window = f"{day_text(document.opens)}至{day_text(document.closes)}（{document.working_days} 个工作日）"
    return Pages(
        title=clean(document.title),
        subtitle=clean(document.number),
        office=clean(document.office),
        made=noon(document.published_on),
        body=parts(as_blocks(document.blocks)),
        facts=(("公示期", window), ("联系方式", clean(document.contact))),
        signature=(clean(document.office), day_text(document.published_on)),
        case_number=document.case_number,
        sample=document.sample,
        verification=document.verification,
    )


@compose_pages.register
def _fact_sheet(document: FactSheet) -> Pages:
    return Pages(
        title=clean(document.title),
        subtitle=clean(document.subtitle),
        office=clean(document.office),
        made=noon(document.read_on),
        body=parts(as_blocks(document.blocks)),
        facts=tuple((label, clean(value)) for label, value in document.facts),
        sample=document.sample,
    )


@compose_pages.register
def _meeting(document: MeetingRecord) -> Pages:
    body: list[Block] = []
    for item in document.items:
        body.append(Block("heading", item.title))
        body.extend(as_blocks(item.discussion))
        body.append(Block("paragraph", f"议定：{item.resolution}"))
    facts = (
        ("会议日期", day_text(document.held_on)),
        ("地点", clean(document.place)),
        ("主持", clean(document.chair)),
        ("出席", "、".join(document.present)),
        *((("缺席", "、".join(document.absent)),) if document.absent else ()),
        ("记录", clean(document.recorder)),
    )
    return Pages(
        title=clean(document.title),
        subtitle="会议记录",
        office=clean(document.office),
        made=noon(document.held_on),
        body=parts(tuple(body)),
        facts=facts,
        signature=(clean(document.office), day_text(document.held_on)),
        case_number=document.case_number,
        sample=document.sample,
        verification=document.verification,
    )


@compose_pages.register
def _condition_report(document: ConditionReport) -> Pages:
    facts = (
        ("案卷编号", document.case_number),
        ("被核查单位", clean(document.subject)),
        ("结果", clean(document.summary)),
        ("条文和参数截至", day_text(document.law_as_of)),
        ("数据截至", instant_text(document.data_as_of)),
        ("政策版本", clean(document.policy)),
    )
    return Pages(
        title=clean(document.title),
        subtitle="建设条件核查说明",
        office=clean(document.office),
        made=document.data_as_of,
        body=parts(as_blocks(document.blocks)),
        facts=facts,
        case_number=document.case_number,
        sample=document.sample,
    )


def _size(size: int) -> str:
    if size < _BYTES_PER_KB:
        return f"{size} 字节"
    if size < _BYTES_PER_KB**2:
        return f"{size / _BYTES_PER_KB:.1f} KB"
    return f"{size / _BYTES_PER_KB**2:.1f} MB"
