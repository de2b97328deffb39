"""Download of a stored file, always as an attachment."""

import logging
from typing import cast

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile

logger = logging.getLogger(__name__)


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """Answer with the bytes; a file of others and one that never was are both 404."""
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or not may_read(cast(ActorRequest, request).actor, file):
        raise Http404
    try:
        content = file.path.open("rb")
    except OSError as error:
        logger.error("file:%s has a row but no bytes", pk)
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["Cache-Control"] = "private, no-store"
    return response
