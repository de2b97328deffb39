"""The construction plan (5.1-3, annex): brought from Word into sections, targets confirmed, then frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store, store_bytes
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.perform import Step, perform, refuse_unless_possible
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.proposals.after_submission import follow_submission
from xiangchuang.proposals.give_receipt import give_receipt
from xiangchuang.proposals.manuscript import open_revision, recount_missing, revision_under_way
from xiangchuang.proposals.models import PlanImage, PlanRevision, PlanTarget
from xiangchuang.proposals.plan_reading import ReadPlan, ReadsPlan, read_plan
from xiangchuang.proposals.revision_parts import content_of_parts
from xiangchuang.proposals.tasks import build_plan_pdf

PLAN_PURPOSE = "plan"
IMAGE_PURPOSE = "plan_image"


@dataclass(frozen=True)
class TargetDraft:
    """A target with its unit and a value for each year."""

    name: str
    unit: str
    values: dict[int, Decimal]


@guard("outline_complete")
def outline_complete(at: Standpoint) -> list[Blocker]:
    """Annex: the plan has every section of the outline."""
    revision = revision_under_way(at)
    if revision is None:
        return [Blocker(_("还没有建设方案"), "5.1-3", "write_plan")]
    if not revision.missing:
        return []
    outline = at.pack.outline
    names = _("、").join(f"{code} {words(outline.section(code).title)}" for code in revision.missing)
    message = _("方案缺 %(count)s 节：%(names)s") % {"count": len(revision.missing), "names": names}
    return [Blocker(message, outline.section(revision.missing[0]).clause, "write_plan")]


@guard("targets_confirmed")
def targets_confirmed(at: Standpoint) -> list[Blocker]:
    """The plan's targets become the center's, so the applicant confirms them with units and years."""
    revision = revision_under_way(at)
    if revision is not None and revision.targets_confirmed_at is not None:
        return []
    return [Blocker(_("年度目标还没有确认"), "A.2.4", "confirm_targets")]


UPLOAD = Verb("upload_plan", gettext_lazy("上传建设方案"), page="proposals:upload-plan")
CONFIRM = Verb("confirm_targets", gettext_lazy("确认年度目标"), page="proposals:confirm-targets")
SUBMIT = Verb(
    "submit_plan",
    gettext_lazy("检查并提交方案"),
    outcomes=("passed",),
    tone="primary",
    page="proposals:submit-plan",
)
contribute("plan", SUBMIT, UPLOAD, CONFIRM)


def upload_plan(
    *,
    actor: Actor,
    case: Case,
    seen: int,
    upload: "UploadedFile[Any] | Path",
    read: ReadsPlan | None = None,
) -> PlanRevision:
    """Read a .docx into the outline's sections and keep it as the newest revision.

    The file is judged and read before the transaction, in a child process with limits; `read` may remember
    what the same bytes were read as.
    Raises RefusedUpload for a file that is hostile, broken or no .docx; Stale, NotPermitted, Blocked as
    every verb does. The sections of a manuscript are replaced by what the file has; a submitted revision
    never is.
    """
    refuse_unless_possible(UPLOAD, actor=actor, case=case, seen=seen)
    file = store(actor=actor, upload=upload, expect=("docx",), purpose=PLAN_PURPOSE)
    found = (read or read_plan)(file.path, name=file.name, outline=pack_of(case).outline)
    images = [
        store_bytes(
            actor=actor,
            content=image.content,
            name=image.name,
            media_type=image.media_type,
            purpose=IMAGE_PURPOSE,
            original_sha256=image.original_sha256,
        )
        for image in found.images
    ]
    with perform(UPLOAD, actor=actor, case=case, seen=seen) as step:
        revision = _keep(step, file, found, images)
        step.subject = f"plan_revision:{revision.pk}"
        step.note(file=file.sha256, revision=revision.number, missing=revision.missing)
    return revision


def _keep(step: Step, file: StoredFile, read: ReadPlan, images: Sequence[StoredFile]) -> PlanRevision:
    assert step.actor.user is not None
    revision = open_revision(step.at, step.actor.user)
    revision.file, revision.title = file, read.title[:300] or revision.title
    revision.surplus, revision.losses, revision.tracked_changes = (
        read.surplus, read.losses, read.tracked_changes,
    )  # fmt: skip
    revision.targets_confirmed_at = None
    revision.save()
    found = {section.code: section for section in read.sections}
    for section in revision.sections.all():
        brought = found.get(section.code)
        section.found_heading = brought.found_heading[:300] if brought else ""
        section.blocks, section.words = (brought.blocks, brought.words) if brought else ([], 0)
        section.version, section.saved_at, section.saved_by = (
            section.version + 1,
            clock.now(),
            step.actor.user,
        )
        section.save()
    revision.images.all().delete()
    unique = {image.sha256: image for image in images}
    PlanImage.objects.bulk_create(PlanImage(revision=revision, file=image) for image in unique.values())
    revision.targets.all().delete()
    _write_targets(revision, [TargetDraft(t.name, t.unit, t.values) for t in read.targets])
    recount_missing(revision)
    return revision


def confirm_targets(*, actor: Actor, case: Case, seen: int, targets: Sequence[TargetDraft]) -> PlanRevision:
    """Keep the targets the applicant stands by; raises Invalid for one without name, unit or any value."""
    with perform(CONFIRM, actor=actor, case=case, seen=seen) as step:
        revision = revision_under_way(step.at)
        if revision is None:
            raise Blocked(_("先上传建设方案，再确认目标。"), clause="5.1-3")
        _refuse_bad_targets(targets)
        revision.targets.all().delete()
        _write_targets(revision, targets)
        revision.targets_confirmed_at = clock.now()
        revision.save(update_fields=["targets_confirmed_at"])
        recount_missing(revision)
        step.subject = f"plan_revision:{revision.pk}"
        step.note(targets=len(targets))
    return revision


def _refuse_bad_targets(targets: Sequence[TargetDraft]) -> None:
    if not targets:
        raise Invalid(_("至少确认一项年度目标：批准后它就是中心的考核目标。"), clause="A.2.4")
    for number, target in enumerate(targets, 1):
        if not target.name.strip() or not target.unit.strip() or not target.values:
            raise Invalid(
                _("第 %(number)s 项目标要有名称、单位和至少一年的数值。") % {"number": number}, clause="A.2.4"
            )
    names = [target.name.strip() for target in targets]
    if len(set(names)) != len(names):
        raise Invalid(_("目标名称重复：合并成一项。"), clause="A.2.4")


def submit_plan(*, actor: Actor, case: Case, seen: int) -> PlanRevision:
    """Freeze the revision with its hashes, give it a receipt number and send it to the review."""
    with perform(SUBMIT, actor=actor, case=case, seen=seen) as step:
        revision = revision_under_way(step.at)
        if revision is not None and not revision.missing and revision.targets_confirmed_at:
            revision.frozen_at = clock.now()
            revision.content_sha256 = content_sha256(revision)
            year = clock.today().year
            revision.receipt_number = f"HZ{year}{next_serial('receipt', year):06d}"
            revision.save(update_fields=["frozen_at", "content_sha256", "receipt_number"])
            step.subject = f"plan_revision:{revision.pk}"
            step.note(file=revision.file.sha256 if revision.file else "", revision=revision.number)
            give_receipt(step, revision)
            # In the transaction: the queue is the database, so no submitted plan is left without its PDF.
            build_plan_pdf.enqueue(revision.pk)
            follow_submission(revision)
        step.finish("passed")
    assert revision is not None
    return revision


def content_sha256(revision: PlanRevision) -> str:
    """Return the SHA-256 over file, sections, targets and parts as canonical JSON."""
    content = {
        "file": revision.file.sha256 if revision.file else "",
        "sections": [{"code": s.code, "blocks": s.blocks} for s in revision.sections.all()],
        "targets": [[t.name, t.unit, t.year, t.value_e4] for t in revision.targets.all()],
        **content_of_parts(revision),
    }
    return json_sha256(content)


def propose_targets(revision: PlanRevision, targets: Sequence[TargetDraft]) -> bool:
    """Put the targets that a file states into the manuscript, to be confirmed; the same ones change nothing.

    Returns whether they replaced others.
    """
    there = {(t.name, t.unit, t.year, t.value_e4) for t in revision.targets.all()}
    stated = {
        (target.name.strip()[:100], target.unit.strip()[:20], year, in_ten_thousandths(value))
        for target in targets
        for year, value in target.values.items()
    }
    if not stated or stated == there:
        return False
    revision.targets.all().delete()
    _write_targets(revision, targets)
    revision.targets_confirmed_at = None
    revision.save(update_fields=["targets_confirmed_at"])
    recount_missing(revision)
    return True


def _write_targets(revision: PlanRevision, targets: Sequence[TargetDraft]) -> None:
    PlanTarget.objects.bulk_create(
        PlanTarget(
            revision=revision, position=position, year=year, value_e4=in_ten_thousandths(value),
            name=target.name.strip()[:100], unit=target.unit.strip()[:20],
        )
        for position, target in enumerate(targets, 1)
        for year, value in sorted(target.values.items())
    )  # fmt: skip


def in_ten_thousandths(value: Decimal) -> int:
    """Return ten-thousandths of the unit, rounded half to even; raises Invalid beyond 12 digits."""
    if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
        raise Invalid(_("数值 %(value)s 太大或不是数：换一个更大的单位。") % {"value": value})
    return int((value * 10_000).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
