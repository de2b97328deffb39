"""The content of an official document, apart from how Word or PDF shows it."""

from dataclasses import dataclass
from datetime import date

from .blocks import Block, RawBlock


@dataclass(frozen=True)
class Verification:
    """How a reader checks a document: the code, and the public page that the QR code opens."""

    code: str
    url: str


@dataclass(frozen=True)
class OfficialDocument:
    """An official document in the parts of GB/T 9704-2012, section 7.

    mark             发文机关标志, e.g. 湖南省科学技术厅文件; a paper without one (a notice, an agreement)
                     has no red head, and its number stands at the upper right
    number           发文字号, e.g. 湘科发〔2026〕1号; empty while a draft has none
    title            标题; a line end in it is kept, for the office decides where a title breaks
    addressee        主送机关, without the colon
    blocks           正文; headings are numbered 一、（一）1.（1） by level unless their text has a number
    signatory        发文机关署名; a paper without one closes with its body, where its parties sign
    issued_on        成文日期, a day in Shanghai
    attachments      names of the attachments (附件说明)
    note             附注, without brackets (contact line)
    copies_to        抄送机关
    issuing_office   印发机关; printed_on 印发日期, the day of issue when not given
    seal_placeholder a ring of 42 mm where the seal goes
    watermark        e.g. 草稿, across each page
    sample           marks each page 示例数据
    """

    mark: str
    title: str
    signatory: str
    issued_on: date
    number: str = ""
    addressee: str = ""
    blocks: tuple[Block | RawBlock, ...] = ()
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies_to: tuple[str, ...] = ()
    issuing_office: str = ""
    printed_on: date | None = None
    verification: Verification | None = None
    seal_placeholder: bool = False
    watermark: str = ""
    sample: bool = False
