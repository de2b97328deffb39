"""A finished upload, as a form sees it: a file like any that came with the form itself."""

from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.files.models import Upload
from xiangchuang.files.receive import find_upload, finish

if TYPE_CHECKING:
    _File = UploadedFile[Any]
else:
    _File = UploadedFile

FIELD_SUFFIX = "-upload"
"""Under this name behind that of the file field a form sends the token of the upload."""


class ReceivedFile(_File):
    """The bytes of an upload that has come whole; they stay until the upload is swept away."""

    def __init__(self, upload: Upload) -> None:
        content: File[Any] = File(upload.path.open("rb"))
        super().__init__(content, upload.name, "application/octet-stream", upload.size)
        self.upload = upload

    def used(self) -> None:
        """Note that the file was taken in: it no longer counts against the person's quota."""
        Upload.objects.filter(pk=self.upload.pk, used_at__isnull=True).update(used_at=clock.now())


def received_file(actor: Actor, token: str) -> ReceivedFile:
    """Return the actor's finished upload as a file.

    Raises NotFound for another person's or one swept away, Blocked for one not yet whole, Damaged.
    """
    upload = find_upload(actor, token)
    if upload.received != upload.size:
        raise Blocked(_("“%(name)s”还没有传完。") % {"name": upload.name}, remedy=_("传完后再提交。"))
    return ReceivedFile(finish(upload))
