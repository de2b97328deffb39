"""Objections to a notice: anyone, by name or seal, with evidence, in the window; the name stays sealed."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice, Objection, ObjectorKind, Verdict
from xiangchuang.decisions.objection_terms import answer_day, tell_received
from xiangchuang.decisions.queries import open_objections
from xiangchuang.decisions.sealed_identity import Identity, seal_identity, unseal_identity
from xiangchuang.documents.official import verification_code
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.policy.pack import MATTERS
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case, StageRun, WorkItem
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.perform import claim, perform
from xiangchuang.procedure.stages import add_work_item
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute

LETTER_PURPOSE = "objection_letter"
EVIDENCE_PURPOSE = "objection_evidence"
ACCEPTED = ("pdf", "docx", "jpg", "png")
Upload = UploadedFile[Any] | Path


def _received(at: Standpoint) -> list[Blocker]:
    if Objection.objects.filter(notice__case=at.case).exists():
        return []
    return [Blocker(_("没有收到异议"), at.stage.clause)]


HANDLE = Verb(
    "handle_objection", gettext_lazy("处理异议"), role="officer", needs=(_received,), tone="primary",
    page="decisions:objections",
)  # fmt: skip
OPEN_IDENTITY = Verb("open_objector_identity", gettext_lazy("查看异议人身份"), role="officer", shared=True)
# An objection that arrived in time can be written down just after the officer closed the publicity.
contribute("publicity", HANDLE, OPEN_IDENTITY, matters=MATTERS)
contribute("decision", HANDLE, OPEN_IDENTITY, matters=MATTERS)

_ANONYMOUS = re.compile(r"匿名|不愿|保密|知情人|群众|某某|无名|anonymous|网友", re.IGNORECASE)
# Units bear some of these words in their names: 群众艺术馆, 国家保密局.
_ANONYMOUS_UNIT = re.compile(r"匿名|不愿|知情人|某某|anonymous", re.IGNORECASE)


@dataclass(frozen=True)
class ObjectionDraft:
    """What an objector files: by a person's real name or under a unit's seal.

    `letter` is the objection signed or sealed, `evidence` what supports it.
    """

    kind: str
    name: str
    contact: str
    statement: str
    letter: Upload | None
    evidence: Upload | None


def file_objection(*, notice: Notice, token: UUID, draft: ObjectionDraft) -> Objection:
    """Take an objection in and return it with its receipt; the page sent twice gets its first receipt again.

    It hangs on nobody's session: a member of staff who objects does so as anyone else. What decides is the
    moment of arrival, before the files are judged. Raises Blocked outside the window or for a case that has
    ended, Invalid for an anonymous or unproven objection, RefusedUpload for a hostile or broken file.
    """
    arrived = clock.now()
    if (earlier := Objection.objects.filter(notice=notice, form_token=token).first()) is not None:
        return earlier
    _refuse_outside_window(notice, arrived)
    identity, statement = _complete(draft)
    assert draft.letter is not None and draft.evidence is not None
    letter = _keep(draft.letter, _("署名或盖章的异议书"), LETTER_PURPOSE)
    evidence = _keep(draft.evidence, _("异议证据"), EVIDENCE_PURPOSE)
    with transaction.atomic():
        run = _lock_running(notice)
        year = clock.today().year
        serial = next_serial("objection", year)
        answer_by, provisional = answer_day(notice, clock.day_of(arrived))
        receipt = f"YY{year}-{serial:04d}-{verification_code(secrets.token_bytes(16))}"
        objection, is_new = Objection.objects.get_or_create(
            form_token=token,
            defaults={
                "notice": notice, "receipt": receipt, "kind": draft.kind, "statement": statement,
                "sealed_identity": seal_identity(identity, receipt),
                "letter": letter, "evidence": evidence, "received_at": arrived,
                "answer_by": answer_by, "answer_provisional": provisional,
            },
        )  # fmt: skip
        if is_new:
            _ask_officer(run, objection)
            tell_received(objection)
            write_entry(
                Actor.anonymous(), verb="file_objection", subject=f"objection:{objection.pk}",
                case_number=notice.case.number, clause=clause_of(notice),
                detail={"notice": notice.number, "evidence": evidence.sha256, "letter": letter.sha256},
            )  # fmt: skip
    return objection


def _ask_officer(run: StageRun, objection: Objection) -> None:
    """Let it wait for the officer until the day the objector was told, whatever the stage's own day."""
    item = add_work_item(run, what=HANDLE.code, role=HANDLE.role)
    if objection.answer_by is not None:
        item.due_on, item.due_provisional = objection.answer_by, objection.answer_provisional
        item.save(update_fields=["due_on", "due_provisional"])


def _refuse_outside_window(notice: Notice, arrived: datetime) -> None:
    if arrived >= notice.closes_at:
        raise Blocked(
            _("公示期已于 %(day)s 24:00 结束，这份异议于 %(moment)s 到达，不能受理。")
            % {"day": notice.closes_on.isoformat(), "moment": _shanghai(arrived)},
            remedy=_("填写的内容保留在下面。仍要反映问题的，按公示所列联系方式联系省科技厅。"),
            clause=clause_of(notice),
        )
    if arrived < notice.published_at:
        raise Blocked(_("公示还没有开始，发布后再提出异议。"), clause=clause_of(notice))


