"""What a file field says before a file is chosen, and the file it already has."""

import re
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.documents.intake import UploadLimits
from xiangchuang.files.models import Upload
from xiangchuang.files.receive import keep_given
from xiangchuang.files.received_file import ReceivedFile
from xiangchuang.files.store import RefusedUpload

MEBIBYTE = 1024 * 1024
_PICTURES = frozenset({".png", ".jpg", ".jpeg"})
_LIMITS = UploadLimits()


@dataclass(frozen=True)
class UploadWords:
    """The limits of one field, for a page. `endings`: ".pdf,.jpg" or ".pdf .jpg"; `bytes`: the most."""

    endings: str
    bytes: int

    @property
    def kinds(self) -> str:
        """Return the endings as a sentence lists them."""
        return _("、").join(self._kinds)

    @property
    def megabytes(self) -> int:
        """Return the size limit in MB."""
        return self.bytes // MEBIBYTE

    @property
    def pages(self) -> int:
        """Return the most pages of a PDF; 0 where none is taken."""
        return _LIMITS.max_pdf_pages if ".pdf" in self._kinds else 0

    @property
    def pixels(self) -> int:
        """Return the most pixels of an image in 万; 0 where none is taken."""
        return _LIMITS.max_pixels // 10_000 if _PICTURES.intersection(self._kinds) else 0

    @property
    def _kinds(self) -> list[str]:
        return [kind for kind in re.split(r"[,、\s]+", self.endings) if kind]


def kept_upload(actor: Actor, field: BoundField, refusal: Refusal | None) -> Upload | None:
    """Return the file that came with a refused form, kept for its next sending; None for a bad file."""
    given = field.form.files.get(field.html_name) if field.form.is_bound and field.form.files else None
    if not isinstance(given, UploadedFile) or field.errors:
        return None
    if isinstance(refusal, RefusedUpload) and refusal.upload is given:
        return None
    return given.upload if isinstance(given, ReceivedFile) else keep_given(actor=actor, given=given)
