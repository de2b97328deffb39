"""Addresses without NUL: PostgreSQL keeps none in a text, and a query that holds one fails."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

_WRITTEN = "%00"


class WithoutNulMiddleware:
    """Leaves NUL out of what an address asks for; a page whose own name holds one does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        while _WRITTEN in asked:  # leaving one out can make another of what stood around it
            asked = asked.replace(_WRITTEN, "")
        request.META["QUERY_STRING"] = asked
        return self.get_response(request)
