"""Images of a manuscript: judged in a child process like every upload, then the revision's own."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.plan.blocks import Block, block_from_json, numbered_blocks
from xiangchuang.drafting.desk import desk_of, section_of
from xiangchuang.drafting.save_section import enter, save_blocks
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanImage, PlanSection
from xiangchuang.proposals.plan import IMAGE_PURPOSE

KINDS: Final = ("png", "jpg")


def bring_image(*, actor: Actor, case: Case, code: str, upload: "UploadedFile[Any]") -> StoredFile:
    """Take an image in for a section of the manuscript; the text that shows it is saved apart.

    Raises NotFound, NotPermitted, Blocked, RefusedUpload with cause and remedy. The same image again is the
    one that is there.
    """
    desk = desk_of(actor, case)
    section = section_of(desk, code)
    file = store(actor=actor, upload=upload, expect=KINDS, purpose=IMAGE_PURPOSE)
    with transaction.atomic():
        there = PlanImage.objects.filter(revision=section.revision, file__sha256=file.sha256)
        if (found := there.select_related("file").first()) is not None:
            return found.file
        PlanImage.objects.create(revision=section.revision, file=file)
        enter(desk, "bring_plan_image", section, sha256=file.sha256)
    return file


def append_image(
    *, actor: Actor, case: Case, code: str, upload: "UploadedFile[Any]", caption: str, alt: str, seen: int
) -> PlanSection:
    """Take an image in and put it at the end of the section: for browsers without scripts."""
    file = bring_image(actor=actor, case=case, code=code, upload=upload)
    section = section_of(desk_of(actor, case), code)
    image = Block("", "image", caption.strip(), image=file.sha256, alt=alt.strip())
    blocks = numbered_blocks([*(block_from_json(block) for block in section.blocks), image])
    return save_blocks(actor=actor, case=case, code=code, blocks=blocks, seen=seen)
