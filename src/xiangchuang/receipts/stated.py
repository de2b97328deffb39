"""What a receipt states, for pages and its PDF; read from the signed text, so it can say nothing else."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.documents.official import Receipt as PrintedReceipt
from xiangchuang.documents.official import ReceivedFile, Verification, render_pages_pdf
from xiangchuang.documents.receipt_file import SignedStatement, receipt_file
from xiangchuang.receipts.models import Receipt


@dataclass(frozen=True)
class Stated:
    """A receipt in parts."""

    number: str
    code: str
    title: str
    submitter: str
    office: str
    received_at: datetime
    files: tuple[ReceivedFile, ...]
    content_sha256: str
    next_step: str
    next_due: date | None
    next_due_provisional: bool
    sample: bool


def stated(receipt: Receipt) -> Stated:
    """Return what the signed statement of the receipt says."""
    row = json.loads(receipt.statement)
    return Stated(
        number=row["number"], code=row["code"], title=row["title"], submitter=row["submitter"],
        office=row["office"], received_at=datetime.fromisoformat(row["received_at"]),
        files=tuple(ReceivedFile(**file) for file in row["files"]), content_sha256=row["content_sha256"],
        next_step=row["next_step"],
        next_due=date.fromisoformat(row["next_due"]) if row["next_due"] else None,
        next_due_provisional=row["next_due_provisional"], sample=row["sample"],
    )  # fmt: skip


def verification_url(receipt: Receipt) -> str:
    """Return the public address that asks for this receipt, with number and code filled in."""
    asked = urlencode({"number": receipt.number, "code": receipt.code})
    return f"{settings.SITE_URL}{reverse('receipts:verify')}?{asked}"


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return the receipt as PDF, with its code and the QR code of the public check."""
    said = stated(receipt)
    printed = PrintedReceipt(
        number=said.number, case_number=receipt.case.number, subject=said.title, submitter=said.submitter,
        received_at=said.received_at, files=said.files, office=said.office, next_step=said.next_step,
        next_due=said.next_due, next_due_provisional=said.next_due_provisional,
        remark=_("内容散列（SHA-256）：%(sha)s") % {"sha": said.content_sha256},
        verification=Verification(said.code, verification_url(receipt)), sample=said.sample,
    )  # fmt: skip
    return render_pages_pdf(printed, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def as_file(receipt: Receipt) -> bytes:
    """Return the file by which the receipt is checked without the product."""
    signed = SignedStatement(receipt.statement, bytes(receipt.signature), bytes(receipt.key.public_key))
    return receipt_file(signed)
