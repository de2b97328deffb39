"""A receipt is given in the transaction of the submission it is for: number, time, hashes, signature."""

import secrets
from collections.abc import Sequence
from typing import Any

from xiangchuang.calendars import clock
from xiangchuang.documents.official import ReceivedFile, verification_code
from xiangchuang.documents.receipt_file import sign_statement, statement_text
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step
from xiangchuang.receipts.models import Receipt, ReceiptKind, ReceivedHash
from xiangchuang.receipts.signing_key import known_key, signing_key


def issue_receipt(
    step: Step,
    *,
    number: str,
    kind: ReceiptKind,
    subject: str,
    title: str,
    submitter: str,
    content_sha256: str,
    files: Sequence[ReceivedFile] = (),
) -> Receipt:
    """Give the receipt of what `step` submits, and note it in the step's ledger entry.

    `content_sha256` is over the canonical content; `title` says in words what was received. The next step is
    the one that a passed stage leads to.
    """
    received_at, code = clock.now(), verification_code(secrets.token_bytes(16))
    statement = statement_text(
        {
            "number": number, "code": code, "kind": kind.value, "case": step.case.number, "title": title,
            "submitter": submitter, "office": step.pack.identity.issued_by.zh,
            "received_at": received_at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
            "files": [{"name": f.name, "size": f.size, "sha256": f.sha256} for f in files],
            "content_sha256": content_sha256, "sample": step.case.is_sample,
            **_next_step(step.case, step.pack),
        }
    )  # fmt: skip
    signed = sign_statement(statement, signing_key())
    receipt = Receipt.objects.create(
        number=number, code=code, kind=kind, case=step.case, subject=subject, received_at=received_at,
        content_sha256=content_sha256, statement=statement, signature=signed.signature, key=known_key(),
    )  # fmt: skip
    hashes = dict.fromkeys([*(file.sha256 for file in files), content_sha256])
    ReceivedHash.objects.bulk_create(ReceivedHash(receipt=receipt, sha256=sha256) for sha256 in hashes)
    step.note(receipt=number, content=content_sha256)
    return receipt


def _next_step(case: Case, pack: Pack) -> dict[str, Any]:
    procedure = pack.procedures[case.kind]
    code = procedure.after(case.stage_code, "passed")
    if code.startswith("end:"):
        return {"next_step": "", "next_due": None, "next_due_provisional": False}
    stage = procedure.stage(code)
    due = due_after(clock.today(), stage.deadline)
    return {
        "next_step": stage.public_label.zh,
        "next_due": due.day.isoformat() if due else None,
        "next_due_provisional": due.provisional if due else False,
    }
