"""Who reads the photographs of a visit: whoever reads its record."""

from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.reviews.models import SpotPhoto
from xiangchuang.reviews.queries import sees_record

PHOTO_PURPOSE: Final = "visit_photo"
PICTURES: Final = ("jpg", "png")


def may_read_photo(actor: Actor, file: StoredFile) -> bool:
    """The gate of photographs."""
    photos = SpotPhoto.objects.filter(file=file).select_related("visit__case")
    return any(sees_record(actor, photo.visit) for photo in photos)


def register_photo_gate() -> None:
    """Tell the file store who reads photographs of visits."""
    register_gate(PHOTO_PURPOSE, may_read_photo)
