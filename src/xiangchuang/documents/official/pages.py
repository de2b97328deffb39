"""Ordinary documents that the product prints: the plan, receipts, public notices and meeting records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .blocks import Block, RawBlock
from .document import Verification

Blocks = tuple[Block | RawBlock, ...]


@dataclass(frozen=True)
class PlanChapterSection:
    """One section of a plan in outline order; `title` is empty where its chapter has no sections."""

    chapter: str
    title: str
    blocks: Blocks = ()


@dataclass(frozen=True)
class PlanDocument:
    """A construction plan. While `sealed_sha256` (hex, of the uploaded file) is empty it is a draft and each
    page says so; afterwards each page carries the digest. `images` are the plan's pictures by SHA-256."""

    title: str
    case_number: str
    lead: str
    members: tuple[str, ...]
    revision: int
    prepared_on: date
    sections: tuple[PlanChapterSection, ...]
    facts: tuple[tuple[str, str], ...] = ()
    sealed_sha256: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    verification: Verification | None = None
    sample: bool = False


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it arrived: its name, its size in bytes and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What a submitter holds in hand: number, server time, digests of the files, next step and its date.

    `received_at` is an instant with a time zone; `next_due` is a day in Shanghai, and `next_due_provisional`
    says that the year's holidays are not published yet.
    """

    number: str
    case_number: str
    subject: str
    submitter: str
    received_at: datetime
    files: tuple[ReceivedFile, ...]
    office: str
    next_step: str
    next_due: date | None = None
    next_due_provisional: bool = False
    remark: str = ""
    verification: Verification | None = None
    sample: bool = False


@dataclass(frozen=True)
class NoticeDocument:
    """A public notice (公示) with its window in days of Shanghai, both ends within the window."""

    title: str
    case_number: str
    office: str
    published_on: date
    opens: date
    closes: date
    working_days: int
    blocks: Blocks
    contact: str
    number: str = ""
    verification: Verification | None = None
    sample: bool = False


@dataclass(frozen=True)
class AgendaItem:
    """One item of a meeting: what was said of it and what was resolved."""

    title: str
    discussion: Blocks
    resolution: str


@dataclass(frozen=True)
class MeetingRecord:
    """The record of a meeting, such as the leadership's."""

    title: str
    case_number: str
    office: str
    held_on: date
    place: str
    chair: str
    recorder: str
    present: tuple[str, ...]
    items: tuple[AgendaItem, ...]
    absent: tuple[str, ...] = ()
    verification: Verification | None = None
    sample: bool = False


@dataclass(frozen=True)
class ConditionReport:
    """An explained decision on an applicant's conditions: by which law, on which data, with what result.

    `law_as_of` is a day of Shanghai; `data_as_of` an instant with a time zone.
    """

    title: str
    case_number: str
    office: str
    subject: str
    policy: str
    law_as_of: date
    data_as_of: datetime
    summary: str
    blocks: Blocks
    sample: bool = False


@dataclass(frozen=True)
class FactSheet:
    """What is public of one thing on one sheet, as read on a day of Shanghai."""

    title: str
    office: str
    read_on: date
    facts: tuple[tuple[str, str], ...]
    blocks: Blocks
    subtitle: str = ""
    sample: bool = False


PagesDocument = PlanDocument | Receipt | NoticeDocument | MeetingRecord | ConditionReport | FactSheet
