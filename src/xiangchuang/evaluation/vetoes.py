"""Vetoes that a person finds, with facts and evidence; one that turns out wrong is lifted with a reason."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.asked_materials import set_of
from xiangchuang.evaluation.collection_standing import subject_of
from xiangchuang.evaluation.models import Subject, VetoFinding
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.policy.evaluation.indicators import Veto
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform, refuse_unless_possible
from xiangchuang.procedure.verbs import Verb, contribute

EVIDENCE_PURPOSE: Final = "evaluation_veto"
EVIDENCE_KINDS: Final = ("pdf", "docx", "jpg", "png")
EVALUATOR_STAGES: Final = ("collection", "scoring", "reply")
"""Kinds of stage that the evaluator holds."""
FIND = Verb("find_veto", gettext_lazy("登记一票否决情形"), role="evaluator", shared=True)
LIFT = Verb("lift_veto", gettext_lazy("撤销一票否决情形"), role="evaluator", shared=True)
for _kind in EVALUATOR_STAGES:
    contribute(_kind, FIND, LIFT, matters=("evaluation",))


def vetoes_to_find(subject: Subject, pack: Pack) -> tuple[Veto, ...]:
    """Return the vetoes a person may record for the center; those the registers find are not among them."""
    return tuple(v for v in (*pack.evaluation.vetoes, *set_of(subject, pack).vetoes) if v.when is None)


def take_evidence(*, actor: Actor, case: Case, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep evidence of a veto. Raises NotFound, NotPermitted, Blocked, RefusedUpload."""
    refuse_unless_possible(FIND, actor=actor, case=case, seen=case.version)
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=EVIDENCE_PURPOSE)


def find_veto(
    *, actor: Actor, case: Case, subject: Subject, code: str, reason: str, evidence: StoredFile | None
) -> VetoFinding:
    """Record that a veto holds for a center, with facts and evidence.

    Raises NotFound, Invalid for an unknown veto, without facts or without evidence, Blocked when it stands
    already, or for an absence, which is recorded after the center was asked.
    """
    with perform(FIND, actor=actor, case=case, seen=None) as step:
        own = subject_of(step.case, subject.pk)
        if code == "absence":
            raise Blocked(_("不参加评估先询问原因，再认定。"))
        if evidence is None:
            raise Invalid(_("附上证据：处罚决定、认定文书或核查记录。"), kept={"reason": reason})
        return find_in_step(step, own, code, reason, evidence)


def find_in_step(
    step: Step, subject: Subject, code: str, reason: str, evidence: StoredFile | None = None
) -> VetoFinding:
    """Write the finding within the verb under way."""
    told = within(VetoFinding, "reason", normalise_text(reason))
    if code not in {veto.code for veto in vetoes_to_find(subject, step.pack)}:
        raise Invalid(_("选择政策列出的一票否决情形。"), kept={"reason": reason})
    if not told:
        raise Invalid(_("写明事实和依据；中心能看到。"))
    if VetoFinding.objects.filter(subject=subject, code=code, lifted_at=None).exists():
        raise Blocked(_("这一情形已经登记。"))
    assert step.actor.user is not None
    found = VetoFinding.objects.create(
        subject=subject, code=code, reason=told, evidence=evidence, found_by=step.actor.user
    )
    step.subject = f"evaluation-veto:{found.pk}"
    step.note(center=subject.center_id, veto=code, evidence=evidence.sha256 if evidence else "")
    return found


def lift_veto(*, actor: Actor, case: Case, finding: VetoFinding, reason: str) -> VetoFinding:
    """Take a finding back; it stays on record. Raises NotFound, Invalid without a reason."""
    with perform(LIFT, actor=actor, case=case, seen=None) as step:
        standing = VetoFinding.objects.filter(subject__round__case=step.case, lifted_at=None)
        own = standing.filter(pk=finding.pk).first()
        if own is None:
            raise NotFound(_("没有这一登记，或者已经撤销。"))
        told = within(VetoFinding, "lifted_reason", normalise_text(reason))
        if not told:
            raise Invalid(_("写明撤销的理由。"))
        own.lifted_at, own.lifted_reason = clock.now(), told
        own.save(update_fields=["lifted_at", "lifted_reason"])
        step.subject = f"evaluation-veto:{own.pk}"
        step.note(veto=own.code, reason=told)
    return own