def _shanghai(moment: datetime) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _complete(draft: ObjectionDraft) -> tuple[Identity, str]:
    """Return identity and statement normalised; raises Invalid naming what is missing."""
    identity = Identity(normalise_line(draft.name), normalise_line(draft.contact))
    statement = normalise_text(draft.statement)
    if draft.kind not in ObjectorKind.values:
        raise Invalid(_("选择以个人名义还是以单位名义提出。"))
    anonymous = _ANONYMOUS_UNIT if draft.kind == ObjectorKind.UNIT else _ANONYMOUS
    if len(identity.name) < 2 or anonymous.search(identity.name):
        raise Invalid(
            _("匿名异议不予受理：个人写真实姓名，单位写全称。"),
            remedy=_("姓名加密保存，只有经办人能查看，每次查看都有记录。"),
        )
    if sum(c.isdigit() for c in identity.contact) < 7 and "@" not in identity.contact:
        raise Invalid(_("写明能联系到您的电话或电子邮箱，核实和答复要用。"))
    if not statement:
        raise Invalid(_("写明对公示的哪一项有异议、事实和理由。"))
    if draft.letter is None:
        raise Invalid(_("上传异议书：个人署真实姓名，单位加盖公章。"))
    if draft.evidence is None:
        raise Invalid(_("没有证据的异议不予受理：上传支持异议的证明材料。"))
    return identity, statement


def _keep(upload: Upload, name: str, purpose: str) -> StoredFile:
    """Keep an upload under a name of ours: people put their own name into that of the file."""
    file = store(actor=Actor.anonymous(), upload=upload, expect=ACCEPTED, purpose=purpose)
    extension = file.name.rpartition(".")[2]
    file.name = f"{name}.{extension}"
    file.save(update_fields=["name"])
    return file


def _lock_running(notice: Notice) -> StageRun:
    """Lock the case, so that closing the publicity and filing an objection happen one after the other."""
    case = Case.objects.select_for_update().get(pk=notice.case_id)
    if not case.is_running:
        raise Blocked(_("这一案卷已经办结，公示随之终止，不再受理异议。"), clause=clause_of(notice))
    return case.runs.order_by("-pk")[0]


def clause_of(notice: Notice) -> str:
    """Return the clause of the notice's stage, or the one its default reads, in the policy of its case."""
    case = notice.case
    stage = pack_of(case).procedures[case.kind].stage(notice.run.stage_code)
    return stage.interprets or stage.clause


def find_objection(case: Case, objection_id: int) -> Objection:
    """Return an objection of that case; raises NotFound for another's."""
    found = Objection.objects.select_related("notice").filter(notice__case=case, pk=objection_id).first()
    if found is None:
        raise NotFound(_("没有这件异议，或者它属于别的案卷。"))
    return found


def open_objector_identity(*, actor: Actor, case: Case, objection_id: int) -> Identity:
    """Return who objected; each opening is an entry of the ledger, the name is not in it."""
    with perform(OPEN_IDENTITY, actor=actor, case=case, seen=None) as step:
        objection = find_objection(step.case, objection_id)
        step.subject = f"objection:{objection.pk}"
    return unseal_identity(bytes(objection.sealed_identity), objection.receipt)


def handle_objection(
    *, actor: Actor, case: Case, seen: int, objection_id: int, verdict: str, reasons: str
) -> Objection:
    """Answer an objection with reasons; the objector reads them under the receipt, without any name.

    Raises Blocked when it is answered already, Invalid without verdict or reasons or when the reasons name
    the objector.
    """
    with perform(HANDLE, actor=actor, case=case, seen=seen) as step:
        objection = find_objection(step.case, objection_id)
        if objection.handled_at is not None:
            raise Blocked(_("这件异议已经处理，结论不能改写。"), clause=step.stage.clause)
        kept = {"reasons": reasons}
        if verdict not in Verdict.values or not reasons.strip():
            raise Invalid(_("选择异议是否成立，并写明核实的情况和理由。"), kept=kept)
        _refuse_naming(objection, reasons)
        claim(objection, objection.version)
        objection.refresh_from_db()
        objection.verdict, objection.verdict_reasons = verdict, normalise_text(reasons)
        objection.handled_by, objection.handled_at = actor.user, clock.now()
        objection.save(update_fields=["verdict", "verdict_reasons", "handled_by", "handled_at"])
        _close_one_item(step.case, objection)
        step.subject = f"objection:{objection.pk}"
        step.note(verdict=verdict, receipt_notice=objection.notice.number)
    return objection


def _refuse_naming(objection: Objection, reasons: str) -> None:
    identity = unseal_identity(bytes(objection.sealed_identity), objection.receipt)
    if identity.name in normalise_text(reasons):
        raise Invalid(_("理由里写了异议人的名字。答复会给各方看，改用“异议人”。"), kept={"reasons": reasons})


def _close_one_item(case: Case, objection: Objection) -> None:
    """Close one of the waiting items: there is one for each objection, and those due that day are alike."""
    items = WorkItem.objects.filter(case=case, what=HANDLE.code, closed_at__isnull=True)
    first = items.filter(due_on=objection.answer_by).first() or items.first()
    if first is not None:
        WorkItem.objects.filter(pk=first.pk).update(closed_at=clock.now())
    if not open_objections(case).exists():
        items.update(closed_at=clock.now())
