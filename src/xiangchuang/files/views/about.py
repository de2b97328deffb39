"""The page of a file: what it is, whether it may be had, and what it proves."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.files.gates import may_know
from xiangchuang.files.models import StoredFile
from xiangchuang.files.proofs import proofs_of
from xiangchuang.pages.signed_in import signed_in


@signed_in
@require_safe
def about(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the file to whoever may know of it; to others there is none."""
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or not may_know(request.actor, file):
        raise Http404
    context = {"file": file, "proofs": proofs_of(request.actor, file)}
    return render(request, "files/file.html", context)
