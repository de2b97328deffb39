"""Gives every form the files that were uploaded before it, and says what there is to say of them."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.files.received_file import FIELD_SUFFIX, received_file
from xiangchuang.files.told import hearing
from xiangchuang.workbench.middleware import typed_texts


class ReceivedUploadsMiddleware:
    """For a field "plan-upload" puts the person's finished upload under "plan", unless a file came there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with hearing() as told:
            answer = self.get_response(request)
        for message in told:
            messages.info(request, message)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse the page, its text kept, when a file it names is gone: it would be handed in without."""
        if request.method != "POST" or request.content_type == "application/offset+octet-stream":
            return None
        actor = cast(ActorRequest, request).actor
        for name, token in request.POST.items():
            field = name.removesuffix(FIELD_SUFFIX)
            if field == name or not token or field in request.FILES:
                continue
            try:
                request.FILES[field] = received_file(actor, str(token))
            except Refusal as refused:
                context = {"refusal": refused, "kept": typed_texts(request)}
                return render(request, "workbench/refused.html", context, status=refused.status)
        return None
