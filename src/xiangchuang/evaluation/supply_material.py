"""A center supplies what registers cannot know, with its proof: drafts first, then handed in (6.5-2)."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.asked_materials import Asked, asked_for, asked_of, read_material_value, set_of
from xiangchuang.evaluation.collection_standing import CLAUSE, refuse_unless_collecting
from xiangchuang.evaluation.models import Material, MaterialState, Subject
from xiangchuang.evaluation.permissions import speaks_for
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.perform import claim, stale

PROOF_PURPOSE: Final = "evaluation_material"
PROOF_KINDS: Final = ("pdf", "docx", "xlsx", "jpg", "png")


def take_proof(*, actor: Actor, subject: Subject, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep a proof. Raises NotFound, NotPermitted, Blocked, RefusedUpload with cause and remedy."""
    speaks_for(actor, subject)
    refuse_unless_collecting(subject)
    return store(actor=actor, upload=upload, expect=PROOF_KINDS, purpose=PROOF_PURPOSE)


def save_material(
    *,
    actor: Actor,
    subject: Subject,
    indicator: str,
    seen: int,
    value: str,
    note: str = "",
    proof: StoredFile | None = None,
) -> Material:
    """Keep a draft of what is supplied for one indicator; an earlier proof stays when none is given.

    `seen` is the version the page showed, 0 where there was none. What was declined may be supplied anew;
    what waits for the evaluator or was accepted stays as it is.
    Raises NotFound, NotPermitted, Blocked, Invalid, Stale.
    """
    acting = speaks_for(actor, subject)
    pack = refuse_unless_collecting(subject)
    asked = asked_for(set_of(subject, pack), indicator)
    typed = read_material_value(asked, value) if value else ""
    told = within(Material, "note", normalise_text(note))
    assert actor.user is not None
    with transaction.atomic():
        row = _row(subject, indicator, seen, actor)
        if row.state in (MaterialState.SUBMITTED, MaterialState.ACCEPTED):
            raise Blocked(_("这份材料已经提交，不能再改。"), remedy=_("评估机构不予采信的，可以重新报送。"))
        row.value, row.note, row.proof = typed, told, proof or row.proof
        row.state, row.supplied_by, row.supplied_at = MaterialState.DRAFT, actor.user, clock.now()
        row.save()
        _tell_ledger(actor, acting, subject, "save_material", row)
    return row


def _row(subject: Subject, indicator: str, seen: int, actor: Actor) -> Material:
    assert actor.user is not None
    row = Material.objects.filter(subject=subject, indicator=indicator).select_related("proof").first()
    if row is None:
        try:
            with transaction.atomic():
                return Material.objects.create(subject=subject, indicator=indicator, supplied_by=actor.user)
        except IntegrityError as error:
            raise stale() from error
    claim(row, seen)
    row.refresh_from_db(fields=["version", "state"])
    return row


def submit_materials(*, actor: Actor, subject: Subject) -> int:
    """Hand in every draft of the center; return how many. Sending them twice hands in nothing twice.

    Raises Blocked where there is no draft, Invalid naming each one that lacks value, words or proof.
    """
    acting = speaks_for(actor, subject)
    pack = refuse_unless_collecting(subject)
    asked = {one.code: one for one in asked_of(set_of(subject, pack))}
    with transaction.atomic():
        drafts = list(Material.objects.filter(subject=subject, state=MaterialState.DRAFT))
        if not drafts:
            raise Blocked(_("没有等待提交的草稿。"), remedy=_("先填写材料并保存。"), clause=CLAUSE)
        lacking = [_("；").join(why) for row in drafts if (why := lacks(asked[row.indicator], row))]
        if lacking:
            raise Invalid(_("；").join(lacking), remedy=_("补齐后再提交；草稿都已保留。"))
        for row in drafts:
            claim(row, row.version)
            Material.objects.filter(pk=row.pk).update(
                state=MaterialState.SUBMITTED, supplied_at=clock.now(), judged_by=None, judged_at=None
            )
        write_entry(
            actor, verb="submit_materials", acting=acting, subject=f"evaluation-subject:{subject.pk}",
            case_number=subject.center.ledger_key, clause=CLAUSE,
            detail={"indicators": sorted(row.indicator for row in drafts)},
        )  # fmt: skip
    return len(drafts)


def lacks(asked: Asked, row: Material) -> list[str]:
    """Return in words what the draft still needs before it can be handed in."""
    named = {"label": asked.label}
    found = []
    if not asked.for_experts and not row.value:
        found.append(_("“%(label)s”没有填数值") % named)
    if asked.for_experts and not row.note:
        found.append(_("“%(label)s”没有写说明") % named)
    if row.proof_id is None and not _says_none(asked, row):
        found.append(_("“%(label)s”没有附证明材料") % named)
    return found


def _says_none(asked: Asked, row: Material) -> bool:
    """Whether the center says that there is nothing: the lowest level, no, or zero needs no proof."""
    if asked.choices:
        return row.value == asked.choices[-1][0]
    return not asked.for_experts and bool(row.value) and not row.value.strip("0.")


def _tell_ledger(actor: Actor, acting: HeldAppointment, subject: Subject, verb: str, row: Material) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=f"evaluation-material:{row.pk}",
        case_number=subject.center.ledger_key, clause=CLAUSE,
        detail={"indicator": row.indicator, "value": row.value,
                "proof": row.proof.sha256 if row.proof else ""},
    )  # fmt: skip
