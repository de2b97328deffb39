"""The pictures of a plan, found where its text shows them and made anew; in the limited child."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xiangchuang.documents.intake.check import DEFAULT_LIMITS
from xiangchuang.documents.intake.clean_picture import clean_picture
from xiangchuang.documents.intake.container import open_container
from xiangchuang.documents.intake.refusal import RefusedFile
from xiangchuang.documents.plan.drafted import Drafted
from xiangchuang.documents.plan.image_kind import image_media_type
from xiangchuang.documents.plan.parsed import Loss, PlanImage

DRAWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp"})
"""Kinds that are decoded; a metafile (EMF, WMF) is a program of drawing commands and is not run."""


def resolve_pictures(
    path: Path, drafted: Sequence[Drafted], folder: Path | None = None
) -> tuple[tuple[Drafted, ...], tuple[PlanImage, ...], list[Loss]]:
    """Name each picture in the text by the sha256 of what is kept of it; lay that into `folder`.

    Losses: pictures the package lacks, metafiles, and what does not decode.
    """
    known: dict[str, PlanImage] = {}
    losses: list[Loss] = []
    resolved: list[Drafted] = []
    container = open_container(path, DEFAULT_LIMITS)
    try:
        for item in drafted:
            part = next((name for name in (f"word/{item.image}", item.image) if name in container.names), "")
            if item.image and not part:
                losses.append(Loss("image", item.image, "图片在文件中缺失；重新插入该图片后再上传。"))
                continue
            if part and part not in known:
                known[part], loss = _kept(part, container.read(part))
                losses += [loss] if loss else []
                _lay(known[part], folder)
            digest = known[part].sha256 if part else ""
            resolved.append(replace(item, block=replace(item.block, image=digest)) if part else item)
    finally:
        container.close()
    images = {image.sha256: replace(image, content=b"") for image in known.values()}
    return tuple(resolved), tuple(images.values()), losses


def with_content(images: Sequence[PlanImage], folder: Path) -> tuple[PlanImage, ...]:
    """Return the images with the bytes that the child laid into `folder`."""
    return tuple(replace(image, content=(folder / image.sha256).read_bytes()) for image in images)


def _kept(part: str, content: bytes) -> tuple[PlanImage, Loss | None]:
    name = part.rsplit("/", 1)[-1]
    original = hashlib.sha256(content).hexdigest()
    media_type, _shown = image_media_type(content)
    if media_type not in DRAWN:
        reason = "这种图片格式（如 EMF、WMF）不能在网页显示；在 Word 中另存为 PNG 后替换，再上传。"
        return PlanImage(original, name, media_type, content), Loss("image", name, reason)
    try:
        clean = clean_picture(content, DEFAULT_LIMITS)
    except RefusedFile:
        reason = "图片已损坏，打不开；在 Word 中重新插入该图片后再上传。"
        return PlanImage(original, name, "application/octet-stream", content), Loss("image", name, reason)
    if clean.media_type != media_type:
        name = name.rpartition(".")[0] + ".png"
    digest = hashlib.sha256(clean.content).hexdigest()
    return PlanImage(
        digest, name, clean.media_type, clean.content, original if original != digest else ""
    ), None


def _lay(image: PlanImage, folder: Path | None) -> None:
    if folder is not None:
        (folder / image.sha256).write_bytes(image.content)
