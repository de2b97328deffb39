"""Answers that any view may give: a refusal as a page of its own, and the size of the text."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from xiangchuang.procedure.errors import Refusal
from xiangchuang.workbench.frame import TEXT_SIZE_COOKIE

ONE_YEAR = 365 * 24 * 60 * 60
# The server never shows these again, whatever a form was called.
_SECRET = ("password", "csrfmiddlewaretoken")


class RefusalMiddleware:
    """Turns a Refusal raised by a view into a page with status, cause, way on and the person's text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.GET.get(TEXT_SIZE_COOKIE) in {"large", "normal"}:
            return _with_text_size(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the refusal page; any other exception goes its way."""
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that says why not, and gives back what was typed."""
    context = {"refusal": refusal, "kept": refusal.kept or typed_texts(request)}
    return render(request, "workbench/refused.html", context, status=refusal.status)


def typed_texts(request: HttpRequest) -> dict[str, str]:
    """Return the longer texts of the request, so that a refusal never costs what a person wrote."""
    if request.method != "POST":
        return {}
    return {
        name: value
        for name, value in request.POST.items()
        if isinstance(value, str)
        and not any(secret in name for secret in _SECRET)
        and ("\n" in value or len(value) > 20)
    }


def _with_text_size(request: HttpRequest) -> HttpResponse:
    """Keep the choice for a year and return to the page without the parameter."""
    query = request.GET.copy()
    size = str(query.pop(TEXT_SIZE_COOKIE)[-1])
    # One slash in front only: "//host" would leave the site.
    path = "/" + request.path.lstrip("/")
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
    response.set_cookie(TEXT_SIZE_COOKIE, size, max_age=ONE_YEAR, samesite="Lax")
    return response
