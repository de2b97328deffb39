"""Files that come with a round: the letter of commission."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.evaluation.permissions import CLAUSE, may_begin
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.procedure.errors import NotPermitted

COMMISSION_PURPOSE: Final = "evaluation_commission"
COMMISSION_KINDS: Final = ("pdf", "docx")


def take_commission(*, actor: Actor, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep the letter of commission; raises NotPermitted, and RefusedUpload with cause and remedy."""
    if may_begin(actor) is None:
        raise NotPermitted(_("评估委托书由省科技厅经办人上传。"), clause=CLAUSE)
    return store(actor=actor, upload=upload, expect=COMMISSION_KINDS, purpose=COMMISSION_PURPOSE)
