"""Reading a file that was brought back, in a child process with limits; the worker's part."""

import logging
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import IncomingState, IncomingWord
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import RefusedUpload, store_bytes
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanImage
from xiangchuang.proposals.plan import IMAGE_PURPOSE, TargetDraft
from xiangchuang.proposals.plan_reading import ReadPlan, read_plan

logger = logging.getLogger(__name__)


def read_incoming(pk: int) -> None:
    """Read the file and keep what was found; one replaced, or taken up by another worker, is left alone."""
    mine = IncomingWord.objects.filter(pk=pk, state=IncomingState.QUEUED)
    if not mine.update(state=IncomingState.READING, begun_at=clock.now()):
        return
    incoming = IncomingWord.objects.select_related("file", "brought_by", "revision__proposal__case").get(
        pk=pk
    )
    outline = pack_of(incoming.revision.proposal.case).outline
    try:
        found = read_plan(incoming.file.path, name=incoming.file.name, outline=outline)
        _keep(incoming, found)
    except RefusedUpload as refused:
        _refuse(pk, refused.message)
    except Exception:
        logger.exception("incoming_word:%s not read", pk)
        _refuse(pk, _("读取中断，原因已记入系统日志；方案没有改动。稍后重新上传。"))


def _keep(incoming: IncomingWord, found: ReadPlan) -> None:
    actor = Actor.of(incoming.brought_by, clock.today())
    images = [
        store_bytes(
            actor=actor, content=image.content, name=image.name, media_type=image.media_type,
            purpose=IMAGE_PURPOSE,
        )
        for image in found.images
    ]  # fmt: skip
    with transaction.atomic():
        rows = IncomingWord.objects.filter(pk=incoming.pk, state=IncomingState.READING)
        if rows.update(state=IncomingState.READY, reading=_as_json(found)):
            _add_images(incoming, images)


def _add_images(incoming: IncomingWord, images: list[StoredFile]) -> None:
    # The pictures are the manuscript's from now on, so that the comparison can show them.
    there = PlanImage.objects.filter(revision=incoming.revision).values_list("file__sha256", flat=True)
    fresh = {image.sha256: image for image in images if image.sha256 not in set(there)}
    PlanImage.objects.bulk_create(
        PlanImage(revision=incoming.revision, file=image) for image in fresh.values()
    )


def _refuse(pk: int, told: str) -> None:
    rows = IncomingWord.objects.filter(pk=pk, state=IncomingState.READING)
    rows.update(state=IncomingState.REFUSED, refusal=told)


def _as_json(found: ReadPlan) -> dict[str, Any]:
    return {
        "title": found.title,
        "sections": [
            {
                "code": section.code, "title": section.title, "found_heading": section.found_heading,
                "blocks": section.blocks, "words": section.words,
            }
            for section in found.sections
        ],
        "missing": list(found.missing),
        "surplus": found.surplus,
        "losses": found.losses,
        "tracked_changes": found.tracked_changes,
        "targets": [
            {"name": t.name, "unit": t.unit, "values": {str(y): str(v) for y, v in t.values.items()}}
            for t in found.targets
        ],
    }  # fmt: skip


def targets_of(incoming: IncomingWord) -> list[TargetDraft]:
    """Return the yearly targets that the file proposes."""
    return [
        TargetDraft(t["name"], t["unit"], {int(y): Decimal(v) for y, v in t["values"].items()})
        for t in incoming.reading.get("targets", ())
    ]
